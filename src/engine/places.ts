// Which queued runs may begin: by `max_active_runs` (semantics 2.8), and one at a time where they go on with the same
// state folder (2.6). Oldest first; the others are told whom they wait for.

import type { RunId } from "../pipeline/ids.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import { pauseOf } from "./pause.ts";
import { type Run, isActive, runName } from "./run.ts";

/** The active runs of one pipeline in one folder, by which the queued ones wait. */
interface Place {
  readonly first: Run;
  active: number;
  /** One waits already: nobody overtakes it. */
  isFull: boolean;
}

/** Lets queued runs begin where a place is free, and tells the others whom they wait for. */
export function admit(draft: Draft): void {
  const queued: Run[] = [];
  for (const run of draft.runs.values()) if (run.status.is === "queued") queued.push(run);
  if (queued.length === 0) return;
  const pause = pauseOf(draft);
  if (pause !== null) {
    for (const run of queued) wait(draft, run, pause);
    return;
  }
  const places = new Map<string, Place>();
  const lineages = new Map<RunId, Run>();
  const occupy = (run: Run): void => {
    occupyPlace(places, run);
    for (const lineage of lineagesOf(run)) lineages.set(lineage, run);
  };
  for (const run of draft.runs.values()) if (isActive(run)) occupy(run);
  for (const run of queued) {
    const place = places.get(placeOf(run));
    const twin = lineagesOf(run)
      .map((lineage) => lineages.get(lineage))
      .find((other) => other !== undefined);
    if (place !== undefined && (place.isFull || place.active >= run.plan.maxActiveRuns)) {
      place.isFull = true;
      wait(draft, run, `waits for ${runName(place.first)}, which is still running`);
    } else if (twin !== undefined) {
      wait(draft, run, `waits for ${runName(twin)}, which has the same state folders`);
    } else {
      begin(draft, run.id);
      occupy(run);
    }
  }
}

/** The runs whose state folders this one may write to. */
function lineagesOf(run: Run): RunId[] {
  return [run.id, ...new Set(Object.values(run.rerun?.state ?? {}))];
}

function occupyPlace(places: Map<string, Place>, run: Run): void {
  const place = places.get(placeOf(run));
  if (place === undefined) places.set(placeOf(run), { first: run, active: 1, isFull: false });
  else place.active += 1;
}

function wait(draft: Draft, run: Run, reason: string): void {
  const isNews = run.status.is === "queued" && run.status.reason !== reason;
  if (isNews) emit(draft, { kind: "run.waiting", run: run.id, reason });
}

function placeOf(run: Run): string {
  return `${run.pipeline}\0${run.folder}`;
}

/** Starts the round that the run stands before. */
export function begin(draft: Draft, id: RunId): void {
  emit(draft, {
    kind: "run.started",
    run: id,
    round: runOf(draft, id).round,
    now: draft.context.now,
  });
  // Some stages may have ended already, so the first to be looked at need not be without needs.
  let index = 0;
  for (const chunk of runOf(draft, id).stages.chunks) {
    for (const stage of chunk.items) {
      if (stage.unended === 0 || stage.blocked) draft.worklist.push({ run: id, index });
      index += 1;
    }
  }
}
