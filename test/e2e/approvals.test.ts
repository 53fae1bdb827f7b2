// Stages that wait for a person, and the answers: who may give them, how they are given, and what outlives what.

import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

interface Shown extends ShownRun {
  readonly round: number;
  readonly stages: readonly (ShownRun["stages"][number] & { readonly due_at: string | null })[];
}

const pipeline = (stages: string, top = "", name = "t"): string =>
  here.file(`${name}.yaml`, `name: ${name}\n${top}stages:\n${stages}`);
const GATE = "  gate: { approval: Promote it? }\n  after: { run: touch after, needs: gate }\n";
const show = (run = "last"): Promise<Shown> => here.json<Shown>("show", run);
const stageOf = async (key = "gate", run = "last") =>
  (await show(run)).stages.find((stage) => stage.key === key);
const waiting = async (key = "gate", run = "last"): Promise<void> => {
  await until(async () => {
    const shown = await show(run).catch(() => null);
    return shown?.stages.find((stage) => stage.key === key)?.state === "waiting";
  });
};
/** A run that waits, whose end is left to itself. */
const detached = async (file: string): Promise<void> => {
  await here.dagtop("run", file, "--detach");
  await waiting();
};
const over = async (state: string, run = "last"): Promise<void> => {
  await until(async () => (await show(run)).state === state);
};
const me = userInfo().username;

describe("dagtop approve", () => {
  it("lets the run go on; who, and the message, are kept", async () => {
    const running = here.start(["run", pipeline(GATE)]);
    await waiting();
    expect(existsSync(`${here.folder}/after`)).toBe(false);
    const answer = await here.dagtop("approve", "last", "-m", "f1 looks right");
    expect(answer).toMatchObject({ code: 0, out: "gate of t#1: approved\n", err: "" });
    expect((await running.ended).code).toBe(0);
    expect(existsSync(`${here.folder}/after`)).toBe(true);
    const gate = await stageOf();
    expect(gate).toMatchObject({ state: "succeeded", attempts: [] });
    expect(gate?.reason).toContain(`approved by ${me}`);
    expect(gate?.reason).toContain("f1 looks right");
    expect((await here.dagtop("show", "last")).out).toContain("f1 looks right");
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });

  it("asks with the outputs of stages before, and the question is seen wherever the run is", async () => {
    const stages = `  train: { run: 'echo f1=0.9 >> $DAGTOP_OUTPUT' }
  gate: { approval: "Promote \${{ stages.train.outputs.f1 }}?", needs: train }\n`;
    const running = here.start(["run", pipeline(stages)]);
    await waiting();
    for (const args of [["show", "last"], ["status"], ["explain", "last", "gate"]])
      expect((await here.dagtop(...args)).out).toContain("Promote 0.9?");
    await until(() => running.out().includes("Promote 0.9?"));
    await here.dagtop("approve", "t");
    expect((await running.ended).code).toBe(0);
  });

  it("means by last the newest run alone, by a pipeline's name that of it which waits; --json says what it was", async () => {
    await detached(pipeline(GATE));
    await here.dagtop("run", pipeline("  a: { run: 'true' }\n", "", "other"));
    const byLast = await here.dagtop("approve", "last");
    expect(byLast).toMatchObject({ code: 2, out: "" });
    expect(byLast.err).toContain("hint: t#1 waits.");
    const byName = await here.json<unknown>("approve", "t");
    expect(byName).toEqual({ run: "t#1", stage: "gate", result: "approved" });
    await over("succeeded", "t#1");
    await here.dagtop("run", pipeline(GATE), "--detach");
    await waiting("gate", "t#2");
    expect((await here.dagtop("approve", "t", "gate")).out).toBe("gate of t#2: approved\n");
    await over("succeeded", "t#2");
  });

  it("asks which where two wait", async () => {
    const stages = "  g1: { approval: One? }\n  g2: { approval: Two? }\n";
    await here.dagtop("run", pipeline(stages), "--detach");
    await waiting("g2");
    const which = await here.dagtop("approve", "last");
    expect(which).toMatchObject({ code: 2, out: "" });
    expect(which.err).toContain("More than one stage of t#1 waits for a person");
    expect(which.err).toContain("g1, g2");
    expect((await here.dagtop("approve", "last", "g1")).code).toBe(0);
    const unknown = await here.dagtop("approve", "last", "g3");
    expect(unknown).toMatchObject({ code: 4, out: "" });
    expect((await here.dagtop("approve", "last")).code).toBe(0);
    await over("succeeded");
  });

  it("is refused with words where nobody is asked", async () => {
    await here.dagtop("run", pipeline("  a: { run: 'true' }\n"));
    const none = await here.dagtop("approve", "last");
    expect(none).toMatchObject({ code: 2, out: "" });
    expect(none.err).toContain("No stage of t#1 waits for a person");
    const ended = await here.dagtop("reject", "last", "a");
    expect(ended.code).toBe(2);
    expect(ended.err).toContain("that run has ended");
    expect((await here.dagtop("approve", "nope")).code).toBe(4);
    expect((await here.dagtop("approve")).code).toBe(2);
  });

  it("is refused to who is not named by the stage", async () => {
    const gate = (by: string): string =>
      pipeline(`  gate: { approval: { message: Go?, by: [${by}] } }\n`);
    await detached(gate("somebody-else"));
    const refused = await here.dagtop("approve", "last");
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("only somebody-else may answer gate of t#1");
    expect((await stageOf())?.state).toBe("waiting");
    await here.dagtop("cancel", "last");
    await over("cancelled");
    await here.dagtop("run", gate(me), "--detach");
    await waiting("gate", "t#2");
    expect((await here.dagtop("approve", "last", "-m", " ")).code).toBe(0);
    expect((await stageOf())?.reason).toMatch(/^approved by .*[^: ]$/);
  });
});

