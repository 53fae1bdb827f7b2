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
// Most attempts of a run were given the same values.
const OF_RUN = /* sql */ `
  select distinct s.name, s.form, s.length, s.rolling, s.hmac
  from attempt a join secret s on s.attempt_id = a.id where a.run_id = ?`;
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
  const ofRun = db.prepare<[string], SecretRow>(OF_RUN);
  const any = db.prepare<[], unknown>(ANY);
  const key = db.prepare<[], { value: string }>(KEY);
  return {
    ofAttempt: (attempt: AttemptId): SecretRow[] => ofAttempt.all(attempt),
    /** Distinct forms of all its attempts. */
    ofRun: (run: RunId): SecretRow[] => ofRun.all(run),
    /** Whether this home has had any secret. */
    any: (): boolean => any.get() !== undefined,
    /** The home's key, in hex; null where no host of this form has been. */
    key: (): string | null => key.get()?.value ?? null,
  };
}
