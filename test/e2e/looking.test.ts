// The commands that only look, and what `run` proposes at its end: all true, and none needs a host.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeAll(async () => {
  here = place();
  const file = here.file(
    "p.yaml",
    `name: t
params: { n: 2 }
stages:
  a:
    run: |
      printf 'one\\n\\033[2Jtwo\\rthree\\n\\033[31mred\\033[0m\\nlast without end'
      echo "f1=0.5" >> "$DAGTOP_OUTPUT"
      echo '{"step": 1, "loss": 0.5}' >> "$DAGTOP_METRICS"
      echo '{"step": 2, "loss": 0.25}' >> "$DAGTOP_METRICS"
  b: { run: 'echo try $DAGTOP_ATTEMPT; test $DAGTOP_ATTEMPT = 2', needs: a, retry: 1 }
  c: { run: exit 3, needs: b }
`,
  );
  await here.dagtop("run", file);
});
afterAll(() => here.close());

describe("looking", () => {
  it("status shows the host, each pipeline and its cause of failure", async () => {
    const { out, code } = await here.dagtop("status");
    expect(code).toBe(0);
    expect(out).toMatch(/host up \d+s \(pid \d+\)/);
    expect(out).toMatch(/ t {2}✗ #1 failed \d+s ago {2}c: exit 3 {2}0% of 1 run in 7d/);
    expect((await here.dagtop("status", "--ascii")).out).toContain("x #1 failed");
  });

  it("runs lists them, and --json is one array", async () => {
    expect((await here.dagtop("runs")).out).toMatch(/^RUN +STATE[^]*t#1 +✗ failed/);
    const list = await here.json<{ run: string; duration_ms: number }[]>("runs");
    expect(list).toMatchObject([{ run: "t#1", state: "failed", trigger: "manual" }]);
    expect(list[0]?.duration_ms).toBeGreaterThan(0);
  });

  it("show tells stages, outputs, metrics, tries and where it came from", async () => {
    const { out } = await here.dagtop("show", "t#1");
    for (const part of [
      "c: exit 3",
      "f1=0.5",
      "loss 0.25 (best 0.25 of 2)",
      "try 2",
      "n=2",
      "p.yaml",
    ])
      expect(out).toContain(part);
    const shown = await here.json<ShownRun>("show", "last");
    expect(shown.stages[0]?.outputs).toEqual({ f1: "0.5" });
    expect(shown.stages[1]?.attempts.map(({ exit_code: code }) => code)).toEqual([1, 0]);
  });

  it("logs shows a stage's last try, sanitised, with the end of a line that has none", async () => {
    expect((await here.dagtop("logs", "last", "a")).out).toBe(
      "one\nthree\nred\nlast without end\n",
    );
    expect((await here.dagtop("logs", "last", "b")).out).toBe("try 2\n");
    expect((await here.dagtop("logs", "last", "b", "--attempt", "1")).out).toBe("try 1\n");
    expect((await here.dagtop("logs", "last", "a", "--raw")).out).toContain("\u001b[2J");
    expect((await here.dagtop("logs", "last")).out).toContain("b | try 1\nb | try 2\n");
    expect((await here.dagtop("logs", "last", "-f")).out).toContain("b | try 2\n");
  });

  it("events are lines of JSON with rising numbers, and go on behind a cursor", async () => {
    const seqs = async (...args: string[]) =>
      (await here.dagtop("events", ...args)).out
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { seq: number }).seq);
    const all = await seqs();
    expect(all).toEqual(all.toSorted((a, b) => a - b));
    expect(await seqs("--since", String(all[3]))).toEqual(all.slice(4));
    expect((await seqs("t#1")).length).toBeLessThan(all.length);
  });

  it("what is not there is exit 4, with the nearest name", async () => {
    for (const args of [
      ["show", "tt#1"],
      ["show", "t#9"],
      ["logs", "last", "bb"],
      ["logs", "last", "a", "--attempt", "9"],
      ["status", "tt"],
    ]) {
      const ended = await here.dagtop(...args);
      expect(ended.code).toBe(4);
      expect(ended.err).toContain("hint: ");
    }
  });

  it("doctor finds nothing wrong, and --verify finds the books in order", async () => {
    const { out, code } = await here.dagtop("doctor", "--verify");
    expect(code).toBe(0);
    expect(out).toContain("all events agree with all rows");
    expect(out).not.toContain("BAD");
  });
});

