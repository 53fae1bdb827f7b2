// All that screens can see, filled from outside and only held: rows of a home as they were read at one moment, already
// cleaned of what a terminal must not get, with secrets hidden. Nothing here reads rows, clocks or files.
//
// `now` is epoch milliseconds; it moves about once a second while something runs. What did not change stays the same
// object.

import type { LogWindow } from "../log/view.ts";
import type { DashboardView } from "../dashboard/view.ts";
import type { ModelsView } from "../models/view.ts";
import type { RunPageView } from "../run/view.ts";
import type { StagePageView } from "../stage/view.ts";

export type HostView =
  | {
      readonly is: "alive";
      readonly pid: number;
      readonly since: number;
      /** Nothing new begins, and it leaves when what runs has ended. */
      readonly drains?: boolean;
      /** The home is a copy, and what ran when it was copied waits for a person's word. */
      readonly isCopy?: boolean;
    }
  /** Died or left; one begins when an action needs it. */
  | { readonly is: "none" }
  | { readonly is: "starting" }
  /** Stopped by a signal: nothing goes on. */
  | { readonly is: "stopped"; readonly pid: number }
  | { readonly is: "elsewhere"; readonly pid: number };

/** What the header says of the whole home. */
export interface Counts {
  readonly running: number;
  /** Runs and stages that wait for a slot or for another run. */
  readonly waiting: number;
  /** The pool that most of them wait for; null where it is none. */
  readonly pool: string | null;
  /** Stages that wait for a person. */
  readonly forYou: number;
}

export interface View {
  readonly now: number;
  readonly machine: string;
  /** As a person writes it; null where it is the usual one. */
  readonly home: string | null;
  /** The same, whichever it is. */
  readonly homePath: string;
  readonly host: HostView;
  readonly counts: Counts;
  readonly readonly: boolean;
  /** Why the home can't be read at present; null where it can. */
  readonly trouble: string | null;
  readonly dashboard: DashboardView;
  /** The run that is open, or whose stage or log is. */
  readonly run: RunPageView | null;
  readonly stage: StagePageView | null;
  /** Of the log that is asked for: a whole screen of it, or the pane below a run. */
  readonly log: LogWindow | null;
  /** Null where they are not looked at, or have still to be read. */
  readonly models: ModelsView | null;
}
