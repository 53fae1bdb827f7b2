// Exit codes: what a script may rely on (design 11).

import type { RunState } from "../engine/rows.ts";

export const EXIT = {
  succeeded: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  notFound: 4,
  unusableHome: 5,
  bug: 70,
  timedOut: 124,
  cancelled: 130,
} as const;

/** The exit code that tells how a run ended; of one that has not, 0. */
export function exitOfRun(state: RunState): number {
  switch (state) {
    case "succeeded":
    case "queued":
    case "running":
    case "cancelling":
      return EXIT.succeeded;
    case "partial":
      return EXIT.partial;
    case "failed":
      return EXIT.failed;
    case "cancelled":
      return EXIT.cancelled;
    case "timed_out":
      return EXIT.timedOut;
  }
}
