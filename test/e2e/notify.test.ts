// A run tells people what became of it: over real HTTP and SMTP, with a signature that another implementation verifies, with one id
// on every try (semantics 8.4).

import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, receiver } from "../integrations/notify/receiver.ts";
import { ATTACKS } from "../ui/attacks.ts";
import { type Place, place, until } from "./program.ts";

const SECRET = `whsec_${Buffer.from("0123456789abcdef01234567").toString("base64")}`;

let here: Place;
let hook: Receiver;
/** What the next requests are answered with; 200 when there is none, nothing at all for 0. */
let codes: number[];
let headers: Record<string, string>;
beforeEach(async () => {
  here = place();
  codes = [];
  headers = {};
  hook = await receiver((to) => {
    const code = codes.shift() ?? 200;
    if (code !== 0) to.writeHead(code, code === 200 ? {} : headers).end();
  });
  configured(`hook: { type: webhook, url: "${hook.url}", signing_secret: "${SECRET}" }`);
});
afterEach(async () => {
  hook.close();
  await here.close();
});

function configured(channels: string): void {
  here.file("config/dagtop/config.yaml", `channels:\n  ${channels}\n`);
}

/** A pipeline with a stage that works and one that tells. */
function run(given: string, command = "true", more = "") {
  const file = here.file(
    "pipeline.yaml",
    `name: told
stages:
  work: { run: ${JSON.stringify(command)} }
  tell: { if: always, uses: notify, with: { ${given} }${more} }
`,
  );
  return here.start(["run", file], { XDG_CONFIG_HOME: join(here.folder, "config") });
}

/** Between double quotes of YAML, all but ASCII as escapes. */
function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("")}"`;
}

const ids = () => hook.got.map(({ headers: { "webhook-id": id } }) => id);

