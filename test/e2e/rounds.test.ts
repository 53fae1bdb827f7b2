// Rounds of a run from outside: the ones that it opens by itself, and the ones that a person asks for. Between rounds it
// says when it goes on, and a host that is killed meanwhile changes nothing.

import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

interface Shown extends ShownRun {
  readonly round: number;
  readonly due_at: string | null;
  readonly rounds: readonly { readonly round: number; readonly trigger: string }[];
}

const pipeline = (stages: string, top = ""): string =>
  here.file("p.yaml", `name: t\n${top}stages:\n${stages}`);
const show = (run = "last"): Promise<Shown> => here.json<Shown>("show", run);
const states = ({ stages }: Shown): Record<string, string> =>
  Object.fromEntries(stages.map(({ key, state }) => [key, state]));
const betweenRounds = async (): Promise<Shown> => {
  await until(async () => typeof (await show().catch(() => null))?.due_at === "string");
  return show();
};
const killHost = async (): Promise<void> => {
  const pid = (await here.hostPid()) ?? 0;
  kill(pid);
  await until(() => !alive(pid));
};
const sound = async (): Promise<void> => {
  expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree with all rows");
};
/** Fails until its second attempt. */
const SECOND = "echo x >> %; test $(wc -l < %) = 2";
const second = (name: string): string => SECOND.replaceAll("%", name);

describe("2.3 retry_run", () => {
  it("opens a round by itself: running meanwhile, with a reason and a time, and repeats only what is due", async () => {
    const file = pipeline(
      `  a: { run: echo x >> a }
  b: { run: '${second("b")}', needs: a }
  c: { run: echo x >> c, needs: b }
  z: { run: echo x >> z, if: always }
`,
      "retry_run: { times: 2, delay: 1500ms }\n",
    );
    const running = here.start(["run", file]);
    const between = await betweenRounds();
    expect(between.state).toBe("running");
    expect(between.reason).toMatch(/^round 2/);
    expect(Date.parse(between.due_at ?? "")).toBeGreaterThan(0);
    expect(existsSync(`${here.folder}/z`)).toBe(false);
    expect((await here.dagtop("explain", "last")).out).toContain("next: round 2 begins at ");
    expect((await here.dagtop("show", "last")).out).toMatch(/round 2 +begins at \d\d:\d\d:\d\d/);
    const ended = await running.ended;
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/round 2/);
    expect(["a", "b", "c", "z"].map((name) => here.read(name).split("\n").length - 1)).toEqual([
      1, 2, 1, 1,
    ]);
    const after = await show();
    expect(after).toMatchObject({ state: "succeeded", round: 2, due_at: null });
    expect(after.rounds.map(({ trigger }) => trigger)).toEqual(["manual", "retry_run"]);
    expect(after.stages.find(({ key }) => key === "b")?.attempts).toMatchObject([
      { number: 1, round: 1 },
      { number: 2, round: 2 },
    ]);
    await sound();
  });

  it("ends failed when no round is left, and lets what is always run do so once", async () => {
    const file = pipeline(
      "  a: { run: echo x >> a; exit 4 }\n  z: { run: echo x >> z, if: failure, needs: a }\n",
      "retry_run: 2\n",
    );
    expect((await here.dagtop("run", file)).code).toBe(1);
    expect(here.read("a")).toBe("x\nx\nx\n");
    expect(here.read("z")).toBe("x\n");
    expect((await show()).round).toBe(3);
  });

  it("follows a time limit of the run, which counts for each round", async () => {
    const file = pipeline(
      "  a: { run: 'test $DAGTOP_ATTEMPT = 2 || sleep 60', on_fail: ignore }\n",
      "timeout: 500ms\nretry_run: 1\n",
    );
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(await show()).toMatchObject({ state: "succeeded", round: 2 });
  });

  it("leaves a run active between rounds, and a cancel ends it there", async () => {
    const file = pipeline("  a: { run: exit 1 }\n", "retry_run: { times: 1, delay: 10m }\n");
    const running = here.start(["run", file]);
    await betweenRounds();
    const { out } = await here.dagtop("run", file, "--detach");
    expect(out).toMatch(/t#2 {2}queued: waits for t#1/);
    await here.dagtop("cancel", "t#2");
    expect((await here.dagtop("cancel", "t#1")).code).toBe(0);
    expect((await running.ended).code).toBe(130);
    expect((await show("t#1")).due_at).toBe(null);
  });

  it("opens no round after a cancel by a person, a rejection or a crash", async () => {
    const file = pipeline(
      "  a: { run: touch ready; sleep 60 }\n  b: { run: 'true', needs: a }\n",
      "retry_run: 3\n",
    );
    const cancelled = here.start(["run", file]);
    await until(() => existsSync(`${here.folder}/ready`));
    await here.dagtop("cancel", "last", "a");
    expect((await cancelled.ended).code).toBe(1);
    const rejected = here.start(["run", pipeline("  a: { approval: Go on? }\n", "retry_run: 3\n")]);
    await until(async () => states(await show())["a"] === "waiting");
    await here.dagtop("reject", "last");
    expect((await rejected.ended).code).toBe(1);
    const crashed = await here.dagtop(
      "run",
      pipeline("  a: { run: kill -9 $PPID; kill -9 $$ }\n", "retry_run: 3\n"),
    );
    expect(crashed.code).toBe(1);
    for (const run of ["t#1", "t#2", "t#3"]) expect((await show(run)).round).toBe(1);
    expect(states(await show("t#3"))).toEqual({ a: "crashed" });
  });

  it("goes on by the next host when the host is killed in the middle of the delay", async () => {
    const file = pipeline(
      `  a: { run: '${second("a")}' }\n`,
      "retry_run: { times: 1, delay: 2s }\n",
    );
    await here.dagtop("run", file, "--detach");
    await betweenRounds();
    await killHost();
    expect((await show()).due_at).not.toBe(null);
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect(await show()).toMatchObject({ state: "succeeded", round: 2 });
    expect(here.read("a")).toBe("x\nx\n");
    await sound();
  });
});

