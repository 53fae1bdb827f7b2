// The channel `email`: one plain mail to all addresses, by SMTP. All tries of a message have the same Message-ID, so that a
// mail program shows one of two that arrive.
//
// A password goes over TLS alone, unless the server is this machine itself; there no certificate is asked for either. A
// server that takes the mail for some of the addresses and not for others has refused it: a second try would reach the
// first ones twice.

import type { SendMailOptions, SentMessageInfo } from "nodemailer";
import { type Message, type Sent, messageText } from "../../engine/message.ts";
import type { Channel } from "../../pipeline/channels.ts";
import { networkWords } from "./network-words.ts";
import { cut } from "./plain.ts";
import { type Secrets, valueOf } from "./settings.ts";

type EmailChannel = Extract<Channel, { type: "email" }>;

const MOST_SUBJECT = 200;

/** @throws Unusable */
export async function sendMail(
  channel: EmailChannel,
  message: Message,
  secrets: Secrets,
  stop: AbortSignal,
  limitMs: number,
): Promise<Sent> {
  const { host, port, secure, user, password } = channel;
  const auth =
    user === null || password === null ? null : { user, pass: valueOf(password, secrets) };
  const isHere = /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host);
  // Large, and needed by nobody who has no such channel.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host,
    port,
    secure,
    ...(auth === null ? {} : { auth }),
    requireTLS: auth !== null && !secure && !isHere,
    ...(isHere ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    dnsTimeout: limitMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const info = await transport.sendMail({ ...mailOf(channel, message), signal: stop });
    return partly(info) ?? { is: "accepted" };
  } catch (error) {
    if (stop.aborted) return { is: "again", why: String(stop.reason), afterMs: null };
    return whyNot(error);
  } finally {
    transport.close();
  }
}

function mailOf({ from, to }: EmailChannel, message: Message): SendMailOptions {
  const domain = /@([\w.-]+)>?$/.exec(from)?.[1] ?? "dagtop.invalid";
  return {
    from,
    to: [...to],
    // Written as it is, such a word would be read as something else.
    subject: cut(message.title.replaceAll("=?", "= ?"), MOST_SUBJECT),
    text: `${messageText(message)}\n`,
    date: new Date(message.at),
    messageId: `<${message.id}@${domain}>`,
    headers: { "X-Dagtop-Message-Id": message.id, "Auto-Submitted": "auto-generated" },
    ...(message.level === "bad" ? { priority: "high" } : {}),
  };
}

function partly({ accepted = [], rejected = [], rejectedErrors }: SentMessageInfo): Sent | null {
  const [first] = rejected;
  if (first === undefined) return null;
  const of = accepted.length + rejected.length;
  const said = rejectedErrors?.[0]?.response ?? "";
  const why = `taken for ${accepted.length} of ${of} addresses, not for ${first}`;
  return { is: "refused", why: said === "" ? why : `${why}: ${said}` };
}

interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

function whyNot(error: unknown): Sent {
  const { code = "?", responseCode, response, message = "" } = error as SmtpError;
  if (code === "ETLS" && responseCode !== undefined)
    return { is: "refused", why: "the mail server has no TLS, and a password goes over TLS alone" };
  if (responseCode !== undefined) {
    const why = `the mail server says ${response ?? responseCode}`;
    const isForGood = responseCode >= 500 && responseCode < 600;
    return isForGood ? { is: "refused", why } : { is: "again", why, afterMs: null };
  }
  // What the library or the configuration lacks, no other try will have.
  if (code === "EAUTH" || code === "EENVELOPE") return { is: "refused", why: message };
  return { is: "again", why: connectionWords(code, message), afterMs: null };
}

/** The library has codes of its own; that of node is in its text. */
function connectionWords(code: string, message: string): string {
  const inner = /\bE[A-Z]{4,}\b/.exec(message)?.[0];
  if (inner !== undefined) return networkWords({ code: inner });
  if (code === "ETLS" || /certificate|\bTLS\b|\bSSL\b/i.test(message))
    return `TLS failed: ${message}`;
  return SMTP_WORDS[code] ?? networkWords({ code });
}

const SMTP_WORDS: Readonly<Record<string, string>> = {
  ECONNECTION: "the connection was closed early",
  EDNS: "there is no such host",
  ETIMEDOUT: "timed out",
};
