// Who holds, or held, the lease of this home: one row per epoch. Readers judge by it and by /proc whether a host
// lives; the lock itself is only ever opened by a would-be host.

import type { Db } from "./open.ts";

const LAST = /* sql */ `
  select epoch, pid, start_time as startTime, boot_id as bootId, pid_ns as pidNamespace, version,
    since, left_at as leftAt
  from host order by epoch desc limit 1`;
const ENTER = /* sql */ `
  insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since)
  values (:epoch, :pid, :startTime, :bootId, :pidNamespace, :version, :since)`;
const LEAVE = /* sql */ `update host set left_at = :at where epoch = :epoch and left_at is null`;

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
}

export function hostFeed(db: Db) {
  const last = db.prepare<[], HostRow>(LAST);
  return { last: (): HostRow | null => last.get() ?? null };
}

export function hostTable(db: Db) {
  const enter = db.prepare<Omit<HostRow, "leftAt">>(ENTER);
  const leave = db.prepare<{ epoch: number; at: number }>(LEAVE);
  return {
    ...hostFeed(db),
    enter: (row: Omit<HostRow, "leftAt">): void => {
      enter.run(row);
    },
    leave: (epoch: number, at: number): void => {
      leave.run({ epoch, at });
    },
  };
}
