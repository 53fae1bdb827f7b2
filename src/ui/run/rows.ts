// The rows of the list of stages: one for each stage, and one for each matrix that is folded. With a filter every stage
// stands by itself, so that what is looked for is not hidden in a folded matrix.

import type { RunView, StageView } from "../project.ts";
import { STAGE_MARKS, isBadEnd, runIsOver } from "../theme.ts";
import { foremost } from "./looks.ts";
import { type Model, modelOf } from "./model.ts";
import type { RunState } from "./state.ts";
import type { GraphStage, RunPageView } from "./view.ts";

export interface Row {
  /** What the cursor is kept by: a stage's key, or the name of a folded matrix. */
  readonly id: string;
  readonly name: string;
  /** The matrix that it is, folded. */
  readonly folds: string | null;
  /** The matrix that it is, or is a member of. */
  readonly group: string | null;
  readonly rank: number;
  readonly node: number;
  /** At least one. */
  readonly stages: readonly StageView[];
}

/** @param inRanks - from what needs nothing on; else in the order of the plan */
export function rowsOf(page: RunPageView, state: RunState, inRanks: boolean): readonly Row[] {
  const model = modelOf(page.graph, state.opened);
  if (state.filter !== "") return filtered(page, model, state.filter);
  const order = inRanks ? model.listed : model.nodes.keys();
  const rows: Row[] = [];
  for (const node of order) {
    const row = nodeRow(page, model, node);
    if (row !== null) rows.push(row);
  }
  return rows;
}

function nodeRow(page: RunPageView, model: Model, node: number): Row | null {
  const found = model.nodes[node];
  if (found === undefined) return null;
  const { key: id, stages: places, group, isFolded } = found;
  const stages = places.flatMap((place) => stageAt(page, place) ?? []);
  const planned = page.graph[places[0] ?? -1];
  if (stages.length === 0 || planned === undefined) return null;
  const rank = model.ranks[node] ?? 0;
  const name = (isFolded ? planned.groupName : planned.name) ?? "";
  return { id, name, folds: isFolded ? group : null, group, rank, node, stages };
}

/** A plan and the stages of its run are in the same order. */
function stageAt({ graph, run }: RunPageView, place: number): StageView | undefined {
  const stage = run.stages[place];
  return stage?.key === graph[place]?.key ? stage : undefined;
}

function filtered(page: RunPageView, model: Model, filter: string): Row[] {
  const isInverse = filter.startsWith("!");
  const wanted = (isInverse ? filter.slice(1) : filter).toLowerCase();
  const isKept = (found: boolean): boolean => wanted === "" || found !== isInverse;
  return page.graph.flatMap((planned, place) => {
    const stage = stageAt(page, place);
    if (stage === undefined || !isKept(matches(planned, stage, wanted))) return [];
    const { key, name, group } = planned;
    const node = model.nodeOf.get(key) ?? 0;
    return [{ id: key, name, folds: null, group, rank: 0, node, stages: [stage] }];
  });
}

function matches({ name }: GraphStage, stage: StageView, wanted: string): boolean {
  return [name, stage.name, STAGE_MARKS[stage.state].word].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

/** The stage that a row stands for: itself, or the member that concerns most. */
export function stageOf(row: Row): StageView | null {
  return foremost(row.stages) ?? null;
}

export function rowAt(rows: readonly Row[], cursor: string | null): number {
  return rows.findIndex(({ id }) => id === cursor);
}

/** The first that ended badly, by time: what others failed of. */
export function failuresOf({ stages }: RunView): StageView[] {
  const bad = stages.filter(({ state }) => isBadEnd(state));
  return bad.toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
}

/** Where one begins to look: the first failure of a run that has ended badly or is about to, else what runs. */
export function startOf(run: RunView): StageView | null {
  const [failure] = failuresOf(run);
  if (failure !== undefined) return failure;
  const { stages } = run;
  const going = ["waiting", "running", "retrying", "queued"] as const;
  for (const state of going) {
    const found = stages.find((stage) => stage.state === state);
    if (found !== undefined) return found;
  }
  return (
    (runIsOver(run.state) ? null : stages.find(({ endedAt }) => endedAt === null)) ??
    stages[0] ??
    null
  );
}
