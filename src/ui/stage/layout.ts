// How the rows of the Stage screen are shared: the header and the reason always, then the tries, then what the stage is and
// gave, and its log at the end with all that is left. What does not fit scrolls in the middle; nothing else moves.

import type { Line } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { detailLines } from "./details.ts";
import { whyLines } from "./header.ts";
import type { Shown } from "./shown.ts";

export interface Layout {
  readonly why: readonly Line[];
  /** Tries that are shown. */
  readonly tries: number;
  readonly details: readonly Line[];
  /** Rows for the details; they scroll where these are fewer. */
  readonly detailRows: number;
  /** Rows for the log with its title. */
  readonly logRows: number;
}

const SMALL = 12;

/** What is asked for again and again between two changes: by drawing and by each key that scrolls. */
const known = new WeakMap<
  object,
  { readonly shown: Shown; readonly room: Room; readonly layout: Layout }
>();

export function layoutOf(shown: Shown, room: Room): Layout {
  const before = known.get(shown.page);
  if (before !== undefined && isSame(before, shown, room)) return before.layout;
  const layout = madeFor(shown, room);
  known.set(shown.page, { shown, room, layout });
  return layout;
}

function isSame(before: { shown: Shown; room: Room }, shown: Shown, room: Room): boolean {
  const { run, stage, now } = before.shown;
  const { columns, rows, ascii, zone } = before.room;
  return (
    run === shown.run &&
    stage === shown.stage &&
    now === shown.now &&
    columns === room.columns &&
    rows === room.rows &&
    ascii === room.ascii &&
    zone === room.zone
  );
}

function madeFor(shown: Shown, room: Room): Layout {
  const { rows } = room;
  const isSmall = rows < SMALL;
  const why = whyLines(shown, room, isSmall ? 1 : rows < 30 ? 4 : 6);
  let left = rows - 1 - why.length;
  const count = shown.page.attempts.length;
  const most = isSmall ? 1 : Math.max(3, Math.floor(rows / 5));
  // A row for the titles.
  const tries = left < 3 ? 0 : Math.min(count, most, left - 2);
  if (tries > 0) left -= tries + 1;
  const details = detailLines(shown, room);
  const hasLog = count > 0;
  const wanted = hasLog ? Math.min(1 + leastLog(rows), left) : 0;
  const detailRows = Math.max(0, Math.min(details.length, left - wanted));
  return { why, tries, details, detailRows, logRows: Math.max(0, left - detailRows) };
}

/** Lines of the log that are always seen. */
function leastLog(rows: number): number {
  if (rows < SMALL) return 1;
  return rows < 30 ? 3 : Math.floor(rows / 4);
}

/** How far the details can scroll. */
export function mostTop({ details, detailRows }: Layout): number {
  return Math.max(0, details.length - detailRows);
}
