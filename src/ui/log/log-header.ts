// The line above a log: which one it is, where in it one is, what goes on, and at the right which toggles are set.
//
//    spam#3 › train · try 2 · following                              wrap · times · &loss · /nan no more

import { count } from "../format.ts";
import { type Line, type Part, ellipsis, fitted, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { plainText } from "../sanitise.ts";
import { cut, widthOf } from "../width.ts";
import { type LogState, linesBelow } from "./log-state.ts";
import type { LogWindow } from "./view.ts";

const LONGEST_TEXT = 24;
const LEAST_NAME = 20;

export function headerLine(
  window: LogWindow | null,
  state: LogState,
  title: string,
  isEndShown: boolean,
  room: Room,
): Line {
  const { columns, ascii } = room;
  const mark = ellipsis(ascii);
  const name = ` ${plainText(title)}`;
  const where =
    window === null ? [] : [part(ascii ? " - " : " · "), ...whereOf(window, state, isEndShown)];
  // The name may be cut before the toggles are, but not to nothing.
  const kept = Math.min(widthOf(name), LEAST_NAME) + lineWidth(where);
  const right = fitted(togglesOf(state, ascii), Math.max(0, columns - kept - 1), mark);
  const rest = Math.max(0, columns - lineWidth(right) - 1);
  const left = fitted(
    [part(cut(name, Math.max(0, rest - lineWidth(where)), mark)), ...where],
    rest,
    mark,
  );
  const gap = columns - lineWidth(left) - lineWidth(right);
  return gap < 0 ? fitted(left, columns, mark) : [...left, part(" ".repeat(gap)), ...right];
}

function whereOf(window: LogWindow, state: LogState, isEndShown: boolean): Part[] {
  if (window.busy !== null) return [part(window.busy, "live")];
  if (state.top === "end") return [window.isLive ? part("following", "live") : part("end")];
  const below = linesBelow(state, window);
  if (below > 0)
    return [part(`${count(below)} new ${below === 1 ? "line" : "lines"} below`, "warn")];
  if (isEndShown) return [part("end")];
  return [part(`${Math.floor(100 * Math.min(1, window.share))} %`)];
}

function togglesOf({ wrap, times, filter, query, search }: LogState, ascii: boolean): Part[] {
  const shown = (text: string): string => cut(plainText(text), LONGEST_TEXT, ellipsis(ascii));
  const toggles: Part[][] = [];
  if (wrap) toggles.push([part("wrap")]);
  if (times) toggles.push([part("times")]);
  if (filter !== null) toggles.push([part(`&${shown(filter)}`, "live")]);
  if (query !== null)
    toggles.push([part(`/${shown(query)}`), ...searchParts(search, " no more matches", ascii)]);
  else if (search.is === "no more") toggles.push([part("no error found", "warn")]);
  else if (search.is !== "none")
    toggles.push([part("first error"), ...searchParts(search, "", ascii)]);
  return toggles.flatMap((toggle, index) => [
    ...(index === 0 ? [] : [part(ascii ? " - " : " · ", null, true)]),
    ...toggle,
    ...(index === toggles.length - 1 ? [part(" ")] : []),
  ]);
}

function searchParts({ is }: LogState["search"], none: string, ascii: boolean): Part[] {
  switch (is) {
    case "going":
      return [part(` searching${ellipsis(ascii)}`, "live")];
    case "no more":
      return [part(none, "warn")];
    case "found":
    case "none":
      return [];
  }
}
