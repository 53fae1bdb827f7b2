// How wide each column of a drawing is, so that all of it fits: names are cut in their middle as little as that takes,
// and never so that two of them look the same.

import { type Label, labelText, labelWidth } from "./label.ts";

export interface Room {
  readonly columns: number;
  /** Whether nothing but ASCII is drawn around the names. */
  readonly ascii: boolean;
}

export interface Column {
  /** Where labels begin. */
  readonly left: number;
  /** Where the first lane behind them is. */
  readonly lanes: number;
}

export interface Fitting {
  readonly is: "fits";
  readonly columns: readonly Column[];
  readonly width: number;
  /** Columns that a name may take. */
  readonly most: number;
  /** From one lane to the next. */
  readonly pitch: number;
}

export type Fit = Fitting | { readonly is: "too wide"; readonly columns: number };

/** Less is no name. */
const LEAST_NAME = 8;
/** Lanes move together before names are cut below this. */
const SHORT_NAME = 16;

/**
 * @param ranks - rank → the labels in it
 * @param lanes - rank → how many lanes are behind it
 */
export function fitOf(
  ranks: readonly (readonly Label[])[],
  lanes: readonly number[],
  room: Room,
): Fit {
  const labels = ranks.flat();
  const sizes = ranks.map((some) => some.map(sizeOf));
  const longest = Math.max(LEAST_NAME, ...sizes.flat().map(({ name }) => name));
  // Two lanes side by side can be told apart where corners have a form.
  const tight = room.ascii ? 2 : 1;
  let least = LEAST_NAME;
  while (least < longest && !canBeTold(labels, least)) least += 1;
  const { width } = columnsOf(sizes, lanes, least, tight);
  if (width > room.columns) return { is: "too wide", columns: width };
  const widest = Math.max(least, Math.min(longest, room.columns));
  const loose = Math.min(widest, Math.max(least, SHORT_NAME));
  const ways = [
    ...downwards(widest, loose).map((most) => ({ most, pitch: 2 })),
    ...downwards(widest, least).map((most) => ({ most, pitch: tight })),
  ];
  const way = ways.find(
    ({ most, pitch }) =>
      columnsOf(sizes, lanes, most, pitch).width <= room.columns && canBeTold(labels, most),
  ) ?? { most: least, pitch: tight };
  return { is: "fits", ...columnsOf(sizes, lanes, way.most, way.pitch), ...way };
}

interface Size {
  readonly name: number;
  /** What stands around it. */
  readonly signs: number;
}

function sizeOf(label: Label): Size {
  const signs = labelWidth(label, 0);
  return { name: labelWidth(label, Infinity) - signs, signs };
}

function downwards(from: number, to: number): number[] {
  return Array.from({ length: from - to + 1 }, (_, step) => from - step);
}

function columnsOf(
  ranks: readonly (readonly Size[])[],
  lanes: readonly number[],
  most: number,
  pitch: number,
): { readonly columns: Column[]; readonly width: number } {
  const columns: Column[] = [];
  let left = 0;
  let width = 0;
  for (const [rank, sizes] of ranks.entries()) {
    const widths = sizes.map(({ name, signs }) => signs + Math.min(name, most));
    const end = left + Math.max(0, ...widths);
    columns.push({ left, lanes: end + 2 });
    width = end;
    const count = lanes[rank] ?? 0;
    left = end + 5 + (count === 0 ? 0 : (count - 1) * pitch + 1);
  }
  return { columns, width: Math.max(1, width) };
}

function canBeTold(labels: readonly Label[], most: number): boolean {
  const texts = new Set(labels.map((label) => labelText(label, most, "…")));
  return texts.size === labels.length;
}
