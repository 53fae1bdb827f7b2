// `status` for people: a line for the host, a line for each pipeline.

import type { StageRow } from "../engine/rows.ts";
import { countdown, duration, elapsed } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import { RUN_MARKS, runIsOver } from "../ui/theme.ts";
import { padEnd, widthOf } from "../ui/width.ts";
import type { HostState } from "./host-process.ts";
import type { Overview, PipelineOverview } from "./overview.ts";
import { type Paint, painted } from "./paint.ts";

export interface StatusPage extends Overview {
  readonly host: HostState;
  readonly machine: string;
  readonly home: string;
  /** "7d" */
  readonly since: string;
  readonly paint: Paint;
}

export function statusPage(page: StatusPage, now: number): string[] {
  const header = `${plainText(page.machine)}  ${hostText(page, now)}  ${plainText(page.home)}`;
  if (page.pipelines.length === 0) return [header, " Nothing has run here yet: dagtop run FILE"];
  const width = Math.max(...page.pipelines.map(({ name }) => widthOf(plainText(name))));
  const states = page.pipelines.map((pipeline) => stateText(pipeline, page, now));
  const stateWidth = Math.max(...states.map(({ plain }) => widthOf(plain)));
  const says = page.pipelines.map((pipeline) => saysText(pipeline, page, now));
  const saysWidth = Math.max(...says.map(widthOf));
  const lines = page.pipelines.map((pipeline, place) => {
    const { plain = "", shown = "" } = states[place] ?? {};
    const state = shown + " ".repeat(stateWidth - widthOf(plain));
    const rate = rateText(pipeline, page.since);
    return ` ${padEnd(plainText(pipeline.name), width)}  ${state}  ${padEnd(says[place] ?? "", saysWidth)}  ${rate}`.trimEnd();
  });
  return [header, ...lines, ...queuedLines(page)];
}

function hostText({ host, active }: StatusPage, now: number): string {
  switch (host.is) {
    case "alive":
      return `host up ${elapsed(now - host.row.since)} (pid ${host.row.pid})`;
    case "stopped":
      return `host ${host.row.pid} is stopped: kill -CONT ${host.row.pid}`;
    case "elsewhere":
      return `host ${host.row.pid} in another container`;
    case "gone":
      return active.length === 0
        ? "no host runs"
        : "no host runs; the next dagtop run or dagtop daemon goes on with what is unfinished";
  }
}

function stateText({ last }: PipelineOverview, { paint }: StatusPage, now: number) {
  if (last === null) return { plain: "–", shown: "–" };
  const mark = RUN_MARKS[last.state];
  const words = `#${last.number} ${mark.word}${timeOf(last, now)}`;
  const plain = painted(mark, { ...paint, colour: false }, words);
  return { plain, shown: painted(mark, paint, words) };
}

function timeOf(run: NonNullable<PipelineOverview["last"]>, now: number): string {
  if (run.endedAt !== null) return ` ${elapsed(now - run.endedAt)} ago`;
  return run.startedAt === null ? "" : ` ${elapsed(now - run.startedAt)}`;
}

/** What an active run is doing, why one waits, how one ended. */
function saysText({ last }: PipelineOverview, { active }: StatusPage, now: number): string {
  if (last === null) return "";
  if (runIsOver(last.state)) return plainText(last.reason ?? tookText(last));
  if (last.state === "queued") return plainText(last.reason ?? "waits");
  const stages = active.find(({ run }) => run.id === last.id)?.stages ?? [];
  return stages
    .flatMap((stage) => stageText(stage, now))
    .slice(0, 3)
    .join(", ");
}

function tookText({ startedAt, endedAt }: NonNullable<PipelineOverview["last"]>): string {
  return startedAt === null || endedAt === null ? "" : `in ${duration(endedAt - startedAt)}`;
}

function stageText(stage: StageRow, now: number): string[] {
  const tries = stage.maxAttempts > 1 ? ` ${stage.attempt}/${stage.maxAttempts}` : "";
  const name = plainText(stage.key);
  if (stage.state === "running") return [`${name}${tries}`];
  if (stage.state === "retrying" && stage.dueAt !== null)
    return [`${name} tries again in ${countdown(Math.max(0, stage.dueAt - now))}`];
  if (stage.state === "waiting")
    return [`${name} waits for a person: ${plainText(stage.reason ?? "")}`];
  if (stage.state === "queued") return [`${name} ${plainText(stage.reason ?? "waits")}`];
  return [];
}

function rateText({ ended, succeeded }: PipelineOverview, since: string): string {
  if (ended === 0) return "";
  return `${Math.round((100 * succeeded) / ended)}% of ${ended} in ${since}`;
}

/** Runs that wait behind the newest one of their pipeline. */
function queuedLines({ waiting, pipelines }: StatusPage): string[] {
  const newest = new Set(pipelines.map(({ name, last }) => `${name}#${last?.number ?? 0}`));
  const queued = waiting.filter(({ run, stage }) => stage === null && !newest.has(run));
  return queued.map(({ run, reason }) => ` ${plainText(run)} ${plainText(reason)}`);
}