describe("8.4 uses: notify", () => {
  it("sends one signed message whose text begins with the cause and ends with the command to look closer", async () => {
    expect((await run("channels: [hook, file]", "exit 3").ended).code).toBe(1);
    const [first, ...more] = hook.got;
    expect(more).toEqual([]);
    const given = first!.headers as Record<string, string>;
    expect(new Webhook(SECRET).verify(first!.body, given)).toMatchObject({
      type: "run.failed",
      data: { facts: { run: "told#1", stage: "work", state: "failed", cause: "exit 3" } },
    });
    const line = readFileSync(join(here.home, "notifications.log"), "utf8");
    expect(line).toMatch(/^\S+Z work: exit 3 · told#1 failed after \S+ · dagtop explain told#1\n$/);
  });

  it("tells whoever follows the run over the channel terminal, with the writer's own words", async () => {
    const ended = await run('channels: terminal, message: "the nightly one"').ended;
    expect(ended.out).toMatch(
      /\n tell {2}all went well\n {3}told#1 succeeded after \S+\n {3}the nightly one\n/,
    );
  });

  it("tells it also over any other channel of that type", async () => {
    configured("screen: { type: terminal }");
    expect((await run("channels: screen", "exit 3").ended).out).toContain(
      "\n tell  work: exit 3\n",
    );
  });

  it("waits, where it is of always or failure, until every other stage has ended: 1.3, 1.4", async () => {
    const file = here.file(
      "pipeline.yaml",
      `name: told
stages:
  slow: { run: "sleep 1; exit 5" }
  tell: { if: failure, uses: notify, with: { channels: terminal } }
  good: { if: success, uses: notify, with: { channels: terminal } }
`,
    );
    const { out } = await here.start(["run", file]).ended;
    expect(out).toContain(" tell  slow: exit 5\n");
    expect(out).toContain(" good  all goes well so far\n   told#1 running after ");
  });

  it("tries again with the same id until the receiver takes it", async () => {
    codes = [500, 503];
    expect((await run("channels: [hook]").ended).code).toBe(0);
    expect(hook.got).toHaveLength(3);
    expect(new Set(ids()).size).toBe(1);
  });

  it("waits as long as the receiver asks it to", async () => {
    codes = [429];
    headers = { "retry-after": "3" };
    expect((await run("channels: [hook]").ended).code).toBe(0);
    const [first = 0, second = 0] = hook.got.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(3000);
  });

  it("makes the run partial where a channel refuses, redirects or is not there, and says so in words", async () => {
    codes = [404];
    const refused = await run("channels: [hook]").ended;
    expect([refused.code, refused.out]).toEqual([
      3,
      expect.stringContaining(" ✗ tell failed: hook was not told: HTTP 404 (1 try)"),
    ]);
    codes = [302];
    headers = { location: `${hook.url}/elsewhere` };
    const redirected = await run("channels: [hook]").ended;
    expect([redirected.code, redirected.out]).toEqual([3, expect.stringContaining("redirect")]);
    expect(hook.got.map(({ path }) => path)).toEqual(["/", "/"]);
    const nobody = await run("channels: [nobody]").ended;
    expect([nobody.code, nobody.out]).toEqual([
      3,
      expect.stringContaining("there is no channel nobody in config.yaml"),
    ]);
  });

  it("gives up at the end of the stage's time, and says why the last try failed", async () => {
    codes = Array.from({ length: 20 }, () => 500);
    const ended = await run("channels: [hook]", "true", ", timeout: 5s").ended;
    expect([ended.code, ended.out]).toEqual([
      3,
      expect.stringMatching(/hook was not told: .*500.* \(\d tr(y|ies)\)/),
    ]);
  });

  it("tells every other channel while one of them hangs", async () => {
    codes = [0];
    const running = run("channels: [hook, file]");
    await until(() => hook.got.length === 1);
    const log = join(here.home, "notifications.log");
    const told = () => readFileSync(log, { encoding: "utf8", flag: "a+" });
    await until(() => told() !== "");
    expect(told()).toContain("all went well");
    running.child.kill("SIGKILL");
  });

  it("lets no name of a metric act on a terminal or leave the house, however it came", async () => {
    const hostile = ATTACKS.map(({ text }) => text.replaceAll("\0", ""));
    const metrics = hostile.map((name) => JSON.stringify({ [name]: 0.9, loss: 1 })).join("\n");
    here.file("metrics", `${metrics}\n`);
    const file = here.file(
      "pipeline.yaml",
      `name: told
stages:
  train: { run: 'cat metrics > $DAGTOP_METRICS; touch model' }
  promote:
    needs: train
    uses: promote
    with: { from: train, path: model, model: toy, metric: ${escaped(hostile.join(""))} }
  good: { needs: train, uses: promote, with: { from: train, path: model, model: toy, metric: loss } }
  tell: { if: always, uses: notify, with: { channels: [hook, file, terminal] } }
`,
    );
    const { out } = await here.start(["run", file], {
      XDG_CONFIG_HOME: join(here.folder, "config"),
    }).ended;
    const shown = await here.dagtop("models", "show", "toy");
    const page = await here.dagtop("show", "last");
    const log = here.read("home/notifications.log");
    const said = JSON.stringify(JSON.parse(hook.got[0]?.body ?? "{}"));
    expect(said).toContain("refused: ");
    for (const text of [out, shown.out, page.out, log, said])
      expect(text.replaceAll("\n", "")).not.toMatch(
        /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u,
      );
  });

  it("sends mail, whose headers no text of a run can write", async () => {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData: (stream, _session, done) => {
        let raw = "";
        stream.on("data", (piece: Buffer) => (raw += piece.toString()));
        stream.on("end", () => {
          mails.push(raw);
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.server.address() as AddressInfo;
    configured(
      `post: { type: email, host: 127.0.0.1, port: ${port}, from: d@example.org, to: [ada@example.org] }`,
    );
    const attacks = ATTACKS.map(({ text }) => text.replaceAll("\0", "")).join(" ");
    const message = escaped(`a\r\nBcc: eve@example.org\r\n\r\n${attacks}`);
    const ended = await run(`channels: [post], message: ${message}`, "exit 4").ended;
    server.close(() => undefined);
    expect([ended.code, ended.err]).toEqual([1, ""]);
    expect(mails).toHaveLength(1);
    const [head = "", body = ""] = mails[0]!.split("\r\n\r\n");
    expect(head).toMatch(/^Subject: .*work: exit 4/m);
    expect(head).not.toContain("eve@");
    expect(body).toContain("dagtop explain told#1");
    expect(`${mails[0]}${ended.out}`.replaceAll(/[\r\n\t]/g, "")).not.toMatch(/\p{Cc}/u);
  });
});
