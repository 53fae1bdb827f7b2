// `dagtop run -- COMMAND` from outside: a nohup that has a log, metrics, retries, a time limit and a history.

import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
  process.env["XDG_CONFIG_HOME"] = `${here.folder}/config`;
});
afterEach(() => here.close());

const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);
const sh = (script: string, ...options: string[]): string[] => [
  "run",
  ...options,
  "--",
  "sh",
  "-c",
  script,
];

describe("dagtop run -- COMMAND", () => {
  it("has a log, outputs, metrics and the caller's folder, and its runs form one pipeline", async () => {
    const script = here.file(
      "tools/my_job.sh",
      `echo "in $(pwd)"; echo '{"loss": 0.5}' >> $DAGTOP_METRICS; echo k=v >> $DAGTOP_OUTPUT; echo "$@"\n`,
    );
    const ended = await here.dagtop("run", "--", "sh", script, "--retry", "--json", "-p");
    expect(ended.code).toBe(0);
    const shown = await show();
    expect(shown).toMatchObject({ run: "my_job#1", state: "succeeded" });
    expect(shown.stages[0]).toMatchObject({ key: "my_job", outputs: { k: "v" } });
    expect((await here.dagtop("logs", "last")).out).toContain(`in ${here.folder}`);
    expect((await here.dagtop("logs", "last", "my_job")).out).toContain("--retry --json -p\n");
    expect((await here.dagtop("show", "last")).out).toContain("loss 0.5");
    await here.dagtop("run", "--", "sh", script);
    expect((await show("my_job")).run).toBe("my_job#2");
  });

  it.each([
    ["exit 0", 0],
    ["exit 7", 1],
  ])("%s gives the exit code %i", async (script, code) => {
    expect((await here.dagtop(...sh(script))).code).toBe(code);
  });

  it("is retried, within a time limit for each try, by the name that was given", async () => {
    const ended = await here.dagtop(
      ...sh(
        "test $DAGTOP_ATTEMPT = 2 || sleep 60",
        "--retry",
        "1",
        "--timeout",
        "400ms",
        "--name",
        "job",
      ),
    );
    expect(ended.code).toBe(0);
    const { run, stages } = await show();
    expect(run).toBe("job#1");
    expect(stages[0]?.attempts.map(({ state }) => state)).toEqual(["timed_out", "succeeded"]);
  });

  it("2.8 may go on any number of times at once, and leaves at once by -d", async () => {
    const one = "until test -e go; do sleep 0.05; done";
    for (const number of [1, 2]) {
      const { out, code } = await here.dagtop(...sh(one, "-d", "--name", "job"));
      expect({ out, code }).toEqual({ out: `job#${number}  running\n`, code: 0 });
    }
    here.file("go", "");
    await until(async () =>
      (await here.json<{ state: string }[]>("runs")).every(({ state }) => state === "succeeded"),
    );
  });

  it("gets what --pass-env names, also when it is run again", async () => {
    const running = here.start(sh('echo "$MINE" >> seen', "--pass-env", "MINE", "--name", "job"), {
      MINE: "1",
    });
    expect((await running.ended).code).toBe(0);
    expect((await here.start(["rerun", "job"], { MINE: "2" }).ended).code).toBe(0);
    expect((await here.start(["run", "job"], { MINE: "3" }).ended).code).toBe(0);
    expect(here.read("seen")).toBe("1\n2\n3\n");
  });

  it("is cancelled by Ctrl-C, exit 130", async () => {
    const running = here.start(sh("touch ready; sleep 60"));
    await until(() => existsSync(`${here.folder}/ready`));
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  it("holds slots of the pools that the configuration declares", async () => {
    here.file("config/dagtop/config.yaml", "pools: { gpu: 1, disk: 2 }\n");
    const holder = await here.dagtop(
      ...sh("until test -e go; do sleep 0.05; done", "-d", "--gpu", "1", "--name", "first"),
    );
    expect(holder.code).toBe(0);
    const second = here.start(sh("true", "--gpu", "1", "--slots", "disk=2", "--name", "second"));
    await until(async () => {
      const shown = await show("second").catch(() => null);
      return shown?.stages[0]?.reason?.includes("first#1") === true;
    });
    here.file("go", "");
    expect((await second.ended).code).toBe(0);
  });

  it("is refused where a pool is missing or too small: exit 2, naming the configuration", async () => {
    const config = here.file("config/dagtop/config.yaml", "pools: { disk: 2 }\n");
    for (const [option, value, words] of [
      ["--slots", "dsk=1", 'there is no pool "dsk"'],
      ["--slots", "disk=3", 'the pool "disk" has 2'],
    ] as const) {
      const ended = await here.dagtop(...sh("touch ran", option, value));
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toContain(words);
      expect(ended.err).toContain(config);
    }
    here.file("config/dagtop/config.yaml", "pools: { gpu: 0 }\n");
    const none = await here.dagtop(...sh("touch ran", "--gpu", "1"));
    expect(none.code).toBe(2);
    expect(none.err).toContain('the pool "gpu" has none');
    expect(existsSync(`${here.folder}/ran`)).toBe(false);
    expect(existsSync(here.home) && (await here.json<unknown[]>("runs")).length > 0).toBe(false);
  });

  it.each([
    [["run", "-p", "n=1", "--", "true"], "--param is for a pipeline file"],
    [["run", "--from", "a", "--", "true"], "--from is for a pipeline file"],
    [["run", "p.yaml", "--", "true"], 'Either p.yaml or a command behind "--"'],
    [["run", "p.yaml", "--retry", "1"], "--retry is for a command behind --"],
    [["run", "--"], 'no command behind "--"'],
    [["run"], '"run" needs FILE or NAME, or -- COMMAND'],
    [["run", "--retry", "x", "--", "true"], "--retry must be a whole number"],
    [["run", "--timeout", "90", "--", "true"], "--timeout "],
    [["run", "--gpu", "0", "--", "true"], "--gpu must be a whole number from 1"],
    [["run", "--slots", "gpu", "--", "true"], "--slots gpu gives no value"],
    [["run", "--name", "No", "--", "true"], '"No" cannot be the name'],
  ])("%j is exit 2, and says why", async (args, words) => {
    here.file("p.yaml", "name: t\nstages:\n  a: { run: touch ran }\n");
    const ended = await here.dagtop(...args);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(words);
    expect(ended.err).toContain("hint: ");
    expect(existsSync(`${here.folder}/ran`)).toBe(false);
  });

  it("of a program that is not there fails as such", async () => {
    const ended = await here.dagtop("run", "--", "no-such-program-anywhere");
    expect(ended.code).toBe(1);
    expect((await show()).stages[0]?.attempts[0]?.exit_code).toBe(127);
  });

  it("--json prints events, --dry-run nothing of them and runs nothing", async () => {
    const dry = await here.dagtop(...sh("touch ran", "--dry-run"));
    expect(dry.code).toBe(0);
    expect(dry.out).toContain("touch ran");
    expect(existsSync(here.home)).toBe(false);
    const { out } = await here.dagtop(...sh("true", "--json"));
    const kinds = out
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect([kinds[0], kinds.at(-1)]).toEqual(["run.created", "run.ended"]);
  });
});
