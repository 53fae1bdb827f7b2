// Every key of a pipeline file: what it says in words, what may stand there as JSON Schema, an example or two.
//
// Which keys there are is not decided here: json-schema.ts holds each table against the shape that the reader of files
// goes by, and a test holds what is accepted against that reader.

export type Schema = Readonly<Record<string, unknown>>;

export interface Key {
  /** A sentence or two for people. */
  readonly says: string;
  readonly takes: Schema;
  /** As it would be written; none where leaving it out is a meaning of its own. */
  readonly default?: unknown;
  readonly examples: readonly unknown[];
}

export type Keys = Readonly<Record<string, Key>>;

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const oneOf = (...words: readonly string[]): Schema => ({ enum: words });
const whole = (minimum: number, maximum: number): Schema => ({ type: "integer", minimum, maximum });
const number = (minimum: number, maximum: number): Schema => ({ type: "number", minimum, maximum });
const oneOrList = (item: Schema, minItems = 0): Schema => ({
  anyOf: [item, { type: "array", items: item, ...(minItems > 0 ? { minItems } : {}) }],
});
const matching = (pattern: string): Schema => ({ type: "string", pattern });
const either = (...of: readonly Schema[]): Schema => ({ anyOf: of });

const NAME = "^[a-z][a-z0-9_-]{0,62}$";
const VARIABLE = "(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*";
const AMOUNT = String.raw`\d+(\.\d+)?`;
// From large to small, each unit at most once.
const UNITS = ["d", "h", "m", "s", "ms"].map((unit) => `(${AMOUNT}${unit})?`).join("");
const CLOCK = String.raw`([01]\d|2[0-3]):[0-5]\d`;
/** What a hole may name: anywhere, before the run, inside a stage. */
const PARAM = String.raw`params\.[A-Za-z_][A-Za-z0-9_]*`;
const KNOWN_BEFORE = String.raw`(?:params|matrix)\.[A-Za-z_][A-Za-z0-9_]*`;
const HOLE = [KNOWN_BEFORE, String.raw`stages\.[^.\s]+\.outputs\.[A-Za-z_][A-Za-z0-9_-]*`].join(
  "|",
);
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** In any case, which a pattern has no flag for. */
const DAY = `(?:${DAYS.map((day) => day.replaceAll(/./g, (letter) => `[${letter}${letter.toUpperCase()}]`)).join("|")})`;
const withHoles = (names: string): string =>
  String.raw`(?:(?!\$\{\{)[\s\S]|\$\{\{\s*(?:${names})\s*\}\})`;

const ENV: Schema = {
  type: "object",
  propertyNames: { pattern: `^(?!DAGTOP_)${VARIABLE}$` },
};

/** What several keys take. */
export const SHARED: Readonly<Record<string, Schema>> = {
  name: matching(NAME),
  text: matching(String.raw`\S`),
  question: { type: "string", allOf: [ref("text"), ref("template")] },
  word: { type: "string", minLength: 1 },
  value: { type: ["string", "number", "boolean"] },
  script: {
    description: "A shell command or several lines of it, in which nothing is filled in.",
    ...matching(String.raw`^(?=[\s\S]*\S)(?:(?!\$\{\{)[\s\S])*$`),
  },
  template: {
    description:
      "May have holes: ${{ params.NAME }}, ${{ matrix.NAME }}, ${{ stages.KEY.outputs.NAME }}.",
    type: ["string", "number", "boolean"],
    pattern: `^${withHoles(HOLE)}*$`,
  },
  param_template: {
    description: "May have holes: ${{ params.NAME }}.",
    type: ["string", "number", "boolean"],
    pattern: `^${withHoles(PARAM)}*$`,
  },
  path: { description: "Relative to the folder of this file.", ...matching("^[^~]") },
  holed_path: { type: "string", allOf: [ref("path"), ref("template")] },
  param_path: { type: "string", allOf: [ref("path"), ref("param_template")] },
  cache_path: {
    description: "Relative to the folder of this file; may have holes, but no outputs.",
    type: ["string", "number", "boolean"],
    pattern: `^(?!~)${withHoles(KNOWN_BEFORE)}+$`,
  },
  cron: matching(
    String.raw`^\s*(?:@(?:hourly|daily|weekly|monthly|yearly)|[^@\s]\S*(?:\s+\S+){4})\s*$`,
  ),
  duration: {
    description:
      "A number with its unit, or several from large to small: 250ms, 30s, 90m, 1h30m, 2d.",
    anyOf: [matching(String.raw`^(?:0|(?=\d)${UNITS})$`), { const: 0 }],
    examples: ["30s", "1h30m"],
  },
  time_limit: {
    description: "A number with its unit, or several from large to small: 30s, 90m, 1h30m, 2d.",
    ...matching(String.raw`^(?=.*[1-9])(?=\d)${UNITS}$`),
    examples: ["90m", "6h"],
  },
  env: { ...ENV, additionalProperties: ref("template") },
  param_env: { ...ENV, additionalProperties: ref("param_template") },
  shell: either(oneOf("bash", "sh"), { type: "array", items: ref("word"), minItems: 1 }),
  exit_codes: oneOrList(whole(1, 255)),
  values: {
    type: "object",
    propertyNames: { pattern: `^${VARIABLE}$` },
    additionalProperties: ref("value"),
  },
};

