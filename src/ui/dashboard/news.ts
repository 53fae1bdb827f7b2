// What happened of late, at the bottom of the Dashboard: a line for each moment, the newest last.

import { clockSeconds } from "../format.ts";
import { type Line, type Part, ellipsis, fitted, part } from "../line.ts";
import { whenText } from "../stage/numbers.ts";
import { glyphOf } from "../theme.ts";
import { padEnd } from "../width.ts";
import type { RowRoom } from "./row.ts";
import type { News, NewsPart } from "./view.ts";

const HALF_A_DAY = 12 * 3_600_000;

export function newsLine({ at, name, items }: News, room: RowRoom): Line {
  const { columns, ascii, now, zone } = room;
  const time = now - at < HALF_A_DAY ? clockSeconds(at, zone) : whenText(at, now, zone);
  const between = part(ascii ? " | " : " · ", null, true);
  const parts = items.flatMap((item, place) => [
    ...(place === 0 ? [] : [between]),
    ...item.flatMap((one, at) => newsParts(one, at > 0, ascii)),
  ]);
  const line: Line = [part(` ${padEnd(time, 8)} `, null, true), part(name), ...parts];
  const spaced = name === "" ? line : [...line.slice(0, 2), part(" "), ...parts];
  return fitted(spaced, columns, ellipsis(ascii));
}

function newsParts({ mark, text }: NewsPart, isBehind: boolean, ascii: boolean): Part[] {
  const space = isBehind ? " " : "";
  if (mark === null) return [part(`${space}${text}`)];
  const glyph = part(`${space}${glyphOf(mark, ascii)}`, mark.meaning);
  return text === "" ? [glyph] : [glyph, part(` ${text}`)];
}
