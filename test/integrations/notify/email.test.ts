// The channel `email`, against a real SMTP server: what arrives, what its answers mean, and that no text becomes a header.

import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import type { Message, Sent } from "../../../src/engine/message.ts";
import { send } from "../../../src/integrations/notify/send.ts";
import type { Channel } from "../../../src/pipeline/channels.ts";
import { ATTACKS } from "../../ui/attacks.ts";
import { MESSAGE, UNSEEN, madeOf, options } from "./messages.ts";

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string;
  readonly secure: boolean;
  readonly raw: string;
}

interface Post {
  readonly port: number;
  readonly mails: Mail[];
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function postOffice(more: SMTPServerOptions = {}): Promise<Post> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    closeTimeout: 1,
    onAuth: (auth, _session, done) => {
      if (auth.password === "right") done(null, { user: auth.username ?? "" });
      else done(new Error(`Invalid login of ${auth.username} with ${auth.password}`));
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user ?? "",
          secure: session.secure,
          raw: Buffer.concat(pieces).toString(),
        });
        done();
      });
    },
    ...more,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  open.push(() => {
    server.close();
  });
  return { port: (server.server.address() as AddressInfo).port, mails };
}

type EmailChannel = Extract<Channel, { type: "email" }>;

function channel(port: number, more: Partial<EmailChannel> = {}): EmailChannel {
  return {
    type: "email",
    host: "127.0.0.1",
    port,
    secure: false,
    user: null,
    password: null,
    from: "dagtop <dagtop@example.org>",
    to: ["ada@example.org", "Bob <bob@example.org>"],
    ...more,
  };
}