export const DEFAULTS: Keys = {
  retry: {
    says: "Extra attempts after a failure or a time-out: 2 means three in all.",
    takes: either(whole(0, 1000), ref("retry")),
    default: 0,
    examples: [2, { times: 2, delay: "30s", backoff: "exponential" }],
  },
  timeout: {
    says: "How long an attempt may take, counted from its start.",
    takes: ref("time_limit"),
    examples: ["4h"],
  },
  grace: {
    says: "From the signal to stop until it is killed; short for grace inside stop.",
    takes: ref("duration"),
    default: "30s",
    examples: ["2m"],
  },
  stop: {
    says: "How an attempt is stopped.",
    takes: ref("stop"),
    examples: [{ signal: "INT", grace: "30s" }],
  },
  on_fail: {
    says: "What a bad end means for the run: fail, warn makes it partial, ignore means nothing. The default of uses: promote and notify is warn.",
    takes: oneOf("fail", "warn", "ignore"),
    default: "fail",
    examples: ["warn"],
  },
  on_crash: {
    says: "What follows when an attempt was lost, as in a power cut.",
    takes: oneOf("fail", "retry"),
    default: "fail",
    examples: ["retry"],
  },
  env: {
    says: "Environment variables.",
    takes: ref("param_env"),
    examples: [{ OMP_NUM_THREADS: 4, RATE: "${{ params.rate }}" }],
  },
  cwd: {
    says: "The folder that commands run in, relative to this file.",
    takes: ref("param_path"),
    examples: ["training"],
  },
  shell: {
    says: "What runs the script: bash -eo pipefail -c where there is a bash, else sh -e -c; or all words of another.",
    takes: ref("shell"),
    examples: ["sh", ["zsh", "-e", "-c"]],
  },
  slots: {
    says: "Pools of the user's config, and how many slots of each an attempt holds.",
    takes: {
      type: "object",
      propertyNames: { pattern: NAME },
      additionalProperties: whole(1, 10_000),
      maxProperties: 100,
    },
    examples: [{ gpu: 1 }],
  },
  priority: {
    says: "Which of two waiting stages goes first: the higher.",
    takes: whole(-1_000_000, 1_000_000),
    default: 0,
    examples: [10],
  },
  leave_running: {
    says: "What may go on after the command ended well: all of it, or processes of these names.",
    takes: either({ type: "boolean" }, oneOrList(matching(String.raw`^[^\s/]+$`))),
    default: false,
    examples: [true, ["tensorboard"]],
  },
};

