// Semantics 7.3, by the built program: a secret that a stage prints stands in the raw log and nowhere else in the home, nor
// in anything that is printed or drawn of the run.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, type ShownRun, alive, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

// 20 characters, some of which URLs, JSON and base64 for URLs write in another way.
const SECRET = "s3cr3t/Value+42=Kp9x";
const BASE64 = Buffer.from(SECRET).toString("base64");
/** What stands of it wherever base64 of it does, whatever is around. */
const FORMS = [SECRET, BASE64.slice(0, 26), encodeURIComponent(SECRET)];
const formsIn = (text: string | Buffer): string[] => FORMS.filter((form) => text.includes(form));

function pipeline(stages: string, text = `TOKEN=${SECRET}\n`): string {
  chmodSync(here.file("secrets.env", text), 0o600);
  const head = "name: t\nenv_file: secrets.env\nsecrets: [TOKEN]\nstages:\n";
  return here.file("p.yaml", head + stages);
}

const SAYS = `  say:
    run: |
      echo "the token is $TOKEN"
      printf '\\033[1m%s\\033[0m\\n' "$TOKEN"
      printf '%s' "$TOKEN" | base64
      printf 'user:%s@host' "$TOKEN" | base64
  fails:
    needs: say
    run: |
      printf '%s' "$TOKEN" | base64
      echo "refused for $TOKEN"
      exit 3
`;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Files of the home in which a form of the secret stands, raw logs apart. */
function filesWithIt(but: RegExp = /\/attempts\/[^/]+\/log$/): string[] {
  return filesOf(here.home).filter(
    (file) => !but.test(file) && formsIn(readFileSync(file)).length > 0,
  );
}

async function printed(...args: string[]): Promise<string> {
  const { out, err, code } = await here.dagtop(...args);
  expect(code, `dagtop ${args.join(" ")}: ${err}`).not.toBe(2);
  return out + err;
}

const log = async (stage: string): Promise<string> => {
  const shown = await here.json<ShownRun>("show", "last");
  return shown.stages.find(({ key }) => key === stage)?.attempts.at(-1)?.log ?? "";
};

describe("7.3 a secret that is printed, as it is and as base64", () => {
  it("7.3 stands in the raw log, 0600, and nowhere else in the home", async () => {
    const file = pipeline(SAYS);
    expect((await here.dagtop("run", file)).code).toBe(1);
    for (const stage of ["say", "fails"]) {
      const raw = await log(stage);
      const text = readFileSync(raw, "utf8");
      expect(text).toContain(SECRET);
      expect(text).toContain(BASE64);
      expect(statSync(raw).mode & 0o777).toBe(0o600);
    }
    expect(filesOf(here.home).some((each) => each.endsWith("dagtop.db"))).toBe(true);
    expect(filesWithIt()).toEqual([]);
    // And when the host has gone and its journal is in the database.
    const pid = await here.hostPid();
    if (pid !== null) process.kill(pid, "SIGTERM");
    await until(() => pid === null || !alive(pid));
    expect(filesWithIt()).toEqual([]);
  });

  it("7.3 stands in nothing that is printed of the run", async () => {
    const file = pipeline(SAYS);
    const followed = await here.dagtop("run", file);
    expect(followed.out).toContain("refused for ***TOKEN***");
    expect(formsIn(followed.out + followed.err)).toEqual([]);
    const asJson = await here.dagtop("run", file, "--json");
    expect(formsIn(asJson.out + asJson.err)).toEqual([]);
    for (const args of [
      ["logs", "t#1"],
      ["logs", "t#1", "say"],
      ["logs", "t#1", "say", "--json"],
      ["logs", "t#1", "say", "--raw"],
      ["logs", "t#1", "-f"],
      ["show", "t#1"],
      ["show", "t#1", "--json"],
      ["events", "--json"],
      ["events", "t#1", "--json"],
      ["runs"],
      ["runs", "--json"],
      ["status"],
      ["status", "--json"],
      ["diff", "t#1", "t#2"],
      ["explain", "t#1"],
      ["explain", "t#1", "fails"],
      ["run", file, "--dry-run"],
      ["validate", file],
      ["doctor"],
    ]) {
      const text = await printed(...args);
      expect({ args, found: formsIn(text) }).toEqual({ args, found: [] });
    }
    const lines = (await printed("logs", "t#1", "say")).trimEnd().split("\n");
    expect(lines.slice(0, 3)).toEqual(["the token is ***TOKEN***", "***TOKEN***", "***TOKEN***"]);
    expect(lines[3]).toMatch(/^dXNlc\w*\*\*\*TOKEN\*\*\*\w*=*$/);
    expect(await printed("show", "t#1")).toContain("refused for ***TOKEN***");
  });

  it("7.3 stands on no screen while it runs, nor in what stays of it", async () => {
    const file = pipeline(`  say:
    run: |
      printf '%s' "$TOKEN" | base64
      echo "the token is $TOKEN"
      until test -e go; do sleep 0.05; done
      exit 3
`);
    const socket = `dagtop-secrets-${process.pid}`;
    const tmux = (...args: string[]): string =>
      spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
    const screen = (): string => tmux("capture-pane", "-p", "-S", "-");
    try {
      const shell = `cd ${here.folder}; PS1='$ ' DAGTOP_HOME=${here.home} exec bash --norc --noprofile`;
      tmux("new-session", "-d", "-x", "100", "-y", "30", shell);
      tmux("send-keys", `${process.execPath} ${PROGRAM} run ${file}; echo "exit=$?"`, "Enter");
      await until(() => screen().includes("the token is ***TOKEN***"));
      expect(formsIn(screen())).toEqual([]);
      const follower = here.start(["logs", "last", "-f"]);
      await until(() => follower.out().includes("the token is"));
      here.file("go", "");
      await until(() => screen().includes("exit=1"));
      expect(formsIn(screen())).toEqual([]);
      const { out, err } = await follower.ended;
      expect(formsIn(out + err)).toEqual([]);
      expect(out).toContain("the token is ***TOKEN***");
    } finally {
      tmux("kill-server");
    }
  });
});

