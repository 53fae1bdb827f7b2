// What the Stage screen says of promotion: the champion's value beside the metrics of a run that promotes, and what a
// promotion judges, or has judged. Rows of a model are read again only where something has happened to it.

import type { Champion } from "../../../engine/gate.ts";
import type { HomePaths } from "../../../engine/home-paths.ts";
import type { Masker } from "../../../engine/host/mask.ts";
import type { ModelVersion } from "../../../engine/model.ts";
import type { StageRow } from "../../../engine/rows.ts";
import type { GateView } from "../../../ui/gate-line.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { MetricView } from "../../../ui/stage/view.ts";
import {
  type GateFacts,
  type PlannedGate,
  championNow,
  championRow,
  gateView,
  membersOf,
  valueFor,
} from "../gates.ts";
import { remembering } from "./remembering.ts";

type Measured = Omit<MetricView, "champion">;

export interface StageGates {
  /** The metrics with the champion's value of the same name, first of what this stage makes or measures. */
  readonly beside: (
    metrics: readonly Measured[],
    facts: GateFacts,
    gates: readonly PlannedGate[],
    stage: string,
    mask: Masker,
  ) => readonly MetricView[];
  /** Null where the stage is no promotion. */
  readonly judged: (
    facts: GateFacts & { readonly now: number },
    gates: readonly PlannedGate[],
    stage: StageRow,
    mask: Masker,
  ) => GateView | null;
}

export function stageGates(paths: Pick<HomePaths, "models">): StageGates {
  const rows = remembering<ModelVersion | null>();
  const values = remembering<number | null>();
  const champion = ({ reader }: GateFacts, model: string): ModelVersion | null =>
    rows(`${model} ${JSON.stringify(reader.models.history(model, 1))}`, () =>
      championRow(reader, model),
    );

  return {
    beside: (metrics, facts, gates, stage, mask) => {
      if (metrics.length === 0 || gates.length === 0)
        return metrics.map((one) => ({ ...one, champion: null }));
      const isOwn = ({ settings: { from, metricsFrom } }: PlannedGate): boolean =>
        [from, metricsFrom].some((name) =>
          membersOf(facts.plan, name).some((key) => key === stage),
        );
      const known = new Map<string, NonNullable<MetricView["champion"]>>();
      for (const { settings } of gates.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))) {
        const row = champion(facts, settings.model);
        for (const [name, value] of Object.entries(row?.metrics ?? {})) {
          const shown = mask.text(plainText(name));
          if (row !== null && !known.has(shown)) known.set(shown, { version: row.version, value });
        }
      }
      return metrics.map((one) => ({ ...one, champion: known.get(one.name) ?? null }));
    },
    judged: (facts, gates, stage, mask) => {
      const found = gates.find((one) => one.stage === stage.key);
      if (found === undefined) return null;
      const { settings } = found;
      const isOver = stage.endedAt !== null;
      const beside = isOver
        ? championSaid(stage.reason)
        : championNow(champion(facts, settings.model), paths, settings.gate);
      const value = values(valueKey(facts, stage), () => valueFor(facts, settings));
      return gateView(found, value, beside, isOver, mask);
    },
  };
}

const VALUE_MS = 10_000;

/** While a run goes on its points are looked at now and then, and when another stage has ended. */
function valueKey(
  { run, stages, now }: GateFacts & { readonly now: number },
  { key, endedAt }: StageRow,
): string {
  const ended = stages.filter((row) => row.endedAt !== null).length;
  return `${run.id} ${key} ${ended} ${endedAt ?? Math.floor(now / VALUE_MS)}`;
}

/** The champion of that moment by the words of the gate: it may be another one by now. */
function championSaid(said: string | null): Champion | null {
  const found =
    /champion v(\d+) kept: .* (?:than|as) (\S+)$/u.exec(said ?? "") ??
    /champion v(\d+) (-?\d[\d.e+-]*)/u.exec(said ?? "");
  const [, version, value] = found ?? [];
  if (version === undefined || value === undefined) return null;
  return { version: Number(version), value: Number(value), filesAreGone: false };
}
