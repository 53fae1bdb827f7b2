// What happened meanwhile, said as toasts: runs that have ended, tries that are waited for, and people who are; but not of
// the run that is looked at, since that is seen.

import type {
  ActiveView,
  DashboardView,
  PipelineView,
  StripRun,
} from "../../../ui/dashboard/view.ts";
import { countdown } from "../../../ui/format.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { View } from "../../../ui/monitor/view.ts";
import { RUN_MARKS, runIsOver } from "../../../ui/theme.ts";

const MOST = 2;

type Toast = Extract<Told, { readonly is: "toast" }>;

export function meanwhile(before: View, after: View): readonly Told[] {
  if (before.dashboard === after.dashboard || isFirst(before.dashboard)) return [];
  const old = new Map(before.dashboard.pipelines.map((pipeline) => [pipeline.id, pipeline]));
  const told = after.dashboard.pipelines.map((pipeline) => {
    const was = old.get(pipeline.id) ?? null;
    return was === pipeline ? NOTHING : newsOf(was, pipeline, after);
  });
  const ended = told.flatMap((each) => each.ended);
  return [
    ...(ended.length > MOST ? [together(ended)] : ended),
    ...told.flatMap((each) => each.retries).slice(0, MOST),
    // The loudest stands last, which is where it is seen.
    ...told.flatMap((each) => each.asks),
  ];
}

/** Nothing was read before: what has happened since nobody knows. */
function isFirst({ pipelines, empty }: DashboardView): boolean {
  return pipelines.length === 0 && empty === null;
}

interface News {
  readonly ended: readonly Toast[];
  readonly retries: readonly Toast[];
  readonly asks: readonly Toast[];
}

const NOTHING: News = { ended: [], retries: [], asks: [] };

function newsOf(was: PipelineView | null, now: PipelineView, { run, now: at }: View): News {
  const { active } = now;
  const isSeen = (number: number): boolean =>
    run !== null && run.pipeline === now.id && run.run.name.endsWith(`#${number}`);
  const ended = now.strip
    .filter((each) => hasEnded(was, each) && !isSeen(each.number))
    .map((each) => endToast(now, each));
  if (active === null || isSeen(active.number)) return { ...NOTHING, ended };
  const old = was?.active?.id === active.id ? was.active : null;
  return { ended, ...activeNews(`${now.name}#${active.number}`, old, active, at) };
}

function activeNews(
  title: string,
  old: ActiveView | null,
  { asks, says, dueAt }: ActiveView,
  at: number,
): Omit<News, "ended"> {
  if (asks !== null) {
    const isNew = old?.asks !== asks;
    return { retries: [], asks: isNew ? [toast(`${title} waits for you: ${says}`, "wait")] : [] };
  }
  if (dueAt === null || (old?.dueAt ?? null) !== null) return { retries: [], asks: [] };
  const left = countdown(Math.max(0, dueAt - at));
  return { retries: [toast(`${title}: ${says} in ${left}`, "warn")], asks: [] };
}

/** In a strip of the last ten, those that had not when it was looked at before. */
function hasEnded(was: PipelineView | null, { number, state }: StripRun): boolean {
  if (!runIsOver(state)) return false;
  const before = was?.strip.find((each) => each.number === number);
  if (before !== undefined) return !runIsOver(before.state);
  return number > Math.max(0, ...(was?.strip.map((each) => each.number) ?? []));
}

function endToast({ name, last }: PipelineView, { number, state }: StripRun): Toast {
  const mark = RUN_MARKS[state];
  const reason = last?.number === number ? last.reason : null;
  return toast(
    `${name}#${number} ${mark.word}${reason === null ? "" : `: ${reason}`}`,
    mark.meaning,
  );
}

/** "3 runs have ended: 1 failed, 2 succeeded" is told as its worst. */
function together(ended: readonly Toast[]): Toast {
  const words = ended.map(({ text }) => /#\d+ ([^:]+)/u.exec(text)?.[1] ?? "");
  const counts = [...Map.groupBy(words, (word) => word)].map(
    ([word, { length }]) => `${length} ${word}`,
  );
  const worst = (["bad", "warn", "quiet"] as const).find((meaning) =>
    ended.some((each) => each.meaning === meaning),
  );
  return toast(`${ended.length} runs have ended: ${counts.join(", ")}`, worst ?? "ok");
}

function toast(text: string, meaning: Toast["meaning"]): Toast {
  return { is: "toast", text, meaning };
}
