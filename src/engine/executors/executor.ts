// Where an attempt runs. An executor starts what it is told to start, once per attempt id, and says what it sees; what
// follows from that is decided elsewhere.
//
// `submit` is synchronous: a local start is one fork, and a turn of the loop must know at once whether it was refused.

import type { AttemptId } from "../../pipeline/ids.ts";

export interface AttemptSpec {
  readonly attempt: AttemptId;
  /** The attempt's folder, absolute. */
  readonly folder: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The whole environment of the command. */
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
}

export type Submitted =
  | { readonly is: "started"; readonly pid: number }
  /** Can't be started, now or later (semantics 5.3). */
  | { readonly is: "refused"; readonly cause: string }
  /** Can't be started at the moment: the machine has no room for it. */
  | { readonly is: "held"; readonly cause: string };

export interface Executor {
  /**
   * Starts the attempt. May be called again for the same one: its claim lets a single command through.
   *
   * @param onExit - called once, when what was started is gone
   */
  readonly submit: (spec: AttemptSpec, onExit: () => void) => Submitted;
}
