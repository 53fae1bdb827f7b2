// Durations as people write them: "30s", "90m", "1h30m", "250ms", "2d". Kept as whole milliseconds.
//
// A number without a unit is refused: other tools take it as seconds, as minutes, or as either.

export type DurationResult =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const UNIT_ORDER = ["d", "h", "m", "s", "ms"];
const MOST_MS = 365 * 86_400_000;
const EXAMPLE = "Write a number with ms, s, m, h or d: 250ms, 30s, 90m, 1h30m, 2d.";

/**
 * Reads a duration; `0` is the only one without a unit. Units go from large to small, each at most once, and at
 * most 365 days in all.
 *
 * @returns whole milliseconds, or words that follow the name of the key
 */
export function durationOf(value: unknown): DurationResult {
  if (value === 0 || value === "0") return { ok: true, ms: 0 };
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return no("must be a duration such as 30s or 1h30m", EXAMPLE);
  if (/^\d+(\.\d+)?$/.test(text)) {
    return no(
      "needs a unit",
      `Add the unit: ${text}s for seconds, ${text}m for minutes, ${text}h for hours.`,
    );
  }
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) {
    return no("must be a duration such as 30s or 1h30m", EXAMPLE);
  }
  return sumOf(text);
}

function sumOf(text: string): DurationResult {
  let total = 0;
  let last = -1;
  for (const [, number = "", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)) {
    const place = UNIT_ORDER.indexOf(unit);
    if (place <= last)
      return no("has its units in the wrong order", "Write them from large to small: 1h30m.");
    last = place;
    total += Number(number) * (UNIT_MS[unit] ?? Number.NaN);
  }
  const ms = Math.round(total);
  if (ms > MOST_MS) return no("is too long", "At most 365d.");
  return { ok: true, ms };
}

function no(message: string, hint: string): DurationResult {
  return { ok: false, message, hint };
}
