// The channels of the user's config.yaml: what each type takes, what is taken for granted, and how mistakes are shown.

import { describe, expect, it } from "vitest";
import { type Channel, OWN_CHANNELS, secretsOf } from "../../src/pipeline/channels.ts";
import { loadConfig } from "../../src/pipeline/load-config.ts";
import { problemText } from "../../src/pipeline/problem.ts";

function channelsOf(text: string, userHome: string | null = "/home/ada") {
  const loaded = loadConfig(`channels: ${text}`, "config.yaml", userHome);
  if (!loaded.ok) throw new Error(loaded.problems.map(problemText).join("\n"));
  return loaded.config.channels;
}

function channelOf(text: string): Channel {
  const channel = channelsOf(`{ it: ${text} }`)["it"];
  if (channel === undefined) throw new Error("it is not there");
  return channel;
}

function problemsOf(text: string, userHome: string | null = "/home/ada"): string[] {
  const loaded = loadConfig(`channels: ${text}`, "config.yaml", userHome);
  return loaded.ok
    ? []
    : loaded.problems.map(({ line, column, message, hint }) => {
        return `${line}:${column} ${message} | ${hint}`;
      });
}

const SECRET = { secret: "S" };
const HOOK = "https://hooks.example.org/T0/B0/x";

describe("channels", () => {
  it("are the terminal and the home's file where none is configured", () => {
    expect(channelsOf("{}")).toEqual(OWN_CHANNELS);
  });

  it.each<[string, Channel]>([
    ["{ type: terminal }", { type: "terminal" }],
    ["{ type: file }", { type: "file", path: null, format: "text" }],
    [
      "{ type: file, path: /var//log/../n.log, format: json }",
      { type: "file", path: "/var/n.log", format: "json" },
    ],
    ["{ type: file, path: ~/n.log }", { type: "file", path: "/home/ada/n.log", format: "text" }],
    ["{ type: exec, command: cat > x }", { type: "exec", command: ["/bin/sh", "-c", "cat > x"] }],
    ["{ type: exec, command: [tell, --now] }", { type: "exec", command: ["tell", "--now"] }],
    [`{ type: slack, url: "${HOOK}" }`, { type: "slack", url: HOOK }],
    ["{ type: slack, url: { secret: S } }", { type: "slack", url: SECRET }],
    ["{ type: discord, url: { secret: S } }", { type: "discord", url: SECRET }],
    ["{ type: teams, url: { secret: S } }", { type: "teams", url: SECRET }],
    [
      "{ type: webhook, url: { secret: S } }",
      { type: "webhook", url: SECRET, signingSecret: null, headers: {} },
    ],
    [
      `{ type: webhook, url: "http://[::1]:80/x", signing_secret: whsec_c2VjcmV0, headers: { Authorization: { secret: S }, X-Team: ml } }`,
      {
        type: "webhook",
        url: "http://[::1]:80/x",
        signingSecret: "whsec_c2VjcmV0",
        headers: { Authorization: SECRET, "X-Team": "ml" },
      },
    ],
    [
      "{ type: pagerduty, routing_key: { secret: S } }",
      { type: "pagerduty", routingKey: SECRET, url: "https://events.pagerduty.com/v2/enqueue" },
    ],
    [
      "{ type: pagerduty, routing_key: abc, url: https://events.eu.pagerduty.com/v2/enqueue }",
      { type: "pagerduty", routingKey: "abc", url: "https://events.eu.pagerduty.com/v2/enqueue" },
    ],
    [
      "{ type: ntfy, url: https://ntfy.sh/my-topic, token: { secret: S } }",
      { type: "ntfy", url: "https://ntfy.sh/my-topic", token: SECRET },
    ],
    [
      "{ type: email, host: smtp.example.org, from: Ada <ada@example.org>, to: team@example.org }",
      {
        type: "email",
        host: "smtp.example.org",
        port: 587,
        secure: false,
        user: null,
        password: null,
        from: "Ada <ada@example.org>",
        to: ["team@example.org"],
      },
    ],
    [
      "{ type: email, host: h, secure: true, user: ada@example.org, password: { secret: S }, to: [a@b, c@d] }",
      {
        type: "email",
        host: "h",
        port: 465,
        secure: true,
        user: "ada@example.org",
        password: SECRET,
        from: "ada@example.org",
        to: ["a@b", "c@d"],
      },
    ],
  ])("%s", (text, channel) => {
    expect(channelOf(text)).toEqual(channel);
  });

  it("may write the file to another place, and stay beside it", () => {
    const channels = channelsOf("{ file: { type: file, path: /n.log }, t: { type: terminal } }");
    expect(channels).toEqual({
      terminal: { type: "terminal" },
      file: { type: "file", path: "/n.log", format: "text" },
      t: { type: "terminal" },
    });
  });

  it("tell which secrets they need", () => {
    const url =
      "{ type: webhook, url: { secret: A }, headers: { X: { secret: B }, Y: { secret: A } } }";
    expect(secretsOf(channelOf(url))).toEqual(["A", "B"]);
  });

  it.each([
    ["{ Team: { type: terminal } }", '1:13 "Team" cannot be the name of a channel'],
    ["{ __proto__: { type: terminal } }", '1:13 "__proto__" cannot be the name of a channel'],
    ["{ a: ada@example.org }", '1:16 the channel "a" must be a map, not "ada@example.org"'],
    ["{ a: { url: x } }", '1:16 the channel "a" has no "type" | Write type: one of terminal, file'],
    ["{ a: { tipe: slack } }", '1:18 the channel "a" has no "type" | Did you mean "type"?'],
    ["{ a: { type: slak } }", 'pagerduty, ntfy, email, not "slak" | Did you mean "slack"?'],
    ["{ a: { type: telegram } }", "| Other services are reached by type: webhook"],
    ["{ a: { type: mattermost } }", "write type: slack."],
    ["{ a: { type: [slack] } }", '1:24 "type" must be one of'],
    ["{ a: { type: terminal, url: x } }", '1:34 unknown key "url" | Known in a channel of type'],
    ["{ terminal: { type: slack } }", '1:31 the channel "terminal" is always of type terminal'],
    ["{ a: { type: slack } }", 'the channel "a" has no "url" | Add it'],
    ["{ a: { type: slack, urll: x, url: https://x } }", 'unknown key "urll" | Did you mean "url"?'],
    ["{ a: { type: slack, url: hooks.slack.com/x } }", '1:36 "url" must be a URL that begins with'],
    ["{ a: { type: slack, url: ftp://x/y } }", "Copy it whole, or name the secret"],
    ["{ a: { type: slack, url: $HOOK } }", "Variables mean nothing here: name the secret"],
    ["{ a: { type: slack, url: https://u:p@x/y } }", '"url" must hold no user and password'],
    ["{ a: { type: slack, url: { secert: S } } }", 'Did you mean "secret"?'],
    ["{ a: { type: slack, url: { secret: a-b } } }", '"url" must name a secret'],
    ["{ a: { type: slack, url: { secret: DAGTOP_X } } }", '"url" must name a secret'],
    ["{ a: { type: slack, url: 3 } }", '"url" must be a text or the name of a secret, not 3'],
    ["{ a: { type: teams, url: https://x.webhook.office.com/y } }", "connectors are retired"],
    ["{ a: { type: file, path: n.log } }", '"path" must be a path that begins with / or ~/'],
    ["{ a: { type: file, path: ~ada/n.log } }", '"path" must be a path that begins with / or ~/'],
    ["{ a: { type: file, format: yaml } }", '"format" must be one of text, json, not "yaml"'],
    ["{ a: { type: exec, command: [] } }", '"command" must be a shell command or a list of words'],
    ["{ a: { type: exec } }", 'the channel "a" has no "command"'],
    ["{ a: { type: webhook, url: https://x, signing_secret: abc } }", "must be whsec_ and base64"],
    [
      "{ a: { type: webhook, url: https://x, signing_secret: whsec_ } }",
      "must be whsec_ and base64",
    ],
    [
      "{ a: { type: webhook, url: https://x, headers: { webhook-id: x } } }",
      '"headers" must not have the header "webhook-id"',
    ],
    [
      '{ a: { type: webhook, url: https://x, headers: { X: "a\\r\\nb" } } }',
      '"headers" must be texts or {secret: NAME}',
    ],
    ["{ a: { type: pagerduty } }", 'the channel "a" has no "routing_key"'],
    ["{ a: { type: ntfy, url: https://ntfy.sh/ } }", '"url" must end in a topic'],
    ["{ a: { type: email, host: h, to: a@b } }", 'the channel "a" has no "from"'],
    ["{ a: { type: email, host: h, user: me, to: a@b } }", 'the channel "a" has no "from"'],
    ["{ a: { type: email, host: h, user: a@b, to: a@b } }", 'the channel "a" has no "password"'],
    ['{ a: { type: email, host: h, from: "a@b\\nBcc: c@d", to: a@b } }', '"from" must be a mail'],
    ['{ a: { type: email, host: h, from: a@b, to: ["a@b, c@d"] } }', '"to" must be a mail address'],
    ["{ a: { type: email, host: h, from: a@b, to: [] } }", '"to" must be a mail address'],
    ["{ a: { type: email, host: smtp://h, from: a@b, to: a@b } }", '"host" must be the name'],
    [
      "{ a: { type: email, host: h, port: 0, from: a@b, to: a@b } }",
      '"port" must be a whole number',
    ],
  ])("%s is refused: %s", (text, words) => {
    const problems = problemsOf(text);
    expect(problems[0]).toContain(words);
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toMatch(/\| $/);
  });

  it("have no ~ where nobody knows what it stands for", () => {
    expect(problemsOf("{ a: { type: file, path: ~/n.log } }", null)).toEqual([
      '1:36 "path" begins with ~, and HOME is not set | Write the path out, beginning with /.',
    ]);
  });
});
