// The types of what a pipeline written in TypeScript is made of: durations, parameters, retries, matrices, schedules.
// Keys are those of the file format; the comments say units and defaults.

type Unit = "ms" | "s" | "m" | "h" | "d";
type Amount = `${number}${Unit}`;
/** A number with its unit, or two or three from large to small: "250ms", "30s", "90m", "1h30m", "2d". */
export type Duration =
  | Amount
  | `${number}${Unit}${number}${Unit}`
  | `${number}${Unit}${number}${Unit}${number}${Unit}`;

/** What a parameter, or a value of a matrix, may be. */
export type Value = string | number | boolean;
export type OneOrMore<T> = T | readonly T[];

export interface ParamSource {
  /** Default: the type of `default`, else "string". */
  readonly type?: "string" | "integer" | "number" | "boolean";
  /** Without one it is required. */
  readonly default?: Value;
  /** The least and the largest it may be; of integers and numbers. */
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly Value[];
  /** `false` allows it to be left out though it has no default. */
  readonly required?: boolean;
  readonly description?: string;
}

export interface RetrySource {
  /** Extra attempts: 2 means three in all. */
  readonly times: number;
  /** Before the next attempt; default none. */
  readonly delay?: Duration;
  /** How the delay grows; default "constant". */
  readonly backoff?: "constant" | "linear" | "exponential";
  /** By how much an exponential delay is multiplied, 1 to 100; default 2. */
  readonly factor?: number;
  readonly max_delay?: Duration;
  /** The share of the delay, 0 to 1, that chance may take off; default 0. */
  readonly jitter?: number;
  /** Only these exit codes are tried again; default any. */
  readonly on_exit?: OneOrMore<number>;
  readonly not_on_exit?: OneOrMore<number>;
}

export interface StopSource {
  /** Default "TERM". */
  readonly signal?: "HUP" | "INT" | "QUIT" | "TERM" | "USR1" | "USR2";
  /** From the signal until it is killed; default "30s". */
  readonly grace?: Duration;
  /** A shell command run before the signal. */
  readonly command?: string;
}

export interface ApprovalSource {
  /** What the person is asked; may have holes such as ${{ params.x }}. */
  readonly message: string;
  /** Counted from when it begins to wait; default none. */
  readonly timeout?: Duration;
  /** Who may answer; default anybody. */
  readonly by?: OneOrMore<string>;
}

export interface CacheSource {
  /** Files and folders that the stage reads. */
  readonly deps?: OneOrMore<string>;
  /** Files and folders that it makes. */
  readonly outs?: OneOrMore<string>;
}

/** Axes by name, each a list of values; every combination is a member, at most 1,000 of them. */
export type MatrixSource = {
  readonly [axis: string]: readonly Value[] | readonly Row[] | number | boolean;
} & {
  /** Members beside the combinations, each with a value for every axis. */
  readonly include?: readonly Row[];
  /** Combinations that are left out: all that have these values. */
  readonly exclude?: readonly Row[];
  /** How many members may run at a time. */
  readonly max_parallel?: number;
  /** Whether one bad end, after its retries, stops the others; default false. */
  readonly fail_fast?: boolean;
};
type Row = Readonly<Record<string, Value>>;

export interface ScheduleSource<Param extends string = string> {
  /** By which its ticks are known. */
  readonly name: string;
  /** Minute, hour, day of month, month, day of week: "0 2 * * *". */
  readonly cron: string;
  /** An IANA name such as "Africa/Tunis"; default that of the machine. */
  readonly timezone?: string;
  /** What becomes of ticks that nobody was there for; default "latest" for daily or rarer, else "none". */
  readonly catchup?: "none" | "latest" | "all";
  /** How long ago a missed tick may be. */
  readonly catchup_window?: Duration;
  /** What a tick does while a run is active; default "skip". */
  readonly overlap?: "skip" | "queue_one" | "queue" | "replace" | "allow";
  /** At most how much later than its tick a run starts, by chance. */
  readonly jitter?: Duration;
  readonly params?: { readonly [Name in Param]?: Value };
  readonly preset?: string;
}

type AlertKind =
  | "late"
  | "missed"
  | "stuck"
  | "waiting"
  | "recovered"
  | "succeeded"
  | "partial"
  | "failed"
  | "timed_out"
  | "cancelled";

export interface AlertSource {
  readonly on: AlertKind | readonly AlertKind[];
  /** Names that the user's config declares. */
  readonly channels: string | readonly string[];
}

type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
type Days = Day | `${Day}-${Day}` | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Times of day, "00:00" to "23:59", in the zone of each schedule. */
export interface WindowSource {
  readonly from: string;
  readonly to: string;
  /** Default every day; 1 is Monday. */
  readonly days?: Days | readonly Days[];
}
