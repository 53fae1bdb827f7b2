// When a message is tried again, and when it is given up (semantics 8.4).

import { describe, expect, it } from "vitest";
import type { Message, Sent } from "../../src/engine/message.ts";
import { type OutboxRow, afterTry } from "../../src/engine/outbox.ts";
import { attemptId, runId, stageKey } from "../../src/pipeline/ids.ts";

const MESSAGE = { id: "msg_0123456789abcdef0123456789abcdef" } as Message;
const ROW: OutboxRow = {
  run: runId("r"),
  round: 1,
  stage: stageKey("tell"),
  attempt: attemptId("a"),
  channel: "team",
  message: MESSAGE,
  state: "waiting",
  tries: 0,
  nextAt: 0,
  giveUpAt: 600_000,
  at: 0,
  endedAt: null,
  error: null,
};
const again = (afterMs: number | null = null): Sent => ({ is: "again", why: "503", afterMs });

describe("8.4 a message", () => {
  it("is accepted once, and what went wrong before is forgotten", () => {
    expect(afterTry({ ...ROW, error: "503" }, { is: "accepted" }, 5)).toMatchObject({
      state: "accepted",
      tries: 1,
      nextAt: null,
      endedAt: 5,
      error: null,
    });
  });

  it("is not tried again once it was refused", () => {
    expect(afterTry(ROW, { is: "refused", why: "404" }, 5)).toMatchObject({
      state: "refused",
      nextAt: null,
      error: "404",
    });
  });

  it("is tried again after 1 s, then after twice as long each time, a minute at most", () => {
    let row = { ...ROW, giveUpAt: Infinity };
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      row = afterTry(row, again(), 0);
      waits.push(row.nextAt ?? -1);
    }
    const longest = [1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000);
    for (const [place, wait] of waits.entries()) {
      expect(wait).toBeLessThanOrEqual(longest[place]!);
      expect(wait).toBeGreaterThanOrEqual(longest[place]! * 0.75);
    }
  });

  it("waits for as long as the receiver asks", () => {
    expect(afterTry(ROW, again(30_000), 1000).nextAt).toBe(31_000);
  });

  it("is given up where the next try would come too late", () => {
    expect(afterTry(ROW, again(600_000), 1)).toMatchObject({ state: "given_up", error: "503" });
  });
});
