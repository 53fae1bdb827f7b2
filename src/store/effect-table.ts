// The outbox: what the host has to do after a commit. A row stays until it was done; a `start` of an older epoch goes
// undone, since only the epoch that committed it may perform it (semantics 5.2). So the table is nearly always small,
// and what is done costs no page.

import type { Effect } from "../engine/effect.ts";
import type { Db } from "./open.ts";

const ADD = /* sql */ `
  insert into effect (key, kind, data, epoch) values (:key, :kind, :data, :epoch)
  on conflict (key) do nothing`;
const DONE = /* sql */ `delete from effect where key = ?`;
const VOID_STARTS = /* sql */ `delete from effect where kind = 'start' and epoch < ?`;
const OPEN = /* sql */ `select data from effect order by key`;
const ANY_OPEN = /* sql */ `select 1 as found from effect limit 1`;

export function effectTable(db: Db) {
  const add = db.prepare<{ key: string; kind: string; data: string; epoch: number }>(ADD);
  const done = db.prepare<[string]>(DONE);
  const voidStarts = db.prepare<[number]>(VOID_STARTS);
  const open = db.prepare<[], { data: string }>(OPEN);
  const anyOpen = db.prepare<[], { found: number }>(ANY_OPEN);
  return {
    add: (effect: Effect, epoch: number): void => {
      add.run({ key: effect.key, kind: effect.kind, data: JSON.stringify(effect), epoch });
    },
    done: (key: string): void => {
      done.run(key);
    },
    voidStarts: (epoch: number): void => {
      voidStarts.run(epoch);
    },
    open: (): Effect[] => open.all().map((row) => JSON.parse(row.data) as Effect),
    anyOpen: (): boolean => anyOpen.get() !== undefined,
  };
}
