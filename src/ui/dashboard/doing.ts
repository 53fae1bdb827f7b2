// What a run does or waits for, with the time that is left, in as many columns as there are: whole words first, then the
// few that matter most, cut only where even these are too long.

import { leftText, leftUntil } from "../eta.ts";
import { countdown, elapsed } from "../format.ts";
import { ellipsis } from "../line.ts";
import { type Meaning, RUN_MARKS, STAGE_MARKS, glyphOf, runIsOver } from "../theme.ts";
import { cut, widthOf } from "../width.ts";
import type { Doing, EndedView } from "./view.ts";

/** Whether a person is waited for. */
export function asksYou(doing: Doing | null): boolean {
  return doing !== null && doing.asks !== null;
}

export interface Said {
  readonly text: string;
  readonly meaning: Meaning | null;
  readonly dim: boolean;
}

export interface SaidRoom {
  readonly columns: number;
  readonly ascii: boolean;
  readonly now: number;
  /** Whether the time that is left has a column of its own. */
  readonly hasLeft: boolean;
}

export function doingText(doing: Doing, room: SaidRoom): Said {
  const { columns, ascii, now, hasLeft } = room;
  if (doing.asks !== null) {
    const glyph = glyphOf(STAGE_MARKS.waiting, ascii);
    const text = cut(`${glyph} ${doing.says}`, columns, ellipsis(ascii));
    return { text, meaning: "wait", dim: false };
  }
  const due = dueText(doing, now);
  const left = hasLeft ? "" : etaLeft(doing.eta, now);
  const behind = [due, left]
    .filter((text) => text !== "")
    .map((text) => `  ${text}`)
    .join("");
  const says = [doing.says, doing.brief].find((text) => widthOf(text + behind) <= columns);
  const text =
    says === undefined ? cut(doing.brief, columns - widthOf(behind), ellipsis(ascii)) : says;
  return { text: cut(text + behind, columns, ellipsis(ascii)), meaning: null, dim: false };
}

function dueText({ dueAt }: Doing, now: number): string {
  if (dueAt === null) return "";
  return dueAt <= now ? "now" : `in ${countdown(dueAt - now)}`;
}

/** "~37m"; empty where nobody knows. */
export function etaLeft(eta: number | null, now: number): string {
  return eta === null ? "" : leftText(leftUntil({ p50: eta, p95: null }, now));
}

/** "ok 6h ago", "failed 2d ago: disk full" */
export function endedText(last: EndedView | null, room: SaidRoom): Said {
  if (last === null) return { text: room.ascii ? "-" : "–", meaning: null, dim: true };
  const { word, meaning } = RUN_MARKS[last.state];
  const isFine = last.state === "succeeded";
  const ago = last.endedAt === null ? "" : ` ${agoText(room.now - last.endedAt)}`;
  const why = isFine || last.reason === null ? "" : `: ${last.reason}`;
  const text = cut(`${isFine ? "ok" : word}${ago}${why}`, room.columns, ellipsis(room.ascii));
  const isQuiet = isFine || last.state === "cancelled" || !runIsOver(last.state);
  return { text, meaning: isQuiet ? null : meaning, dim: isQuiet };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One unit is enough of what is long over: "41s ago", "6h ago", "2d ago". */
function agoText(ms: number): string {
  if (ms < HOUR) return `${elapsed(ms)} ago`;
  return ms < DAY ? `${Math.floor(ms / HOUR)}h ago` : `${Math.floor(ms / DAY)}d ago`;
}
