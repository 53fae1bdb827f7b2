// Reads the stages of a pipeline file, each for itself. What stages say about each other is checked by `check-graph`.
//
// A stage with a mistake is still handed on with its name, needs and outputs, so that the graph can be checked and
// all problems of a file come at once.

import { checkKeys, hasStandIn, type KnownKeys } from "./check-keys.ts";
import type { StageDefinition } from "./definition.ts";
import { stageKey } from "./ids.ts";
import { fieldsOf } from "./load-fields.ts";
import { Texts, type OutputUse } from "./load-texts.ts";
import { NAME, NAME_HINT } from "./names.ts";
import type { Report } from "./report.ts";
import { NO_RETRY, pipelineSchema, retrySchema, stageSchema, stopSchema } from "./schema.ts";
import type { StageFields } from "./schema.ts";
import { warnOfParams } from "./script-names.ts";
import { shown, type Entry, type MapNode, type YamlNode } from "./yaml-node.ts";

const DEFAULT_GRACE_MS = 30_000;

export interface Placed {
  readonly text: string;
  readonly at: number;
}

export interface ReadStage {
  readonly key: Placed;
  readonly needs: readonly Placed[];
  readonly outputs: readonly OutputUse[];
  /** Null where the stage has problems of its own. */
  readonly definition: StageDefinition | null;
}

const STAGE_KEYS: KnownKeys = {
  of: "a stage",
  known: Object.keys(stageSchema.shape),
  elsewhere: {
    "at the top of the file": Object.keys(pipelineSchema.shape).filter((key) => key !== "name"),
    'inside "retry": retry: {times: 2, delay: 30s}': Object.keys(retrySchema.shape),
    'inside "stop": stop: {signal: INT}': Object.keys(stopSchema.shape),
  },
  extensions: true,
};
const RETRY_KEYS: KnownKeys = {
  of: '"retry"',
  known: Object.keys(retrySchema.shape),
  elsewhere: {},
  extensions: false,
};
const STOP_KEYS: KnownKeys = { ...RETRY_KEYS, of: '"stop"', known: Object.keys(stopSchema.shape) };

/** All stages of the file in its order. */
export function readStages(
  report: Report,
  stages: MapNode,
  params: ReadonlySet<string>,
): ReadStage[] {
  return [...stages.entries.values()].map((entry) => readStage(report, entry, params));
}

function readStage(
  report: Report,
  { key, at, value }: Entry,
  params: ReadonlySet<string>,
): ReadStage {
  const texts = new Texts(report, params);
  if (!NAME.test(key)) {
    report.add(at, "bad-name", `"${key}" cannot be the name of a stage`, NAME_HINT);
  }
  const place = { text: key, at };
  if (value.is !== "map") {
    const hint = `Write ${NAME.test(key) ? key : "name"}: {run: COMMAND}, or "run: COMMAND" on the next line, indented.`;
    report.add(
      value.at,
      "bad-stage",
      `the stage "${key}" must be a map, not ${shown(value)}`,
      hint,
    );
    return { key: place, needs: [], outputs: [], definition: null };
  }
  checkAllKeys(report, value);
  checkCommand(report, place, value);
  checkGrace(report, value);
  const fields = fieldsOf(report, value, stageSchema);
  const parts = partsOf(report, texts, value, params);
  const definition = fields === null ? null : definitionOf(key, fields, parts);
  return { key: place, needs: needsOf(value), outputs: texts.outputs, definition };
}

function checkAllKeys(report: Report, stage: MapNode): void {
  const named = stage.entries.get("name");
  if (named === undefined) checkKeys(report, stage, STAGE_KEYS);
  else {
    const hint =
      'The key of a stage is its name: remove "name", or use "description" for more words.';
    report.add(named.at, "unknown-key", 'unknown key "name"', hint);
    checkKeys(report, stage, { ...STAGE_KEYS, known: [...STAGE_KEYS.known, "name"] });
  }
  const retry = valueIn(stage, "retry");
  if (retry?.is === "map") checkKeys(report, retry, RETRY_KEYS);
  const stop = valueIn(stage, "stop");
  if (stop?.is === "map") checkKeys(report, stop, STOP_KEYS);
}

