// Channels that are reached by HTTP, against a real server: what each answer means, and what a webhook's request holds.

import type { ServerResponse } from "node:http";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, it } from "vitest";
import type { Sent } from "../../../src/engine/message.ts";
import { send } from "../../../src/integrations/notify/send.ts";
import type { Channel } from "../../../src/pipeline/channels.ts";
import { MESSAGE, options } from "./messages.ts";
import { type Got, type Receiver, receiver } from "./receiver.ts";

const open: Receiver[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function listening(answer: (to: ServerResponse, got: Got) => void): Promise<Receiver> {
  const made = await receiver(answer);
  open.push(made);
  return made;
}

const slack = (url: string): Channel => ({ type: "slack", url });

async function answered(status: number, body = "", headers = {}): Promise<Sent> {
  const { url } = await listening((to) => to.writeHead(status, headers).end(body));
  return send(slack(url), MESSAGE, options());
}

describe("an answer", () => {
  it.each([200, 201, 202, 204])("of %i has taken the message", async (status) => {
    expect(await answered(status)).toEqual({ is: "accepted" });
  });

  it.each([400, 401, 403, 404, 410, 413, 422])("of %i never will", async (status) => {
    const sent = await answered(status, "no_service\nmore of it");
    expect(sent).toEqual({ is: "refused", why: `HTTP ${status}: no_service` });
  });

  it.each([408, 425, 429, 500, 502, 503, 599])("of %i may at another time", async (status) => {
    expect(await answered(status)).toEqual({
      is: "again",
      why: `HTTP ${status}`,
      afterMs: null,
    });
  });

  it.each([301, 302, 303, 307, 308])(
    "of %i is not followed, and told by its host",
    async (status) => {
      const sent = await answered(status, "", { location: "https://evil.example/T0/secret?x" });
      expect(sent).toEqual({
        is: "refused",
        why: `HTTP ${status}: redirected to evil.example, and redirects are not followed`,
      });
    },
  );

  it("that redirects to the receiver itself is not followed either", async () => {
    const { url, got } = await listening((to) => to.writeHead(307, { location: "/other" }).end());
    const sent = await send(slack(`${url}/hook`), MESSAGE, options());
    expect(sent).toMatchObject({ is: "refused" });
    expect(got.map(({ path }) => path)).toEqual(["/hook"]);
  });

  it.each([
    ["120", 120_000],
    ["0.5", 500],
    ["999999", 3_600_000],
    ["0", null],
    ["-5", null],
    ["soon", null],
    ["", null],
    ["1e9", null],
    ["Mon, 23 Nov 2026 02:14:07 +0100", null],
    ["Thu, 01 Jan 1970 00:00:00 GMT", null],
    ["Fri, 31 Dec 9999 23:59:59 GMT", 3_600_000],
  ])("asks for another try after %j", async (after, afterMs) => {
    const sent = await answered(429, "", { "retry-after": after });
    expect(sent).toEqual({ is: "again", why: "HTTP 429", afterMs });
  });

  it("asks for another try at a date", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const sent = await answered(503, "", { "retry-after": date });
    expect(sent).toMatchObject({ is: "again" });
    expect("afterMs" in sent ? sent.afterMs : 0).toBeGreaterThan(1000);
    expect("afterMs" in sent ? sent.afterMs : 0).toBeLessThanOrEqual(60_000);
  });

  it("of Discord says in its body when to try again", async () => {
    const sent = await answered(429, '{"message": "slow", "retry_after": 0.65}', {
      "retry-after": "1",
    });
    expect(sent).toMatchObject({ is: "again", afterMs: 650 });
  });

  it("that never comes is given up", async () => {
    const { url } = await listening(() => undefined);
    const sent = await send(slack(url), MESSAGE, { ...options(), limitMs: 200 });
    expect(sent).toEqual({ is: "again", why: "no answer within 0.2 s", afterMs: null });
  });

  it("that breaks off before its first line may be whole another time", async () => {
    const { url } = await listening((to) => to.destroy());
    const sent = await send(slack(url), MESSAGE, options());
    expect(sent).toEqual({ is: "again", why: "the connection was closed early", afterMs: null });
  });

  it("that is no HTTP is told so", async () => {
    const server = createServer((socket) => socket.end("220 mail.example.org ESMTP\r\n"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const sent = await send(slack(`http://127.0.0.1:${port}`), MESSAGE, options());
    server.close();
    expect(sent).toEqual({
      is: "again",
      why: "the answer was no HTTP",
      afterMs: null,
    });
  });

  it("that breaks off in its text still has its status", async () => {
    const { url } = await listening((to) => {
      to.writeHead(400, { "content-length": 1000 });
      to.write("bad block", () => to.destroy());
    });
    const sent = await send(slack(url), MESSAGE, options());
    expect(sent).toMatchObject({ is: "refused" });
    expect("why" in sent ? sent.why : "").toMatch(/^HTTP 400(: bad block)?$/);
  });

  it("whose text drips keeps nobody, and its status counts", async () => {
    const { url } = await listening((to) => {
      to.writeHead(404);
      const drip = setInterval(() => to.write("."), 20);
      to.on("close", () => {
        clearInterval(drip);
      });
    });
    const sent = await send(slack(url), MESSAGE, { ...options(), limitMs: 1500 });
    expect(sent).toMatchObject({ is: "refused" });
    expect("why" in sent ? sent.why : "").toMatch(/^HTTP 404: \.+$/);
  });

  it("whose text has no end is not read to its end", async () => {
    let written = 0;
    const piece = Buffer.alloc(64 * 1024, "x");
    const { url } = await listening((to) => {
      to.writeHead(500);
      const more = (): void => {
        if (to.destroyed || written > 1e9) return;
        written += piece.length;
        if (to.write(piece)) setImmediate(more);
        else to.once("drain", more);
      };
      more();
    });
    const sent = await send(slack(url), MESSAGE, options());
    expect(sent).toMatchObject({ is: "again" });
    expect("why" in sent ? sent.why.length : 0).toBeLessThanOrEqual(300);
    expect(written).toBeLessThan(1e9);
  });

  it("of one who is not there is no answer", async () => {
    const { url, close } = await receiver(() => undefined);
    close();
    expect(await send(slack(url), MESSAGE, options())).toEqual({
      is: "again",
      why: "the connection was refused",
      afterMs: null,
    });
    const unknown = await send(slack("http://no-such.invalid/x"), MESSAGE, options());
    expect(unknown).toMatchObject({ is: "again" });
    const { url: plain } = await listening((to) => to.end());
    const tls = await send(slack(plain.replace("http:", "https:")), MESSAGE, options());
    expect("why" in tls ? tls.why : "").toMatch(/^TLS failed \(ERR_SSL_/);
  });

  it("of a port to which fetch sends nothing never comes", async () => {
    expect(await send(slack("http://127.0.0.1:25/"), MESSAGE, options())).toEqual({
      is: "refused",
      why: "no message can be sent to this port",
    });
  });

  it("is not waited for once the caller has no more time", async () => {
    const { url } = await listening(() => undefined);
    const stop = new AbortController();
    const sending = send(slack(url), MESSAGE, { ...options(), signal: stop.signal });
    stop.abort();
    expect(await sending).toEqual({ is: "again", why: "stopped", afterMs: null });
    const late = await send(slack(url), MESSAGE, { ...options(), signal: stop.signal });
    expect(late).toMatchObject({ is: "again", why: "stopped" });
  });
});

describe("what is said of a try (7.3)", () => {
  const path = "/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX";

  it("has nothing of the address, however the receiver writes it", async () => {
    const { url } = await listening((to, got) => {
      const whole = `http://${got.headers.host}${got.path}`;
      const forms = [whole, got.path, encodeURIComponent(whole), got.path.split("/").at(-1)];
      const coded = [
        Buffer.from(whole).toString("base64"),
        Buffer.from(`x${whole}`).toString("base64"),
      ];
      to.writeHead(404).end(`Cannot POST ${[...forms, ...coded].join(" ")}`);
    });
    const named: Channel = { type: "slack", url: { secret: "HOOK" } };
    for (const [channel, secrets] of [
      [slack(url + path), {}],
      [named, { HOOK: `${url}${path}\n` }],
    ] as const) {
      const sent = await send(channel, MESSAGE, options(secrets));
      const why = "why" in sent ? sent.why : "";
      expect(why).toMatch(/^HTTP 404: Cannot POST \*\*\* \*\*\* \*\*\* \*\*\*/);
      expect(why).not.toMatch(/XXXX|T0000|aHR0c|c2Vydml/);
    }
  });

  it("has nothing that a terminal would act on", async () => {
    const sent = await answered(400, "\x1b]0;pwned\x07no\x1b[2J\r\n");
    expect(sent).toEqual({
      is: "refused",
      why: "HTTP 400: <1B>]0;pwned<07>no<1B>[2J",
    });
  });

  it("names a secret that has no value, and waits for it", async () => {
    const channel: Channel = { type: "slack", url: { secret: "HOOK" } };
    const lacking = { is: "again", why: "the secret HOOK has no value", afterMs: null };
    expect(await send(channel, MESSAGE, options())).toEqual(lacking);
    expect(await send(channel, MESSAGE, options({ HOOK: "\n" }))).toEqual(lacking);
  });

  it.each([
    ["not a url", "the URL must be a URL that begins with https:// or http://"],
    ["https://me:pass@x.example/", "the URL must hold no user and password"],
    ["https://x.webhook.office.com/y", "the URL must be no address of webhook.office.com: those"],
  ])("says what is wrong with a secret, and not what it holds: %s", async (value, why) => {
    const channel: Channel = { type: "teams", url: { secret: "HOOK" } };
    const sent = await send(channel, MESSAGE, options({ HOOK: value }));
    expect(sent).toMatchObject({ is: "refused" });
    expect("why" in sent ? sent.why : "").toContain(why);
    expect(JSON.stringify(sent)).not.toContain(value);
  });
});

describe("a webhook", () => {
  const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  it("is signed so that standardwebhooks finds it right, with one id on every try (8.4)", async () => {
    let tries = 0;
    const { url, got } = await listening((to) => to.writeHead((tries += 1) < 3 ? 500 : 200).end());
    const channel: Channel = {
      type: "webhook",
      url: { secret: "HOOK" },
      signingSecret: { secret: "SIGN" },
      headers: { Authorization: { secret: "AUTH" }, "X-Team": "ml" },
    };
    const secrets = { HOOK: url, SIGN: `${SECRET}\n`, AUTH: "Bearer abc" };
    for (const is of ["again", "again", "accepted"])
      expect(await send(channel, MESSAGE, options(secrets))).toMatchObject({ is });
    expect(new Set(got.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([MESSAGE.id]));
    expect(new Set(got.map(({ body }) => body)).size).toBe(1);
    for (const { headers, body } of got) {
      const data: unknown = new Webhook(SECRET).verify(body, headers as Record<string, string>);
      const { level, title, lines, command, subject, facts } = MESSAGE;
      expect(data).toEqual({
        type: "run.failed",
        timestamp: "2026-11-23T02:14:07.000Z",
        data: { level, title, lines, command, subject, facts },
      });
      expect(headers).toMatchObject({ authorization: "Bearer abc", "x-team": "ml" });
      expect(() =>
        new Webhook(SECRET).verify(`${body} `, headers as Record<string, string>),
      ).toThrow("No matching signature found");
    }
  });

  it("has no signature where there is no secret for it", async () => {
    const { url, got } = await listening((to) => to.end());
    const channel: Channel = { type: "webhook", url, signingSecret: null, headers: {} };
    expect(await send(channel, MESSAGE, options())).toEqual({ is: "accepted" });
    expect(got[0]?.headers).toMatchObject({ "webhook-id": MESSAGE.id });
    expect(got[0]?.headers).not.toHaveProperty("webhook-signature");
  });

  it.each([
    ["SIGN", "not base64", "the signing secret must be whsec_ and base64"],
    ["AUTH", "Bearer a\r\nX-Evil: 1", "the header Authorization must be one line of ASCII"],
  ])("is not sent with a bad secret: %s", async (name, value, why) => {
    const { url, got } = await listening((to) => to.end());
    const channel: Channel = {
      type: "webhook",
      url,
      signingSecret: { secret: "SIGN" },
      headers: { Authorization: { secret: "AUTH" } },
    };
    const secrets = { SIGN: SECRET, AUTH: "Bearer abc", [name]: value };
    expect(await send(channel, MESSAGE, options(secrets))).toEqual({ is: "refused", why });
    expect(got).toEqual([]);
  });
});
