// Who holds, or held, the lease of this home: one row per epoch. Readers judge by it and by /proc whether a host
// lives; the lock itself is only ever opened by a would-be host.

import type { Db } from "./open.ts";

// What a host of every release has written.
const OF_ALL = /* sql */ `
  epoch, pid, start_time as startTime, boot_id as bootId, pid_ns as pidNamespace, version, since, left_at as leftAt`;
const LAST = /* sql */ `
  select ${OF_ALL}, kind, machine, place, draining_by as drainingBy
  from host order by epoch desc limit 1`;
const LAST_OF_ANY = /* sql */ `
  select ${OF_ALL}, null as kind, null as machine, null as place, null as drainingBy
  from host order by epoch desc limit 1`;
const ENTER = /* sql */ `
  insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, kind, machine, place)
  values (:epoch, :pid, :startTime, :bootId, :pidNamespace, :version, :since, :kind, :machine, :place)`;
const LEAVE = /* sql */ `update host set left_at = :at where epoch = :epoch and left_at is null`;
const DRAIN = /* sql */ `update host set draining_by = :by where epoch = :epoch`;

export interface HostRow {
  readonly epoch: number;
  readonly pid: number;
  /** Field 22 of /proc/PID/stat. */
  readonly startTime: number;
  readonly bootId: string;
  readonly pidNamespace: string;
  readonly version: string;
  readonly since: number;
  readonly leftAt: number | null;
  /** "background", "daemon", "inline"; null, as what follows, of a host of an earlier release. */
  readonly kind: string | null;
  readonly machine: string | null;
  /** Device and inode of the home that it works in, which this may be a copy of. */
  readonly place: string | null;
  /** Who has asked it to begin nothing new and to leave. */
  readonly drainingBy: string | null;
  /** The file that this row is in. */
  readonly database: string;
}

type Stored = Omit<HostRow, "database">;
type Entering = Omit<Stored, "leftAt" | "drainingBy">;

export function hostFeed(db: Db) {
  const last = db.prepare<[], Stored>(LAST);
  return { last: (): HostRow | null => withFile(last.get(), db) };
}

/** The last host of a home of any schema; null where there was none. */
export function lastOfAnySchema(db: Db): HostRow | null {
  return withFile(db.prepare<[], Stored>(LAST_OF_ANY).get(), db);
}

function withFile(row: Stored | undefined, { name: database }: Db): HostRow | null {
  return row === undefined ? null : { ...row, database };
}

export function hostTable(db: Db) {
  const enter = db.prepare<Entering>(ENTER);
  const leave = db.prepare<{ epoch: number; at: number }>(LEAVE);
  const drain = db.prepare<{ epoch: number; by: string | null }>(DRAIN);
  return {
    ...hostFeed(db),
    enter: (row: Entering): void => {
      enter.run(row);
    },
    leave: (epoch: number, at: number): void => {
      leave.run({ epoch, at });
    },
    /** @param by - who asked; null takes it back */
    drain: (epoch: number, by: string | null): void => {
      drain.run({ epoch, by });
    },
  };
}
