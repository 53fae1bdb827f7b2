// What the Run screen sees of the run that is open: its rows when something was committed, its logs as they grow, and what
// it uses and how long it takes once a second. What says the same stays the same object, up to the whole view.
//
//   rows of one moment ──▶ viewer (logs, masks) ──▶ RunView ─┬─▶ RunPageView
//   samples, metrics, history, once a second ────────────────┘

import type { HomePaths } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import type { RunId } from "../../pipeline/ids.ts";
import type { Plan } from "../../pipeline/plan.ts";
import type { History } from "../../ui/eta.ts";
import type { Reader } from "../../store/reader.ts";
import type { Interest } from "../../ui/monitor/interest.ts";
import type { GraphStage, RunPageView, Spark } from "../../ui/run/view.ts";
import { plainText } from "../../ui/sanitise.ts";
import { type Going, runsIn, waitsText } from "../../ui/waiting.ts";
import { type Snapshot, snapshotOf } from "../follow.ts";
import { historiesOf } from "../history.ts";
import { type Viewer, viewerOf } from "../run-view.ts";
import { newsOf } from "../status-news.ts";
import { type Ends, NO_ENDS, endsOf } from "./run/ends.ts";
import { graphOf, graphOfRows } from "./run/graph.ts";
import { sparksOf } from "./run/sparks.ts";
import { usageOf } from "./run/usage.ts";
import { remembering } from "./stage/remembering.ts";

interface RunContext {
  readonly paths: HomePaths;
  readonly reader: () => Reader | null;
  readonly masks: (run: RunId) => Masker;
}

export interface RunFeed {
  /** Null where no run is asked for, or there is none of that id. The same object where nothing has changed. */
  readonly read: (interest: Interest, now: number) => RunPageView | null;
}

/** Logs of ended attempts that are read in one look: the others a moment later, while the screen is there already. */
const MOST_LOGS = 100;
const SLOW_MS = 1000;
/** What others do, that this run waits for. */
const SLOWER_MS = 5000;

/** A plan and what is drawn of it: equal for all runs of it. */
interface Planned {
  readonly plan: Plan | null;
  readonly graph: readonly GraphStage[];
}

export function runFeed(context: RunContext): RunFeed {
  const plans = remembering<Planned>();
  let open: OpenRun | null = null;
  return {
    read: (interest, now) => {
      const reader = context.reader();
      if (reader === null || interest.run === null) return null;
      if (open === null || open.id !== interest.run || open.reader !== reader) {
        const run = reader.runs.get(interest.run);
        if (run === null) return null;
        const planned = plans(run.plan, () => plannedOf(reader, run.plan, run.id));
        open = openedRun(context, reader, run.id, planned);
      }
      return open.read(interest, now);
    },
  };
}

function plannedOf(reader: Reader, hash: string, run: RunId): Planned {
  const plan = reader.versions.plan(hash);
  const graph = plan === null ? graphOfRows(reader.stages.stages(run)) : graphOf(plan);
  return { plan, graph };
}

interface OpenRun {
  readonly id: RunId;
  readonly reader: Reader;
  readonly read: (interest: Interest, now: number) => RunPageView;
}

