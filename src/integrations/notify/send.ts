// One try to hand a message over to a channel. Never rejects: whatever goes wrong is part of what became of the try, in
// words of one line that hold no secret and nothing that a terminal would act on.

import type { Message, Sent } from "../../engine/message.ts";
import type { Channel } from "../../pipeline/channels.ts";
import { sendMail } from "./email.ts";
import { type ExecPlace, runCommand } from "./exec.ts";
import { appendLine } from "./file.ts";
import { post } from "./http.ts";
import { plainMessage } from "./plain.ts";
import { requestOf } from "./request.ts";
import { type Secrets, Unusable, masking } from "./settings.ts";

export interface SendOptions extends ExecPlace {
  /** Values by name, of all secrets that the channel needs. */
  readonly secrets: Secrets;
  /** The home's own notifications.log. */
  readonly homeFile: string;
  readonly limitMs?: number;
  /** Ends the try before its time. */
  readonly signal?: AbortSignal;
}

const LIMIT_MS = 10_000;

export async function send(
  channel: Channel,
  message: Message,
  options: SendOptions,
): Promise<Sent> {
  const { signal, limitMs = LIMIT_MS } = options;
  const stop = new AbortController();
  const limit = setTimeout(() => {
    stop.abort(`no answer within ${limitMs / 1000} s`);
  }, limitMs);
  const end = (): void => {
    stop.abort("stopped");
  };
  if (signal?.aborted === true) end();
  signal?.addEventListener("abort", end, { once: true });
  const given = { ...options, limitMs };
  const sent = await Promise.race([
    tried(channel, plainMessage(message), given, stop.signal),
    overdue(stop.signal),
  ]);
  clearTimeout(limit);
  signal?.removeEventListener("abort", end);
  return sent.is === "accepted"
    ? sent
    : { ...sent, why: masking(channel, options.secrets)(sent.why) };
}

type Given = SendOptions & { readonly limitMs: number };

async function tried(
  channel: Channel,
  message: Message,
  given: Given,
  stop: AbortSignal,
): Promise<Sent> {
  if (stop.aborted) return { is: "again", why: String(stop.reason), afterMs: null };
  try {
    return await handedOver(channel, message, given, stop);
  } catch (error) {
    if (error instanceof Unusable)
      return error.again
        ? { is: "again", why: error.message, afterMs: null }
        : { is: "refused", why: error.message };
    return { is: "again", why: `the sender failed: ${String(error)}`, afterMs: null };
  }
}

async function handedOver(
  channel: Channel,
  message: Message,
  given: Given,
  stop: AbortSignal,
): Promise<Sent> {
  switch (channel.type) {
    case "terminal":
      return { is: "accepted" };
    case "file":
      return appendLine(channel.path ?? given.homeFile, channel.format, message);
    case "exec":
      return runCommand(channel.command, message, given, stop);
    case "email":
      return sendMail(channel, message, given.secrets, stop, given.limitMs);
    case "webhook":
    case "slack":
    case "discord":
    case "teams":
    case "pagerduty":
    case "ntfy":
      return post(requestOf(channel, message, given.secrets), stop);
  }
}

/** For what can't be broken off: a disk that does not answer. A little later, so that others say it themselves. */
function overdue(stop: AbortSignal): Promise<Sent> {
  return new Promise((resolve) => {
    const give = (): void => {
      setTimeout(() => {
        resolve({ is: "again", why: String(stop.reason), afterMs: null });
      }, LATER_MS).unref();
    };
    if (stop.aborted) give();
    else stop.addEventListener("abort", give, { once: true });
  });
}

const LATER_MS = 100;
