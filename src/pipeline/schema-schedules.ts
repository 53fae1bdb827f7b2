// The shapes of what says when a pipeline runs and who hears of it: schedules, alerts, expectations, windows.
//
// As in schema.ts: a schema checks one value and says what it must be; names that must exist are checked elsewhere.

import * as z from "zod";
import { didYouMean } from "./nearest.ts";
import * as is from "./schema-leaves.ts";

const MAP = "must be a map";

export const scheduleSchema = z.object(
  {
    name: z.unknown().optional(),
    cron: is.text,
    timezone: is.text.optional(),
    catchup: is.oneOf(["none", "latest", "all"]).optional(),
    catchup_window: is.timeLimit.optional(),
    overlap: is.oneOf(["skip", "queue_one", "queue", "replace", "allow"]).default("skip"),
    jitter: is.duration.default(0),
    params: z.unknown().optional(),
    preset: is.text.optional(),
  },
  { error: `${MAP}\nWrite {name: nightly, cron: "0 2 * * *"}.` },
);

/** Ends of a run, and what happens to its schedule. */
const ALERTS =
  "late missed stuck waiting recovered succeeded partial failed timed_out cancelled".split(" ");

export const alertSchema = z.object(
  {
    on: is.leaf((value): readonly string[] | is.Wrong => {
      const list: unknown[] = Array.isArray(value) ? value : [value];
      const bad = list.find((word) => typeof word !== "string" || !ALERTS.includes(word));
      const known = ALERTS.join(", ");
      if (list.length > 0 && bad === undefined) return list as string[];
      const meant = typeof bad === "string" ? didYouMean(bad, ALERTS) : "";
      return new is.Wrong(
        `must be one or more of ${known}`,
        meant || "Write one or a list: [late, failed].",
      );
    }),
    channels: is.textOrTexts(
      "must be names of channels",
      "Write names that your config.yaml declares: channels: [team-slack].",
    ),
  },
  { error: `${MAP}\nWrite {on: [late, failed], channels: [team-slack]}.` },
);

export const expectSchema = z.object(
  { finish_within: is.timeLimit },
  { error: `${MAP}\nWrite expect: {finish_within: 1h}.` },
);

const clock = is.leaf((value) =>
  typeof value === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
    ? value
    : new is.Wrong(
        "must be a time of day from 00:00 to 23:59",
        "Write hours and minutes with two digits each: 06:30.",
      ),
);

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const EVERY_DAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

const days = is.leaf((value): readonly number[] | is.Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const numbers = list.flatMap(daysOf);
  if (numbers.length > 0 && !numbers.includes(0)) {
    return EVERY_DAY.filter((day) => numbers.includes(day));
  }
  return new is.Wrong(
    "must be days of the week",
    "Write mon, tue, wed, thu, fri, sat, sun, or a range: [mon-fri].",
  );
});

/** 1 is Monday; 0 stands for what is no day. */
function daysOf(value: unknown): number[] {
  if (typeof value === "number") return [EVERY_DAY.includes(value) ? value : 0];
  if (typeof value !== "string") return [0];
  const [from = "", to = from, ...more] = value.toLowerCase().split("-");
  const first = DAYS.indexOf(from);
  const last = DAYS.indexOf(to);
  if (first < 0 || last < 0 || more.length > 0) return [0];
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => ((first + index) % 7) + 1);
}

export const windowSchema = z.object(
  { from: clock, to: clock, days: days.default([...EVERY_DAY]) },
  {
    error: `must be a text such as "22:00-06:00", or a map\nWrite window: "22:00-06:00", or {from, to, days}.`,
  },
);
