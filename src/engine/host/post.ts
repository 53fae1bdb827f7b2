// Sends what the outbox holds: one message of a channel at a time, the oldest first, so that what people read comes in order
// (semantics 8.4). Sending itself is done by whoever is given as `send`, outside this process; here it is decided when.
//
//   look ─▶ a row per channel ─due and wanted─▶ send ─▶ the row after its try ─▶ committed by the loop
//
// A host that is killed between a try and its commit tries once more: the receiver knows the message by its id.

import type { Sent } from "../message.ts";
import { type OutboxRow, afterTry } from "../outbox.ts";

export interface PostPorts {
  /** What nobody has taken yet, oldest first. */
  readonly waiting: () => readonly OutboxRow[];
  /** Never rejects. */
  readonly send: (row: OutboxRow) => Promise<Sent>;
  /** Whether somebody still waits for it: its attempt lives. */
  readonly isWanted: (row: OutboxRow) => boolean;
  /** A row to commit. */
  readonly posted: (row: OutboxRow) => void;
  readonly now: () => number;
}

export interface Post {
  /** There may be new rows: they are read again. */
  readonly look: () => void;
  /** How many are being sent or wait. */
  readonly busy: () => number;
  readonly close: () => void;
}

/** So many are with a receiver at once, of all channels together. */
const MOST_AT_ONCE = 8;
const LONGEST_TIMER_MS = 60_000;

export function postOffice(ports: PostPorts): Post {
  let rows = new Map<string, OutboxRow>();
  const sending = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isClosed = false;

  function look(): void {
    rows = new Map(ports.waiting().map((row) => [row.message.id, row]));
    go();
  }

  function go(): void {
    if (isClosed) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    let soonest = Infinity;
    const seen = new Set<string>();
    for (const row of rows.values()) {
      if (seen.has(row.channel)) continue;
      if (!ports.isWanted(row)) {
        settle({ ...row, state: "withdrawn", nextAt: null, endedAt: ports.now() });
        continue;
      }
      seen.add(row.channel);
      const due = (row.nextAt ?? 0) - ports.now();
      if (due > 0) soonest = Math.min(soonest, due);
      else if (!sending.has(row.channel) && sending.size < MOST_AT_ONCE) void attempt(row);
    }
    if (soonest === Infinity) return;
    timer = setTimeout(go, Math.min(soonest, LONGEST_TIMER_MS));
  }

  async function attempt(row: OutboxRow): Promise<void> {
    sending.add(row.channel);
    const sent = await ports.send(row);
    sending.delete(row.channel);
    if (isClosed) return;
    // Meanwhile another attempt may have asked for it: the try counts for that one.
    settle(afterTry(rows.get(row.message.id) ?? row, sent, ports.now()));
    go();
  }

  function settle(row: OutboxRow): void {
    if (row.state === "waiting") rows.set(row.message.id, row);
    else rows.delete(row.message.id);
    ports.posted(row);
  }

  return {
    look,
    busy: () => rows.size,
    close: () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
