// What services are sent that are no chats: an event of PagerDuty, a note of ntfy, and the general webhook, signed as
// Standard Webhooks have it.

import { createHash, createHmac } from "node:crypto";
import type { Message, MessageLevel } from "../../engine/message.ts";
import type { Post } from "./http.ts";
import { cut, fitted } from "./plain.ts";

const MOST_KEY = 255;

/** A good end resolves what a bad one of the same subject has opened. */
export function pagerDutyBody(message: Message, routingKey: string): string {
  const { title, lines, command } = fitted(message, 8000);
  const { level, facts } = message;
  const event = {
    routing_key: routingKey,
    event_action: level === "ok" ? "resolve" : "trigger",
    dedup_key: keyOf(message.subject),
    payload: {
      summary: cut(title, 1024),
      source: facts.pipeline || "dagtop",
      severity: level === "bad" ? "error" : "warning",
      timestamp: new Date(message.at).toISOString(),
      component: facts.stage ?? undefined,
      class: message.event,
      custom_details: { text: lines.join("\n"), command, message: message.id },
    },
  };
  return JSON.stringify(event);
}

/** Two long subjects must not become one. */
function keyOf(subject: string): string {
  if (subject.length <= MOST_KEY) return subject || "dagtop";
  const hash = createHash("sha256").update(subject).digest("hex");
  return `${subject.slice(0, MOST_KEY - hash.length - 1).toWellFormed()}#${hash}`;
}

const PRIORITIES: Readonly<Record<MessageLevel, number>> = { ok: 2, warn: 3, bad: 4 };
const TAGS: Readonly<Record<MessageLevel, string>> = {
  ok: "white_check_mark",
  warn: "warning",
  bad: "rotating_light",
};
/** Longer texts would become a file; a character may have three bytes, four for two units. */
const NTFY_MOST = 1200;

/** As JSON at the server's root, so that no outside text is in a header. */
export function ntfyPost(message: Message, url: string, token: string | null): Post {
  const at = url.lastIndexOf("/");
  const { title, lines, command } = fitted(message, NTFY_MOST);
  const body = JSON.stringify({
    topic: url.slice(at + 1),
    title: cut(title, 200),
    message: [...(title.length > 200 ? [title] : []), ...lines, command].join("\n"),
    priority: PRIORITIES[message.level],
    tags: [TAGS[message.level]],
  });
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return { url: url.slice(0, at + 1), headers, body };
}

export interface Hook {
  readonly url: string;
  readonly signingSecret: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The id and the body are the same on every try; the time, and so the signature, are the try's own. */
export function webhookPost(message: Message, hook: Hook, now: number): Post {
  const { id, at, event, ...data } = message;
  const body = JSON.stringify({ type: event, timestamp: new Date(at).toISOString(), data });
  const seconds = String(Math.floor(now / 1000));
  const headers = { ...hook.headers, "webhook-id": id, "webhook-timestamp": seconds };
  if (hook.signingSecret === null) return { url: hook.url, headers, body };
  const key = Buffer.from(hook.signingSecret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return { url: hook.url, headers: { ...headers, "webhook-signature": `v1,${signature}` }, body };
}
