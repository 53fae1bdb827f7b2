// One stage on a screen, drawn from what is shown of it and where one is in it.

import { type Line, ellipsis, fitted, part } from "../line.ts";
import { type Frame, type Room, linesOnly } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import { headerLine } from "./header.ts";
import { INDENT, labelled } from "./labelled.ts";
import { type Layout, layoutOf, mostTop } from "./layout.ts";
import { type Shown, placeOf, shownOf, stageOf } from "./shown.ts";
import type { StageState } from "./state.ts";
import { triesTable } from "./tries.ts";
import { cut } from "../width.ts";

export function drawStage(view: View, state: StageState, room: Room): Frame {
  const shown = shownOf(view, state);
  const mark = ellipsis(room.ascii);
  const fit = (lines: readonly Line[]): Line[] =>
    lines.slice(0, room.rows).map((line) => fitted(line, room.columns, mark));
  if (shown === null) return linesOnly(fit(nothingYet(view, state)));
  const layout = layoutOf(shown, room);
  const top = Math.min(state.top, mostTop(layout));
  const above = [headerLine(shown, room), ...layout.why];
  const table = triesTable(shown, state, room, above.length, layout.tries);
  const gap =
    table === null ? [] : Array.from({ length: table.records.length + 1 }, (): Line => []);
  const lines = [
    ...above,
    ...gap,
    ...detailWindow(layout, top),
    ...logLines(shown, state, room, layout.logRows),
  ];
  return { lines: fit(lines), table };
}

function nothingYet(view: View, state: StageState): Line[] {
  const isRead = view.run !== null && view.run.run.id === state.run;
  if (!isRead || stageOf(view, state) !== null) return [[], [part("   One moment.", null, true)]];
  return [
    [],
    [part("   This run has no such stage.")],
    [],
    [part("   Esc goes back.", null, true)],
  ];
}

/** The details that are shown; the last line says how many are below. */
function detailWindow({ details, detailRows }: Layout, top: number): Line[] {
  const shown = details.slice(top, top + detailRows);
  const below = details.length - top - shown.length;
  if (below <= 0 || shown.length === 0) return shown;
  const more = part(`${" ".repeat(INDENT)}${below + 1} more lines, j goes on`, "live");
  return [...shown.slice(0, -1), [more]];
}

function logLines(
  { page }: Shown,
  state: StageState,
  { columns, ascii }: Room,
  rows: number,
): Line[] {
  const chosen = page.attempts[placeOf(page.attempts, state)];
  if (chosen === undefined || rows < 1) return [];
  if (page.chosen !== chosen.id)
    return labelled("LOG", [[part(`of try ${chosen.number}`, null, true)]]);
  const mark = ellipsis(ascii);
  if (page.logTail.length === 0) {
    const said = chosen.endedAt === null ? "nothing yet" : "nothing was written";
    return labelled("LOG", [[part(said, null, true)]]);
  }
  const lines = page.logTail.slice(-Math.max(1, rows - 1));
  const said = lines.map((line): Line => [part(cut(line, columns - INDENT - 1, mark))]);
  if (rows === 1) return labelled("LOG", said);
  return labelled("LOG", [[part(`last lines of try ${chosen.number}`, null, true)], ...said]);
}