export const STAGE: Keys = {
  description: {
    says: "What it is for.",
    takes: ref("text"),
    examples: ["Fine-tunes the model"],
  },
  run: {
    says: "A shell command. Nothing is filled in: parameters arrive as $DAGTOP_PARAM_NAME, values of the matrix as $DAGTOP_MATRIX_NAME.",
    takes: ref("script"),
    examples: ["python train.py", 'python train.py --epochs "$DAGTOP_PARAM_EPOCHS"'],
  },
  argv: {
    says: "A program and its arguments, run without a shell.",
    takes: { type: "array", items: ref("template"), minItems: 1 },
    examples: [["python", "train.py", "--lr", "${{ params.lr }}"]],
  },
  uses: {
    says: "A built-in.",
    takes: oneOf("dvc", "promote", "notify"),
    examples: ["dvc"],
  },
  with: {
    says: "What the built-in is given.",
    takes: { type: "object" },
    examples: [{ channels: ["team-slack"] }],
  },
  approval: {
    says: "Waits for a person, who is asked this.",
    takes: either(ref("question"), ref("approval")),
    examples: ["Promote the model?", { message: "Promote it?", timeout: "12h", by: ["ada"] }],
  },
  needs: {
    says: "The stages that come before.",
    takes: either(ref("name"), { type: "array", items: ref("name"), uniqueItems: true }),
    default: [],
    examples: ["data", ["data", "train"]],
  },
  if: {
    says: "When it starts once its needs have ended: success, always or failure; or an expression over params, matrix, outputs and states.",
    takes: either(oneOf("success", "always", "failure"), {
      type: ["string", "number", "boolean"],
      // A word that stands alone is another tool's: always(), all_done.
      pattern: String.raw`^(?!\s*\$\{\{)(?!\s*!?(?!(?:true|false|null)\s*$)[A-Za-z_]\w*(?:\(\))?\s*$)[\s\S]*\S`,
    }),
    default: "success",
    examples: ["always", "stages.train.outputs.f1 >= 0.8", "params.mode == 'full'"],
  },
  matrix: {
    says: "Makes a stage of every combination of the axes.",
    takes: ref("matrix"),
    examples: [{ lr: [0.1, 0.2], opt: ["adam", "sgd"] }],
  },
  cache: {
    says: "What it reads and makes: while neither that nor the stage itself has changed since a success, it is not run again.",
    takes: ref("cache"),
    examples: [{ deps: ["raw.csv"], outs: ["data.csv"] }],
  },
  track: {
    says: "Makes a run of MLflow of every attempt.",
    takes: oneOf("mlflow"),
    examples: ["mlflow"],
  },
  ...DEFAULTS,
  // Here other stages and the matrix can be asked for, too.
  env: { ...DEFAULTS["env"]!, takes: ref("env") },
  cwd: { ...DEFAULTS["cwd"]!, takes: ref("holed_path") },
};

export const PIPELINE: Keys = {
  name: {
    says: "What runs are called by: lower-case letters, digits, - and _, beginning with a letter.",
    takes: ref("name"),
    examples: ["nightly"],
  },
  description: { says: "What it is for.", takes: ref("text"), examples: ["Daily model"] },
  params: {
    says: "Parameters and their defaults, given by -p NAME=VALUE.",
    takes: {
      type: "object",
      propertyNames: { pattern: `^${VARIABLE}$` },
      additionalProperties: either(ref("value"), ref("param")),
    },
    examples: [{ epochs: 3, mode: { choices: ["full", "quick"], default: "full" } }],
  },
  presets: {
    says: "Values of parameters under a name, chosen by --preset NAME.",
    takes: {
      type: "object",
      propertyNames: { pattern: NAME },
      additionalProperties: ref("values"),
    },
    examples: [{ smoke: { epochs: 1 } }],
  },
  env: {
    says: "Environment variables of all stages; values may name parameters.",
    takes: ref("param_env"),
    examples: [{ TOKENIZERS_PARALLELISM: false }],
  },
  env_file: {
    says: "A file of NAME=value lines, mode 0600, read anew at each attempt's start and stored nowhere.",
    takes: ref("path"),
    examples: [".env"],
  },
  pass_env: {
    says: "Names of the caller's environment that stages get; a * may stand at the end.",
    takes: oneOrList(matching(String.raw`^[A-Za-z_][A-Za-z0-9_]*\*?$`)),
    default: [],
    examples: [["WANDB_*", "CUDA_VISIBLE_DEVICES"]],
  },
  secrets: {
    says: "Names whose values are found at each attempt's start and stored nowhere.",
    takes: oneOrList(matching(`^(?!DAGTOP_)${VARIABLE}$`)),
    default: [],
    examples: [["HF_TOKEN"]],
  },
  cwd: DEFAULTS["cwd"]!,
  shell: DEFAULTS["shell"]!,
  python: {
    says: "Whose Python comes first in PATH: auto for that of this folder, the path of an environment, or conda:NAME.",
    takes: matching(String.raw`^(?!~)(?!conda:(?![\w.-]+$))[\s\S]`),
    examples: ["auto", "conda:training"],
  },
  timeout: {
    says: "How long the run may take, counted from when it begins.",
    takes: ref("time_limit"),
    examples: ["6h"],
  },
  max_parallel: {
    says: "How many stages of a run may run at a time.",
    takes: whole(1, 10_000),
    examples: [2],
  },
  max_active_runs: {
    says: "How many runs of it may be active; others wait.",
    takes: whole(1, 10_000),
    default: 1,
    examples: [1],
  },
  retry_run: {
    says: "Extra rounds when the run would fail: each repeats what ended badly and what is below.",
    takes: either(whole(0, 100), ref("retry_run")),
    default: 0,
    examples: [1, { times: 1, delay: "60s" }],
  },
  schedule: {
    says: "When it runs by itself: minute, hour, day of month, month, day of week.",
    takes: ref("cron"),
    examples: ["0 2 * * *"],
  },
  schedules: {
    says: "The same with a name and settings for each; instead of schedule.",
    takes: { type: "array", items: ref("schedule"), maxItems: 100 },
    examples: [[{ name: "nightly", cron: "0 2 * * *", timezone: "Africa/Tunis" }]],
  },
  alerts: {
    says: "Who hears of what.",
    takes: { type: "array", items: ref("alert"), maxItems: 100 },
    examples: [[{ on: ["late", "failed"], channels: ["team-slack"] }]],
  },
  expect: {
    says: "What is usual. It only tells: a run that takes longer goes on.",
    takes: ref("expect"),
    examples: [{ finish_within: "1h" }],
  },
  window: {
    says: "When schedules may start a run.",
    takes: either(matching(String.raw`^\s*${CLOCK}\s*-\s*${CLOCK}\s*$`), ref("window")),
    examples: ["22:00-06:00", { from: "22:00", to: "06:00", days: ["mon-fri"] }],
  },
  defaults: {
    says: "What every stage is given that says nothing else.",
    takes: ref("defaults"),
    examples: [{ retry: 1, timeout: "2h" }],
  },
  stages: {
    says: "What there is to do: a map from the name of each stage.",
    takes: {
      type: "object",
      propertyNames: { pattern: NAME },
      additionalProperties: ref("stage"),
      minProperties: 1,
    },
    examples: [
      { data: { run: "python prepare.py" }, train: { run: "python train.py", needs: "data" } },
    ],
  },
};

