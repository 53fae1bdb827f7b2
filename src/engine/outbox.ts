// The outbox: one row per message and channel, from the first try to its end (semantics 8.4). When the next try is due, and
// when a message is given up, is decided here; sending is the host's.

import type { AttemptId, RunId, StageKey } from "../pipeline/ids.ts";
import type { Message, Sent } from "./message.ts";

export type MessageState = "waiting" | "accepted" | "refused" | "given_up" | "withdrawn";

/** What it belongs to; nothing of it is sent once that is over. */
export interface MessageOf {
  readonly run: RunId;
  readonly round: number;
  readonly stage: StageKey;
  readonly attempt: AttemptId;
}

export interface OutboxRow extends MessageOf {
  readonly channel: string;
  readonly message: Message;
  readonly state: MessageState;
  readonly tries: number;
  /** Epoch milliseconds; null once it has ended. */
  readonly nextAt: number | null;
  readonly giveUpAt: number;
  readonly at: number;
  readonly endedAt: number | null;
  /** Why the last try did not go well; null where it did. */
  readonly error: string | null;
}

/** What a `uses: notify` stage asks for. */
export interface NotifyArgs extends MessageOf {
  readonly giveUpAt: number;
  readonly messages: readonly { readonly channel: string; readonly message: Message }[];
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** The row after a try. A try that would come after the end of its time is not waited for. */
export function afterTry(row: OutboxRow, sent: Sent, now: number): OutboxRow {
  const tries = row.tries + 1;
  const ended = { ...row, tries, nextAt: null, endedAt: now };
  if (sent.is === "accepted") return { ...ended, state: "accepted", error: null };
  if (sent.is === "refused") return { ...ended, state: "refused", error: sent.why };
  const nextAt = now + (sent.afterMs ?? waitAfter(tries, row.message.id));
  if (nextAt >= row.giveUpAt) return { ...ended, state: "given_up", error: sent.why };
  return { ...row, tries, nextAt, error: sent.why };
}

/** Doubles from one second to a minute; up to a quarter less, by the message's own id, so that many do not come at once. */
export function waitAfter(tries: number, id: string): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  let hash = tries;
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return Math.round(whole * (1 - (hash / 1_000_003) * 0.25));
}
