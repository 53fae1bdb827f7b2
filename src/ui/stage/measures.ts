// What a try measured and used, over its time: metrics as sparklines, each with its latest and its best value, and lanes of
// CPU, memory and GPU.

import { championText } from "../../engine/gate.ts";
import { bytes } from "../format.ts";
import { type Line, ellipsis, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { lane, sparkline } from "../spark.ts";
import type { Meaning } from "../theme.ts";
import { cutMiddle, padEnd, padStart, widthOf } from "../width.ts";
import { labelled } from "./labelled.ts";
import { metricText, unknown } from "./numbers.ts";
import { type Shown } from "./shown.ts";
import type { MetricView, StagePageView, UseView } from "./view.ts";

const MOST_CELLS = 48;
const LONGEST_NAME = 22;
const VALUE_WIDTH = 7;
/** " best .834 (max)" */
const BEST_WIDTH = 20;
const GAP = "   ";

export function metricLines({ metrics }: StagePageView, { ascii }: Room, width: number): Line[] {
  const mark = ellipsis(ascii);
  const names = Math.min(LONGEST_NAME, Math.max(0, ...metrics.map(({ name }) => widthOf(name))));
  const champions = metrics.map((one) => championOf(one));
  const beside = Math.max(0, ...champions.map(({ length }) => length));
  const ends = BEST_WIDTH + (beside === 0 ? 0 : beside + GAP.length);
  const cells = Math.max(0, Math.min(MOST_CELLS, width - names - VALUE_WIDTH - ends - 2));
  return metrics.map(({ name, points, latest, best }, place): Line => {
    const end = `best ${metricText(best.value)} (${best.isMax ? "max" : "min"})`;
    const champion = champions[place] ?? "";
    return [
      part(`${padEnd(cutMiddle(name, names, mark), names)} `),
      // The newest bar beside its value.
      part(padStart(sparkline(points, cells, ascii), cells), "live"),
      part(padStart(metricText(latest), VALUE_WIDTH + 1)),
      part(`${GAP}${champion === "" ? end : padEnd(end, BEST_WIDTH - GAP.length)}`, null, true),
      part(champion === "" ? "" : `${GAP}${champion}`),
    ];
  });
}

function championOf({ name, champion }: MetricView): string {
  return champion === null
    ? ""
    : championText({ metric: name }, { ...champion, filesAreGone: false });
}

interface Lane {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Of a full bar. */
  readonly full: number;
  readonly now: string;
  readonly most: string;
}

const NOW_WIDTH = 10;
const MOST_WIDTH = 14;

/** A line for CPU, for memory, and for the GPU where one was seen. */
export function useLines({ page, stage }: Shown, { ascii }: Room, width: number): Line[] {
  const { use } = page;
  if (use === null || use.rssBytes.length === 0) return [];
  const isLive = page.attempts.find(({ id }) => id === page.chosen)?.endedAt === null;
  const meaning: Meaning | null = isLive && stage.endedAt === null ? "live" : null;
  const cells = Math.max(0, Math.min(MOST_CELLS, width - NOW_WIDTH - MOST_WIDTH - 2));
  return lanesOf(use, isLive, ascii).flatMap(({ label, values, full, now, most }) => {
    const bars = part(lane(stretched(values, cells), cells, full, ascii), meaning);
    return labelled(label, [
      [bars, part(` ${padStart(now, NOW_WIDTH)}`), part(`   ${most}`, null, true)],
    ]);
  });
}

function lanesOf(use: UseView, isLive: boolean, ascii: boolean): Lane[] {
  const none = unknown(ascii);
  const { now } = use;
  const text = (value: number | null, as: (value: number) => string): string =>
    value === null || !isLive ? "" : as(value);
  const cpu = highest(use.cpuPercent);
  const memory = highest(use.rssBytes);
  const gpu = highest(use.gpuPercent);
  const gpuMemory = highest(use.gpuBytes);
  const percent = (value: number): string => `${Math.round(value)}%`;
  const most = (value: number | null, as: (value: number) => string): string =>
    `most ${value === null ? none : as(value)}`;
  const lanes: Lane[] = [
    {
      label: "CPU",
      values: use.cpuPercent,
      full: Math.max(100, cpu ?? 0),
      now: text(now.cpuPercent, percent),
      most: most(cpu, percent),
    },
    {
      label: "MEMORY",
      values: use.rssBytes,
      full: memory ?? 0,
      now: text(now.rssBytes, bytes),
      most: most(memory, bytes),
    },
  ];
  if (gpu === null && gpuMemory === null) return lanes;
  const both = [text(now.gpuPercent, percent), text(now.gpuBytes, bytes)];
  lanes.push({
    label: "GPU",
    values: gpu === null ? use.gpuBytes : use.gpuPercent,
    full: gpu === null ? (gpuMemory ?? 0) : 100,
    now: both.filter((each) => each !== "").join(" "),
    most: `${most(gpu, percent)}${gpuMemory === null ? "" : ` ${bytes(gpuMemory)}`}`,
  });
  return lanes;
}

/** As many as there are cells, where they are fewer: each stands for its span of time. */
function stretched<Value>(values: readonly Value[], cells: number): readonly Value[] {
  if (values.length === 0 || values.length >= cells) return values;
  return Array.from({ length: cells }, (_, cell) =>
    values.slice(Math.floor((cell * values.length) / cells)).slice(0, 1),
  ).flat();
}

function highest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
