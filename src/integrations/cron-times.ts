// The five fields of a cron line, as cron (Vixie's and its heirs) reads them, and written anew with numbers only.
//
// What comes out is what other readers of cron expressions agree on: no names, no 7 for Sunday, no step past its range.

import { cronObjection } from "../pipeline/cron.ts";

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DAYS = "sun mon tue wed thu fri sat".split(" ");

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const FIELDS: readonly Field[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 7, names: DAYS },
];

const NICKNAMES: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
  "@every_minute": "* * * * *",
};

export type CronTimes =
  | { readonly is: "times"; readonly cron: string; readonly notes: readonly string[] }
  /** "@reboot" and the like, or a day that no month has: a start, but at no time of the clock. */
  | { readonly is: "no-time"; readonly why: string }
  | { readonly is: "bad" };

/** @param text - five fields between spaces, or a word such as "@daily" */
export function cronTimes(text: string): CronTimes {
  if (text.startsWith("@")) {
    const word = text.toLowerCase();
    const cron = Object.hasOwn(NICKNAMES, word) ? NICKNAMES[word] : undefined;
    const why = `${text}: no schedule; dagtop starts nothing at that event`;
    return cron === undefined ? { is: "no-time", why } : { is: "times", cron, notes: [] };
  }
  const parts = text.split(/\s+/);
  const fields = FIELDS.map((field, place) => fieldText(parts[place] ?? "", field));
  const known = fields.filter((field) => field !== null);
  if (parts.length !== FIELDS.length || known.length !== FIELDS.length) return { is: "bad" };
  const cron = known.join(" ");
  const objection = cronObjection(cron);
  if (objection !== null)
    return { is: "no-time", why: `${text}: no schedule; it ${objection.message}` };
  return { is: "times", cron, notes: dayNotes(parts[2] ?? "", parts[4] ?? "") };
}

/** cron asks for both days, not for one of them, where a field only begins with a star. */
function dayNotes(dayOfMonth: string, dayOfWeek: string): string[] {
  const steps = [dayOfMonth, dayOfWeek].some((field) => /^\*\/./.test(field));
  const isFree = dayOfMonth === "*" || dayOfWeek === "*";
  if (!steps || isFree) return [];
  return [
    `the days "${dayOfMonth}" of the month and "${dayOfWeek}" of the week: cron wants both to fit here, dagtop one of them`,
  ];
}

function fieldText(text: string, field: Field): string | null {
  const items = text.split(",").map((item) => itemText(item, field));
  return items.every((item) => item !== null) ? items.join(",") : null;
}

function itemText(item: string, field: Field): string | null {
  const [, from = "", to, step] = /^([^-/]+)(?:-([^-/]+))?(?:\/(\d{1,3}))?$/.exec(item) ?? [];
  const every = step === undefined ? 1 : Number(step);
  if (every === 0) return null;
  if (from === "*") return to === undefined ? starText(every, field) : null;
  const first = numberOf(from, field);
  const given = to === undefined ? first : numberOf(to, field);
  if (first === null || given === null || given < first) return null;
  const last = to === undefined && step !== undefined ? endOf(field) : given;
  return rangeText(first, last, every, field);
}

function starText(every: number, field: Field): string {
  if (every === 1) return "*";
  const count = endOf(field) - field.least + 1;
  return every >= count ? String(field.least) : `*/${every}`;
}

function rangeText(first: number, last: number, every: number, field: Field): string {
  // Sunday as 7 is written out, since in a range it would have to stand at the other end.
  if (field.most === 7 && last === 7) {
    const days: number[] = [];
    for (let day = first; day <= last; day += every) days.push(day % 7);
    return [...new Set(days)].toSorted((a, b) => a - b).join(",");
  }
  if (first === last || every > last - first) return String(first);
  return every === 1 ? `${first}-${last}` : `${first}-${last}/${every}`;
}

/** Days of the week end at Saturday, but for who writes 7. */
function endOf({ most }: Field): number {
  return most === 7 ? 6 : most;
}

function numberOf(text: string, { least, most, names }: Field): number | null {
  const named = names.indexOf(text.toLowerCase().slice(0, 3));
  if (named >= 0 && /^[a-z]+$/i.test(text)) return names.length === 12 ? named + 1 : named;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}