function openedRun(
  context: RunContext,
  reader: Reader,
  id: RunId,
  { plan, graph }: Planned,
): OpenRun {
  const { paths, masks } = context;
  const viewer = viewerOf(paths, plan, MOST_LOGS);
  const historyOf = historiesOf(reader);
  const source = reader.sources.ofRun(id);
  const sparks = remembering<readonly Spark[]>();
  let seen: { snapshot: Snapshot; version: number } | null = null;
  let going: { of: readonly Going[]; at: number } = { of: [], at: -Infinity };
  let slow: { usage: RunPageView["usage"]; ends: Ends; at: number; version: number } = {
    usage: new Map(),
    ends: NO_ENDS,
    at: -Infinity,
    version: -1,
  };
  let before: RunPageView | null = null;

  /** Rows as they are now; those that were read before where nothing was committed that concerns this run. */
  function rowsNow(): { snapshot: Snapshot; version: number } {
    const version = reader.dataVersion();
    if (seen !== null && (seen.version === version || isUntouched(seen.snapshot))) {
      seen = { ...seen, version };
      return seen;
    }
    seen = { snapshot: snapshotOf(reader, id), version };
    return seen;
  }

  /** A run that is over stays as it is until a round begins. */
  function isUntouched({ run }: Snapshot): boolean {
    return run.endedAt !== null && JSON.stringify(reader.runs.get(id)) === JSON.stringify(run);
  }

  function goingNow(snapshot: Snapshot, now: number): readonly Going[] {
    const { run, stages } = snapshot;
    if (Math.abs(now - going.at) < SLOWER_MS) return going.of;
    const waits = [run, ...stages].some(
      ({ state, reason }) => state === "queued" && runsIn(reason ?? "").length > 0,
    );
    const of = waits ? newsOf(reader, paths, [{ run, stages }], now).going : [];
    going = { of, at: now };
    return of;
  }

  function slowNow(
    snapshot: Snapshot,
    view: RunPageView["run"],
    version: number,
    now: number,
  ): typeof slow {
    const isDue = Math.abs(now - slow.at) >= SLOW_MS;
    if (!isDue) return slow;
    const isLive = snapshot.run.endedAt === null;
    if (!isLive && slow.version === version) return slow;
    const samples = isLive ? reader.samples.latestOfRun(id) : [];
    const usage = usageOf(snapshot.attempts, samples, slow.usage);
    const history: History = plan === null || !isLive ? new Map() : historyOf(snapshot.run);
    const ends =
      plan === null
        ? NO_ENDS
        : endsOf({ ...snapshot, paths, view, plan, history, going: going.of }, now);
    slow = { usage, ends, at: now, version };
    return slow;
  }

  function sparksNow({ attempts }: Snapshot, interest: Interest, now: number): readonly Spark[] {
    const own = attempts.filter(({ stage }) => stage === interest.stage);
    const attempt = own.find(({ id }) => id === interest.attempt) ?? own.at(-1);
    if (attempt === undefined) return NO_SPARKS;
    const tick = attempt.endedAt ?? Math.floor(now / (2 * SLOW_MS));
    return sparks(`${attempt.id} ${tick}`, () => sparksOf(reader, attempt.id, masks(id)));
  }

  function pageNow(interest: Interest, now: number): RunPageView {
    const was = seen;
    const { snapshot, version } = rowsNow();
    const wasGoing = going.of;
    const others = goingNow(snapshot, now);
    const isSame = was?.snapshot === snapshot && wasGoing === others;
    const run = viewed(viewer, isSame ? null : withWaits(snapshot, others), masks);
    const { usage, ends } = slowNow(snapshot, run, version, now);
    return {
      run,
      pipeline: snapshot.run.pipeline,
      graph,
      usage,
      eta: ends.eta,
      left: ends.left,
      sparks: sparksNow(snapshot, interest, now),
      commit: source?.commit === undefined ? null : (source.commit?.slice(0, 7) ?? null),
      dirty: source?.dirty ?? false,
      folder: plainText(snapshot.run.folder),
    };
  }

  return {
    id,
    reader,
    read: (interest, now) => {
      before = kept(pageNow(interest, now), before);
      return before;
    },
  };
}

const NO_SPARKS: readonly Spark[] = [];

/** @param snapshot - null where it is the one of before */
function viewed(
  viewer: Viewer,
  snapshot: Snapshot | null,
  masks: RunContext["masks"],
): RunPageView["run"] {
  const view = snapshot === null ? viewer.again(masks) : viewer.view(snapshot, masks);
  if (view === null) throw new Error("a run is looked at again that never was");
  return view;
}

/** Behind what others hold stands how long they still may. */
function withWaits(snapshot: Snapshot, going: readonly Going[]): Snapshot {
  if (going.length === 0) return snapshot;
  const told = <Row extends { state: string; reason: string | null }>(row: Row): Row =>
    row.state === "queued" && row.reason !== null
      ? { ...row, reason: waitsText(row.reason, going) }
      : row;
  return { ...snapshot, run: told(snapshot.run), stages: snapshot.stages.map(told) };
}

function kept(next: RunPageView, before: RunPageView | null): RunPageView {
  if (before === null) return next;
  const eta = JSON.stringify(next.eta) === JSON.stringify(before.eta) ? before.eta : next.eta;
  const isAsBefore =
    next.run === before.run &&
    next.usage === before.usage &&
    next.left === before.left &&
    next.sparks === before.sparks &&
    eta === before.eta;
  return isAsBefore ? before : { ...next, eta };
}
