// What a stage says of itself in its row: why it waits, what it is doing, how it ended. The reason stands where the
// eye already is.
//
// A saying holds no "now", so that a stage that has not changed keeps the same object; the countdown and the bar are
// written out only when a line of a given width is drawn. Texts have passed the sanitiser.

import type { StagePlan } from "../pipeline/plan.ts";
import type { StageRow, StageState } from "../engine/rows.ts";
import { type Need, afterText } from "./after.ts";
import { count, countdown } from "./format.ts";
import type { Progress } from "./progress.ts";
import { oneLine, plainText, sanitise } from "./sanitise.ts";
import { padStart, widthOf } from "./width.ts";

export type Says =
  | { readonly is: "text"; readonly text: string }
  | {
      readonly is: "retry";
      readonly next: number;
      readonly of: number;
      readonly dueAt: number | null;
      readonly cause: string;
    }
  | {
      readonly is: "progress";
      readonly try: string;
      readonly fraction: number;
      readonly text: string;
    };

/** The part of a plan's stage that is shown: what it waits for, whose member it is, who may answer it. */
export type StageNeeds = Pick<StagePlan, "needs" | "if" | "matrix" | "command">;

/** What is known of a stage beside its rows: the last line of its live log and the progress read from it. */
export interface StageExtras {
  readonly lastLine: string | null;
  readonly progress: Progress | null;
}

export interface SayingFacts {
  readonly row: StageRow;
  /** The cause of the last attempt that has one. */
  readonly cause: string | null;
  /** Attempts of this round that used a try. */
  readonly tries: number;
  readonly stopping: boolean;
  readonly needs: StageNeeds | null;
  /** Its needs in their order; empty where it has begun. */
  readonly waitsFor: readonly Need[];
  readonly extras: StageExtras | null;
}

const text = (words: string): Says => ({ is: "text", text: words });

type Saying = (facts: SayingFacts, reason: string | null) => Says;

const ended: Saying = (_, reason) => text(reason ?? "");
const endedBadly: Saying = (facts, reason) =>
  text(joined([reason ?? cleanCause(facts), tries(facts), quoteOf(facts)]));

const SAYINGS: { readonly [State in StageState]: Saying } = {
  pending: (facts, reason) => text(joined([reason ?? "", after(facts, reason)])),
  queued: (_, reason) => text(reason ?? "waits to be started"),
  running: (facts) => doing(facts),
  retrying: (facts, reason) => retry(facts, reason),
  waiting: (_, reason) => text(reason ?? "waits for a person"),
  succeeded: (facts) => text(done(facts)),
  cached: (_, reason) => text(reason ?? "unchanged"),
  skipped: ended,
  upstream_failed: ended,
  cancelled: ended,
  failed: endedBadly,
  timed_out: endedBadly,
  crashed: endedBadly,
  rejected: endedBadly,
};

export function saysOf(facts: SayingFacts): Says {
  const { row } = facts;
  return SAYINGS[row.state](facts, row.reason === null ? null : oneLine(row.reason));
}

/** A longer reason leaves no room for what is waited for. */
const LONGEST_BESIDE = 40;

/** What is still waited for; beside a reason only if that is short, and only what has not ended. */
function after({ needs, waitsFor }: SayingFacts, reason: string | null): string {
  if (needs === null) return "";
  const isTold =
    reason === null || (widthOf(reason) <= LONGEST_BESIDE && waitsFor.some(({ isOpen }) => isOpen));
  return isTold ? afterText(needs.if, waitsFor) : "";
}

// The code says that it failed, the last words of its log most often why.
function retry({ row, cause, extras }: SayingFacts, reason: string | null): Says {
  const why = joined([reason ?? (cause === null ? "" : plainText(cause)), lastLine(extras)]);
  return { is: "retry", next: row.attempt + 1, of: row.maxAttempts, dueAt: row.dueAt, cause: why };
}

function doing({ row, tries, stopping, extras }: SayingFacts): Says {
  const again = tries > 1 ? `try ${row.attempt} of ${row.maxAttempts}` : "";
  if (stopping) return text(joined([again, "is being stopped"]));
  const progress = extras?.progress ?? null;
  if (progress === null) return text(joined([again, lastLine(extras)]));
  const words = sanitise(progress.text, { colour: false });
  if (progress.fraction === null) return text(joined([again, words]));
  return { is: "progress", try: again, fraction: progress.fraction, text: words };
}

// A cause on a good end is a warning, so it comes before the good news.
function done(facts: SayingFacts): string {
  const outputs = Object.entries(facts.row.outputs ?? {}).map(
    ([name, value]) => `${plainText(name)} ${number(plainText(value))}`,
  );
  // The outputs of a built-in are for other stages.
  const isTold = facts.needs?.command.is === "builtin" && facts.row.reason !== null;
  const given = outputs.length > 0 ? outputs.join(", ") : lastLine(facts.extras);
  const news = isTold ? "" : given;
  return joined([plainText(facts.row.reason ?? ""), cleanCause(facts), tries(facts), news]);
}

const LONG_INTEGER = /^\d{4,15}$/u;

function number(value: string): string {
  return LONG_INTEGER.test(value) && !value.startsWith("0") ? count(Number(value)) : value;
}

function tries(facts: SayingFacts): string {
  return facts.tries > 1 ? `${facts.tries} tries` : "";
}

function cleanCause({ cause }: SayingFacts): string {
  return cause === null ? "" : plainText(cause);
}

/** The last line of the log. A built-in that has said in words what it came to has nothing to add. */
export function quoteOf({
  row,
  needs,
  extras,
}: Pick<SayingFacts, "row" | "needs" | "extras">): string {
  return row.reason !== null && needs?.command.is === "builtin" ? "" : lastLine(extras);
}

function lastLine(extras: StageExtras | null): string {
  return sanitise(extras?.lastLine ?? "", { colour: false }).trim();
}

const BETWEEN = "   ";

/** Parts of a line, the empty ones left out, with the space that stands between columns. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(BETWEEN);
}

export interface Page {
  readonly now: number;
  /** Columns that a saying may use; only the bar's length depends on it. */
  readonly columns: number;
  readonly ascii: boolean;
}

/** A saying as one line, not cut yet. */
export function sayingText(says: Says, page: Page): string {
  switch (says.is) {
    case "text":
      return says.text;
    case "retry":
      return joined([retryText(says, page.now), says.cause]);
    case "progress": {
      const percent = padStart(`${Math.floor(says.fraction * 100)}%`, 4);
      return joined([says.try, joined([bar(says.fraction, page) + percent, says.text])]);
    }
  }
}

/** "try 2 of 2 in 3s", or "try 2 of 2 now" once it is due. */
export function retryText(says: Extract<Says, { is: "retry" }>, now: number): string {
  const which = `try ${says.next} of ${says.of}`;
  if (says.dueAt === null) return which;
  return says.dueAt <= now ? `${which} now` : `${which} in ${countdown(says.dueAt - now)}`;
}

const LONGEST_BAR = 18;
const SHORTEST_BAR = 6;

function bar(fraction: number, { columns, ascii }: Page): string {
  const cells = Math.min(LONGEST_BAR, Math.floor(columns / 4));
  if (cells < SHORTEST_BAR) return "";
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * cells);
  const [done, left] = ascii ? ["=", "."] : ["━", "─"];
  return `${(done ?? "").repeat(full)}${(left ?? "").repeat(cells - full)} `;
}
