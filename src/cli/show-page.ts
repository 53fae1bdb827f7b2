// The page of one run for people: the cause of a bad end first, then a line per stage with its attempts below it.

import { existsSync } from "node:fs";
import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { Masker } from "../engine/host/mask.ts";
import type { AttemptRow, StageRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import type { RunEnvironment } from "../engine/command.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { MetricSummary } from "../store/metric-table.ts";
import { bytes, clockSeconds, duration, elapsed, exactDuration } from "../ui/format.ts";
import { isLowerBetter } from "../ui/metric-goal.ts";
import { plainText, sanitise } from "../ui/sanitise.ts";
import { joined } from "../ui/says.ts";
import { ATTEMPT_MARKS, RUN_MARKS, STAGE_MARKS, isBadEnd } from "../ui/theme.ts";
import { padEnd, widthOf } from "../ui/width.ts";
import { tailOf } from "./log-tail.ts";
import { type Paint, painted, tinted } from "./paint.ts";
import { type Origin, originLines } from "./show-origin.ts";

export interface RunPage extends Origin {
  readonly attempts: readonly AttemptRow[];
  /** By stage key. */
  readonly metrics: ReadonlyMap<string, readonly MetricSummary[]>;
  readonly plan: Plan | null;
  readonly environment: RunEnvironment | null;
  readonly paths: HomePaths;
  readonly paint: Paint;
}

/** @param mask - of the run: hides its secrets in all of the page */
export function runPage(page: RunPage, now: number, mask: Masker): string[] {
  return pageLines(page, now, mask).map(mask.text);
}

function pageLines(page: RunPage, now: number, mask: Masker): string[] {
  const { run, stages, plan, environment } = page;
  const width = Math.max(4, ...stages.map((stage) => widthOf(plainText(stage.key))));
  const params = Object.entries(plan?.params ?? {}).map(
    ([name, value]) => `${name}=${String(value)}`,
  );
  return [
    headline(page, now),
    ...(run.reason === null ? [] : [` ${plainText(run.reason)}`]),
    ...stages.flatMap((stage) => stageLines(stage, width, page, now, mask)),
    ...line("file", plan?.file ?? null),
    ...line("params", params.length === 0 ? null : params.join("  ")),
    ...line("asked by", run.by),
    ...originLines(page, zoneHere()).flatMap(([title, value]) => line(title, value)),
    ...line("environment", environment === null ? null : Object.keys(environment.env).join(" ")),
  ];
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function line(title: string, value: string | null): string[] {
  return value === null ? [] : [` ${padEnd(title, 12)} ${plainText(value)}`];
}

function headline({ run, paint }: RunPage, now: number): string {
  const took =
    run.startedAt === null
      ? ""
      : run.endedAt === null
        ? `for ${elapsed(now - run.startedAt)}`
        : `in ${exactDuration(run.endedAt - run.startedAt)}`;
  const state = painted(RUN_MARKS[run.state], paint);
  const round = run.round > 1 ? `round ${run.round}` : "";
  return `${plainText(runName(run))}  ${joined([`${state} ${took}`.trim(), run.trigger, round, `${elapsed(now - run.createdAt)} ago`])}`;
}

function stageLines(
  stage: StageRow,
  width: number,
  page: RunPage,
  now: number,
  mask: Masker,
): string[] {
  const mark = STAGE_MARKS[stage.state];
  const own = page.attempts.filter((attempt) => attempt.stage === stage.key);
  const { startedAt, endedAt } = stage;
  const took =
    startedAt === null
      ? ""
      : endedAt === null
        ? elapsed(now - startedAt)
        : duration(endedAt - startedAt);
  const tries = stage.attempt === 0 ? "" : `try ${stage.attempt}/${stage.maxAttempts}`;
  const name = padEnd(plainText(stage.key), width);
  const head = joined([painted(mark, page.paint), took, tries, plainText(stage.reason ?? "")]);
  return [
    ` ${name}  ${head}`,
    ...detail("outputs", entries(stage.outputs ?? {})),
    ...detail("metrics", (page.metrics.get(stage.key) ?? []).filter(isOfLast(own)).map(metricText)),
    ...own.flatMap((attempt) => attemptLines(attempt, page, own.length > 1, mask)),
  ];
}

function isOfLast(attempts: readonly AttemptRow[]): (metric: MetricSummary) => boolean {
  const last = attempts.at(-1)?.number;
  return ({ attempt }) => attempt === last;
}

function detail(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`     ${padEnd(title, 8)} ${parts.join("  ")}`];
}

function entries(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).map(([name, value]) => `${plainText(name)}=${plainText(value)}`);
}

function metricText({ name, last, lowest, highest, points }: MetricSummary): string {
  const short = (value: number): string => String(Number(value.toPrecision(5)));
  const best = isLowerBetter(name) ? lowest : highest;
  const course = points === 1 ? "" : ` (best ${short(best)} of ${points})`;
  return `${plainText(name)} ${short(last)}${course}`;
}

/** All of them where there were several; a single one only if it went wrong, since its stage says the rest. */
function attemptLines(
  attempt: AttemptRow,
  { paths, paint }: RunPage,
  several: boolean,
  mask: Masker,
): string[] {
  const zone = zoneHere();
  const { startedAt, endedAt, cpuMs, peakRssBytes, cause } = attempt;
  const mark = ATTEMPT_MARKS[attempt.state];
  const took = endedAt === null ? "" : duration(endedAt - startedAt);
  const cpu = cpuMs === null ? "" : `cpu ${duration(cpuMs)}`;
  const memory = peakRssBytes === null ? "" : `memory ${bytes(peakRssBytes)}`;
  const words = joined([took, clockSeconds(startedAt, zone), cpu, memory, plainText(cause ?? "")]);
  const file = `${attemptFolder(paths, attempt.id)}/log`;
  const tail = isBadEnd(attempt.state) ? tailOf(file, null, true, () => mask) : null;
  const last = tail?.extras.lastLine ?? "";
  const quote = last === "" ? [] : [`              ${sanitise(last, { colour: false }).trim()}`];
  const shown = `     try ${attempt.number}    ${tinted(painted(mark, { ...paint, colour: false }), mark, paint)}   ${words}`;
  const log = existsSync(file) ? [`              ${file}`] : [];
  return several || isBadEnd(attempt.state) ? [shown, ...quote, ...log] : [shown];
}
