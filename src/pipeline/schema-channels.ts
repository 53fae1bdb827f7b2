// The shapes of the channels in the user's config.yaml, one for each type, and what single values of them may be.
//
// What is a secret may be written there, or named: `url: {secret: SLACK_WEBHOOK}`. A value that is only named can't be
// looked at here; whoever sends by it looks again.

import * as z from "zod";
import type { Setting } from "./channels.ts";
import { NTFY_URL, SIGNING_SECRET, urlObjection } from "./check-channels.ts";
import { isEnvName } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import * as is from "./schema-leaves.ts";

/** Why a text can't be used, and how to mend it; null where it can. */
type Objection = is.Wrong | null;

/** The words of a command: a text is for the shell. Null where it is neither. */
export function commandWords(value: unknown): readonly string[] | null {
  if (typeof value === "string" && value.trim() !== "") return ["/bin/sh", "-c", value];
  const list: unknown[] = Array.isArray(value) ? value : [];
  const isWord = (word: unknown): word is string => typeof word === "string" && word !== "";
  return list.length > 0 && list.every(isWord) ? list : null;
}

function setting(example: string, objection: (text: string) => Objection) {
  return is.leaf((value): Setting | is.Wrong => {
    if (typeof value === "string" && value.trim() !== "") return objection(value) ?? value;
    const named = Object.entries(typeof value === "object" && value !== null ? value : {});
    const [[key, name] = ["", ""], ...more] = named;
    if (key === "secret" && more.length === 0) return secretNamed(name);
    const meant = named.length === 1 ? didYouMean(key, ["secret"]) : "";
    return new is.Wrong(
      "must be a text or the name of a secret",
      meant || `Write {secret: ${example}}.`,
    );
  });
}

function secretNamed(name: unknown): Setting | is.Wrong {
  return typeof name === "string" && isEnvName(name) && !name.startsWith("DAGTOP_")
    ? { secret: name }
    : new is.Wrong(
        "must name a secret as an environment variable",
        "Use letters, digits and _, none of DAGTOP_…: {secret: SLACK_WEBHOOK}.",
      );
}

function urlWrong(text: string): Objection {
  const found = urlObjection(text);
  return found === null ? null : new is.Wrong(found.message, found.hint);
}

const url = setting("SLACK_WEBHOOK", urlWrong);

const topicUrl = setting("NTFY_URL", (text) => {
  const hint = "Write it with its topic: https://ntfy.sh/my-topic.";
  return urlWrong(text) ?? (NTFY_URL.test(text) ? null : new is.Wrong("must end in a topic", hint));
});

const signingSecret = setting("WEBHOOK_SECRET", (text) =>
  SIGNING_SECRET.test(text)
    ? null
    : new is.Wrong(
        "must be whsec_ and base64",
        'Make one: echo "whsec_$(openssl rand -base64 32)", and give it to the receiver too.',
      ),
);

const anyText = (example: string) => setting(example, (text) => oneLineWrong(text));

function oneLineWrong(text: string): Objection {
  const isOneLine = /^[\P{Cc}]*$/u.test(text);
  return isOneLine
    ? null
    : new is.Wrong("must be one line", "Leave out what is no letter or sign.");
}

/** Those that say how a request is read, or that are dagtop's own. */
const OWN_HEADERS =
  /^(?:webhook-.*|x-dagtop-.*|host|content-.*|connection|transfer-encoding|expect|te|upgrade|trailer|keep-alive)$/i;

const headers = is.leaf((value): Readonly<Record<string, Setting>> | is.Wrong => {
  const hint = "Write headers: {Authorization: {secret: HOOK_TOKEN}}.";
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return new is.Wrong("must be a map from names to texts", hint);
  const read: [string, Setting][] = [];
  for (const [name, given] of Object.entries(value)) {
    if (!/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(name) || OWN_HEADERS.test(name))
      return new is.Wrong(`must not have the header ${JSON.stringify(name)}`, hint);
    const result = headerValue.safeParse(given);
    if (!result.success) return new is.Wrong(`must be texts or {secret: NAME}`, hint);
    read.push([name, result.data]);
  }
  return Object.fromEntries(read);
});

const headerValue = setting("HOOK_TOKEN", (text) =>
  /^[\x20-\x7e]*$/.test(text) ? null : new is.Wrong("must be ASCII", "Leave out the rest."),
);

const command = is.leaf(
  (value): readonly string[] | is.Wrong =>
    commandWords(value) ??
    new is.Wrong(
      "must be a shell command or a list of words",
      "Write what gets the message on its stdin: command: ./tell.sh, or [./tell.sh, --now].",
    ),
);

/** Absolute, or in the user's own folder: what is relative would be so to nothing. */
const filePath = is.leaf((value): string | is.Wrong =>
  typeof value === "string" && /^(?:\/|~\/)./.test(value) && !value.includes("\0")
    ? value
    : new is.Wrong(
        "must be a path that begins with / or ~/",
        "Write it out: path: ~/dagtop-notes.log. What is relative would be so to nothing here.",
      ),
);

const ADDRESS = /^[^\s@<>()[\],;:"\\\p{C}]+@[^\s@<>()[\],;:"\\\p{C}]+$/u;
const NAMED_ADDRESS = /^[^@<>,;:"\\\p{C}]*<([^<>]+)>$/u;

export function isAddress(text: string): boolean {
  const inside = NAMED_ADDRESS.exec(text)?.[1] ?? text;
  return text.length <= 320 && ADDRESS.test(inside);
}

const ADDRESS_HINT = "Write ada@example.org, or Ada <ada@example.org>.";

const address = is.leaf((value): string | is.Wrong =>
  typeof value === "string" && isAddress(value)
    ? value
    : new is.Wrong("must be a mail address", ADDRESS_HINT),
);

const addresses = is.leaf((value): readonly string[] | is.Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isOne = (one: unknown): one is string => typeof one === "string" && isAddress(one);
  return list.length > 0 && list.length <= 100 && list.every(isOne)
    ? list
    : new is.Wrong("must be a mail address or a list of at most 100", ADDRESS_HINT);
});

const host = is.leaf((value): string | is.Wrong =>
  typeof value === "string" && /^[A-Za-z0-9.:_-]{1,253}$/.test(value)
    ? value
    : new is.Wrong("must be the name of a mail server", "Write it alone: smtp.example.org."),
);

const type = z.unknown();

export const terminal = z.object({ type });

export const file = z.object({
  type,
  path: filePath.optional(),
  format: is.oneOf(["text", "json"]).default("text"),
});

export const exec = z.object({ type, command });

export const webhook = z.object({
  type,
  url,
  signing_secret: signingSecret.optional(),
  headers: headers.optional(),
});

/** Of Slack, Discord and Teams. */
export const chat = z.object({ type, url });

const eventsUrl = is.leaf((value): string | is.Wrong =>
  typeof value === "string"
    ? (urlWrong(value) ?? value)
    : new is.Wrong("must be a URL", "Leave it out for the service of the United States."),
);

export const pagerduty = z.object({
  type,
  routing_key: anyText("PAGERDUTY_KEY"),
  url: eventsUrl.default("https://events.pagerduty.com/v2/enqueue"),
});

export const ntfy = z.object({
  type,
  url: topicUrl,
  token: anyText("NTFY_TOKEN").optional(),
});

export const email = z.object({
  type,
  host,
  port: is.whole(1, 65_535).optional(),
  secure: is.trueOrFalse.default(false),
  user: is.text.optional(),
  password: anyText("SMTP_PASSWORD").optional(),
  from: address.optional(),
  to: addresses,
});
