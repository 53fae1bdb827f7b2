// What the chosen version measured, in columns beside the champion; where it comes from; and, of the champion itself, the
// one before it.

import { number } from "../../engine/gate.ts";
import { bytes } from "../format.ts";
import { type Line, type Part, ellipsis, fitted, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { unknown, whenText } from "../stage/numbers.ts";
import { cutMiddle, padEnd, padStart, widthOf } from "../width.ts";
import { type Pair, besideOf, pairsOf } from "./compare.ts";
import type { Area } from "./layout.ts";
import type { ModelView, VersionView } from "./view.ts";

/** Title, and the names of the columns. */
const FIXED = 2;
const MOST_FACTS = 4;
const LEAST_VALUES = 4;
const VALUE = 10;
/** "champion v12" */
const OTHER = 12;
const DIFFERENCE = 11;
const WORD = 7;
const WIDEST_NAME = 32;
const LEAST_NAME = 8;

export interface Chosen {
  readonly model: ModelView;
  readonly version: VersionView;
}

/** How far the metrics can scroll. */
export function mostMetricTop(chosen: Chosen, area: Area): number {
  const { model, version } = chosen;
  const count = pairsOf(model, version, besideOf(model, version)).length;
  return Math.max(0, count - valueRows(chosen, area, count));
}

/** Metrics that are shown; a row of them says how many there are, where not all have room. */
function valueRows(chosen: Chosen, area: Area, count: number): number {
  const rows = area.rows - FIXED - factRows(chosen, area);
  return Math.max(0, count > rows ? rows - 1 : rows);
}

/** What is known besides takes the room that the metrics leave, and a line at least where there are a few. */
function factRows({ model, version }: Chosen, { rows }: Area): number {
  const count = pairsOf(model, version, besideOf(model, version)).length;
  const left = rows - FIXED;
  const least = left > LEAST_VALUES ? 1 : 0;
  return Math.max(least, Math.min(MOST_FACTS, left - count));
}

export function metricsBlock(
  chosen: Chosen,
  top: number,
  area: Area,
  { ascii, zone }: Pick<Room, "ascii" | "zone">,
  now: number,
): Line[] {
  const { model, version } = chosen;
  const mark = ellipsis(ascii);
  const other = besideOf(model, version);
  const pairs = pairsOf(model, version, other);
  const rows = valueRows(chosen, area, pairs.length);
  const first = Math.min(top, Math.max(0, pairs.length - rows));
  const shown = pairs.slice(first, first + rows);
  const widest = Math.max(LEAST_NAME, ...pairs.map((pair) => widthOf(pair.name)));
  const free = area.columns - 3 - VALUE - OTHER - DIFFERENCE - WORD - 8;
  const name = Math.min(WIDEST_NAME, widest, Math.max(LEAST_NAME, free));
  const rest = pairs.length - shown.length;
  const lines: Line[] = [
    titleOf(model, version, other),
    ...factLines(version, ascii, whenText(version.madeAt, now, zone)).slice(
      0,
      factRows(chosen, area),
    ),
    headingOf(version, other, name),
    ...shown.map((pair) => pairLine(pair, name, other !== null, ascii)),
    ...(rest > 0 ? [restLine(first, shown.length, pairs.length)] : []),
    ...(pairs.length === 0 ? [[part("   it measured nothing", null, true)]] : []),
  ];
  return lines.slice(0, area.rows).map((line) => fitted(line, area.columns, mark));
}

function restLine(first: number, count: number, all: number): Line {
  return [part(`   ${first + 1}-${first + count} of ${all} metrics, ] and [ scroll`, "live")];
}

function titleOf({ name }: ModelView, version: VersionView, other: VersionView | null): Line {
  const head: Part[] = [part(` v${version.version}`, "live"), part(` of ${name}`)];
  if (version.alias === "champion") {
    const after = other === null ? "" : `, beside v${other.version} before it`;
    return [...head, part("  the champion", "ok"), part(after)];
  }
  if (other === null) return [...head, part("  there is no champion", null, true)];
  return [...head, part(`  beside the champion v${other.version}`)];
}

function factLines(one: VersionView, ascii: boolean, made: string): Line[] {
  const { fileName, files, bytes: size, hash, filesAreGone, params, said } = one;
  const round = one.round > 1 ? ` round ${one.round}` : "";
  const gone = one.runIsThere ? "" : " (gone)";
  const many = files === 1 ? "" : `, ${files} files`;
  const facts = (...pairs: readonly (readonly [string, string])[]): Line => [
    part("   "),
    ...pairs
      .filter(([, text]) => text !== "")
      .flatMap(([word, text], place): Part[] => [
        part(`${place === 0 ? "" : "   "}${word} `, null, true),
        part(text),
      ]),
  ];
  return [
    facts(
      ["made", made],
      ["by", one.by],
      ["in", `${one.runName}${round}${gone}`],
      ["stage", one.stage],
    ),
    ...(filesAreGone ? [[part(`   its files are gone: ${fileName}, ${hash}`, "bad")]] : []),
    ...(said === null ? [] : [facts(["said", said])]),
    ...(filesAreGone
      ? []
      : [facts(["kept", `${fileName}${many}, ${bytes(size)}`], ["hash", hash])]),
    facts(["commit", one.commit ?? unknown(ascii)], ["params", params.join(" ")]),
  ];
}

function headingOf({ version }: VersionView, other: VersionView | null, name: number): Line {
  const cells = [padEnd("metric", name), padStart(`v${version}`, VALUE)];
  if (other !== null)
    cells.push(
      padStart(`${other.alias} v${other.version}`, OTHER),
      padStart("differs by", DIFFERENCE),
    );
  return [part(`   ${cells.join("  ")}`, null, true)];
}

const MEANINGS = { better: "ok", worse: "warn", "as good": null } as const;

function pairLine(pair: Pair, name: number, hasOther: boolean, ascii: boolean): Line {
  const { value, other, difference, judged } = pair;
  const none = unknown(ascii);
  const text = (one: number | null): string => (one === null ? none : number(one));
  const own = part(
    `   ${padEnd(cutMiddle(pair.name, name, ellipsis(ascii)), name)}  ${padStart(text(value), VALUE)}`,
  );
  if (!hasOther) return [own];
  const sign = difference !== null && difference > 0 ? "+" : "";
  const word = judged === null ? [] : [part(`  ${judged}`, MEANINGS[judged])];
  return [
    own,
    part(`  ${padStart(text(other), OTHER)}`),
    part(`  ${padStart(difference === null ? none : `${sign}${number(difference)}`, DIFFERENCE)}`),
    ...word,
  ];
}
