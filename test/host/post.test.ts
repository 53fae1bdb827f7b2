// The outbox is emptied in order, one message of a channel at a time, and never for somebody who is gone (semantics 8.4).

import { describe, expect, it } from "vitest";
import { type Post, postOffice } from "../../src/engine/host/post.ts";
import type { Message, Sent } from "../../src/engine/message.ts";
import type { OutboxRow } from "../../src/engine/outbox.ts";
import { attemptId, runId, stageKey } from "../../src/pipeline/ids.ts";

function row(id: string, channel: string, more: Partial<OutboxRow> = {}): OutboxRow {
  return {
    run: runId("r"),
    round: 1,
    stage: stageKey("tell"),
    attempt: attemptId("live"),
    channel,
    message: { id } as Message,
    state: "waiting",
    tries: 0,
    nextAt: 0,
    giveUpAt: 1e15,
    at: 0,
    endedAt: null,
    error: null,
    ...more,
  };
}

/** A post office whose receivers answer when they are told to. */
class Desk {
  now = 1000;
  isWanted = ({ attempt }: OutboxRow): boolean => attempt === "live";
  readonly rows: OutboxRow[] = [];
  readonly log: string[] = [];
  readonly #answers = new Map<string, (sent: Sent) => void>();
  readonly post: Post = postOffice({
    waiting: () => this.rows,
    send: ({ message }) => {
      this.log.push(`to ${message.id}`);
      return new Promise((done) => this.#answers.set(message.id, done));
    },
    isWanted: (one) => this.isWanted(one),
    posted: ({ message, state, tries }) => this.log.push(`${message.id} ${state} ${tries}`),
    now: () => this.now,
  });

  async answer(id: string, sent: Sent): Promise<void> {
    this.#answers.get(id)?.(sent);
    await new Promise((done) => setImmediate(done));
  }
}

const ACCEPTED: Sent = { is: "accepted" };

describe("8.4 the post office", () => {
  it("sends the messages of a channel one after the other, and those of others beside them", async () => {
    const desk = new Desk();
    desk.rows.push(row("a1", "a"), row("a2", "a"), row("b1", "b"));
    desk.post.look();
    expect(desk.log).toEqual(["to a1", "to b1"]);
    await desk.answer("a1", ACCEPTED);
    await desk.answer("a2", ACCEPTED);
    await desk.answer("b1", ACCEPTED);
    expect(desk.log.slice(2)).toEqual(["a1 accepted 1", "to a2", "a2 accepted 1", "b1 accepted 1"]);
    expect(desk.post.busy()).toBe(0);
  });

  it("waits with the next ones while the first is to be tried again", async () => {
    const desk = new Desk();
    desk.rows.push(row("a1", "a"), row("a2", "a"));
    desk.post.look();
    await desk.answer("a1", { is: "again", why: "503", afterMs: 60_000 });
    expect(desk.log).toEqual(["to a1", "a1 waiting 1"]);
    desk.post.close();
  });

  it("takes back what nobody waits for, and goes on with the rest", () => {
    const desk = new Desk();
    desk.rows.push(row("a1", "a", { attempt: attemptId("gone") }), row("a2", "a"));
    desk.post.look();
    expect(desk.log).toEqual(["a1 withdrawn 0", "to a2"]);
    desk.post.close();
  });

  it("counts a try for the attempt that asks for the message by then", async () => {
    const desk = new Desk();
    desk.rows.push(row("a1", "a", { attempt: attemptId("gone") }));
    const wanted = row("a1", "a");
    desk.isWanted = () => true;
    desk.post.look();
    desk.isWanted = ({ attempt }) => attempt === "live";
    desk.rows[0] = wanted;
    desk.post.look();
    await desk.answer("a1", { is: "again", why: "503", afterMs: 60_000 });
    expect(desk.log).toEqual(["to a1", "a1 waiting 1"]);
    desk.post.close();
  });

  it("has no more than eight with receivers at once", () => {
    const desk = new Desk();
    for (let number = 0; number < 20; number += 1) desk.rows.push(row(`m${number}`, `c${number}`));
    desk.post.look();
    expect(desk.log).toHaveLength(8);
    desk.post.close();
  });
});
