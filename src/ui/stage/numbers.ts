// Values of metrics and moments as short texts whose width hardly changes.

import { UNKNOWN, clock } from "../format.ts";

/** "–", and what ASCII has for it. */
export function unknown(ascii: boolean): string {
  return ascii ? "-" : UNKNOWN;
}

const HUGE = 1e6;
const TINY = 1e-3;

/** Three digits that count: ".811", "1.23", "41.2", "12345", "2.1e-5". */
export function metricText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size >= HUGE || size < TINY)
    return value.toExponential(1).replace("e+", "e").replace(".0e", "e");
  if (Number.isInteger(value)) return String(value);
  if (size >= 100) return value.toFixed(0);
  return Number(value.toPrecision(3))
    .toString()
    .replace(/^(-?)0\./u, "$1.");
}

const DAY = 24 * 3_600_000;

/** "02:12" of today, "Fri 02:12" of the week that is ending, "21 Nov" of what was before. */
export function whenText(at: number, now: number, zone: string): string {
  const day = (instant: number): string => format(zone, "day").format(instant);
  if (day(at) === day(now)) return clock(at, zone);
  const isNear = Math.abs(now - at) < 6 * DAY;
  return isNear ? `${format(zone, "weekday").format(at)} ${clock(at, zone)}` : day(at);
}

// Making one costs far more than using it.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, what: "day" | "weekday"): Intl.DateTimeFormat {
  const key = `${what} ${zone}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const fields =
    what === "day"
      ? ({ day: "numeric", month: "short" } as const)
      : ({ weekday: "short" } as const);
  const made = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...fields });
  formats.set(key, made);
  return made;
}