function failure(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

const toOne = (port: number, message: Message = MESSAGE): Promise<Sent> =>
  send(channel(port, { to: ["ada@example.org"] }), message, options());

/** Fields of the head, unfolded, and the text behind it. */
function partsOf(raw: string) {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  return { fields: head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n"), text: rest.join("\r\n\r\n") };
}

describe("a mail", () => {
  it("arrives as plain text, for all addresses, with its id (8.4)", async () => {
    const { port, mails } = await postOffice();
    expect(await send(channel(port), MESSAGE, options())).toEqual({ is: "accepted" });
    expect(await send(channel(port), MESSAGE, options())).toEqual({ is: "accepted" });
    const [mail] = mails;
    expect(mail).toMatchObject({
      from: "dagtop@example.org",
      to: ["ada@example.org", "bob@example.org"],
      secure: true,
    });
    const { fields, text } = partsOf(mail?.raw ?? "");
    expect(fields).toEqual(
      expect.arrayContaining([
        "From: dagtop <dagtop@example.org>",
        "To: ada@example.org, Bob <bob@example.org>",
        "Subject: train: CUDA out of memory (exit 1)",
        `Message-ID: <${MESSAGE.id}@example.org>`,
        `X-Dagtop-Message-ID: ${MESSAGE.id}`,
        "Date: Mon, 23 Nov 2026 02:14:07 +0000",
        "Content-Type: text/plain; charset=utf-8",
        "Auto-Submitted: auto-generated",
      ]),
    );
    expect(text.trimEnd().split("\r\n")).toEqual([
      MESSAGE.title,
      ...MESSAGE.lines,
      MESSAGE.command,
    ]);
    const ids = mails.map(({ raw }) => /^Message-ID: .*$/m.exec(raw)?.[0]);
    expect(new Set(ids).size).toBe(1);
  });

  it("arrives by a server without TLS too, where it needs no password", async () => {
    const { port, mails } = await postOffice({ disabledCommands: ["STARTTLS"] });
    expect(await toOne(port)).toEqual({ is: "accepted" });
    expect(mails[0]?.secure).toBe(false);
  });

  it("arrives by TLS from the first byte", async () => {
    const { port, mails } = await postOffice({ secure: true });
    const sent = await send(channel(port, { secure: true }), MESSAGE, options());
    expect(sent).toEqual({ is: "accepted" });
    expect(mails[0]?.secure).toBe(true);
  });

  it("logs in with a secret, and a wrong one is refused and not shown (7.3)", async () => {
    const { port, mails } = await postOffice();
    const secured = channel(port, { user: "ada", password: { secret: "SMTP" } });
    expect(await send(secured, MESSAGE, options({ SMTP: "right\n" }))).toEqual({ is: "accepted" });
    expect(mails[0]?.user).toBe("ada");
    const sent = await send(secured, MESSAGE, options({ SMTP: "wrong-password" }));
    expect(sent).toEqual({
      is: "refused",
      why: "the mail server says 535 Invalid login of ada with ***",
    });
    expect(await send(secured, MESSAGE, options())).toEqual({
      is: "again",
      why: "the secret SMTP has no value",
      afterMs: null,
    });
  });

  it("goes to another machine over TLS that is checked, where a server has it", async () => {
    const { port, mails } = await postOffice();
    // As that of another machine: the name is none of this one's.
    const sent = await send(channel(port, { host: "127.1" }), MESSAGE, options());
    expect(sent).toMatchObject({ is: "again" });
    expect("why" in sent ? sent.why : "").toMatch(/^TLS failed: .*certificate/);
    expect(mails).toEqual([]);
  });

  it("gives no password to another machine without TLS", async () => {
    let told = false;
    const { port, mails } = await postOffice({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => {
        told = true;
        done(null, { user: "ada" });
      },
    });
    const secured = channel(port, { host: "127.1", user: "ada", password: "right-password" });
    expect(await send(secured, MESSAGE, options())).toEqual({
      is: "refused",
      why: "the mail server has no TLS, and a password goes over TLS alone",
    });
    expect({ told, mails }).toEqual({ told: false, mails: [] });
    expect(await send({ ...secured, host: "127.0.0.1" }, MESSAGE, options())).toEqual({
      is: "accepted",
    });
    expect(told).toBe(true);
  });

  it("is given up by a server that hangs, or that is not there", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const sent = await send(channel(port), MESSAGE, { ...options(), limitMs: 200 });
    expect(sent).toMatchObject({ is: "again" });
    expect("why" in sent ? sent.why : "").toMatch(/^no answer within 0\.2 s$|^timed out$/);
    silent.close();
    expect(await send(channel(port), MESSAGE, options())).toEqual({
      is: "again",
      why: "the connection was refused",
      afterMs: null,
    });
  });

  it("is given up by a server that answers letter by letter", async () => {
    const slow = createServer((socket) => {
      const drip = setInterval(() => socket.write("2"), 20);
      socket.on("close", () => {
        clearInterval(drip);
      });
      socket.on("error", () => undefined);
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    open.push(() => slow.close());
    const { port } = slow.address() as AddressInfo;
    const sent = await send(channel(port), MESSAGE, { ...options(), limitMs: 1500 });
    expect(sent).toMatchObject({ is: "again" });
  });

  it("is tried again by a server that hangs up", async () => {
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
    open.push(() => rude.close());
    const { port } = rude.address() as AddressInfo;
    expect(await send(channel(port), MESSAGE, options())).toEqual({
      is: "again",
      why: "the connection was closed early",
      afterMs: null,
    });
  });
});

describe("a mail server's answer", () => {
  it.each([
    [421, "again"],
    [450, "again"],
    [452, "again"],
    [550, "refused"],
    [554, "refused"],
  ])("of %i to the sender or to the mail: %s", async (code, is) => {
    const why = `the mail server says ${code} Not now`;
    const sender = await postOffice({
      onMailFrom: (_address, _session, done) => {
        done(failure(code, "Not now"));
      },
    });
    expect(await toOne(sender.port)).toMatchObject({ is, why });
    const mail = await postOffice({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on("end", () => {
          done(failure(code, "Not now"));
        });
      },
    });
    expect(await toOne(mail.port)).toMatchObject({ is, why });
  });

  it.each([
    [451, "again"],
    [550, "refused"],
  ])("of %i to the only address: %s", async (code, is) => {
    const { port } = await postOffice({
      onRcptTo: (_address, _session, done) => {
        done(failure(code, "No such user here"));
      },
    });
    const sent = await toOne(port);
    expect(sent).toMatchObject({ is });
    expect("why" in sent ? sent.why : "").toContain(`${code} No such user here`);
  });

  it("to some of the addresses is told, and nobody gets it twice", async () => {
    const { port, mails } = await postOffice({
      onRcptTo: ({ address }, _session, done) => {
        done(address.startsWith("bob") ? failure(550, "No such user here") : null);
      },
    });
    expect(await send(channel(port), MESSAGE, options())).toEqual({
      is: "refused",
      why: "taken for 1 of 2 addresses, not for bob@example.org: 550 No such user here",
    });
    expect(mails.map(({ to }) => to)).toEqual([["ada@example.org"]]);
  });

  it("has nothing that a terminal would act on", async () => {
    const { port } = await postOffice({
      onMailFrom: (_address, _session, done) => {
        done(failure(550, "\x1b[2Jno\x07"));
      },
    });
    const sent = await toOne(port);
    expect("why" in sent ? sent.why : "").toContain("no");
    expect("why" in sent ? sent.why : "").not.toMatch(UNSEEN);
  });
});

describe("outside text", () => {
  const NAMES =
    /^(?:from|to|subject|message-id|x-dagtop-message-id|auto-submitted|content-transfer-encoding|date|mime-version|content-type|x-priority|x-msmail-priority|importance):/i;

  it.each<readonly [string, string]>([
    ["breaks the line", "ok\r\nBcc: eve@example.org\r\n\r\n<b>other text</b>"],
    ["breaks it by CR", "ok\rBcc: eve@example.org"],
    ["folds it", "ok\n Bcc: eve@example.org"],
    ["ends the mail", "ok\r\n.\r\nMAIL FROM:<eve@example.org>\r\n"],
    ["is a coded word", "=?utf-8?q?=0d=0aBcc:_eve@example.org?="],
    ["is long", "漢字".repeat(500)],
    ...ATTACKS.filter((_, index) => index % 4 === 0).map(({ name, text }) => [name, text] as const),
  ])("that %s becomes no header", async (_name, text) => {
    const { port, mails } = await postOffice();
    expect(await toOne(port, madeOf(text))).toEqual({ is: "accepted" });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual(["ada@example.org"]);
    const raw = mails[0]?.raw ?? "";
    const { fields } = partsOf(raw);
    expect(fields.filter((field) => !NAMES.test(field))).toEqual([]);
    expect(fields.filter((field) => /^subject:/i.test(field))).toHaveLength(1);
    expect(raw.replaceAll("\r\n", "")).not.toMatch(UNSEEN);
    expect(raw.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