describe("dagtop reject", () => {
  it("ends the stage as rejected, what is below it does not run, and the run has failed", async () => {
    const running = here.start(["run", pipeline(GATE)]);
    await waiting();
    const answer = await here.dagtop("reject", "last", "gate", "-m", "too few rows");
    expect(answer).toMatchObject({ code: 0, out: "gate of t#1: rejected\n" });
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("too few rows");
    const { stages } = await show();
    expect(stages.map(({ state }) => state)).toEqual(["rejected", "upstream_failed"]);
    const again = await here.dagtop("approve", "last", "gate");
    expect(again.code).toBe(2);
  });

  it("under on_fail: warn lets what is below run, and a round by hand asks anew", async () => {
    const gate = GATE.replace("Promote it? }", "Promote it?, on_fail: warn }");
    const running = here.start(["run", pipeline(gate)]);
    await waiting();
    await here.dagtop("reject", "last");
    expect((await running.ended).code).toBe(3);
    expect(existsSync(`${here.folder}/after`)).toBe(true);
    const again = here.start(["retry", "last"]);
    await waiting();
    await here.dagtop("approve", "last");
    expect((await again.ended).code).toBe(0);
  });
});

describe("8.3 the time limit of an approval", () => {
  it("counts from when it waits, and ends it without an answer", async () => {
    const stages = `  a: { run: sleep 0.5 }
  gate: { approval: { message: Go?, timeout: 400ms }, needs: a }\n`;
    const ended = await here.dagtop("run", pipeline(stages));
    expect(ended.code).toBe(1);
    const gate = await stageOf();
    expect(gate).toMatchObject({ state: "timed_out", reason: "nobody answered in time" });
  });

  it("is shown while it runs", async () => {
    await detached(pipeline("  gate: { approval: { message: Go?, timeout: 1h } }\n"));
    expect(Date.parse((await stageOf())?.due_at ?? "")).toBeGreaterThan(Date.now());
    const { out } = await here.dagtop("explain", "last", "gate");
    expect(out).toContain("dagtop approve t#1 gate, or dagtop reject t#1 gate");
    expect(out).toMatch(/it is given up at \d\d:\d\d:\d\d/);
    await here.dagtop("cancel", "last");
    await over("cancelled");
  });
});

describe("3.1 the time limit of a run", () => {
  it("stands while nothing but people is waited for, and counts on afterwards", async () => {
    const stages = `  gate: { approval: Go? }
  after: { run: sleep 60, needs: gate }\n`;
    const running = here.start(["run", pipeline(stages, "timeout: 1s\n")]);
    await waiting();
    await new Promise((done) => setTimeout(done, 1300)); // longer than the limit
    expect((await stageOf())?.state).toBe("waiting");
    await here.dagtop("approve", "last");
    expect((await running.ended).code).toBe(124);
    expect((await show()).stages.map(({ state }) => state)).toEqual(["succeeded", "cancelled"]);
  });
});

describe("a stage that waits", () => {
  it("outlives its host, killed with -9: the answer starts another, which goes on", async () => {
    await detached(pipeline(GATE));
    const pid = (await here.hostPid()) ?? 0;
    kill(pid);
    await until(() => !alive(pid));
    expect((await stageOf())?.state).toBe("waiting");
    expect((await here.dagtop("explain", "last")).out).toContain("No host runs");
    expect((await here.dagtop("approve", "last")).out).toBe("gate of t#1: approved\n");
    await over("succeeded");
    expect(existsSync(`${here.folder}/after`)).toBe(true);
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });

  it("is cancelled with its run", async () => {
    const running = here.start(["run", pipeline(GATE)]);
    await waiting();
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    expect((await stageOf())?.state).toBe("cancelled");
  });
});
