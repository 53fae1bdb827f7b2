// Every pipeline of a home: its strip of last runs, what it does, and how its runs of seven days came out. Of pipelines
// at rest nothing is read again.

import type { Masker } from "../../../engine/host/mask.ts";
import type { RunRow } from "../../../engine/rows.ts";
import { type RunId, pipelineName } from "../../../pipeline/ids.ts";
import type { Reader } from "../../../store/reader.ts";
import type {
  ActiveView,
  EndedView,
  PipelineView,
  StateTotal,
  StripRun,
} from "../../../ui/dashboard/view.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import { isAsking } from "../../active-run.ts";
import type { ActiveRun } from "../../overview.ts";
import type { News } from "../../status-news.ts";
import { doingOf } from "./doing.ts";

export interface Pipelines {
  readonly read: (
    active: readonly ActiveRun[],
    news: News,
    isNew: boolean,
    now: number,
  ) => readonly PipelineView[];
}

const STRIP = 10;
const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 3_600_000;

interface Recent {
  /** Of which moment they are. */
  readonly stamp: string;
  readonly rows: readonly RunRow[];
}

export function pipelinesOf(reader: Reader, masks: (run: RunId) => Masker): Pipelines {
  let names: ReturnType<Reader["overview"]["pipelines"]> = [];
  let recent = new Map<string, Recent>();
  let week: { readonly stamp: string; readonly of: ReadonlyMap<string, readonly StateTotal[]> } = {
    stamp: "",
    of: new Map(),
  };
  let before: readonly PipelineView[] = [];

  function recentOf(name: string, lastNumber: number, own: readonly ActiveRun[]): Recent {
    const stamp = `${lastNumber} ${own.map(({ run }) => `${run.number} ${run.state}`).join()}`;
    const known = recent.get(name);
    if (known?.stamp === stamp) return known;
    return { stamp, rows: reader.runs.recent(STRIP, name) };
  }

  function readWeek(active: readonly ActiveRun[], now: number): void {
    const open = active.map(({ run }) => run.id).join();
    const numbers = names.reduce((sum, { lastNumber }) => sum + lastNumber, 0);
    const stamp = `${Math.floor(now / MINUTE_MS)} ${numbers} ${open}`;
    if (stamp === week.stamp) return;
    const counts = reader.overview.endedSince(now - WEEK_MS);
    const by = Map.groupBy(counts, ({ pipeline }) => pipeline);
    const of = [...by].map(([name, each]): [string, StateTotal[]] => [
      name,
      each.map(({ state, count }) => ({ state, count })),
    ]);
    week = { stamp, of: new Map(of) };
  }

  function viewOf(name: string, own: readonly ActiveRun[], news: News, now: number): PipelineView {
    const rows = recent.get(name)?.rows ?? [];
    const asking = new Set(
      own.filter(({ stages }) => stages.some(isAsking)).map(({ run }) => run.id),
    );
    const last = rows.find(({ endedAt }) => endedAt !== null) ?? null;
    return {
      id: pipelineName(name),
      name: plainText(name),
      strip: rows.map((row) => stripRun(row, asking)).toReversed(),
      active: activeView(own, news, masks, now),
      last: last === null ? null : endedView(last, masks(last.id)),
      week: week.of.get(name) ?? [],
    };
  }

  return {
    read: (active, news, isNew, now) => {
      const byName = Map.groupBy(active, ({ run }) => run.pipeline as string);
      if (isNew) names = reader.overview.pipelines();
      readWeek(active, now);
      if (isNew) {
        recent = new Map(
          names.map(({ name, lastNumber }) => [
            name,
            recentOf(name, lastNumber, byName.get(name) ?? []),
          ]),
        );
      }
      const old = new Map(before.map((view) => [view.id as string, view]));
      const views = names.map(({ name }) => {
        const view = viewOf(name, byName.get(name) ?? [], news, now);
        const known = old.get(name);
        return known !== undefined && isSame(known, view) ? known : view;
      });
      if (views.length !== before.length || views.some((view, n) => view !== before[n]))
        before = views;
      return before;
    },
  };
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function stripRun({ id, number, state }: RunRow, asking: ReadonlySet<RunId>): StripRun {
  return { number, state, forYou: asking.has(id) };
}

function endedView({ id, number, state, endedAt, reason }: RunRow, mask: Masker): EndedView {
  return {
    id,
    number,
    state,
    endedAt,
    reason: reason === null ? null : mask.text(oneLine(reason)),
  };
}

/** Who asks a person comes first, then what goes on, the oldest first. */
function activeView(
  own: readonly ActiveRun[],
  news: News,
  masks: (run: RunId) => Masker,
  now: number,
): ActiveView | null {
  const rank = ({ run, stages }: ActiveRun): number =>
    stages.some(isAsking) ? 0 : run.state === "queued" ? 2 : 1;
  const [first] = own.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) return null;
  const { id, number, state, startedAt } = first.run;
  return {
    ...doingOf(first, news, masks(id), now),
    id,
    number,
    state,
    startedAt,
    others: own.length - 1,
  };
}
