// Lines of coloured parts for plain output: on a terminal none is wider than that, so none wraps and every thing keeps
// its one line; what is piped is never cut.

import { fstatSync } from "node:fs";
import { styleText } from "node:util";
import { type Line, ellipsis, fitted } from "../ui/line.ts";
import { COLOURS } from "../ui/theme.ts";
import type { Paint } from "./paint.ts";

export interface Fit {
  readonly paint: Paint;
  /** Of the terminal; null where there is none. */
  readonly columns: number | null;
}

export function lineText(line: Line, { paint, columns }: Fit): string {
  const whole = withoutEnd(line);
  const shown = columns === null ? whole : fitted(whole, columns, ellipsis(paint.ascii));
  const texts = shown.map(({ text, meaning, dim }) => {
    const colour = meaning === null ? null : COLOURS[meaning];
    const styles = [...(colour === null ? [] : [colour]), ...(dim ? (["dim"] as const) : [])];
    const isPlain = !paint.colour || styles.length === 0;
    return isPlain ? text : styleText(styles, text, { validateStream: false });
  });
  return texts.join("");
}

/** Spaces at the end are nothing that could be missed. */
function withoutEnd(line: Line): Line {
  const last = line.findLastIndex(({ text }) => text.trim() !== "");
  return line
    .slice(0, last + 1)
    .map((one, place) => (place === last ? { ...one, text: one.text.trimEnd() } : one));
}

const STDOUT = 1;

/** How wide the terminal is; null where the output is piped. Node's stream is made only where it may be a terminal. */
export function terminalColumns(): number | null {
  if (!fstatSync(STDOUT).isCharacterDevice() || !process.stdout.isTTY) return null;
  const { columns } = process.stdout;
  return columns > 0 ? columns : null;
}

/** Of a name without a terminal: one that is longer stands out, and pads no other row. */
const MOST_PADDED = 40;
const LEAST = 8;

/** How wide a column of names may be: a third of the terminal. */
export function nameColumns({ columns }: Fit): number {
  return columns === null ? MOST_PADDED : Math.max(LEAST, Math.floor(columns / 3));
}
