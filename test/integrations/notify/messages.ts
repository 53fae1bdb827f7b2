// Messages to send in tests: an ordinary one, one for each attack on a terminal, and random ones.

import * as fc from "fast-check";
import type { Message } from "../../../src/engine/message.ts";
import type { SendOptions } from "../../../src/integrations/notify/send.ts";

export const MESSAGE: Message = {
  id: "msg_0123456789abcdef0123456789abcdef",
  at: Date.UTC(2026, 10, 23, 2, 14, 7),
  event: "run.failed",
  level: "bad",
  title: "train: CUDA out of memory (exit 1)",
  lines: ["stage train of nightly#42, after 3 min", "f1 0.91, champion v7 0.93"],
  command: "dagtop show nightly#42",
  subject: "nightly",
  facts: {
    pipeline: "nightly",
    run: "nightly#42",
    stage: "train",
    state: "failed",
    cause: "CUDA out of memory",
    durationMs: 180_000,
    model: {
      name: "spam",
      metric: "f1",
      version: 8,
      value: 0.91,
      champion: 7,
      championValue: 0.93,
    },
  },
};

/** A message that has the text wherever a message has one. */
export function madeOf(text: string): Message {
  return {
    ...MESSAGE,
    id: text,
    event: text,
    title: text,
    lines: [text, text],
    command: text,
    subject: text,
    facts: { ...MESSAGE.facts, pipeline: text, run: text, stage: text, cause: text },
  };
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 3000 }),
  fc.constantFrom(
    "```",
    "@everyone <!channel>",
    "[a](http://b)",
    "漢".repeat(2100),
    '"\\'.repeat(1100),
  ),
);

export const messages: fc.Arbitrary<Message> = fc.record({
  id: fc.constant(MESSAGE.id),
  at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  event: text,
  level: fc.constantFrom("ok", "warn", "bad"),
  title: text,
  lines: fc.array(text, { maxLength: 60 }),
  command: text,
  subject: text,
  facts: text.map((cause) => ({ ...MESSAGE.facts, pipeline: cause, cause, stage: null })),
});

export function options(secrets: Readonly<Record<string, string>> = {}): SendOptions {
  const { PATH = "/usr/bin:/bin" } = process.env;
  return { secrets, homeFile: "/nowhere/notifications.log", cwd: "/", env: { PATH } };
}

/** What no line of text may hold that leaves for a terminal, a header or a chat. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
