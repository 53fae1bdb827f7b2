// Reads `channels` of the user's config.yaml: a name, a type, and what that type takes. Two are always there, `terminal` and
// `file`, and stay of their types; where `file` writes, and in which format, may be said.

import type * as z from "zod";
import type { Channel, ChannelType } from "./channels.ts";
import { OWN_CHANNELS } from "./channels.ts";
import { checkKeys } from "./check-keys.ts";
import { keysOf } from "./check-parts.ts";
import { fieldsOf } from "./load-fields.ts";
import { NAME, NAME_HINT } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import { normalised } from "./paths.ts";
import type { Report } from "./report.ts";
import * as shapes from "./schema-channels.ts";
import { shown, type Entry, type MapNode, type YamlNode } from "./yaml-node.ts";

const EXAMPLE = "{type: slack, url: {secret: SLACK_WEBHOOK}}";

interface Place {
  readonly report: Report;
  readonly name: string;
  readonly node: MapNode;
  readonly userHome: string | null;
}

/** @param userHome - what ~ stands for; null where it is not known */
export function readChannels(
  report: Report,
  node: YamlNode | undefined,
  userHome: string | null,
): Record<string, Channel> {
  const given = node?.is === "map" ? [...node.entries.values()] : [];
  const read = given.flatMap((entry): [string, Channel][] => {
    const channel = readChannel(report, entry, userHome);
    return channel === null ? [] : [[entry.key, channel]];
  });
  return { ...OWN_CHANNELS, ...Object.fromEntries(read) };
}

function readChannel(
  report: Report,
  { key, at, value }: Entry,
  userHome: string | null,
): Channel | null {
  if (!NAME.test(key)) {
    report.add(at, "bad-name", `"${key}" cannot be the name of a channel`, NAME_HINT);
    return null;
  }
  if (value.is !== "map") {
    const message = `the channel "${key}" must be a map, not ${shown(value)}`;
    report.add(value.at, "bad-value", message, `Write ${key}: ${EXAMPLE}.`);
    return null;
  }
  const type = typeOf(report, key, value);
  return type === null ? null : READERS[type](type, { report, name: key, node: value, userHome });
}

function typeOf(report: Report, name: string, map: MapNode): ChannelType | null {
  const node = map.entries.get("type")?.value;
  const types = Object.keys(READERS) as ChannelType[];
  const list = types.join(", ");
  if (node === undefined) {
    const near = [...map.entries.keys()].find((key) => didYouMean(key, ["type"]) !== "");
    const hint = near === undefined ? `Write type: one of ${list}.` : 'Did you mean "type"?';
    const at = (near === undefined ? undefined : map.entries.get(near)?.at) ?? map.at;
    report.add(at, "bad-value", `the channel "${name}" has no "type"`, hint);
    return null;
  }
  const word = node.is === "scalar" ? String(node.value) : "";
  const type = types.find((known) => known === word);
  if (type === undefined) {
    const message = `"type" must be one of ${list}, not ${shown(node)}`;
    report.add(node.at, "bad-value", message, () => didYouMean(word, types) || instead(word));
    return null;
  }
  const own = Object.hasOwn(OWN_CHANNELS, name) ? OWN_CHANNELS[name] : undefined;
  if (own !== undefined && own.type !== type) {
    const hint = "Give it another name: pipelines count on what this one does.";
    report.add(node.at, "bad-value", `the channel "${name}" is always of type ${own.type}`, hint);
    return null;
  }
  return type;
}

/** How other services are reached. */
function instead(word: string): string {
  const isChat = /^(?:mattermost|rocket\.?chat|zulip)$/i.test(word);
  if (isChat) return "Its webhooks take what Slack's take: write type: slack.";
  return "Other services are reached by type: webhook, or by a command: type: exec.";
}

/** Reads the fields of a type, each by its shape, and makes the channel of them. */
function reader<Fields>(
  shape: z.ZodType<Fields> & { readonly shape: object },
  make: (fields: Fields, place: Place) => Channel | null,
) {
  return (type: ChannelType, place: Place): Channel | null => {
    const { report, name, node } = place;
    const before = report.count;
    checkKeys(report, node, keysOf(`a channel of type ${type}`, shape));
    const fields = fieldsOf(report, node, shape, `the channel "${name}"`);
    return fields === null || report.count > before ? null : make(fields, place);
  };
}

const READERS: Readonly<Record<ChannelType, ReturnType<typeof reader>>> = {
  terminal: reader(shapes.terminal, () => ({ type: "terminal" })),
  file: reader(shapes.file, ({ path, format }, place) => {
    const whole = path === undefined ? null : wholePath(path, place);
    return whole === undefined ? null : { type: "file", path: whole, format };
  }),
  exec: reader(shapes.exec, ({ command }) => ({ type: "exec", command })),
  webhook: reader(shapes.webhook, ({ url, signing_secret, headers }) => ({
    type: "webhook",
    url,
    signingSecret: signing_secret ?? null,
    headers: headers ?? {},
  })),
  slack: reader(shapes.chat, ({ url }) => ({ type: "slack", url })),
  discord: reader(shapes.chat, ({ url }) => ({ type: "discord", url })),
  teams: reader(shapes.chat, ({ url }) => ({ type: "teams", url })),
  pagerduty: reader(shapes.pagerduty, ({ url, routing_key }) => ({
    type: "pagerduty",
    url,
    routingKey: routing_key,
  })),
  ntfy: reader(shapes.ntfy, ({ url, token }) => ({ type: "ntfy", url, token: token ?? null })),
  email: reader(shapes.email, emailOf),
};

function emailOf(fields: z.infer<typeof shapes.email>, place: Place): Channel | null {
  const { host, secure, user, password, to } = fields;
  const from = fields.from ?? (user !== undefined && shapes.isAddress(user) ? user : null);
  if (from === null) {
    const hint = "Add from: dagtop@example.org. (Where user is an address, that is taken.)";
    return lacks(place, "from", hint);
  }
  const hint = 'A server that is logged in to needs both "user" and "password".';
  if (user === undefined && password !== undefined) return lacks(place, "user", hint);
  if (user !== undefined && password === undefined) return lacks(place, "password", hint);
  return {
    type: "email",
    host,
    port: fields.port ?? (secure ? 465 : 587),
    secure,
    user: user ?? null,
    password: password ?? null,
    from,
    to,
  };
}

function lacks({ report, name, node }: Place, key: string, hint: string): null {
  report.add(node.at, "bad-value", `the channel "${name}" has no "${key}"`, hint);
  return null;
}

/** Absolute; undefined where ~ stands for nothing. */
function wholePath(path: string, { report, node, userHome }: Place): string | undefined {
  if (!path.startsWith("~/")) return normalised(path);
  if (userHome?.startsWith("/") === true) return normalised(`${userHome}/${path.slice(2)}`);
  const at = node.entries.get("path")?.value.at ?? node.at;
  const hint = "Write the path out, beginning with /.";
  report.add(at, "bad-value", '"path" begins with ~, and HOME is not set', hint);
  return undefined;
}
