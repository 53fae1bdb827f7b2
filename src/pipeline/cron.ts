// Cron texts: five fields, or a word such as @daily. croner judges them; nothing here runs on a clock.

import { Cron } from "croner";
import { nearest } from "./nearest.ts";

export interface CronObjection {
  /** Goes on after "the cron text …", or stands for itself. */
  readonly message: string;
  readonly hint: string;
}

const LONGEST = 200;
const FIELDS = "minute hour day-of-month month day-of-week";
const EXAMPLE = `Write five fields, ${FIELDS}: "0 2 * * *" is every day at 02:00.`;
const WORDS = ["@hourly", "@daily", "@weekly", "@monthly", "@yearly"];

/** A leap year begins here, so that a 29th of February comes due too. */
const FROM = "2024-01-01T00:00:00";

/** What is wrong with a cron text, or null. */
export function cronObjection(text: string): CronObjection | null {
  const fields = text.trim().split(/\s+/);
  if (text.length > LONGEST) {
    return { message: `has more than ${LONGEST} characters`, hint: "Use ranges and steps: */5." };
  }
  if (text.trim().startsWith("@")) return wordObjection(text.trim());
  if (fields.length === 6 || fields.length === 7) {
    const hint = `Seconds and years are not known here: take the ${fields.length === 6 ? "first field" : "first and the last field"} off. Ticks come once a minute at most.`;
    return { message: `has ${fields.length} fields, and 5 are read`, hint };
  }
  if (fields.length !== 5) {
    return {
      message: `has ${fields.length} ${fields.length === 1 ? "field" : "fields"}, and 5 are read`,
      hint: EXAMPLE,
    };
  }
  try {
    const cron = new Cron(text, { paused: true });
    if (cron.nextRun(FROM) !== null) return null;
    return { message: "never comes due", hint: "That month has no such day." };
  } catch (error) {
    return { message: `is not understood: ${reasonOf(error)}`, hint: EXAMPLE };
  }
}

function wordObjection(word: string): CronObjection | null {
  if (WORDS.includes(word)) return null;
  const meant = nearest(word, WORDS);
  const hint = meant === null ? `Known are ${WORDS.join(", ")}.` : `Did you mean "${meant}"?`;
  return { message: `knows no "${word}"`, hint };
}

function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : "";
  return words.replace(/^CronPattern:\s*/, "").slice(0, 100);
}

/** What is wrong with the name of a time zone, or null. */
export function zoneObjection(zone: string): CronObjection | null {
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    // Offsets are known to some runtimes, but no summer time would be.
    if (/^[A-Za-z]/.test(zone)) return null;
  } catch {
    // Said below.
  }
  const meant = nearest(zone, Intl.supportedValuesOf("timeZone"));
  const hint =
    meant === null ? "Write a name such as Europe/Paris or UTC." : `Did you mean "${meant}"?`;
  return { message: `there is no time zone "${zone}"`, hint };
}
