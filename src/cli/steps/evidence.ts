// What a stage has to show for itself in a run: its outputs, and the metrics of the attempt that succeeded. Where the result was
// taken over from another run, that run's attempt made it.

import { readFileSync, statSync } from "node:fs";
import { type HomePaths, attemptFolder } from "../../engine/home-paths.ts";
import type { Metrics } from "../../engine/model.ts";
import type { AttemptRow, RunRow } from "../../engine/rows.ts";
import type { StageKey } from "../../pipeline/ids.ts";
import type { Reader } from "../../store/reader.ts";

export interface Evidence {
  readonly run: RunRow;
  /** Null where the run that made it is gone. */
  readonly attempt: AttemptRow | null;
  readonly outputs: Readonly<Record<string, string>>;
  /** The last point of each metric; outputs that are numbers stand in place of a metric of the same name. */
  readonly metrics: Metrics;
  /** Names whose last word was not a number: NaN, Infinity, a text. */
  readonly notNumbers: readonly string[];
}

const MOST_RUNS = 100;

/** Null where the stage has not succeeded. */
export function evidenceOf(
  reader: Reader,
  paths: HomePaths,
  run: RunRow,
  key: StageKey,
): Evidence | null {
  const row = reader.stages.stages(run.id).find((one) => one.key === key);
  if (row === undefined || (row.state !== "succeeded" && row.state !== "cached")) return null;
  const made = makerOf(reader, run, key);
  const outputs = row.outputs ?? {};
  const given = Object.entries(outputs);
  const points = made.attempt === null ? {} : lastPoints(reader, made.run, made.attempt);
  const numbers = given.flatMap(([name, text]): [string, number][] => {
    const value = numberIn(text);
    return value === null ? [] : [[name, value]];
  });
  const own = Object.keys(points).filter((name) => given.some(([other]) => other === name));
  const metrics = { ...points, ...Object.fromEntries(numbers) };
  const broken = [
    ...given.filter(([name, text]) => own.includes(name) && numberIn(text) === null),
    ...given.filter(([, text]) => /^[+-]?(nan|inf(inity)?)$/i.test(text.trim())),
  ].map(([name]) => name);
  const inFile = made.attempt === null ? [] : brokenPoints(paths, made.attempt);
  const notNumbers = [...new Set([...broken, ...inFile.filter((name) => !(name in outputs))])];
  return { ...made, outputs, metrics, notNumbers };
}

function makerOf(reader: Reader, run: RunRow, key: StageKey): Pick<Evidence, "run" | "attempt"> {
  let at = run;
  for (let hops = 0; hops < MOST_RUNS; hops += 1) {
    const from = originOf(reader, at, key);
    if (from === null) return { run: at, attempt: successOf(reader, at, key) };
    at = from;
  }
  return { run: at, attempt: null };
}

function successOf(reader: Reader, run: RunRow, key: StageKey): AttemptRow | null {
  const attempts = reader.stages.attempts(run.id);
  return attempts.findLast((one) => one.stage === key && one.state === "succeeded") ?? null;
}

/** The run that the stage's result was taken over from, if its last end was that. */
function originOf(reader: Reader, run: RunRow, key: StageKey): RunRow | null {
  const known = ORIGINS.get(run.id) ?? originsOf(reader, run);
  ORIGINS.set(run.id, known);
  const [, pipeline = "", number] = /^(.+)#(\d+)$/.exec(known.get(key) ?? "") ?? [];
  return number === undefined ? null : reader.runs.named(pipeline, Number(number));
}

/** Run → stage → the run that its result was taken over from. What a step looks at has ended, so this stays true for its life. */
const ORIGINS = new Map<string, ReadonlyMap<string, string>>();

function originsOf(reader: Reader, run: RunRow): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const { kind, data } of reader.events.since(0, Number.MAX_SAFE_INTEGER, run.id)) {
    if (kind !== "stage.taken_over" && kind !== "attempt.starting") continue;
    const { stage, from } = JSON.parse(data) as { readonly stage: string; readonly from?: string };
    if (from === undefined) origins.delete(stage);
    else origins.set(stage, from);
  }
  return origins;
}

function lastPoints(reader: Reader, run: RunRow, attempt: AttemptRow): Metrics {
  const mine = reader.metrics
    .ofRun(run.id)
    .filter((one) => one.stage === attempt.stage && one.attempt === attempt.number);
  return Object.fromEntries(mine.map(({ name, last }) => [name, last]));
}

/** A number written out, and nothing else: "0.81", "1e-3". */
export function numberIn(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim())) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

const MOST_BYTES = 16 * 1024 * 1024;

/** Metrics whose last line has no number: JSON has none for NaN, so such lines gave no point, and an older one seems the last. */
function brokenPoints(paths: HomePaths, attempt: AttemptRow): string[] {
  const file = `${attemptFolder(paths, attempt.id)}/metrics`;
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || size > MOST_BYTES) return [];
  const last = new Map<string, boolean>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const values = valuesIn(line);
    for (const [name, value] of Object.entries(values)) last.set(name, typeof value === "number");
  }
  return [...last].flatMap(([name, isNumber]) => (isNumber ? [] : [name]));
}

function valuesIn(line: string): Record<string, unknown> {
  try {
    const text = line.replaceAll(/(?<=:\s*)[+-]?(?:NaN|Infinity|nan|inf)\b/g, "null");
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}
