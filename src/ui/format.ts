// Numbers, sizes and times as people read them on a screen. Every text is short and its width hardly changes while the
// value grows, so that columns stand still. What is not known is "–".
//
// Durations are milliseconds; instants are epoch milliseconds; a zone is an IANA name such as "Africa/Tunis".

export const UNKNOWN = "–";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took: "1.2s", "41s", "12m", "1h52", "3d4h"; with a decimal only below ten seconds. */
export function duration(ms: number): string {
  return ms < 10 * SECOND ? tenths(ms) : elapsed(ms);
}

/** As `duration`, but with a decimal up to a minute: for the line that stays when a run is over. */
export function exactDuration(ms: number): string {
  return ms < MINUTE ? tenths(ms) : elapsed(ms);
}

/** How long something has been going on: as `duration` in whole units, so that it changes once a second at most. */
export function elapsed(ms: number): string {
  if (ms < MINUTE) return `${Math.floor(Math.max(0, ms) / SECOND)}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h${twoDigits(Math.floor((ms % HOUR) / MINUTE))}`;
  return `${Math.floor(ms / DAY)}d${Math.floor((ms % DAY) / HOUR)}h`;
}

/** The time until something is due, rounded up: it says "1s" until the last moment, and "0s" once it is due. */
export function countdown(ms: number): string {
  return elapsed(Math.ceil(ms / SECOND) * SECOND);
}

/** "round 2", or "round 2 in 6s" where it has still to begin; nothing for the first. */
export function roundText(round: number, dueAt: number | null, now: number): string {
  if (round === 1) return "";
  return dueAt === null
    ? `round ${round}`
    : `round ${round} in ${countdown(Math.max(0, dueAt - now))}`;
}

// Cut, not rounded: 9.96 s is not yet 10.0.
function tenths(ms: number): string {
  return `${(Math.floor(Math.max(0, ms) / 100) / 10).toFixed(1)}s`;
}

/** A whole number with separators: "6,046". */
export function count(value: number): string {
  return String(Math.trunc(value)).replaceAll(/\B(?=(?:\d{3})+$)/gu, ",");
}

const UNITS = ["B", "K", "M", "G", "T", "P"];

/** A size in powers of 1024: "512B", "2.1G", "21G"; with a decimal only below ten. */
export function bytes(value: number): string {
  let size = Math.max(0, value);
  let unit = 0;
  // 1023.6 would round up to "1024".
  while (size >= 1023.5 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  const text = unit === 0 || size >= 9.95 ? size.toFixed(0) : size.toFixed(1);
  return `${text}${UNITS[unit] ?? ""}`;
}

/** The wall clock in a zone, to the minute: "02:12". */
export function clock(at: number, zone: string): string {
  return clockSeconds(at, zone).slice(0, 5);
}

/** The wall clock in a zone, to the second: "02:12:40". @throws RangeError for a zone that does not exist */
export function clockSeconds(at: number, zone: string): string {
  return clockOf(zone).format(at);
}

/** The same, with the day before it where that is not the day of `now`: "27 Nov, 02:12:40". */
export function clockFrom(now: number, at: number, zone: string): string {
  const day = (instant: number): string => dayOf(zone).format(instant);
  const time = clockSeconds(at, zone);
  return day(now) === day(at) ? time : `${day(at)}, ${time}`;
}

function dayOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
}

// Making one costs far more than using it.
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  clocks.set(zone, made);
  return made;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
