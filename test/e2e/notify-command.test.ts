// `dagtop notify` of the built program: a channel is tried over real HTTP and into real files, and what runs have sent is listed.

import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, receiver } from "../integrations/notify/receiver.ts";
import { type Ended, type Place, place } from "./program.ts";

const KEY = `whsec_${Buffer.from("0123456789abcdef01234567").toString("base64")}`;
const PATH = "/services/T0123/B0123/verysecretverysecret";

let here: Place;
let hook: Receiver;
/** How the next requests are answered; 200 when there is none. */
let answers: { readonly code: number; readonly body?: string; readonly after?: string }[];
beforeEach(async () => {
  here = place();
  answers = [];
  hook = await receiver((to) => {
    const { code, body = "", after } = answers.shift() ?? { code: 200 };
    to.writeHead(code, after === undefined ? {} : { "retry-after": after }).end(body);
  });
  here.file(
    "config/dagtop/config.yaml",
    `secrets: { KEY: ${JSON.stringify(`echo ${KEY}`)} }
channels:
  hook: { type: webhook, url: "${hook.url}/", signing_secret: { secret: KEY } }
  team: { type: slack, url: "${hook.url}${PATH}" }
  lost: { type: slack, url: { secret: NOWHERE } }
  told: { type: exec, command: 'cat > told.json; echo "$DAGTOP_MESSAGE_TITLE" > told.txt' }
`,
  );
});
afterEach(async () => {
  hook.close();
  await here.close();
});

const dagtop = (...args: string[]): Promise<Ended> =>
  here.start(args, { XDG_CONFIG_HOME: join(here.folder, "config") }).ended;

describe("dagtop notify test", () => {
  it("sends one message at once and says that it was accepted; no host is needed, and no home made", async () => {
    const { code, out, err } = await dagtop("notify", "test", "hook");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^hook: accepted in \d+\.\ds\n$/);
    const [got, ...more] = hook.got;
    expect(more).toEqual([]);
    const verified = new Webhook(KEY).verify(got!.body, got!.headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: "test",
      data: { level: "ok", title: expect.stringMatching(/^This is a test of dagtop on /) },
    });
    expect(statSync(here.home, { throwIfNoEntry: false })).toBeUndefined();
  });

  it("is exit 1 where the channel refuses, with what the receiver said and no word of its address", async () => {
    answers = [{ code: 404, body: `no hook at ${PATH}` }];
    const { code, out, err } = await dagtop("notify", "test", "team");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("The channel team (slack) has refused the message: HTTP 404: no hook at");
    expect(err).toContain("hint: It would refuse each try. Look at channels.team in ");
    expect(err).not.toContain("verysecret");
  });

  it("tries once, and tells how long the receiver asks to be left alone", async () => {
    answers = [{ code: 429, body: "rate_limited", after: "30" }];
    const { code, err } = await dagtop("notify", "test", "team");
    expect(code).toBe(1);
    expect(err).toContain(
      "The channel team (slack) has not taken the message: HTTP 429: rate_limited",
    );
    expect(err).toContain("It asks for 30s of rest.");
    expect(hook.got).toHaveLength(1);
    answers = [{ code: 503, after: "7" }];
    const json = await dagtop("notify", "test", "team", "--json");
    expect(JSON.parse(json.out)).toEqual({
      channel: "team",
      type: "slack",
      id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      state: "again",
      error: "HTTP 503",
      retry_after_ms: 7000,
      took_ms: expect.any(Number),
    });
    expect(json.code).toBe(1);
  });

  it("says which channels there are where there is none of that name: exit 4", async () => {
    const { code, out, err } = await dagtop("notify", "test", "tema");
    expect([code, out]).toEqual([4, ""]);
    expect(err).toContain(`There is no channel tema in ${here.folder}/config/dagtop/config.yaml.`);
    expect(err).toContain('Did you mean "team"?');
    expect(err).toContain("There are: file, hook, lost, team, terminal, told.");
    expect(err).toContain("Add one there: channels: {team: {type: slack");
  });

  it("finds a secret in an env file that is named, and says where to put one that is nowhere", async () => {
    const lost = await dagtop("notify", "test", "lost");
    expect(lost.code).toBe(1);
    expect(lost.err).toContain("the secret NOWHERE is in no env_file, credential or command");
    expect(lost.err).toContain("--env-file FILE");
    const file = here.file("secrets.env", `NOWHERE=${hook.url}${PATH}\n`);
    const open = await dagtop("notify", "test", "lost", "--env-file", file);
    expect(open.err).toContain("can be read by others");
    chmodSync(file, 0o600);
    const found = await dagtop("notify", "test", "lost", "--env-file", "secrets.env");
    expect([found.code, found.err]).toEqual([0, ""]);
    expect(hook.got.map(({ path }) => path)).toEqual([PATH]);
  });

  it("shows the message itself on the terminal, and writes it into the home's own file", async () => {
    const shown = await dagtop("notify", "test", "terminal");
    expect(shown.out).toMatch(
      /^This is a test of dagtop on .*\n.*\n.*\ndagtop notify test terminal\nterminal: accepted in \d+\.\ds\n$/,
    );
    const json = await dagtop("notify", "test", "terminal", "--json");
    expect(json.out.split("\n")).toHaveLength(2);
    expect(json.err).toContain("This is a test of dagtop on ");
    expect((await dagtop("notify", "test", "file")).code).toBe(0);
    const log = join(here.home, "notifications.log");
    expect(readFileSync(log, "utf8")).toMatch(/^\S+Z This is a test of dagtop on .*\n$/);
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  it("gives a command the message as JSON, and its title as a variable", async () => {
    expect((await dagtop("notify", "test", "told")).code).toBe(0);
    const told = JSON.parse(here.read("told.json")) as { title: string; event: string };
    expect(told.event).toBe("test");
    expect(here.read("told.txt")).toBe(`${told.title}\n`);
  });

  it("is exit 2 for a configuration with errors, for no channel and for another word", async () => {
    for (const args of [["test"], ["team"], ["log", "--limit", "none"]]) {
      const ended = await dagtop("notify", ...args);
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toContain("hint: ");
    }
    here.file("config/dagtop/config.yaml", "channels: { team: { type: slak } }\n");
    const wrong = await dagtop("notify", "test", "team");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('Did you mean "slack"?');
  });
});