describe("a home in which nothing has run", () => {
  it.each([["status"], ["runs"], ["events"], ["doctor"]])(
    "is no mistake for %s",
    async (command) => {
      const empty = place();
      expect((await empty.dagtop(command)).code).toBe(0);
      await empty.close();
    },
  );
});

/** The program by its name, as a shell reads the line. */
function inShell({ home, folder }: Place, command: string) {
  const script = `dagtop() { ${process.execPath} ${PROGRAM} "$@"; }; dagtop ${command}`;
  const env = { ...process.env, DAGTOP_HOME: home };
  return spawnSync("bash", ["-c", script], { encoding: "utf8", cwd: folder, env });
}

describe("what run proposes at its end", () => {
  it.each([
    ["a good run", "show", "  a: { run: 'true' }\n"],
    ["a retried one", "show", "  a: { run: test $DAGTOP_ATTEMPT = 2, retry: 1 }\n"],
    ["a failed one", "explain", "  a: { run: exit 1 }\n  b: { run: 'true', needs: a }\n"],
    ["one that could not start", "explain", "  a: { run: 'true', cwd: nowhere }\n"],
    ["a matrix", "explain", "  a: { run: exit 1, matrix: { lr: [0.1, 0.2] } }\n"],
  ])("works in a shell, of %s", async (_what, first, stages) => {
    const other = place();
    const { out } = await other.dagtop("run", other.file("p.yaml", `name: t\nstages:\n${stages}`));
    const line = out.split("\n").find((each) => each.startsWith(" dagtop ")) ?? "";
    const proposed = line.replace(" dagtop ", "").split(" · ");
    expect(proposed[0]).toBe(`${first} t#1`);
    for (const command of proposed) {
      const ended = inShell(other, command.trim());
      // What failed fails once more.
      expect(ended).toMatchObject({ status: command.startsWith("retry") ? 1 : 0 });
    }
    await other.close();
  });
});

