// A pipeline file after it was read and found right: every default filled in, nothing settled that belongs to a
// run. Parameters are still names, paths still relative, stages still in the order of the file.
//
// `planOf` makes a frozen plan of it. Durations are whole milliseconds; `null` means "not given".

import type { PipelineName, StageKey } from "./ids.ts";
import type { SourceCondition } from "./condition.ts";
import type {
  GroupPlan,
  OnCrash,
  OnFail,
  ParamValue,
  RetryPlan,
  RetryRunPlan,
  StageIf,
  StopPlan,
  TemplatePiece,
} from "./plan.ts";

/** A text with holes as the file has it: parameters are filled in by the plan, outputs by the run. */
export type SourceText = readonly SourcePiece[];
export type SourcePiece =
  | Extract<TemplatePiece, { readonly is: "text" | "output" }>
  | { readonly is: "param"; readonly name: string }
  /** A value of the member's own matrix. */
  | { readonly is: "matrix"; readonly name: string };

export type ParamType = "string" | "integer" | "number" | "boolean";

export interface ParamDefinition {
  readonly type: ParamType;
  readonly default: ParamValue | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Null means any value of the type. */
  readonly choices: readonly ParamValue[] | null;
  /** Without a default and not required, a parameter that is not given is left out of the run. */
  readonly required: boolean;
  readonly description: string | null;
}

export type CommandDefinition =
  | { readonly is: "shell"; readonly script: string }
  | { readonly is: "argv"; readonly argv: readonly SourceText[] }
  | { readonly is: "approval"; readonly message: SourceText; readonly by: readonly string[] }
  /** A built-in, and what it is given. */
  | { readonly is: "uses"; readonly uses: string; readonly with: SourceWith };

/** By key; an empty text is a list without items, so the two are told apart by name. */
export type SourceWith = Readonly<Record<string, SourceWithValue>>;
export type SourceWithValue =
  | { readonly is: "text"; readonly text: SourceText }
  | { readonly is: "list"; readonly items: readonly SourceText[] };

export type MatrixValues = Readonly<Record<string, ParamValue>>;

export interface MatrixDefinition extends Omit<GroupPlan, "key"> {
  readonly axes: Readonly<Record<string, readonly ParamValue[]>>;
  readonly include: readonly MatrixValues[];
  readonly exclude: readonly MatrixValues[];
}

/** As the file has them: relative to its folder. */
export interface CacheDefinition {
  readonly deps: readonly SourceText[];
  readonly outs: readonly SourceText[];
}

export interface ScheduleDefinition {
  readonly name: string;
  readonly cron: string;
  /** An IANA name; null is the host's own zone. */
  readonly timezone: string | null;
  readonly catchup: "none" | "latest" | "all" | null;
  readonly catchupWindowMs: number | null;
  readonly overlap: "skip" | "queue_one" | "queue" | "replace" | "allow";
  readonly jitterMs: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly preset: string | null;
}

export interface AlertDefinition {
  readonly on: readonly string[];
  readonly channels: readonly string[];
}

/** When ticks may start a run, in the zone of each schedule: "22:00-06:00", on which days (1 is Monday). */
export interface WindowDefinition {
  readonly from: string;
  readonly to: string;
  readonly days: readonly number[];
}

export interface StageDefinition {
  readonly key: StageKey;
  readonly description: string | null;
  readonly needs: readonly StageKey[];
  readonly if: StageIf;
  readonly condition: SourceCondition | null;
  readonly matrix: MatrixDefinition | null;
  readonly command: CommandDefinition;
  /** The words before the script; null leaves it to the pipeline's, then to the default. */
  readonly shell: readonly string[] | null;
  readonly cwd: SourceText | null;
  readonly env: Readonly<Record<string, SourceText>>;
  readonly retry: RetryPlan;
  readonly timeoutMs: number | null;
  readonly stop: StopPlan;
  readonly onFail: OnFail;
  readonly onCrash: OnCrash;
  readonly slots: Readonly<Record<string, number>>;
  readonly priority: number;
  readonly cache: CacheDefinition | null;
  readonly leaveRunning: "all" | readonly string[];
  /** "mlflow"; not acted on by this build. */
  readonly track: string | null;
}

export interface Definition {
  readonly name: PipelineName;
  readonly description: string | null;
  readonly params: Readonly<Record<string, ParamDefinition>>;
  /** Name → values of parameters, which -p may replace. */
  readonly presets: Readonly<Record<string, Readonly<Record<string, ParamValue>>>>;
  /** Holds texts and parameters only, no outputs. */
  readonly env: Readonly<Record<string, SourceText>>;
  readonly envFile: string | null;
  /** Names to pass from the caller's environment; a trailing * stands for any rest. */
  readonly passEnv: readonly string[];
  readonly cwd: SourceText | null;
  readonly shell: readonly string[] | null;
  /** `auto`, or a path as the file has it. */
  readonly python: string | null;
  readonly timeoutMs: number | null;
  readonly maxParallel: number | null;
  readonly maxActiveRuns: number;
  readonly retryRun: RetryRunPlan;
  readonly secrets: readonly string[];
  readonly schedules: readonly ScheduleDefinition[];
  readonly alerts: readonly AlertDefinition[];
  readonly expect: { readonly finishWithinMs: number } | null;
  readonly window: WindowDefinition | null;
  readonly stages: readonly StageDefinition[];
}
