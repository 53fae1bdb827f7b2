// A pipeline written in TypeScript. `definePipeline` gives back what it got: the same keys as a YAML file, so that
// whatever reads the one reads the other. All that it adds are types: a need of a stage that is not there, a key
// that is not known, a duration without a unit do not compile.

import type {
  AlertSource,
  ApprovalSource,
  CacheSource,
  Duration,
  MatrixSource,
  OneOrMore,
  ParamSource,
  RetrySource,
  ScheduleSource,
  StopSource,
  Value,
  WindowSource,
} from "./define-parts.ts";

/** The words "always", "failure" or "success", or an expression over params, matrix, outputs and states. */
type If = "always" | "failure" | "success" | (string & NonNullable<unknown>);

/** What `defaults` may give to all stages, and each stage may give itself. */
export interface DefaultsSource {
  /** Extra attempts after a failure or time-out: 2 means three in all; default 0. */
  readonly retry?: number | RetrySource;
  /** Of each attempt, from its start; default none. */
  readonly timeout?: Duration;
  /** From the signal to stop until it is killed: short for `stop: {grace}`. */
  readonly grace?: Duration;
  readonly stop?: StopSource;
  /** What a bad end means for the run: "fail" (default), "warn" makes it partial, "ignore" nothing. */
  readonly on_fail?: "fail" | "warn" | "ignore";
  /** What follows when an attempt was lost, as in a power cut; default "fail". */
  readonly on_crash?: "fail" | "retry";
  /** Environment variables; values may have holes. */
  readonly env?: Readonly<Record<string, Value>>;
  /** The folder that commands run in; relative to the file. Default the file's own. */
  readonly cwd?: string;
  /** "bash" (default), "sh", or all words of another: ["zsh", "-e", "-c"]. */
  readonly shell?: "bash" | "sh" | readonly string[];
  /** Pool → how many of its slots an attempt holds: {gpu: 1}. Pools are declared in the user's config. */
  readonly slots?: Readonly<Record<string, number>>;
  /** Higher goes first; default 0. */
  readonly priority?: number;
  /** What may go on after the command ended well: all of it, or processes of these names. */
  readonly leave_running?: boolean | OneOrMore<string>;
  readonly [extension: `x-${string}`]: unknown;
}

interface Placed<Need extends string> {
  readonly description?: string;
  /** The stages that come before; default none. */
  readonly needs?: OneOrMore<Need>;
  /** When it starts; default "success": when its needs are satisfied. */
  readonly if?: If;
  readonly matrix?: MatrixSource;
  readonly [extension: `x-${string}`]: unknown;
}

interface Command<Need extends string> extends Placed<Need>, DefaultsSource {
  /** What the stage reads and makes: unchanged since a success, it is not run again. */
  readonly cache?: CacheSource;
  /** Makes each attempt a run of MLflow. */
  readonly track?: "mlflow";
}

/** Keys that do not go with the others. */
type Without<Key extends string> = { readonly [Name in Key]?: never };

interface Shell<Need extends string>
  extends Command<Need>, Without<"argv" | "uses" | "with" | "approval"> {
  /** A shell command, in which nothing is filled in: parameters are in $DAGTOP_PARAM_NAME. */
  readonly run: string;
}

interface Program<Need extends string>
  extends Command<Need>, Without<"run" | "uses" | "with" | "approval"> {
  /** A program and its arguments, without a shell; each may have holes. */
  readonly argv: readonly [Value, ...Value[]];
  readonly shell?: never;
}

interface BuiltIn<Need extends string> extends Command<Need>, Without<"run" | "argv" | "approval"> {
  readonly uses: "dvc" | "promote" | "notify";
  /** What the built-in is given. */
  readonly with?: Readonly<Record<string, unknown>>;
  readonly shell?: never;
}

interface Approval<Need extends string>
  extends
    Placed<Need>,
    Without<"run" | "argv" | "uses" | "with" | "cache" | "track">,
    Without<NoPerson> {
  /** Waits for a person; a text is what the person is asked. */
  readonly approval: string | ApprovalSource;
  /** From when it begins to wait; default none. */
  readonly timeout?: Duration;
  readonly on_fail?: "fail" | "warn" | "ignore";
}
/** What is said of commands, not of persons. */
type NoPerson =
  | "retry"
  | "grace"
  | "stop"
  | "on_crash"
  | "env"
  | "cwd"
  | "shell"
  | "slots"
  | "priority"
  | "leave_running";

/** A stage that may need those of the keys in `Need`. */
export type StageSource<Need extends string = string> =
  | Shell<Need>
  | Program<Need>
  | BuiltIn<Need>
  | Approval<Need>;

export interface PipelineSource<Key extends string = string, Param extends string = string> {
  /** Lower-case letters, digits, - and _, at most 63. */
  readonly name: string;
  readonly description?: string;
  /** A default for each, or a map with type, bounds and choices; given by -p NAME=VALUE. */
  readonly params?: { readonly [Name in Param]: Value | ParamSource };
  /** Name → values of parameters, chosen by --preset NAME. */
  readonly presets?: Readonly<Record<string, { readonly [Name in NoInfer<Param>]?: Value }>>;
  /** For all stages; values may name parameters. */
  readonly env?: Readonly<Record<string, Value>>;
  /** A file of NAME=value lines, mode 0600, read at each attempt's start. */
  readonly env_file?: string;
  /** Names of the caller's environment to pass on; a * may stand at the end. */
  readonly pass_env?: OneOrMore<string>;
  /** Names that are resolved at each attempt's start and stored nowhere. */
  readonly secrets?: OneOrMore<string>;
  /** The folder that commands run in; relative to the file. */
  readonly cwd?: string;
  readonly shell?: "bash" | "sh" | readonly string[];
  /** "auto", the path of an environment's folder, or "conda:NAME". */
  readonly python?: string;
  /** Of the run, from when it begins; default none. */
  readonly timeout?: Duration;
  /** How many stages may run at a time. */
  readonly max_parallel?: number;
  /** How many runs of it may be active; default 1. */
  readonly max_active_runs?: number;
  /** Extra rounds when the run would fail. */
  readonly retry_run?: number | { readonly times: number; readonly delay?: Duration };
  /** A cron text: "0 2 * * *". */
  readonly schedule?: string;
  /** Instead of `schedule`. */
  readonly schedules?: readonly ScheduleSource<NoInfer<Param>>[];
  readonly alerts?: readonly AlertSource[];
  /** Only tells: a run that takes longer goes on. */
  readonly expect?: { readonly finish_within: Duration };
  /** When schedules may start a run: "22:00-06:00". */
  readonly window?: string | WindowSource;
  /** What holds for every stage that does not say otherwise. */
  readonly defaults?: DefaultsSource;
  readonly stages: { readonly [Name in Key]: StageSource<Exclude<NoInfer<Key>, Name>> };
  readonly [extension: `x-${string}`]: unknown;
}

/** Checks a pipeline by its types and gives it back. Export it by the name `pipeline`, or as the default. */
export function definePipeline<const Key extends string, const Param extends string>(
  pipeline: PipelineSource<Key, Param>,
): PipelineSource<Key, Param> {
  return pipeline;
}
