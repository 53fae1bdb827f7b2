// The outbox as people and programs see it: a line for each message, the newest first. What was written into a message is not
// ours, so it is cleaned, and the secrets of its run are hidden once more.

import type { MessageState, OutboxRow } from "../engine/outbox.ts";
import { runName } from "../engine/run.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Reader } from "../store/reader.ts";
import { UNKNOWN, countdown, elapsed } from "../ui/format.ts";
import { part } from "../ui/line.ts";
import { oneLine, plainText } from "../ui/sanitise.ts";
import { type Mark, glyphOf } from "../ui/theme.ts";
import { maskedValue, masksOfRuns } from "./masking.ts";
import { table } from "./table.ts";
import type { Fit } from "./terminal-line.ts";

export interface LoggedMessage extends OutboxRow {
  /** The run as people name it; null where it is no longer in the home. */
  readonly runName: string | null;
}

export function messagesOf(reader: Reader, most: number, channel: string | null): LoggedMessage[] {
  const mask = masksOfRuns(reader);
  const names = new Map<RunId, string | null>();
  const nameOf = (id: RunId): string | null => {
    if (!names.has(id)) names.set(id, named(reader, id));
    return names.get(id) ?? null;
  };
  return reader.messages.recent(most, channel).map((row) => ({
    ...row,
    runName: nameOf(row.run),
    ...maskedValue({ message: row.message, error: row.error }, mask(row.run)),
  }));
}

function named(reader: Reader, id: RunId): string | null {
  const run = reader.runs.get(id);
  return run === null ? null : runName(run);
}

const MARKS: Readonly<Record<MessageState, Mark>> = {
  waiting: { glyph: "↻", ascii: "r", meaning: "warn", word: "waiting" },
  accepted: { glyph: "✓", ascii: "+", meaning: "ok", word: "accepted" },
  refused: { glyph: "✗", ascii: "x", meaning: "bad", word: "refused" },
  given_up: { glyph: "✗", ascii: "x", meaning: "bad", word: "given up" },
  withdrawn: { glyph: "⊘", ascii: "-", meaning: "quiet", word: "withdrawn" },
};

const COLUMNS = [
  { title: "WHEN", right: true },
  { title: "CHANNEL", name: true },
  { title: "RUN", name: true },
  { title: "STAGE", name: true },
  { title: "STATE" },
  { title: "TRIES", right: true },
  { title: "WHY", name: true },
  { title: "TITLE" },
];

export function messageLines(rows: readonly LoggedMessage[], fit: Fit, now: number): string[] {
  const cells = rows.map((row) => {
    const mark = MARKS[row.state];
    return [
      `${elapsed(now - row.at)} ago`,
      plainText(row.channel),
      row.runName === null ? UNKNOWN : plainText(row.runName),
      plainText(row.stage),
      part(`${glyphOf(mark, fit.paint.ascii)} ${mark.word}`, mark.meaning),
      String(row.tries),
      oneLine(whyOf(row, now)),
      oneLine(row.message.title),
    ];
  });
  return table(COLUMNS, cells, fit);
}

/** What went wrong at the last try, and when the next one is due. */
function whyOf({ state, error, tries, nextAt }: LoggedMessage, now: number): string {
  if (state === "accepted") return "";
  if (state === "withdrawn") return error ?? "nobody waits for it any more";
  if (state !== "waiting" || nextAt === null || tries === 0) return error ?? "";
  const again = nextAt > now ? `again in ${countdown(nextAt - now)}` : "tried again now";
  return error === null ? again : `${again}: ${error}`;
}

export function messageShape({ message, ...row }: LoggedMessage) {
  const { id, event, level, title, lines, command } = message;
  return {
    id,
    channel: row.channel,
    run: row.runName,
    round: row.round,
    stage: row.stage,
    event,
    level,
    title,
    lines,
    command,
    state: row.state,
    tries: row.tries,
    error: row.error,
    created_at: time(row.at),
    next_at: row.nextAt === null ? null : time(row.nextAt),
    give_up_at: time(row.giveUpAt),
    ended_at: row.endedAt === null ? null : time(row.endedAt),
  };
}

function time(at: number): string {
  return new Date(at).toISOString();
}
