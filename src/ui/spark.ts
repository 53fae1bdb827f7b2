// Numbers over time in one row of bars. A sparkline shows the shape of one series between its own lowest and highest
// value; a lane shows how much of a known most was used, from nothing up, so that two lanes can be compared.
//
// The newest value is always in the last bar. There are as many bars as values, and never more than `cells`: whoever wants
// a fixed width fills the rest. Every bar is one column wide.

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const ASCII_BARS = ["_", ".", ":", "-", "=", "+", "*", "#"];
const GAP = " ";
const MIDDLE = 3;

/** Of several values that share a bar the last one counts. What is no number leaves a gap; an infinity is the far end. */
export function sparkline(points: readonly number[], cells: number, ascii: boolean): string {
  const bars = shared(points, cells, lastNumber);
  const finite = bars.filter((value) => value !== null && Number.isFinite(value));
  const low = Math.min(...finite.map(Number));
  const high = Math.max(...finite.map(Number));
  return bars
    .map((value) => barOf(value === null ? null : within(value, low, high), ascii))
    .join("");
}

/**
 * Of several values that share a bar the highest counts, so that a short peak is seen. What is not known leaves a gap.
 *
 * @param max - the value of a full bar; whatever is above it is full too
 */
export function lane(
  values: readonly (number | null)[],
  cells: number,
  max: number,
  ascii: boolean,
): string {
  return shared(values, cells, highest)
    .map((value) => barOf(value === null ? null : within(value, 0, Math.max(0, max)), ascii))
    .join("");
}

type Values = readonly (number | null)[];

function shared(values: Values, cells: number, one: (some: Values) => number | null): Values {
  const count = Math.max(0, Math.min(values.length, Math.floor(cells)));
  if (count === values.length) return values.map((value) => one([value]));
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * values.length) / count);
    return one(values.slice(from, Math.floor(((bar + 1) * values.length) / count)));
  });
}

const isNumber = (value: number | null): value is number => value !== null && !Number.isNaN(value);

const lastNumber = (some: Values): number | null => some.findLast(isNumber) ?? null;

function highest(some: Values): number | null {
  const known = some.filter(isNumber);
  return known.length === 0 ? null : Math.max(...known);
}

/** From 0 to 1; null where low and high are the same and the value too. */
function within(value: number, low: number, high: number): number | "middle" {
  if (value === Infinity) return 1;
  if (value === -Infinity) return 0;
  if (low === high) return low === 0 && value <= 0 ? 0 : "middle";
  // Halves, since the difference of two very large numbers is no number.
  return Math.min(1, Math.max(0, (value / 2 - low / 2) / (high / 2 - low / 2)));
}

function barOf(share: number | "middle" | null, ascii: boolean): string {
  if (share === null) return GAP;
  const bars = ascii ? ASCII_BARS : BARS;
  const place =
    share === "middle" ? MIDDLE : Math.min(bars.length - 1, Math.floor(share * bars.length));
  return bars[place] ?? GAP;
}
