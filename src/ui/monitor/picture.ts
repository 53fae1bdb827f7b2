// The whole picture: the screen on top, what lies over it, and the line of hints. Never more rows or columns than the
// terminal has.

import { dialogLines } from "../dialogs/lines.ts";
import { type Line, bold, ellipsis, fitted, inverse, part } from "../line.ts";
import { glyphOf, STAGE_MARKS } from "../theme.ts";
import { actionsOf } from "./actions.ts";
import type { Frame, Room } from "./frame.ts";
import { hintsLine } from "./hints.ts";
import { onScreen } from "./kinds.ts";
import { overlaid } from "./overlay.ts";
import { matching, paletteBox } from "./palette.ts";
import { smallFrame } from "./small.ts";
import { type Toast, type Ui, topOf } from "./ui.ts";
import type { View } from "./view.ts";

/** A terminal smaller than this gets a list of states and no screens. */
const LEAST = { columns: 60, rows: 16 };

export function isSmall({ columns, rows }: Pick<Room, "columns" | "rows">): boolean {
  return columns < LEAST.columns || rows < LEAST.rows;
}

/** What a screen is drawn into: all but the line of hints. */
export function screenRoom(terminal: Room): Room {
  return { ...terminal, rows: Math.max(1, terminal.rows - 1) };
}

/** @param terminal - the whole of it */
export function pictureOf(view: View, ui: Ui, terminal: Room): Frame {
  if (isSmall(terminal) && ui.dialog === null) return within(smallFrame(view, terminal), terminal);
  const room = screenRoom(terminal);
  const { lines, table } = onScreen(topOf(ui), (kind, state) => kind.draw(view, state, room));
  const covered = withToasts(fillUp(lines, room.rows), ui.toasts, room);
  const box = boxOf(view, ui, room);
  const drawn = box === null ? covered : overlaid(covered, box, room);
  const frame = {
    lines: [...drawn, bottomLine(view, ui, room)],
    table: box === null ? table : null,
  };
  return within(frame, terminal);
}

function boxOf(view: View, ui: Ui, room: Room): readonly Line[] | null {
  if (ui.dialog !== null) return dialogLines(ui.dialog, room);
  if (ui.typed?.is !== "palette") return null;
  const found = matching(actionsOf(topOf(ui), view, room), ui.typed.text);
  return paletteBox(found, ui.typed.text, ui.typed.at, room);
}

function bottomLine(view: View, ui: Ui, room: Room): Line {
  if (ui.typed?.is === "find") {
    const title = onScreen(topOf(ui), ({ finder }) => finder?.title ?? "find");
    const keys = part("   Enter keeps it  Esc takes it back", null, true);
    return [part(` ${title}: `, "live"), part(ui.typed.text), inverse(part(" ")), keys];
  }
  if (ui.typed?.is === "palette") return [part(" Enter does it  "), part("Esc back", null, true)];
  if (ui.dialog !== null) return [part("")];
  return hintsLine(actionsOf(topOf(ui), view, room), room);
}

const MOST_SHOWN = 2;

/** The newest that was said stands over the last lines of the screen. */
function withToasts(lines: readonly Line[], toasts: readonly Toast[], room: Room): readonly Line[] {
  const shown = toasts.slice(-MOST_SHOWN);
  if (shown.length === 0) return lines;
  const glyph = glyphOf(STAGE_MARKS.waiting, room.ascii);
  const said = shown.map(({ text, meaning }): Line => {
    const sign = meaning === "wait" ? `${glyph} ` : room.ascii ? "> " : "› ";
    return [bold(part(` ${sign}${text}`, meaning === "quiet" ? "live" : meaning))];
  });
  return [...lines.slice(0, Math.max(0, room.rows - said.length)), ...said];
}

function fillUp(lines: readonly Line[], rows: number): Line[] {
  return Array.from({ length: rows }, (_, row) => lines[row] ?? []);
}

function within({ lines, table }: Frame, { rows, columns, ascii }: Room): Frame {
  const mark = ellipsis(ascii);
  const fit = lines.slice(0, rows).map((line) => fitted(line, columns, mark));
  return {
    lines: fit,
    table: table !== null && table.at + table.records.length + 1 <= rows ? table : null,
  };
}
