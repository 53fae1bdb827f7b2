// Texts as they leave the house. A message is plain by its contract; here that is made sure of once more, since what reads
// it may be a terminal, a mail header or a chat. Nothing that comes out of this file holds a control or invisible character.

import type { Message } from "../../engine/message.ts";

const SPECIAL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const SELECTOR = /\p{Variation_Selector}/u;

/** On one line, with what can't be seen written out: `<1B>`. At most `most` UTF-16 units long. */
export function plain(text: string, most = 2000): string {
  const whole = text.slice(0, most + 1).toWellFormed();
  const shown = whole.replaceAll(SPECIAL, (character) => {
    if (SELECTOR.test(character)) return "";
    const code = character.codePointAt(0) ?? 0;
    return `<${code.toString(16).toUpperCase().padStart(2, "0")}>`;
  });
  return cut(shown, most);
}

/** Cut between characters, each of them as `escape` writes it; the mark of a cut is within the limit. */
export function cut(text: string, most: number, escape = same): string {
  const whole = escape(text);
  if (whole.length <= most) return whole;
  let kept = "";
  for (const character of text) {
    const written = escape(character);
    if (kept.length + written.length + 1 > most) break;
    kept += written;
  }
  return `${kept}…`;
}

function same(text: string): string {
  return text;
}

const MOST_LINES = 50;

/** All its texts, plain and of a size that any channel can carry. */
export function plainMessage(message: Message): Message {
  return {
    ...message,
    id: message.id.replaceAll(/[^\w.-]/g, "_").slice(0, 100),
    event: plain(message.event, 100) || "message",
    title: plain(message.title, 1000) || "dagtop",
    lines: message.lines.slice(0, MOST_LINES).map((line) => plain(line)),
    command: plain(message.command, 1000),
    subject: plain(message.subject, 1000),
    facts: plainValue(message.facts),
  };
}

function plainValue<Value>(value: Value): Value {
  if (typeof value === "string") return plain(value) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, plainValue(each as unknown)]);
  return Object.fromEntries(entries) as Value;
}

export interface Fitted {
  readonly title: string;
  readonly lines: readonly string[];
  readonly command: string;
}

/**
 * A message whose parts have `most` units together at most, line breaks counted. The command stays whole where it can, then
 * the title, then the first lines.
 *
 * @param code - writes the command, as `escape` the rest
 */
export function fitted(message: Message, most: number, escape = same, code = same): Fitted {
  const command = cut(message.command, Math.floor(most / 4), code);
  const title = cut(message.title, Math.floor(most / 2), escape);
  let room = most - command.length - title.length - 1;
  const lines: string[] = [];
  for (const line of message.lines) {
    if (room < 3) break;
    const kept = cut(line, room - 1, escape);
    lines.push(kept);
    room -= kept.length + 1;
  }
  return { title, lines, command };
}
