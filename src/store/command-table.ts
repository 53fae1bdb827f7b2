// What somebody asked for. Written by any process, closed by the host in the transaction of what it caused. `key`
// makes asking twice harmless; the row stays as the record of who asked. What an older dagtop asked for, and no host has
// answered yet, is taken in its own form.

import type { Ask, NewCommand } from "../engine/command.ts";
import { planFrom } from "../pipeline/plan-form.ts";
import type { Db } from "./open.ts";

const ADD = /* sql */ `
  insert into command (key, kind, target, args, by, at)
  values (:key, :kind, :target, :args, :by, :at) on conflict (key) do nothing`;
const NEW = /* sql */ `
  select id, kind, target, args, by from command where state = 'new' order by id limit 1000`;
const CLOSE = /* sql */ `
  update command set state = :state, result = :result, args = iif(kind = 'trigger', coalesce(:args, args), args)
  where id = :id and state = 'new'`;
const BY_KEY = /* sql */ `select state, result from command where key = ?`;
const ANY_NEW = /* sql */ `select 1 as found from command where state = 'new' limit 1`;

export type CommandState =
  | { readonly state: "new" }
  | { readonly state: "done" | "refused"; readonly result: string };

interface StoredCommand {
  readonly id: number;
  readonly kind: string;
  readonly target: string | null;
  readonly args: string;
  readonly by: string;
}

/** The side of those who ask. */
export function commandInbox(db: Db) {
  const add = db.prepare<Omit<StoredCommand, "id"> & { key: string; at: number }>(ADD);
  const byKey = db.prepare<[string], { state: string; result: string | null }>(BY_KEY);
  return {
    add: (key: string, what: Ask, by: string, at: number): void => {
      const { kind, args } = what;
      add.run({ key, kind, target: targetOf(what), args: JSON.stringify(args), by, at });
    },
    stateOf: (key: string): CommandState | null => {
      const row = byKey.get(key);
      if (row === undefined) return null;
      if (row.state === "new") return { state: "new" };
      return { state: row.state as "done" | "refused", result: row.result ?? "" };
    },
  };
}

function targetOf({ kind, args }: Ask): string | null {
  if (kind === "model") return args.model;
  return "run" in args ? args.run : null;
}

/** The side of the host. */
export function commandTable(db: Db) {
  const fresh = db.prepare<[], StoredCommand>(NEW);
  const close = db.prepare<{ id: number; state: string; result: string; args: string | null }>(
    CLOSE,
  );
  return {
    fresh: (): NewCommand[] => fresh.all().map(commandOf),
    /** A trigger's plan and environment live on in tables of their own, so its row keeps only their names. */
    close: (id: number, ok: boolean, result: string, slim: string | null): void => {
      close.run({ id, state: ok ? "done" : "refused", result, args: slim });
    },
    anyNew: (): boolean => anyNew(db),
  };
}

/** Whether there is a command that no host has answered. */
export function anyNew(db: Db): boolean {
  return db.prepare<[], { found: number }>(ANY_NEW).get() !== undefined;
}

function commandOf({ id, kind, by, args: text }: StoredCommand): NewCommand {
  const args = JSON.parse(text) as object;
  return { id, kind, by, args: kind === "trigger" ? triggerOf(args) : args } as NewCommand;
}

// Form 1 knew no reruns, and nothing of where code comes from.
function triggerOf(args: { readonly plan?: unknown }): object {
  return { source: null, rerun: null, ...args, plan: planOr(args.plan) };
}

/** A plan of a form that nobody knows stays what it is: the core refuses the command, with its reason. */
function planOr(stored: unknown): unknown {
  try {
    return planFrom(stored);
  } catch {
    return stored;
  }
}
