// A frozen plan: what one run will do, with every default filled in and every matrix and parameter settled.
// It is plain JSON: it travels in a command row, is stored once per hash, and is all that the engine knows of
// a pipeline file. Stages stand in an order in which every need comes before the stage that has it.
//
// Durations are whole milliseconds. Paths are absolute. `null` means "not given"; nothing is optional, so that
// two equal plans have equal texts and equal hashes. Plans of older forms are brought up to date by plan-form.ts.

import type { Condition } from "./condition.ts";
import type { PipelineName, StageKey } from "./ids.ts";
import type { ParamValue } from "./value.ts";

export type { ParamValue } from "./value.ts";

/** A text with holes, already parsed: literal pieces and references in turn. */
export type Template = readonly TemplatePiece[];
export type TemplatePiece =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "output"; readonly stage: StageKey; readonly name: string }
  /** Of all members of a matrix, in its order: a JSON list, null where a member has none. */
  | { readonly is: "outputs"; readonly stages: readonly StageKey[]; readonly name: string };

/** A stage's command. A shell script is handed over whole: nothing is ever put into it. */
export type CommandPlan =
  | { readonly is: "shell"; readonly shell: readonly string[]; readonly script: string }
  | { readonly is: "argv"; readonly argv: readonly Template[] }
  /** A part of dagtop itself, run as a child: `dagtop step NAME`. */
  | { readonly is: "builtin"; readonly uses: string; readonly with: With }
  /** Nothing is run: a person says yes or no. `by` names who may; empty means anybody. */
  | { readonly is: "approval"; readonly message: Template; readonly by: readonly string[] };

export type With = Readonly<Record<string, WithValue>>;
export type WithValue =
  | { readonly is: "text"; readonly text: Template }
  | { readonly is: "list"; readonly items: readonly Template[] };

export type Backoff = "constant" | "linear" | "exponential";

/** `times` counts extra attempts: 2 means three in all. Empty code lists mean "any" and "none". */
export interface RetryPlan {
  readonly times: number;
  readonly delayMs: number;
  readonly backoff: Backoff;
  readonly factor: number;
  readonly maxDelayMs: number | null;
  /** The share of the delay, 0 to 1, that chance may take off. */
  readonly jitter: number;
  readonly onExit: readonly number[];
  readonly notOnExit: readonly number[];
}

export type StopSignal = "HUP" | "INT" | "QUIT" | "TERM" | "USR1" | "USR2";

export interface StopPlan {
  readonly signal: StopSignal;
  readonly graceMs: number;
  readonly command: string | null;
}

export type StageIf = "success" | "always" | "failure";
export type OnFail = "fail" | "warn" | "ignore";
export type OnCrash = "fail" | "retry";

/** Which member of a matrix a stage is. */
export interface MatrixMember {
  /** The stage's key in the file; of the member `train[lr=0.1]` it is `train`. */
  readonly group: StageKey;
  readonly values: Readonly<Record<string, ParamValue>>;
}

/** Absolute paths of files or folders. */
export interface CachePlan {
  readonly deps: readonly string[];
  readonly outs: readonly string[];
}

export interface StagePlan {
  /** After matrix expansion. */
  readonly key: StageKey;
  readonly description: string | null;
  readonly needs: readonly StageKey[];
  /** The kind of its `if`: an expression that reads a state is of the `always` kind, any other of the first. */
  readonly if: StageIf;
  /** What is asked beyond that, once the kind lets it start; null asks nothing. */
  readonly condition: Condition | null;
  /** The same expression as the file would have it, with its names in place of what they are settled to; for people only. */
  readonly ifText: string | null;
  readonly matrix: MatrixMember | null;
  /** The built-in that the stage runs, or null for a command of the user's. */
  readonly uses: string | null;
  readonly command: CommandPlan;
  readonly cwd: Template;
  readonly env: Readonly<Record<string, Template>>;
  readonly retry: RetryPlan;
  readonly timeoutMs: number | null;
  readonly stop: StopPlan;
  readonly onFail: OnFail;
  readonly onCrash: OnCrash;
  /** Pool → how many of its slots a live attempt holds, each 1 or more. */
  readonly slots: Readonly<Record<string, number>>;
  /** Higher goes first. */
  readonly priority: number;
  readonly cache: CachePlan | null;
  /** What may go on after exit 0: all of it, or processes of these names. */
  readonly leaveRunning: "all" | readonly string[];
}

/** What holds for the members of one matrix together. */
export interface GroupPlan {
  readonly key: StageKey;
  readonly maxParallel: number | null;
  /** Whether one bad end, after its retries, stops the others. */
  readonly failFast: boolean;
}

/** Rounds that a run opens by itself. */
export interface RetryRunPlan {
  readonly times: number;
  readonly delayMs: number;
}

export interface Plan {
  readonly v: 2;
  readonly pipeline: PipelineName;
  readonly description: string | null;
  /** The file it was read from, absolute, or null for a pipeline without one. */
  readonly file: string | null;
  /** The project folder, absolute: what relative paths start from. */
  readonly folder: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Pipeline-level `env`, below each stage's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the `env_file`, read anew at each attempt's start. */
  readonly envFile: string | null;
  /** Folder that goes first in PATH: that of the chosen Python interpreter. */
  readonly python: string | null;
  readonly timeoutMs: number | null;
  readonly maxParallel: number | null;
  readonly maxActiveRuns: number;
  readonly retryRun: RetryRunPlan;
  /** Names that the host resolves at each attempt's start; never values. */
  readonly secrets: readonly string[];
  readonly groups: readonly GroupPlan[];
  readonly stages: readonly StagePlan[];
}