/** The maps inside: by the name under which others refer to them. */
export const PARTS: Readonly<Record<string, Keys>> = {
  retry: {
    times: { says: "Extra attempts.", takes: whole(0, 1000), examples: [2] },
    delay: {
      says: "Before the next attempt.",
      takes: ref("duration"),
      default: 0,
      examples: ["30s"],
    },
    backoff: {
      says: "How the delay grows from attempt to attempt.",
      takes: oneOf("constant", "linear", "exponential"),
      default: "constant",
      examples: ["exponential"],
    },
    factor: {
      says: "What an exponential delay is multiplied by each time.",
      takes: number(1, 100),
      default: 2,
      examples: [3],
    },
    max_delay: { says: "The longest delay.", takes: ref("duration"), examples: ["10m"] },
    jitter: {
      says: "The share of the delay that chance may take off.",
      takes: number(0, 1),
      default: 0,
      examples: [0.2],
    },
    on_exit: {
      says: "The only exit codes that are tried again; none means any.",
      takes: ref("exit_codes"),
      default: [],
      examples: [[75]],
    },
    not_on_exit: {
      says: "Exit codes that are not tried again.",
      takes: ref("exit_codes"),
      default: [],
      examples: [[2]],
    },
  },
  stop: {
    signal: {
      says: "What it is asked to stop by.",
      takes: oneOf("HUP", "INT", "QUIT", "TERM", "USR1", "USR2"),
      default: "TERM",
      examples: ["INT"],
    },
    grace: {
      says: "From the signal until it is killed.",
      takes: ref("duration"),
      default: "30s",
      examples: ["2m"],
    },
    command: {
      says: "A shell command that is run first.",
      takes: ref("text"),
      examples: ['docker stop "$DAGTOP_ATTEMPT_ID"'],
    },
  },
  retry_run: {
    times: { says: "Extra rounds.", takes: whole(0, 100), examples: [1] },
    delay: {
      says: "Before the next round.",
      takes: ref("duration"),
      default: 0,
      examples: ["60s"],
    },
  },
  approval: {
    message: {
      says: "What the person is asked.",
      takes: ref("question"),
      examples: ["Promote the model?"],
    },
    timeout: {
      says: "Counted from when it begins to wait.",
      takes: ref("time_limit"),
      examples: ["12h"],
    },
    by: {
      says: "Who may answer; none means anybody.",
      takes: oneOrList(ref("word")),
      default: [],
      examples: [["ada", "grace"]],
    },
  },
  cache: {
    deps: {
      says: "Files and folders that it reads.",
      takes: oneOrList(ref("cache_path")),
      examples: [["raw.csv", "prepare.py"]],
    },
    outs: {
      says: "Files and folders that it makes.",
      takes: oneOrList(ref("cache_path")),
      examples: [["data.csv"]],
    },
  },
  matrix: {
    include: {
      says: "Members beside the combinations, each with a value for every axis.",
      takes: { type: "array", items: { ...ref("values"), minProperties: 1 }, maxItems: 1000 },
      examples: [[{ lr: 1, opt: "sgd" }]],
    },
    exclude: {
      says: "Combinations to leave out: all that have these values.",
      takes: { type: "array", items: { ...ref("values"), minProperties: 1 }, maxItems: 100 },
      examples: [[{ opt: "sgd" }]],
    },
    max_parallel: {
      says: "How many members may run at a time.",
      takes: whole(1, 10_000),
      examples: [2],
    },
    fail_fast: {
      says: "Whether one bad end, after its retries, stops the others.",
      takes: { type: "boolean" },
      default: false,
      examples: [true],
    },
  },
  schedule: {
    name: { says: "By which its ticks are known.", takes: ref("name"), examples: ["nightly"] },
    cron: {
      says: "Minute, hour, day of month, month, day of week.",
      takes: ref("cron"),
      examples: ["0 2 * * *", "*/15 8-18 * * mon-fri"],
    },
    timezone: {
      says: "An IANA name; without one that of the machine.",
      takes: ref("text"),
      examples: ["Africa/Tunis"],
    },
    catchup: {
      says: "What becomes of ticks that nobody was there for. Default: latest for daily or rarer, else none.",
      takes: oneOf("none", "latest", "all"),
      examples: ["latest"],
    },
    catchup_window: {
      says: "How long ago a missed tick may be.",
      takes: ref("time_limit"),
      examples: ["12h"],
    },
    overlap: {
      says: "What a tick does while a run is active.",
      takes: oneOf("skip", "queue_one", "queue", "replace", "allow"),
      default: "skip",
      examples: ["queue_one"],
    },
    jitter: {
      says: "How much later than its tick a run may start, by chance.",
      takes: ref("duration"),
      default: 0,
      examples: ["5m"],
    },
    params: { says: "Values of parameters.", takes: ref("values"), examples: [{ epochs: 10 }] },
    preset: { says: "The name of a preset.", takes: ref("text"), examples: ["smoke"] },
  },
  alert: {
    on: {
      says: "What is told.",
      takes: oneOrList(
        oneOf(
          ..."late missed stuck waiting recovered succeeded partial failed timed_out cancelled".split(
            " ",
          ),
        ),
        1,
      ),
      examples: [["late", "failed"]],
    },
    channels: {
      says: "Where: names that the user's config declares.",
      takes: oneOrList(ref("word"), 1),
      examples: [["team-slack"]],
    },
  },
  expect: {
    finish_within: {
      says: "From the start of the run.",
      takes: ref("time_limit"),
      examples: ["1h"],
    },
  },
  window: {
    from: { says: "A time of day.", takes: matching(`^${CLOCK}$`), examples: ["22:00"] },
    to: { says: "A time of day.", takes: matching(`^${CLOCK}$`), examples: ["06:00"] },
    days: {
      says: "Days and ranges of days; 1 is Monday. Default every day.",
      takes: oneOrList(either(whole(1, 7), oneOf(...DAYS), matching(`^${DAY}(-${DAY})?$`)), 1),
      examples: [["mon-fri"]],
    },
  },
  param: {
    type: {
      says: "Default: that of the default, else string.",
      takes: oneOf("string", "integer", "number", "boolean"),
      examples: ["integer"],
    },
    default: { says: "Without one it must be given.", takes: ref("value"), examples: [3] },
    min: { says: "The least that it may be.", takes: { type: "number" }, examples: [1] },
    max: { says: "The most that it may be.", takes: { type: "number" }, examples: [100] },
    choices: {
      says: "All that it may be.",
      takes: { type: "array", items: ref("value"), minItems: 1 },
      examples: [["full", "quick"]],
    },
    required: {
      says: "Whether it must be given: true without a default.",
      takes: { type: "boolean" },
      examples: [false],
    },
    description: { says: "What it is for.", takes: { type: "string" }, examples: ["Passes"] },
  },
};
