// A command of the program as a record: what help shows, what it takes, and where its code is. Help and parsing both
// come from these, so neither can promise what the other does not know.

import type { ChildProcess } from "node:child_process";

export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for its value in help: "DIR". */
  readonly value?: string;
  readonly help: string;
}

export interface Parsed {
  readonly positionals: readonly string[];
  /** What stood behind `--`; null without one. Only of a command that takes other programs' words. */
  readonly rest: readonly string[] | null;
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

export interface Command {
  readonly name: string;
  /** "FILE", "RUN [STAGE]". */
  readonly takes: string;
  /** One line, a sentence without its full stop. */
  readonly summary: string;
  /** How many positional arguments at least and at most. */
  readonly counts: readonly [number, number];
  /** Whether what stands behind `--` is a command of the user's, and none of its words are ours. */
  readonly takesRest?: true;
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  /** Returns the exit code. `early` is a host that was started while the command was still being loaded. */
  readonly run: (args: Parsed, early: ChildProcess | null) => Promise<number>;
}