describe("2.4 dagtop retry", () => {
  it("repeats what went wrong and what is below it, on the frozen plan and in its environment, and follows to the end", async () => {
    const file = pipeline(
      `  a: { run: echo x >> a }
  b: { run: 'echo $MINE >> b; test -e go', needs: a }
  c: { run: echo x >> c, needs: b }
  w: { run: echo x >> w; test -e go, on_fail: warn }
  i: { run: echo x >> i; exit 1, on_fail: ignore }
  z: { run: echo x >> z, if: always }
`,
      "pass_env: [MINE]\n",
    );
    expect((await here.start(["run", file], { MINE: "first" }).ended).code).toBe(1);
    pipeline("  other: { run: touch other }\n");
    here.file("go", "");
    const ended = await here.start(["retry", "last"], { MINE: "later" }).ended;
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/t#1 succeeded/);
    expect(here.read("b")).toBe("first\nfirst\n");
    const counts = ["a", "c", "w", "i", "z"].map((name) => here.read(name).length / 2);
    expect(counts).toEqual([1, 1, 2, 1, 2]);
    expect(existsSync(`${here.folder}/other`)).toBe(false);
    const shown = await show();
    expect(shown).toMatchObject({ run: "t#1", round: 2, state: "succeeded" });
    expect(shown.rounds.at(-1)?.trigger).toBe("retry");
    expect((await here.dagtop("show", "last")).out).toMatch(/round 2 +succeeded +retry by /);
    await sound();
  });

  it("has the exit code of its end, and may be asked for again", async () => {
    const file = pipeline("  a: { run: 'exit $((DAGTOP_ATTEMPT + 2))', on_fail: warn }\n");
    expect((await here.dagtop("run", file)).code).toBe(3);
    expect((await here.dagtop("retry", "t")).code).toBe(3);
    expect((await here.dagtop("retry", "t#1")).code).toBe(3);
    expect((await show()).stages[0]?.attempts.map(({ exit_code: code }) => code)).toEqual([
      3, 4, 5,
    ]);
  });

  it("--json prints the events of the new round only, --detach leaves at once", async () => {
    const file = pipeline("  a: { run: 'test -e go' }\n");
    await here.dagtop("run", file);
    const before = await here.dagtop("events", "last", "--json");
    const last = JSON.parse(before.out.trim().split("\n").at(-1) ?? "") as { seq: number };
    const { out, code } = await here.dagtop("retry", "last", "--json");
    expect(code).toBe(1);
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { seq: number; kind: string });
    expect(events.every(({ seq }) => seq > last.seq)).toBe(true);
    expect(events.at(-1)?.kind).toBe("run.ended");
    expect(events.filter(({ kind }) => kind === "attempt.ended")).toHaveLength(1);
    here.file("go", "");
    const detached = await here.dagtop("retry", "last", "--detach");
    expect(detached.code).toBe(0);
    expect(detached.out).toMatch(/^t#1 {2}\w+\n$/);
    await until(async () => (await show()).state === "succeeded");
  });

  it("waits its turn under max_active_runs", async () => {
    await here.dagtop("run", pipeline("  a: { run: 'test -e go' }\n"));
    const other = here.start([
      "run",
      pipeline("  a: { run: 'until test -e go; do sleep 0.05; done' }\n"),
    ]);
    await until(async () => (await show()).state === "running");
    const { out } = await here.dagtop("retry", "t#1", "--detach");
    expect(out).toContain("t#1  queued: waits for t#2");
    here.file("go", "");
    expect((await other.ended).code).toBe(0);
    await until(async () => (await show("t#1")).state === "succeeded");
  });

  it("is refused with words, exit 2, where there is nothing to repeat or the run goes on", async () => {
    const file = pipeline("  a: { run: 'test ! -e stay || sleep 60' }\n");
    await here.dagtop("run", file);
    const succeeded = await here.dagtop("retry", "last");
    expect(succeeded).toMatchObject({ code: 2, out: "" });
    expect(succeeded.err).toContain("t#1 succeeded");
    expect(succeeded.err).toContain("dagtop rerun t#1 runs it anew");
    here.file("stay", "");
    await here.dagtop("run", file, "--detach");
    const open = await here.dagtop("retry", "last");
    expect(open.code).toBe(2);
    expect(open.err).toMatch(/not ended|running/);
    const asJson = await here.dagtop("retry", "t#1", "--json");
    expect(asJson).toMatchObject({ code: 2, out: "" });
    await here.dagtop("cancel", "last");
    const none = await here.dagtop("retry", "tt");
    expect(none.code).toBe(4);
    expect(none.err).toContain('Did you mean "t"?');
  });
});