describe("dagtop notify log", () => {
  it("lists what runs have sent, newest first, of one channel too; alone it does the same", async () => {
    const file = here.file(
      "pipeline.yaml",
      `name: told
stages:
  work: { run: exit 3 }
  tell: { if: always, uses: notify, with: { channels: [team, file] } }
`,
    );
    answers = [{ code: 404, body: "no_service" }];
    expect((await dagtop("run", file)).code).toBe(1);
    const { out, code } = await dagtop("notify");
    expect(code).toBe(0);
    expect(out.split("\n")[0]).toMatch(/WHEN +CHANNEL +RUN +STAGE +STATE +TRIES +WHY +TITLE$/);
    expect(out).toMatch(
      /ago +team +told#1 +tell +✗ refused +1 +HTTP 404: no_service +work: exit 3/,
    );
    expect(out).toMatch(/ago +file +told#1 +tell +✓ accepted +1 +work: exit 3/);
    const rows = await here.json<Record<string, unknown>[]>("notify", "log", "team");
    expect(rows).toMatchObject([
      {
        channel: "team",
        run: "told#1",
        stage: "tell",
        event: "run.failed",
        title: "work: exit 3",
        state: "refused",
        tries: 1,
        error: "HTTP 404: no_service",
        next_at: null,
      },
    ]);
    expect(await here.json<unknown[]>("notify", "log", "-n", "1")).toHaveLength(1);
  });

  it("says how messages come to be where there are none", async () => {
    const { out, code } = await dagtop("notify");
    expect(code).toBe(0);
    expect(out).toContain("A stage with `uses: notify` sends them");
    expect((await dagtop("notify", "log", "team")).out).toContain(
      "No message for the channel team",
    );
    expect(await here.json("notify", "log")).toEqual([]);
  });
});

describe("completion", () => {
  it("knows the channels of the configuration, and is silent where that can't be read", async () => {
    const names = async () => (await dagtop("completion", "--names", "channels")).out.split("\n");
    expect((await names()).toSorted()).toEqual(
      ["", "file", "hook", "lost", "team", "terminal", "told"].toSorted(),
    );
    here.file("config/dagtop/config.yaml", "channels: [\n");
    const ended = await dagtop("completion", "--names", "channels");
    expect(ended).toEqual({ code: 0, out: "", err: "" });
  });
});
