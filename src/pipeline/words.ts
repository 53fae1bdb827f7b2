// Words that a pipeline file does not know, and what to write instead.
//
// Two kinds: words of dagtop itself whose turn has not come, and words of other tools (CI files, compose files,
// workflow engines), which people write from habit. Neither is ever skipped in silence.

/** Keys that later versions understand. */
export const NOT_YET: ReadonlySet<string> = new Set(
  "watch log_max stop_if if_not_better".split(" "),
);

const TIMEOUT =
  "timeout_sec timeout_secs timeout_seconds timeout-seconds timeout_minutes timeout-minutes";
const CWD =
  "working_directory working-directory working_dir workingdir workdir dir directory chdir";

/** What to write instead, and the words (in lower case) of which it is said. */
const INSTEAD: readonly (readonly [hint: string, words: string])[] = [
  [
    'Use "needs" with the stages that come before: needs: [a, b].',
    "depends_on depends-on depends dependson dependencies depend requires after upstream",
  ],
  [
    'Use "run" for a shell command, or "argv: [program, argument]" for one without a shell.',
    "command commands cmd script exec executor bash shell_command code",
  ],
  ['Use "argv: [program, argument]" for a command without a shell.', "entrypoint args"],
  [
    'Use "stages": a map from the name of each stage to what it does.',
    "steps jobs tasks nodes stage dag job task workflow",
  ],
  [
    'Use "timeout" with a unit: timeout: 90s, or 30m, or 2h.',
    `${TIMEOUT} timeoutsec time_limit execution_timeout max_runtime`,
  ],
  [
    'Use "on_fail: warn" (the run becomes partial) or "on_fail: ignore".',
    "continue-on-error continue_on_error continueon continue_on allow_failure ignore_failure ignore_errors",
  ],
  [
    'Use "retry: 2" for two extra attempts, or "retry: {times: 2, delay: 30s}".',
    "retries max_retries retry_policy retrypolicy retry_delay retry_delay_seconds retry_interval " +
      "max_attempts attempts",
  ],
  ['Use "env": a map from names to values.', "environment variables vars envs environ"],
  ['Use "env_file" with the path of a file of NAME=value lines.', "dotenv env-file envfile"],
  ['Use "cwd" with a path relative to this file.', CWD],
  [
    'Use "if: always", "if: failure", "if: success" or an expression.',
    "when condition trigger_rule only rules preconditions always() failure() success()",
  ],
  [
    'Use a stage of its own with "if: failure" or "if: always".',
    "on_failure on_success handleron handlers onexit",
  ],
  [
    'Use "params": a map from names to defaults: params: {epochs: 3}.',
    "parameters inputs arguments param",
  ],
  [
    'Use "max_parallel": how many stages may run at a time.',
    "concurrency max_concurrency max_active_tasks max_active_steps parallelism",
  ],
  [
    'Use "stop: {signal: INT, grace: 30s}".',
    "stop_signal signalonstop kill_timeout grace_period stop_grace_period",
  ],
  [
    'Use "schedule" with a cron text at the top of the file: schedule: "0 2 * * *".',
    "on cron triggers trigger interval schedule_interval",
  ],
  [
    'Use "matrix" with a list for each axis: matrix: {lr: [0.1, 0.2]}.',
    "strategy foreach with_items",
  ],
  ['Use "slots": slots: {gpu: 1}.', "resources gpus pool pool_slots"],
  ['Use "priority": a whole number, higher goes first.', "priority_weight"],
  ['Use "secrets: [NAME]" at the top of the file.', "secret"],
  [
    "Remove it: stages run on this machine as it is; call docker in the command if you need it.",
    "runs-on runs_on container image machine",
  ],
  ['Use "description" for words about it.', "title label doc comment"],
  ["Remove it: a pipeline file has no version number.", "version apiversion kind"],
];

const BY_WORD = new Map(
  INSTEAD.flatMap(([hint, words]) =>
    words.split(" ").map((word): [string, string] => [word, hint]),
  ),
);

/** What to write instead of another tool's word, or null for a word that no tool we know of has. */
export function insteadOf(word: string): string | null {
  return BY_WORD.get(word.toLowerCase()) ?? null;
}

const LINES =
  'Use "run: |" with a line for each; what can go wrong or be repeated by itself is a stage.';
const OF_COMMANDS: ReadonlySet<string> = new Set("steps step tasks jobs".split(" "));

/** The same inside a stage, where steps are lines of its script. */
export function insteadInStage(word: string): string | null {
  return OF_COMMANDS.has(word.toLowerCase()) ? LINES : insteadOf(word);
}

const CONDITIONS: readonly (readonly [ours: string, words: readonly string[]])[] = [
  ["if: always", ["always", "all_done", "done", "finally", "!cancelled"]],
  ["if: failure", ["failure", "on_failure", "failed", "one_failed", "all_failed"]],
  ["if: success", ["success", "on_success", "succeeded", "all_success"]],
];

/** The same for values of `if`, such as `always()` or `${{ failure() }}`. */
export function insteadOfCondition(word: string): string | null {
  const bare = word
    .replace(/^\$\{\{|\}\}$/g, "")
    .trim()
    .replace(/\(\)$/, "")
    .toLowerCase();
  return CONDITIONS.find(([, words]) => words.includes(bare))?.[0] ?? null;
}
