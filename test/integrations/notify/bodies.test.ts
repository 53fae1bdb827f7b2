// What each service is sent: the form that it asks for, within its limits, whatever the message holds; and nothing that
// outside text could make it do.

import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "../../../src/engine/message.ts";
import { plainMessage } from "../../../src/integrations/notify/plain.ts";
import { requestOf, type HttpChannel } from "../../../src/integrations/notify/request.ts";
import { send } from "../../../src/integrations/notify/send.ts";
import { ATTACKS } from "../../ui/attacks.ts";
import { MESSAGE, UNSEEN, madeOf, messages, options } from "./messages.ts";
import { type Receiver, receiver } from "./receiver.ts";

const URL_OF = "https://receiver.example/hook";
const CHANNELS: readonly HttpChannel[] = [
  { type: "slack", url: URL_OF },
  { type: "discord", url: URL_OF },
  { type: "teams", url: URL_OF },
  { type: "pagerduty", url: URL_OF, routingKey: "0123456789abcdef" },
  { type: "ntfy", url: "https://ntfy.example/topic", token: "tk_1" },
  { type: "webhook", url: URL_OF, signingSecret: "whsec_c2VjcmV0", headers: {} },
];

// oxlint-disable-next-line typescript/no-explicit-any -- each service has a form of its own
type Body = Record<string, any>;

function bodyFor(type: HttpChannel["type"], message: Message): Body {
  const channel = CHANNELS.find((one) => one.type === type)!;
  return JSON.parse(requestOf(channel, plainMessage(message), {}).body) as Body;
}

