// What a stage is and gave, below its tries: command, environment, rules, outputs, files, metrics and use. Each part takes
// the lines that it needs; the screen shows as many as have room and scrolls the rest.

import { countdown, bytes } from "../format.ts";
import { gateLines } from "../gate-line.ts";
import { type Line, ellipsis, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { cut, cutMiddle, padEnd, padStart, widthOf } from "../width.ts";
import { wrapped } from "../wrap.ts";
import { INDENT, flowed, labelled, told } from "./labelled.ts";
import { metricLines, useLines } from "./measures.ts";
import { unknown, whenText } from "./numbers.ts";
import type { Shown } from "./shown.ts";
import type { OutView, StagePageView, StageWork } from "./view.ts";

export function detailLines(shown: Shown, room: Room): Line[] {
  const { page } = shown;
  const width = room.columns - INDENT - 1;
  return [
    ...workLines(shown, room, width),
    ...labelled("ENV", environmentLines(page, width)),
    ...labelled("RULES", ruleLines(shown, width)),
    ...labelled("GATE", promotionLines(page, room, width)),
    ...labelled("OUTPUTS", outputLines(page, room, width)),
    ...labelled("FILES", fileLines(page, room, width)),
    ...labelled("METRICS", metricLines(page, room, width)),
    ...useLines(shown, room, width),
  ];
}

function workLines(shown: Shown, { ascii, zone }: Room, width: number): Line[] {
  const { page } = shown;
  const { work } = page;
  const mark = ellipsis(ascii);
  const about = page.description === null ? [] : wrapped(page.description, width, 2, mark);
  const described = labelled(
    "WHAT",
    about.map((line): Line => [part(line)]),
  );
  if (work.is === "approval")
    return [...described, ...questionLines(shown, work, zone, width, mark)];
  const where = whereLine(page, width, mark);
  const lines = commandLines(page, width, mark);
  const [first = [], ...others] = lines;
  const isShort = others.length === 0 && lineWidth(first) + lineWidth(where) + 4 <= width;
  const runs = isShort ? [[...first, part("    "), ...where]] : [...lines, where];
  return [...described, ...labelled("RUNS", runs)];
}

/** What is asked, unless that stands above already, of whom, and until when. */
function questionLines(
  { stage, now }: Shown,
  { message, by }: Extract<StageWork, { is: "approval" }>,
  zone: string,
  width: number,
  mark: string,
): Line[] {
  const isAbove = stage.state === "waiting";
  const text = isAbove ? [] : wrapped(message, width, 4, mark);
  const who = by.length === 0 ? "anybody" : by.join(", ");
  const until = isAbove && stage.dueAt !== null ? stage.dueAt : null;
  const limit =
    until === null
      ? ""
      : `${whenText(until, now, zone)}, in ${countdown(Math.max(0, until - now))}`;
  return [
    ...labelled(
      "ASKS",
      text.map((line): Line => [part(line)]),
    ),
    ...labelled(
      "WHO",
      flowed([told("may answer:", cut(who, width - 12, mark)), told("given up at", limit)], width),
    ),
  ];
}

function commandLines({ work }: StagePageView, width: number, mark: string): Line[] {
  if (work.is !== "script") {
    const text = work.is === "argv" ? work.text : "";
    return wrapped(text, width, 4, mark).map((line): Line => [part(line)]);
  }
  const more = work.count - work.lines.length;
  const rest: Line[] =
    more > 0 ? [[part(`and ${more} more lines; y copies all of it`, null, true)]] : [];
  return [...work.lines.map((line): Line => [part(cut(line, width, mark))]), ...rest];
}

function whereLine({ cwd, python }: StagePageView, width: number, mark: string): Line {
  const path = cutMiddle(
    cwd,
    Math.max(8, python === null ? width - 3 : Math.floor(width / 2)),
    mark,
  );
  if (python === null) return [part("in ", null, true), part(path)];
  const left = Math.max(8, width - 3 - widthOf(path) - 10);
  const tail = [part("   python ", null, true), part(cutMiddle(python, left, mark))];
  return [part("in ", null, true), part(path), ...tail];
}

function environmentLines({ environment, work }: StagePageView, width: number): Line[] {
  if (work.is === "approval") return [];
  const { by, usual, passed, set, file, secrets } = environment;
  const count = secrets.length === 0 ? "" : `${secrets.length}: ${secrets.join(" ")}`;
  return flowed(
    [
      told("of", by),
      usual === 0 ? null : [part(String(usual)), part(" usual variables", null, true)],
      told("pass_env", passed.join(" ")),
      told("sets", set.join(" ")),
      told("env_file", file ?? ""),
      told("secrets", count),
    ],
    width,
  );
}

function ruleLines({ page }: Shown, width: number): Line[] {
  const { needs, ifText, retry, timeoutMs, slots, onFail, work } = page;
  const limit = timeoutMs === null || work.is === "approval" ? "" : `${countdown(timeoutMs)} a try`;
  return flowed(
    [
      told("after", needs.join(", ")),
      told("if", ifText ?? ""),
      told("retry", work.is === "approval" ? "" : retry),
      told("limit", limit),
      told("slots", slots.join(", ")),
      told("on_fail", onFail === "fail" ? "" : onFail),
    ],
    width,
  );
}

function outputLines({ outputs }: StagePageView, { ascii }: Room, width: number): Line[] {
  const mark = ellipsis(ascii);
  const pieces = outputs.map(({ name, value }): Line => {
    const head = cut(name, Math.floor(width / 2), mark);
    return [part(`${head} `, null, true), part(cut(value, width - widthOf(head) - 1, mark))];
  });
  return flowed(pieces, width);
}

function promotionLines({ gate }: StagePageView, { ascii }: Room, width: number): Line[] {
  return gate === null ? [] : gateLines(gate, width, ascii);
}

const SIZE_WIDTH = 7;
const HASH_WIDTH = 12;
const LEAST_PATH = 12;

function fileLines({ outs }: StagePageView, room: Room, width: number): Line[] {
  const mark = ellipsis(room.ascii);
  const most = Math.max(LEAST_PATH, width - SIZE_WIDTH - HASH_WIDTH - 4);
  const longest = Math.min(most, Math.max(0, ...outs.map((out) => widthOf(pathOf(out)))));
  return outs.map((out): Line => {
    const path = part(padEnd(cutMiddle(pathOf(out), longest, mark), longest));
    if (out.is === "missing") return [path, part("  is not there", "warn")];
    const size = padStart(sizeOf(out, room.ascii), SIZE_WIDTH);
    return [path, part(`  ${size}  `), part(out.hash ?? "", null, true)];
  });
}

function pathOf({ path, is }: OutView): string {
  return is === "folder" ? `${path}/` : path;
}

function sizeOf({ is, bytes: size }: OutView, ascii: boolean): string {
  if (is === "folder") return "folder";
  return size === null ? unknown(ascii) : bytes(size);
}
