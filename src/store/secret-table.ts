// Fingerprints of the secrets that attempts were given (semantics 7.3). They are committed before the command of an
// attempt starts, so that whoever reads its log can hide what it may print.

import type { AttemptId, RunId } from "../pipeline/ids.ts";
import type { SecretRow } from "../engine/secret-row.ts";
import type { Db } from "./open.ts";

// A start that is performed again resolves them again, and a value may be another by then.
const CLEAR = /* sql */ `delete from secret where attempt_id = ?`;
const PUT = /* sql */ `
  insert into secret (attempt_id, name, form, length, rolling, hmac)
  values (:attempt, :name, :form, :length, :rolling, :hmac)`;
const OF_ATTEMPT = /* sql */ `
  select name, form, length, rolling, hmac from secret where attempt_id = ?`;
// What a stage keeps, in its state folder for one, it keeps over attempts, and over the reruns that go on with it: a value
// of before may come out in any of them. A run names the one that it goes on from as "spam#3".
const MOST_BEFORE = 20;
const LINE = /* sql */ `
  with recursive line (id, name, place) as (
    select :run, (select rerun_of from run where id = :run), 0
    union
    select run.id, run.rerun_of, line.place + 1
    from line join run on run.pipeline = substr(line.name, 1, instr(line.name, '#') - 1)
      and run.number = cast(substr(line.name, instr(line.name, '#') + 1) as integer)
    where line.name is not null and line.place < ${MOST_BEFORE})`;
// Most attempts of a run were given the same values.
const OF_RUN = /* sql */ `${LINE}
  select distinct s.name, s.form, s.length, s.rolling, s.hmac
  from line join attempt a on a.run_id = line.id join secret s on s.attempt_id = a.id`;
const RUN_OF = /* sql */ `select run_id as run from attempt where id = ?`;
const ANY = /* sql */ `select 1 from secret limit 1`;
const KEY = /* sql */ `select value from meta where key = 'secret_key'`;

export function secretTable(db: Db) {
  const clear = db.prepare<[string]>(CLEAR);
  const put = db.prepare<SecretRow & { attempt: string }>(PUT);
  return {
    put: (attempt: AttemptId, rows: readonly SecretRow[]): void => {
      clear.run(attempt);
      for (const row of rows) put.run({ attempt, ...row });
    },
  };
}

export function secretFeed(db: Db) {
  const ofAttempt = db.prepare<[string], SecretRow>(OF_ATTEMPT);
  const ofRun = db.prepare<{ run: RunId }, SecretRow>(OF_RUN);
  const runOf = db.prepare<[string], { run: RunId }>(RUN_OF);
  const any = db.prepare<[], unknown>(ANY);
  const key = db.prepare<[], { value: string }>(KEY);
  return {
    ofAttempt: (attempt: AttemptId): SecretRow[] => ofAttempt.all(attempt),
    /** Null while the attempt is not committed. */
    runOf: (attempt: AttemptId): RunId | null => runOf.get(attempt)?.run ?? null,
    /** Distinct forms of all its attempts, and of those of the runs that it goes on from. */
    ofRun: (run: RunId): SecretRow[] => ofRun.all({ run }),
    /** Whether this home has had any secret. */
    any: (): boolean => any.get() !== undefined,
    /** The home's key, in hex; null where no host of this form has been. */
    key: (): string | null => key.get()?.value ?? null,
  };
}

/**
 * What may come out of an attempt, kept at hand for runs that go on: it is asked for at each end and with each metric. The
 * list of a run is the same one until something is new.
 */
export function secretsAtHand(feed: Pick<ReturnType<typeof secretFeed>, "runOf" | "ofRun">) {
  const lists = new Map<RunId, readonly SecretRow[]>();
  return {
    of: (attempt: AttemptId): readonly SecretRow[] => {
      const run = feed.runOf(attempt);
      if (run === null) return [];
      const rows = lists.get(run) ?? feed.ofRun(run);
      lists.set(run, rows);
      return rows;
    },
    /** Within the transaction; where that comes to nothing, a value more is hidden than need be. */
    added: (attempt: AttemptId, rows: readonly SecretRow[]): void => {
      const run = feed.runOf(attempt);
      const before = run === null ? undefined : lists.get(run);
      if (run === null || before === undefined) return;
      const known = new Set(before.map(({ hmac }) => hmac));
      const fresh = rows.filter(({ hmac }) => !known.has(hmac));
      if (fresh.length > 0) lists.set(run, [...before, ...fresh]);
    },
    ended: (run: RunId): void => {
      lists.delete(run);
    },
  };
}
