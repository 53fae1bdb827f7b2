// The outbox's rows. A message that is asked for again keeps its row: what was accepted stays accepted, what had ended
// otherwise begins anew, and what waits belongs to whoever asked last.

import type { AttemptId, RunId, StageKey } from "../pipeline/ids.ts";
import type { Message } from "../engine/message.ts";
import type { MessageState, NotifyArgs, OutboxRow } from "../engine/outbox.ts";
import type { Db } from "./open.ts";

const COLUMNS = /* sql */ `
  id, run_id as run, round, stage, attempt_id as attempt, channel, body, state, tries, next_at as nextAt,
  give_up_at as giveUpAt, at, ended_at as endedAt, error`;
const ADD = /* sql */ `
  insert into message (id, run_id, round, stage, attempt_id, channel, body, state, tries, next_at, give_up_at, at)
  values (:id, :run, :round, :stage, :attempt, :channel, :body, 'waiting', 0, :at, :giveUpAt, :at)
  on conflict (id) do update set
    attempt_id = excluded.attempt_id, give_up_at = excluded.give_up_at, next_at = excluded.next_at,
    state = 'waiting', ended_at = null
  where state <> 'accepted'`;
const UPDATE = /* sql */ `
  update message set state = :state, tries = :tries, next_at = :nextAt, ended_at = :endedAt, error = :error
  where id = :id and state = 'waiting' and (attempt_id = :attempt or :state = 'accepted')`;
const WAITING = /* sql */ `select ${COLUMNS} from message where state = 'waiting' order by at, id`;
const OF_RUN = /* sql */ `select ${COLUMNS} from message where run_id = ? order by at, id`;
const RECENT = /* sql */ `select ${COLUMNS} from message order by at desc, id limit ?`;
const RECENT_OF = /* sql */ `
  select ${COLUMNS} from message where channel = ? order by at desc, id limit ?`;
const STATES = /* sql */ `
  select id, channel, state, tries, next_at as nextAt, error from message
  where run_id = ? and round = ? and stage = ? order by at, id`;

type Stored = Omit<OutboxRow, "message"> & { readonly id: string; readonly body: string };

/** What who waits for a stage's messages is to know of them. */
export interface MessageProgress {
  readonly id: string;
  readonly channel: string;
  readonly state: MessageState;
  readonly tries: number;
  readonly nextAt: number | null;
  readonly error: string | null;
}

export function messageFeed(db: Db) {
  const ofRun = db.prepare<[string], Stored>(OF_RUN);
  const recent = db.prepare<[number], Stored>(RECENT);
  const recentOf = db.prepare<[string, number], Stored>(RECENT_OF);
  const states = db.prepare<[string, number, string], MessageProgress>(STATES);
  return {
    /** The oldest first. */
    ofRun: (run: RunId): OutboxRow[] => ofRun.all(run).map(rowOf),
    /** The newest first. */
    recent: (most: number, channel: string | null = null): OutboxRow[] =>
      (channel === null ? recent.all(most) : recentOf.all(channel, most)).map(rowOf),
    ofStage: (run: RunId, round: number, stage: StageKey): MessageProgress[] =>
      states.all(run, round, stage),
  };
}

interface NewRow {
  readonly id: string;
  readonly run: RunId;
  readonly round: number;
  readonly stage: StageKey;
  readonly attempt: AttemptId;
  readonly channel: string;
  readonly body: string;
  readonly at: number;
  readonly giveUpAt: number;
}

export function messageTable(db: Db) {
  const add = db.prepare<NewRow>(ADD);
  const update =
    db.prepare<Pick<Stored, "id" | "attempt" | "state" | "tries" | "nextAt" | "endedAt" | "error">>(
      UPDATE,
    );
  const waiting = db.prepare<[], Stored>(WAITING);
  return {
    add: ({ messages, giveUpAt, run, round, stage, attempt }: NotifyArgs, at: number): void => {
      for (const { channel, message } of messages) {
        const body = JSON.stringify(message);
        add.run({ id: message.id, run, round, stage, attempt, channel, body, at, giveUpAt });
      }
    },
    /** A try of an attempt that no longer asks for it counts only where it was accepted. */
    put: ({ message, attempt, state, tries, nextAt, endedAt, error }: OutboxRow): void => {
      update.run({ id: message.id, attempt, state, tries, nextAt, endedAt, error });
    },
    waiting: (): OutboxRow[] => waiting.all().map(rowOf),
  };
}

function rowOf({ id: _id, body, ...row }: Stored): OutboxRow {
  return { ...row, message: JSON.parse(body) as Message };
}
