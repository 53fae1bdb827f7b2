// What the settings of a channel come to once secrets have their values, and how those are kept out of whatever is said of
// a try. A setting that was written out is as secret as one that was named: the address of a webhook is its password.

import type { Channel, Setting } from "../../pipeline/channels.ts";
import { plain } from "./plain.ts";

export type Secrets = Readonly<Record<string, string>>;

/** A setting has no value yet, or one that can't be used. Its text is what people read. */
export class Unusable extends Error {
  readonly again: boolean;
  constructor(why: string, again: boolean) {
    super(why);
    this.name = "Unusable";
    this.again = again;
  }
}

/** @throws Unusable where the secret has no value; it may have one later */
export function valueOf(setting: Setting, secrets: Secrets): string {
  if (typeof setting === "string") return setting.trim();
  const value = Object.hasOwn(secrets, setting.secret) ? secrets[setting.secret]?.trim() : "";
  if (value === undefined || value === "")
    throw new Unusable(`the secret ${setting.secret} has no value`, true);
  return value;
}

/** Fewer characters would hide harmless text, and hide nothing that could not be guessed. */
const SHORTEST = 6;
/** Of a part of a URL: shorter ones are words such as "services". */
const SHORTEST_PART = 16;

/** Hides all values that the channel goes by, and leaves plain text of one line. */
export function masking(channel: Channel, secrets: Secrets): (text: string) => string {
  const values = [...literals(channel), ...Object.values(secrets)];
  const forms = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const hidden = (text: string): string =>
    forms.reduce((left, form) => left.replaceAll(form, "***"), text);
  // Once more behind the cleaning, which may bring together what stood apart.
  return (text) => plain(hidden(plain(hidden(text), 4000)), 300);
}

function literals(channel: Channel): string[] {
  switch (channel.type) {
    case "terminal":
    case "file":
    case "exec":
      return [];
    case "webhook":
      return texts([channel.url, channel.signingSecret, ...Object.values(channel.headers)]);
    case "slack":
    case "discord":
    case "teams":
      return texts([channel.url]);
    case "pagerduty":
      return texts([channel.routingKey]);
    case "ntfy":
      return texts([channel.url, channel.token]);
    case "email":
      return texts([channel.password]);
  }
}

function texts(settings: readonly (Setting | null)[]): string[] {
  return settings.filter((setting) => typeof setting === "string");
}

/** As it is, and as a receiver may write it when it complains. */
function formsOf(value: string): string[] {
  const bare = value.trim();
  const forms = [value, bare, ...urlParts(bare)].flatMap((form) => [
    form,
    encodeURIComponent(form.toWellFormed()),
    JSON.stringify(form).slice(1, -1),
    ...[0, 1, 2].flatMap((before) => base64Of(form, before)),
  ]);
  return forms.filter((form) => form.length >= SHORTEST);
}

/** What depends on the text alone where `before` bytes stand before it, in both alphabets. */
function base64Of(text: string, before: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const first = Math.ceil((before * 8) / 6);
  const core = bytes.toString("base64").slice(first, Math.floor((bytes.length * 8) / 6));
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Of a URL also its path, and each long part of that: servers say which path they don't know. */
function urlParts(text: string): string[] {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  const whole = url.pathname + url.search;
  const parts = [...url.pathname.split("/"), ...url.searchParams.values()];
  return [
    url.href,
    ...[whole, url.pathname].filter((path) => path.length >= SHORTEST_PART / 2),
    ...parts.filter((part) => part.length >= SHORTEST_PART),
  ];
}
