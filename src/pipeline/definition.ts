// A pipeline file after it was read and found right: every default filled in, nothing settled that belongs to a
// run. Parameters are still names, paths still relative, stages still in the order of the file.
//
// `planOf` makes a frozen plan of it. Durations are whole milliseconds; `null` means "not given".

import type { PipelineName, StageKey } from "./ids.ts";
import type {
  OnCrash,
  OnFail,
  ParamValue,
  RetryPlan,
  StageIf,
  StopPlan,
  TemplatePiece,
} from "./plan.ts";

/** A text with holes as the file has it: parameters are filled in by the plan, outputs by the run. */
export type SourceText = readonly SourcePiece[];
export type SourcePiece = TemplatePiece | { readonly is: "param"; readonly name: string };

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
  | { readonly is: "argv"; readonly argv: readonly SourceText[] };

export interface StageDefinition {
  readonly key: StageKey;
  readonly description: string | null;
  readonly needs: readonly StageKey[];
  readonly if: StageIf;
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
}

export interface Definition {
  readonly name: PipelineName;
  readonly description: string | null;
  readonly params: Readonly<Record<string, ParamDefinition>>;
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
  readonly stages: readonly StageDefinition[];
}
