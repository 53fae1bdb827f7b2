// From a channel that is reached by HTTP to the request of one try. A value that came from a secret could not be looked at
// when the configuration was read, so it is here; what is said of it never quotes it.

import type { Message } from "../../engine/message.ts";
import type { Channel, Setting } from "../../pipeline/channels.ts";
import { NTFY_URL, SIGNING_SECRET, urlObjection } from "../../pipeline/check-channels.ts";
import { discordBody, slackBody, teamsBody } from "./chat.ts";
import type { Post } from "./http.ts";
import { ntfyPost, pagerDutyBody, webhookPost } from "./services.ts";
import { type Secrets, Unusable, valueOf } from "./settings.ts";

export type HttpChannel = Exclude<Channel, { type: "terminal" | "file" | "exec" | "email" }>;

const CHATS = { slack: slackBody, discord: discordBody, teams: teamsBody } as const;

/** @throws Unusable */
export function requestOf(channel: HttpChannel, message: Message, secrets: Secrets): Post {
  const url = urlOf(channel.url, secrets);
  const made = madeFor(channel, message, secrets, url);
  // Where a receiver keeps what it is sent, the tries of one message can be told by it.
  return { ...made, headers: { ...made.headers, "x-dagtop-message-id": message.id } };
}

function madeFor(channel: HttpChannel, message: Message, secrets: Secrets, url: string): Post {
  switch (channel.type) {
    case "slack":
    case "discord":
    case "teams":
      return { url, headers: {}, body: CHATS[channel.type](message) };
    case "pagerduty": {
      const key = valueOf(channel.routingKey, secrets);
      return { url, headers: {}, body: pagerDutyBody(message, key) };
    }
    case "ntfy": {
      if (!NTFY_URL.test(url)) throw new Unusable("the URL does not end in a topic", false);
      const token = channel.token === null ? null : headerValue(channel.token, secrets, "token");
      return ntfyPost(message, url, token);
    }
    case "webhook": {
      const { signingSecret, headers } = channel;
      const hook = {
        url,
        signingSecret: signingSecret === null ? null : signingKey(signingSecret, secrets),
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [
            name,
            headerValue(value, secrets, `header ${name}`),
          ]),
        ),
      };
      return webhookPost(message, hook, Date.now());
    }
  }
}

function urlOf(setting: Setting, secrets: Secrets): string {
  const url = valueOf(setting, secrets);
  const found = urlObjection(url);
  if (found !== null) throw new Unusable(`the URL ${found.message}`, false);
  return url;
}

function signingKey(setting: Setting, secrets: Secrets): string {
  const secret = valueOf(setting, secrets);
  if (SIGNING_SECRET.test(secret)) return secret;
  throw new Unusable("the signing secret must be whsec_ and base64", false);
}

function headerValue(setting: Setting, secrets: Secrets, what: string): string {
  const value = valueOf(setting, secrets);
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  throw new Unusable(`the ${what} must be one line of ASCII`, false);
}
