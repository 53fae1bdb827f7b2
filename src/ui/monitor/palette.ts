// The palette: every action by its name, found by any letters of it in their order, with its key beside it. What can't be
// done now is there too, dim, with its reason.

import { type Line, bold, ellipsis, fitted, inverse, lineWidth, part } from "../line.ts";
import { padEnd, widthOf } from "../width.ts";
import type { Action } from "./action.ts";
import type { Room } from "./frame.ts";
import { keyText } from "./key-text.ts";
import { scrolled } from "./list.ts";

/** The actions that fit a text, the best first; all of them in their order for no text. */
export function matching(actions: readonly Action[], text: string): readonly Action[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return actions;
  const rated = actions.flatMap((action) => {
    const rank = rankOf(action, wanted);
    return rank === null ? [] : [{ action, rank }];
  });
  return rated.toSorted((a, b) => a.rank - b.rank).map(({ action }) => action);
}

/** Lower is better: its key's label begins so, has it as a word, holds it, has its letters in order. */
function rankOf({ command, label, help }: Action, wanted: string): number | null {
  const names = [label, command.replaceAll(".", " "), help].map((name) => name.toLowerCase());
  const begins = names.findIndex((name) => name.startsWith(wanted));
  if (begins >= 0) return begins;
  const words = names.findIndex((name) => name.includes(` ${wanted}`));
  if (words >= 0) return 10 + words;
  const holds = names.findIndex((name) => name.includes(wanted));
  if (holds >= 0) return 20 + holds;
  return isSpread(label, wanted) ? 30 : null;
}

/** Whether its letters stand in the name in their order, the first one at its beginning. */
function isSpread(name: string, wanted: string): boolean {
  if (!name.startsWith(wanted.slice(0, 1))) return false;
  let from = 0;
  for (const letter of wanted.replaceAll(" ", "")) {
    const at = name.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

const WIDEST = 74;
const MOST_ROWS = 14;

/** A box with the typed text and the actions that fit it; all lines are equally wide. */
export function paletteBox(found: readonly Action[], text: string, at: number, room: Room): Line[] {
  const { ascii } = room;
  const inner = Math.max(10, Math.min(WIDEST, room.columns - 4));
  const rows = Math.max(1, Math.min(MOST_ROWS, room.rows - 5, Math.max(1, found.length)));
  const top = scrolled(at - Math.floor(rows / 2), at, found.length, rows);
  const keys = Math.max(0, ...found.map((action) => widthOf(keyText(action.keys[0] ?? "", ascii))));
  const lines = found.slice(top, top + rows).map((action, row): Line => {
    const isChosen = top + row === at;
    const isDim = action.unable !== null;
    const key = padEnd(keyText(action.keys[0] ?? "", ascii), keys);
    const line: Line = [
      part(isChosen ? (ascii ? "> " : "▸ ") : "  "),
      part(`${key}  `, isDim ? null : "live", isDim),
      part(action.help, null, isDim),
      part(isDim ? `   ${action.unable ?? ""}` : "", null, true),
    ];
    return isChosen ? line.map(bold) : line;
  });
  const none: Line[] =
    found.length === 0 ? [[part("  Nothing here is called so.", null, true)]] : [];
  const typed: Line = [part(": ", "live"), part(text), inverse(part(" "))];
  return boxed("actions", [typed, ...none, ...lines], inner, ascii);
}

function boxed(title: string, lines: readonly Line[], inner: number, ascii: boolean): Line[] {
  const [h, v, corners] = ascii ? ["-", "|", "++++"] : ["─", "│", "┌┐└┘"];
  const [a, b, c, d] = corners;
  const head = `${a}${h} ${title} ${h.repeat(Math.max(0, inner - widthOf(title) - 1))}${b}`;
  const rows = lines.map((line): Line => {
    const fit = fitted(line, inner, ellipsis(ascii));
    return [part(`${v} `), ...fit, part(`${" ".repeat(Math.max(0, inner - lineWidth(fit)))} ${v}`)];
  });
  return [[part(head)], ...rows, [part(`${c}${h.repeat(inner + 2)}${d}`)]];
}