function checkCommand(report: Report, key: Placed, stage: MapNode): void {
  const run = stage.entries.get("run");
  const argv = stage.entries.get("argv");
  if (run !== undefined && argv !== undefined) {
    const hint = "Keep one: run is a line for the shell, argv is a program with its arguments.";
    report.add(
      Math.max(run.at, argv.at),
      "two-commands",
      `the stage "${key.text}" has both "run" and "argv"`,
      hint,
    );
  }
  if (run === undefined && argv === undefined && !hasStandIn(stage, ["run", "argv"])) {
    const hint = 'Add "run: COMMAND".';
    report.add(key.at, "no-command", `the stage "${key.text}" has no command`, hint);
  }
  const shell = stage.entries.get("shell");
  if (shell !== undefined && run === undefined && argv !== undefined) {
    report.add(
      shell.at,
      "bad-value",
      '"shell" does not go with "argv"',
      "argv starts its program without a shell: remove one of them.",
    );
  }
}

function checkGrace(report: Report, stage: MapNode): void {
  const short = stage.entries.get("grace");
  const stop = valueIn(stage, "stop");
  if (short !== undefined && stop?.is === "map" && stop.entries.has("grace")) {
    const hint = '"grace" is short for "grace" inside "stop": keep one.';
    report.add(short.at, "bad-value", '"grace" is given twice', hint);
  }
}

type Parts = Pick<StageDefinition, "env" | "cwd"> & {
  readonly argv: StageDefinition["command"];
};

/** What may have holes: command, environment, folder. */
function partsOf(report: Report, texts: Texts, stage: MapNode, params: ReadonlySet<string>): Parts {
  const run = valueIn(stage, "run");
  const argv = valueIn(stage, "argv");
  const cwd = valueIn(stage, "cwd");
  if (run?.is === "scalar") {
    texts.refuseHoles(run);
    warnOfParams(report, run, params);
  }
  const words =
    argv?.is === "list" ? argv.items.map((word) => texts.read(word, "each word of argv")) : [];
  return {
    argv: { is: "argv", argv: words },
    env: texts.env(valueIn(stage, "env")),
    cwd: cwd?.is === "scalar" && typeof cwd.value === "string" ? texts.read(cwd, '"cwd"') : null,
  };
}

function definitionOf(key: string, fields: StageFields, parts: Parts): StageDefinition {
  return {
    key: stageKey(key),
    description: fields.description ?? null,
    needs: [...new Set(fields.needs)].map(stageKey),
    if: fields.if,
    command: fields.run === undefined ? parts.argv : { is: "shell", script: fields.run },
    shell: fields.shell ?? null,
    cwd: parts.cwd,
    env: parts.env,
    retry: fields.retry ?? NO_RETRY,
    timeoutMs: fields.timeout ?? null,
    stop: {
      signal: fields.stop?.signal ?? "TERM",
      graceMs: fields.stop?.grace ?? fields.grace ?? DEFAULT_GRACE_MS,
      command: fields.stop?.command ?? null,
    },
    onFail: fields.on_fail,
    onCrash: fields.on_crash,
  };
}

function needsOf(stage: MapNode): Placed[] {
  const node = valueIn(stage, "needs");
  if (node === undefined || node.is === "map") return [];
  const items = node.is === "list" ? node.items : [node];
  return items.flatMap((item) =>
    item.is === "scalar" && typeof item.value === "string" ? { text: item.value, at: item.at } : [],
  );
}

function valueIn(map: MapNode, key: string): YamlNode | undefined {
  return map.entries.get(key)?.value;
}
