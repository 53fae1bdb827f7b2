// The line of hints: the keys that work here, most likely first, cut at the right and never wrapped. A key that does
// nothing now is dim. Help and actions are never cut away, since everything else is found there.

import { type Line, ellipsis, fitted, lineWidth, part } from "../line.ts";
import type { Action } from "./action.ts";
import type { Room } from "./frame.ts";
import { keyText } from "./key-text.ts";

const ALWAYS: ReadonlySet<string> = new Set(["actions", "help"]);
/** Where a person is waited for, that comes first. */
const URGENT = /\.(?:approve|answer)$/u;
const GAP = part("  ");

export function hintsLine(actions: readonly Action[], room: Room): Line {
  const shown = actions
    .filter(({ hint, command, unable }) => hint !== null && !(isGlobal(command) && unable !== null))
    .toSorted((a, b) => placeOf(a) - placeOf(b));
  const fixed = shown
    .filter(({ command }) => ALWAYS.has(command))
    .map((one) => hintOf(one, room.ascii));
  const rest = shown
    .filter(({ command }) => !ALWAYS.has(command))
    .map((one) => hintOf(one, room.ascii));
  const reserved = fixed.reduce((sum, hint) => sum + GAP.text.length + lineWidth(hint), 0);
  const line: Line[number][] = [part(" ")];
  for (const [place, hint] of rest.entries()) {
    const gap = place === 0 ? [] : [GAP];
    if (lineWidth(line) + lineWidth(gap) + lineWidth(hint) + reserved > room.columns) break;
    line.push(...gap, ...hint);
  }
  for (const hint of fixed) line.push(...(line.length > 1 ? [GAP] : []), ...hint);
  return fitted(line, room.columns, ellipsis(room.ascii));
}

const isGlobal = (command: string): boolean => !command.includes(".");

function placeOf({ command, hint, unable }: Action): number {
  return URGENT.test(command) && unable === null ? -100 : (hint ?? Infinity);
}

function hintOf({ keys, label, unable }: Action, ascii: boolean): Line {
  const key = keyText(keys[0] ?? "", ascii);
  return unable === null
    ? [part(key, "live"), part(` ${label}`)]
    : [part(`${key} ${label}`, null, true)];
}