describe("help", () => {
  it("names every command, and each has a page whose examples parse", async () => {
    const { out } = await here.dagtop("--help");
    const names = [...out.matchAll(/^ {2}([a-z]+) .*? {2}\S/gm)]
      .map(([, name]) => name ?? "")
      .filter((name) => name !== "dagtop");
    expect(names).toEqual([
      "run",
      "monitor",
      "status",
      "runs",
      "show",
      "diff",
      "explain",
      "logs",
      "events",
      "cancel",
      "trigger",
      "retry",
      "rerun",
      "approve",
      "reject",
      "models",
      "notify",
      "shell",
      "validate",
      "dag",
      "daemon",
      "drain",
      "doctor",
      "init",
      "import",
      "completion",
    ]);
    for (const name of names) {
      const page = await here.dagtop(name, "--help");
      expect(page).toMatchObject({ code: 0 });
      expect(page.out).toContain(`Usage: dagtop ${name}`);
    }
  });

  it("--version is that of the package, and a word that is no command is exit 2", async () => {
    const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
    expect((await here.dagtop("--version")).out).toBe(`${version}\n`);
    const wrong = await here.dagtop("statsu");
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('Did you mean "status"?');
  });

  it("a reader that goes is no failure", () => {
    const script = `${process.execPath} ${PROGRAM} events --home ${here.home} | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(stdout.trim().split("\n").at(-1)).toBe("0");
    expect(stderr).toBe("");
  });
});

describe("what goes on is followed", () => {
  it("by events -f from another process, and by logs -f to the stage's end", async () => {
    const other = place();
    const events = other.start(["events", "-f"]);
    const file = other.file(
      "p.yaml",
      "name: t\nstages:\n  a: { run: 'echo one; until test -e go; do sleep 0.05; done; echo two' }\n",
    );
    await other.dagtop("run", file, "--detach");
    const logs = other.start(["logs", "last", "a", "-f"]);
    await until(() => logs.out() === "one\n");
    await until(() => events.out().includes('"kind":"attempt.starting"'));
    other.file("go", "");
    expect(await logs.ended).toMatchObject({ code: 0, out: "one\ntwo\n" });
    await until(() => events.out().includes('"kind":"run.ended"'));
    events.child.kill("SIGINT");
    expect((await events.ended).code).toBe(130);
    await other.close();
  });

  it("and dagtop --daemon is dagtop daemon", async () => {
    const other = place();
    const daemon = other.start(["--daemon"]);
    await until(async () => (await other.hostPid()) === daemon.pid);
    daemon.child.kill("SIGTERM");
    expect((await daemon.ended).code).toBe(0);
    expect(await other.hostPid()).toBe(null);
    await other.close();
  });

  it("5.10 a host whose home is taken away leaves and makes no new one", async () => {
    const other = place();
    const daemon = other.start(["daemon"]);
    await until(async () => (await other.hostPid()) === daemon.pid);
    rmSync(other.home, { recursive: true });
    expect((await daemon.ended).code).toBe(0);
    expect(existsSync(other.home)).toBe(false);
    await other.close();
  });
});

describe("status while things go on", () => {
  it("shows the run that goes on before one that waits for it, and after one was cancelled", async () => {
    const other = place();
    const file = other.file(
      "p.yaml",
      "name: t\nstages:\n  a: { run: 'until test -e go; do sleep 0.05; done' }\n",
    );
    await other.dagtop("run", file, "--detach");
    await other.dagtop("run", file, "--detach");
    const both = / t {2}● #1 running \d+s {2}a\n {4}◌ #2 queued {6}.*waits for t#1/;
    await until(async () => both.test((await other.dagtop("status")).out));
    await other.dagtop("cancel", "t#2");
    await until(async () => !(await other.dagtop("status")).out.includes("#2"));
    expect((await other.dagtop("status")).out).toMatch(/ t {2}● #1 running \d+s {2}a\n$/);
    other.file("go", "");
    await until(async () => (await other.dagtop("status")).out.includes("100% of 1 run in 7d"));
    await other.close();
  });

  it("shows what waits for a person with a command that answers it", async () => {
    const other = place();
    const file = other.file("p.yaml", "name: t\nstages:\n  gate: { approval: Promote it? }\n");
    await other.dagtop("run", file, "--detach");
    const command = /◆ dagtop (approve t#1) {3}Promote it\?/;
    await until(async () => command.test((await other.dagtop("status")).out));
    const [, answer = ""] = command.exec((await other.dagtop("status")).out) ?? [];
    expect(inShell(other, answer).stdout).toBe("gate of t#1: approved\n");
    await other.close();
  });
});

describe("a run told in lines", () => {
  it("2.3 tells each attempt of a round with its end, then that the next begins", async () => {
    const other = place();
    const file = other.file(
      "p.yaml",
      `name: t
retry_run: { times: 1, delay: 300ms }
stages:
  a: { run: 'test $DAGTOP_ATTEMPT = 3', retry: { times: 1, delay: 50ms } }
  b: { run: sleep 1 }
`,
    );
    const { out, code } = await other.dagtop("run", file);
    expect(code).toBe(0);
    const told = out
      .split("\n")
      .flatMap((line) => /^\d\d:\d\d:\d\d t#1 (.*)/.exec(line)?.[1] ?? []);
    const of = (what: string): string[] => told.filter((line) => line.startsWith(what));
    expect(of("a ").map((line) => line.replace(/ in .*|; try .*/, ""))).toEqual([
      "a  try 1 of 2",
      "a  try 1 failed: exit 1",
      "a  try 2 of 2",
      "a  try 2 failed: exit 1; no try is left",
      "a  try 3 of 4",
      "a  try 3 succeeded",
    ]);
    expect(of("b ")).toEqual(["b  started", expect.stringMatching(/^b {2}succeeded in 1\.\d+s$/)]);
    const order = [/^b {2}succeeded/, /^round 2 began/, /^a {2}try 3 of 4/];
    const places = order.map((what) => told.findIndex((line) => what.test(line)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((x, y) => x - y));
    await other.close();
  });

  it("2.4 tells of the new round alone when a run is retried", async () => {
    const other = place();
    const file = other.file(
      "p.yaml",
      "name: t\nstages:\n  a: { run: 'true' }\n  b: { run: test -e go, needs: a }\n",
    );
    await other.dagtop("run", file);
    other.file("go", "");
    const { out } = await other.dagtop("retry", "last");
    expect(out.replaceAll(/^\d\d:\d\d:\d\d /gm, "").replaceAll(/ in .*s$/gm, "")).toBe(
      `t#1 round 2 began
t#1 b  try 2 of 2
t#1 b  try 2 succeeded
t#1 succeeded
t#1  ✓ succeeded
 dagtop show t#1 · logs t#1 b
`,
    );
    await other.close();
  });
});

describe("what is worth a word of a good run", () => {
  it("is told with the stage that it is from, and left out where one of many has said it", async () => {
    const other = place();
    const metric = `echo '{"step": 1, "loss": 0.25}' >> "$DAGTOP_METRICS"`;
    const run = async (name: string, stages: string): Promise<string> => {
      const file = other.file(`${name}.yaml`, `name: ${name}\nstages:\n${stages}`);
      return (await other.dagtop("run", file)).out;
    };
    const fit = `  fit:\n    run: |\n      ${metric}\n`;
    expect(await run("two", `  a: { run: 'true' }\n${fit}    needs: a\n`)).toMatch(
      /^two#1 {2}✓ succeeded in .*s {3}fit loss 0\.25$/m,
    );
    expect(await run("one", fit)).toMatch(/^one#1 {2}✓ succeeded in .*s {3}loss 0\.25$/m);
    expect(await run("many", `${fit}    matrix: { lr: [1, 2] }\n`)).toMatch(
      /^many#1 {2}✓ succeeded in [\d.]+s$/m,
    );
    await other.close();
  });
});

describe("a progress bar in a log, all of it one line", () => {
  let bars: Place;
  beforeAll(async () => {
    bars = place();
    const script = `i=0; while [ $i -lt 6000 ]; do i=$((i+1)); printf '\\rEpoch 1/3: %d/6000 [loss=0.123456]' $i; done; sleep 0.2`;
    bars.file(
      "bar.sh",
      `${script}\nuntil test -e go; do sleep 0.05; done\necho; exit 3\n`.replaceAll("\\\\", "\\"),
    );
    const file = bars.file("p.yaml", "name: t\nstages:\n  a: { run: sh bar.sh }\n");
    await bars.dagtop("run", file, "--detach");
  });
  afterAll(() => bars.close());

  it("is followed as it stands, and shown by its last state when it is over", async () => {
    const following = bars.start(["logs", "last", "a", "-f"]);
    await until(() => following.out().includes("6000/6000"));
    bars.file("go", "");
    expect((await following.ended).code).toBe(0);
    const { out } = await bars.dagtop("logs", "last", "a");
    expect(out).toBe("Epoch 1/3: 6000/6000 [loss=0.123456]\n");
  });

  it("is given whole by --raw, byte for byte", async () => {
    const shown = await bars.json<ShownRun>("show", "last");
    const log = readFileSync(shown.stages[0]?.attempts[0]?.log ?? "", "utf8");
    expect(log.length).toBeGreaterThan(200_000);
    expect((await bars.dagtop("logs", "last", "a", "--raw")).out).toBe(log);
  });
});

describe("a stage that puts FIFOs in the place of its own files", () => {
  it("holds neither the host nor who follows", async () => {
    const other = place();
    const script =
      'cd "$DAGTOP_HOME/attempts/$DAGTOP_ATTEMPT_ID" && rm -f log output && mkfifo log output log.idx child exit; sleep 0.6; rm exit';
    const file = other.file(
      "p.yaml",
      `name: t\nstages:\n  a: { run: '${script}' }\n  b: { run: 'true' }\n`,
    );
    expect((await other.dagtop("run", file)).code).toBe(0);
    expect((await other.dagtop("logs", "last")).code).toBe(0);
    expect((await other.dagtop("show", "last")).code).toBe(0);
    await other.close();
  });
});
