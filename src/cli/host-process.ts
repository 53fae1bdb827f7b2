// The host as other processes see it: whether one lives, by its row and /proc (semantics 5.5).

import { isAlive, bootId, pidNamespace, processOf } from "../engine/host/proc.ts";
import type { HostRow } from "../store/host-table.ts";

export type HostState =
  | { readonly is: "alive"; readonly row: HostRow }
  /** It holds the lease and does nothing. */
  | { readonly is: "stopped"; readonly row: HostRow }
  /** In another pid namespace: whether it lives can't be seen from here. */
  | { readonly is: "elsewhere"; readonly row: HostRow }
  | { readonly is: "gone" };

/** What a person is to know of unfinished work that nobody looks after. */
export const NO_HOST =
  "No host runs: what has started goes on, and the next dagtop run or dagtop daemon takes it up.";

export function hostState(row: HostRow | null): HostState {
  if (row === null || row.leftAt !== null || row.bootId !== bootId()) return { is: "gone" };
  if (row.pidNamespace !== pidNamespace()) return { is: "elsewhere", row };
  if (!isAlive(row.pid, row.startTime)) return { is: "gone" };
  return processOf(row.pid)?.state === "T" ? { is: "stopped", row } : { is: "alive", row };
}
