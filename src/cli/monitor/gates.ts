// The gates of a run's `uses: promote` stages, as far as they are known before these have run: what they ask for, the number
// that they are to judge, and the champion of this moment.

import type { Champion, Gate } from "../../engine/gate.ts";
import type { HomePaths } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import { type ModelVersion, championVersion } from "../../engine/model.ts";
import type { RunRow, StageRow } from "../../engine/rows.ts";
import type { RunId, StageKey } from "../../pipeline/ids.ts";
import type { Plan, StagePlan, Template } from "../../pipeline/plan.ts";
import type { MetricSummary } from "../../store/metric-table.ts";
import type { Reader } from "../../store/reader.ts";
import type { GateView } from "../../ui/gate-line.ts";
import { plainText } from "../../ui/sanitise.ts";
import { filesAreGone } from "../model-files.ts";
import { numberIn } from "../steps/evidence.ts";
import { type PromoteSettings, promoteSettings } from "../steps/promote-settings.ts";
import type { OutputOf } from "./stage/work.ts";

export interface PlannedGate {
  readonly stage: StageKey;
  readonly settings: PromoteSettings;
}

/** Those of which model and metric are known. */
export function gatesOf({ stages }: Plan, outputOf: OutputOf): PlannedGate[] {
  return stages.flatMap((stage) => {
    const settings = settingsOf(stage, outputOf);
    return settings === null ? [] : [{ stage: stage.key, settings }];
  });
}

function settingsOf({ command }: StagePlan, outputOf: OutputOf): PromoteSettings | null {
  if (command.is !== "builtin" || command.uses !== "promote") return null;
  const given = Object.entries(command.with).flatMap(([key, value]): [string, string][] => {
    const text = value.is === "text" ? filled(value.text, outputOf) : null;
    return text === null ? [] : [[key, text]];
  });
  try {
    const settings = promoteSettings(Object.fromEntries(given));
    return settings.gate.metric === "" ? null : settings;
  } catch {
    return null; // it will say itself what is wrong with it
  }
}

/** Null where something of it is still to come. */
function filled(template: Template, outputOf: OutputOf): string | null {
  const texts = template.map((piece) => {
    if (piece.is === "text") return piece.text;
    return piece.is === "output" ? outputOf(piece.stage, piece.name) : null;
  });
  return texts.includes(null) ? null : texts.join("");
}

export interface GateFacts {
  readonly reader: Reader;
  readonly run: RunRow;
  readonly plan: Plan;
  readonly stages: readonly StageRow[];
}

/**
 * The number that is judged, if it stays as it is: of a matrix that of its best member. Null where there is none yet. Dear
 * where a run has many points.
 */
export function valueFor(facts: GateFacts, { metricsFrom, gate }: PromoteSettings): number | null {
  const members = new Set<string>(membersOf(facts.plan, metricsFrom));
  const known = new Map<RunId, readonly MetricSummary[]>();
  const pointsOf = (run: RunId): readonly MetricSummary[] => {
    const points = known.get(run) ?? facts.reader.metrics.ofRun(run);
    known.set(run, points);
    return points;
  };
  const values = facts.stages
    .filter(({ key }) => members.has(key))
    .flatMap((row) => valueOf(facts, pointsOf, row, gate.metric) ?? []);
  if (values.length === 0) return null;
  return gate.goal === "max" ? Math.max(...values) : Math.min(...values);
}

/** Stages that a name in the file stands for: one, or the members of a matrix. */
export function membersOf({ stages }: Plan, name: string): readonly StageKey[] {
  return stages
    .filter(({ key, matrix }) => key === name || matrix?.group === name)
    .map(({ key }) => key);
}

const MOST_RUNS = 20;

/** An output of that name, else the last point of its last try: where it was spared, of the run that it was spared by. */
function valueOf(
  { reader, run }: GateFacts,
  pointsOf: (run: RunId) => readonly MetricSummary[],
  row: StageRow,
  metric: string,
): number | null {
  const output = row.outputs?.[metric];
  if (output !== undefined) return numberIn(output);
  let at = run;
  let { reason } = row;
  for (let hops = 0; hops < MOST_RUNS; hops += 1) {
    const origin = originOf(reader, reason);
    if (origin === null) break;
    at = origin;
    reason = reader.stages.stages(at.id).find(({ key }) => key === row.key)?.reason ?? null;
  }
  const own = pointsOf(at.id).filter(({ stage }) => stage === row.key);
  const last = own.at(-1)?.attempt;
  return own.find((one) => one.attempt === last && one.name === metric)?.last ?? null;
}

function originOf(reader: Reader, reason: string | null): RunRow | null {
  const [, pipeline = "", number] =
    /(?:unchanged since|taken over from) (\S+)#(\d+)$/u.exec(reason ?? "") ?? [];
  return number === undefined ? null : reader.runs.named(pipeline, Number(number));
}

/** The champion of this moment, as a gate sees it; null where the model has none. */
export function championNow(
  row: ModelVersion | null,
  paths: Pick<HomePaths, "models">,
  { metric }: Pick<Gate, "metric">,
): Champion | null {
  if (row === null) return null;
  return {
    version: row.version,
    value: row.metrics[metric] ?? null,
    filesAreGone: filesAreGone(paths, row.files.hash),
  };
}

export function championRow(reader: Reader, model: string): ModelVersion | null {
  return championVersion(reader.models.state(model));
}

/** @param champion - whom it is judged beside */
export function gateView(
  { settings }: PlannedGate,
  value: number | null,
  champion: Champion | null,
  isOver: boolean,
  mask: Masker,
): GateView {
  const { gate, model } = settings;
  return {
    model: plainText(model),
    gate: { ...gate, metric: mask.text(plainText(gate.metric)) },
    value,
    champion,
    isOver,
  };
}