/** Every text in it, names of fields not among them. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

describe("the ordinary message", () => {
  it("is blocks and a text for Slack: title, lines, command", () => {
    const body = bodyFor("slack", MESSAGE);
    expect(body["text"]).toBe(
      "train: CUDA out of memory (exit 1)\nstage train of nightly#42, after 3 min\n" +
        "f1 0.91, champion v7 0.93\n`dagtop show nightly#42`",
    );
    expect(body["blocks"]).toEqual([
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "text", text: MESSAGE.title, style: { bold: true } },
              { type: "text", text: "\nstage train of nightly#42, after 3 min" },
              { type: "text", text: "\nf1 0.91, champion v7 0.93" },
              { type: "text", text: "\n" },
              { type: "text", text: "dagtop show nightly#42", style: { code: true } },
            ],
          },
        ],
      },
    ]);
  });

  it("is a content for Discord, and calls nobody", () => {
    expect(bodyFor("discord", MESSAGE)).toEqual({
      content:
        "**train\\: CUDA out of memory \\(exit 1\\)**\nstage train of nightly\\#42, after 3 min\n" +
        "f1 0.91, champion v7 0.93\n`dagtop show nightly#42`",
      allowed_mentions: { parse: [] },
      flags: 4,
    });
  });

  it("is an Adaptive Card for Teams", () => {
    const { content } = bodyFor("teams", MESSAGE)["attachments"][0];
    expect(content).toMatchObject({ type: "AdaptiveCard", version: "1.4" });
    expect(content.body[0].inlines[0]).toEqual({
      type: "TextRun",
      text: MESSAGE.title,
      weight: "Bolder",
      color: "Attention",
    });
    expect(content.body.at(-1).inlines[0].text).toBe(MESSAGE.command);
  });

  it("opens an incident of PagerDuty, and a good one of the same subject resolves it", () => {
    const bad = bodyFor("pagerduty", MESSAGE);
    expect(bad).toMatchObject({
      routing_key: "0123456789abcdef",
      event_action: "trigger",
      dedup_key: "nightly",
      payload: { summary: MESSAGE.title, source: "nightly", severity: "error", component: "train" },
    });
    const warned = bodyFor("pagerduty", { ...MESSAGE, level: "warn" });
    expect(warned).toMatchObject({ event_action: "trigger", payload: { severity: "warning" } });
    const good = bodyFor("pagerduty", { ...MESSAGE, level: "ok" });
    expect(good).toMatchObject({ event_action: "resolve", dedup_key: "nightly" });
  });

  it("keeps two long subjects of PagerDuty apart", () => {
    const [a, b] = ["a", "b"].map((end) =>
      bodyFor("pagerduty", { ...MESSAGE, subject: "s".repeat(300) + end }),
    );
    expect(a?.["dedup_key"]).not.toBe(b?.["dedup_key"]);
  });

  it("is JSON at the root of ntfy, with its topic and its priority", () => {
    const channel = CHANNELS[4]!;
    const post = requestOf(channel, MESSAGE, {});
    expect(post.url).toBe("https://ntfy.example/");
    expect(post.headers).toMatchObject({ authorization: "Bearer tk_1" });
    expect(JSON.parse(post.body)).toEqual({
      topic: "topic",
      title: MESSAGE.title,
      message: [...MESSAGE.lines, MESSAGE.command].join("\n"),
      priority: 4,
      tags: ["rotating_light"],
    });
  });
});

describe("outside text", () => {
  it.each([
    ["<!channel>", "&lt;!channel&gt;"],
    ["<@U123> & <https://evil|bank>", "&lt;\uff20U123&gt; &amp; &lt;https://evil|bank&gt;"],
    ["@here @channel @all", "\uff20here \uff20channel \uff20all"],
  ])("is no command of Slack: %s", (title, shown) => {
    const body = bodyFor("slack", { ...MESSAGE, title });
    expect((body["text"] as string).split("\n")[0]).toBe(shown);
    expect(body).toMatchObject({ parse: "none", link_names: false });
  });

  it.each([
    ["@everyone", "\\@everyone"],
    ["<@1> [bank](http://evil)", "\\<\\@1\\> \\[bank\\]\\(http\\://evil\\)"],
    ["# **big** ||hidden||", "\\# \\*\\*big\\*\\* \\|\\|hidden\\|\\|"],
  ])("is no Markdown of Discord: %s", (line, shown) => {
    const body = bodyFor("discord", { ...MESSAGE, lines: [line] });
    expect((body["content"] as string).split("\n")[1]).toBe(shown);
  });

  it("ends no code span", () => {
    const message = { ...MESSAGE, command: "a ` @everyone ` b" };
    for (const type of ["slack", "discord"] as const) {
      const body = bodyFor(type, message);
      const shown = String(body["content"] ?? body["text"]);
      expect(shown.split("\n").at(-1)).toMatch(/^`[^`]+`$/);
    }
  });

  it.each(ATTACKS)("that $name reaches no service as it is", ({ text }) => {
    for (const channel of CHANNELS) {
      const { body, headers } = requestOf(channel, plainMessage(madeOf(text)), {});
      const lines = textsIn(JSON.parse(body)).flatMap((one) => one.split("\n"));
      expect(lines.filter((line) => UNSEEN.test(line))).toEqual([]);
      expect(Object.values(headers).join("")).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

describe("any message", () => {
  const MOST: Readonly<Record<HttpChannel["type"], number>> = {
    slack: 40_000,
    discord: 100_000,
    teams: 28 * 1024,
    pagerduty: 512 * 1024,
    ntfy: 16_000,
    webhook: 1024 * 1024,
  };

  it("is JSON within the limits of each service", () => {
    fc.assert(
      fc.property(messages, (message) => {
        for (const channel of CHANNELS) {
          const { body } = requestOf(channel, plainMessage(message), {});
          expect(body.isWellFormed()).toBe(true);
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST[channel.type]);
          expect(textsIn(JSON.parse(body)).flatMap((one) => one.split("\n"))).toSatisfy(
            (lines: string[]) => !lines.some((line) => UNSEEN.test(line)),
          );
        }
        const { text, blocks } = bodyFor("slack", message);
        expect(text.length).toBeLessThanOrEqual(3010);
        expect(text).not.toMatch(/[<>@]/);
        for (const { text: part } of blocks[0].elements[0].elements) expect(part).not.toBe("");
        const { content } = bodyFor("discord", message);
        expect(content.length).toBeLessThanOrEqual(2000);
        const { dedup_key: key, payload } = bodyFor("pagerduty", message);
        expect([key.length, payload.summary.length]).toSatisfy(
          ([a, b]: number[]) => a! > 0 && a! <= 255 && b! > 0 && b! <= 1024,
        );
        const { title, message: note } = bodyFor("ntfy", message);
        expect(Buffer.byteLength(note)).toBeLessThanOrEqual(4096);
        expect(title.length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 150 },
    );
  });
});

describe("on the wire", () => {
  const open: Receiver[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });

  it("every service is reached, with one id in a header and no outside text in any", async () => {
    const made = await receiver((to) => to.end());
    open.push(made);
    const here = CHANNELS.map((channel) => ({ ...channel, url: `${made.url}/topic` }));
    for (const { text } of ATTACKS.slice(0, 20))
      for (const channel of here)
        expect(await send(channel, { ...madeOf(text), id: MESSAGE.id }, options())).toEqual({
          is: "accepted",
        });
    for (const { headers } of made.got) {
      expect(headers["x-dagtop-message-id"]).toBe(MESSAGE.id);
      expect(headers["content-type"]).toBe("application/json");
      expect(Object.keys(headers).toSorted().join(" ")).toMatch(
        /^accept accept-encoding accept-language (authorization )?connection content-length content-type host sec-fetch-mode user-agent (webhook-id webhook-signature webhook-timestamp )?x-dagtop-message-id$/,
      );
    }
  });
});