describe("7.3 a secret that a stage gives to dagtop itself", () => {
  const GIVES = `      echo "url=https://u:$TOKEN@host" >> "$DAGTOP_OUTPUT"
      echo "{\\"step\\": 1, \\"loss $TOKEN\\": 0.5}" >> "$DAGTOP_METRICS"
      (exec -a "worker-$TOKEN" sleep 300) &
`;
  const OWN_FILES = /\/attempts\/[^/]+\/(log|output|metrics)$/;

  it("7.3 is hidden in outputs, names of metrics and what was left behind, before they are stored", async () => {
    const file = pipeline(`  gives:\n    run: |\n${GIVES}`);
    expect((await here.dagtop("run", file)).code).toBe(0);
    const shown = await here.json<ShownRun & { stages: { metrics: object }[] }>("show", "last");
    expect(shown.stages[0]?.outputs).toEqual({ url: "https://u:***TOKEN***@host" });
    expect(Object.keys(shown.stages[0]?.metrics ?? {})).toEqual(["loss ***TOKEN***"]);
    expect(await printed("events", "last")).toContain("worker-***TOKEN***");
    expect(filesWithIt(OWN_FILES)).toEqual([]);
  });

  it("7.3 is hidden by a later host too, which never knew it", async () => {
    const wait = "      touch ready; until test -e go; do sleep 0.05; done\n";
    const file = pipeline(`  gives:\n    run: |\n${wait}${GIVES}`);
    await here.dagtop("run", file, "--detach");
    await until(() => existsSync(join(here.folder, "ready")));
    const first = (await here.hostPid()) ?? 0;
    process.kill(first, "SIGKILL");
    await until(() => !alive(first));
    here.file("secrets.env", "TOKEN=another-value-now\n");
    here.start(["daemon"]);
    await until(async () => (await here.hostPid()) !== null);
    here.file("go", "");
    await until(async () => (await here.json<ShownRun>("show", "last")).state === "succeeded");
    const shown = await here.json<ShownRun>("show", "last");
    expect(shown.stages[0]?.outputs).toEqual({ url: "https://u:***TOKEN***@host" });
    expect(filesWithIt(OWN_FILES)).toEqual([]);
  });
});

describe("7.3 where a secret comes from", () => {
  const PIPELINE = `name: t
secrets: [TOKEN]
stages:
  a: { run: 'test "$TOKEN" = "${SECRET}" && echo "got $TOKEN"' }
`;

  /** The program with a config of its own. */
  async function withConfig(config: string, ...args: string[]) {
    here.file("config/dagtop/config.yaml", config);
    return here.start(args, { XDG_CONFIG_HOME: join(here.folder, "config") }).ended;
  }

  it("7.3 a command of the config prints it, with the run's environment", async () => {
    here.file("kept", `${SECRET}\n`);
    const file = here.file("p.yaml", PIPELINE);
    const config = `secrets:\n  TOKEN: cat ${join(here.folder, "kept")}\n`;
    const { code, out } = await withConfig(config, "run", file);
    expect(out).not.toContain(SECRET);
    expect(code).toBe(0);
    expect(await printed("logs", "last", "a")).toBe("got ***TOKEN***\n");
  });

  it("5.3 nowhere: the stage could not start, and uses a try", async () => {
    const file = here.file("p.yaml", PIPELINE.replace("run:", "retry: 1, run:"));
    const { code, out } = await here.dagtop("run", file);
    expect(code).toBe(1);
    const why =
      "could not start: the secret TOKEN is in no env_file, credential or command of the config";
    expect(out).toContain(why);
    const shown = await here.json<ShownRun>("show", "last");
    expect(shown.stages[0]?.attempts.map(({ cause }) => cause)).toEqual([why, why]);
  });

  it("7.3 in the caller's shell alone: a warning before, and nothing of it in the home", async () => {
    const file = here.file("p.yaml", PIPELINE);
    const { code, err } = await here.start(["run", file], { TOKEN: SECRET }).ended;
    expect(err).toContain("warning: the secret TOKEN is set in this shell only");
    expect(code).toBe(1);
    // The pipeline file of this test has the value in its script, so only its environment is looked at.
    const shown = await here.json<{ environment: Record<string, string> }>("show", "last");
    expect(shown.environment).not.toHaveProperty("TOKEN");
  });

  it("7.2 over the env of the pipeline and the stage, and anew at each attempt", async () => {
    chmodSync(here.file("secrets.env", "TOKEN=of-the-env-file\n"), 0o600);
    const file = here.file(
      "p.yaml",
      `name: t
env_file: secrets.env
secrets: [TOKEN]
env: { TOKEN: of-the-pipeline }
stages:
  a:
    env: { TOKEN: of-the-stage }
    retry: 1
    run: |
      echo "got $TOKEN" | tr a-z A-Z
      echo TOKEN=rotated-since > secrets.env
      test $DAGTOP_ATTEMPT = 2
`,
    );
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(await printed("logs", "last", "a", "--attempt", "1")).toContain("GOT OF-THE-ENV-FILE");
    expect(await printed("logs", "last", "a")).toContain("GOT ROTATED-SINCE");
  });
});
