// Stopping from outside: Ctrl-C, `dagtop cancel`, time limits. Stopping means that nothing of the attempt is left.

import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type Running, type ShownRun, leftOf, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

/** A stage that ignores what it is asked, with a helper in a session of its own that does the same. */
const STUBBORN = `
      trap '' TERM INT HUP
      setsid sh -c "trap '' TERM INT HUP; touch helper; while :; do sleep 0.1; done" &
      until test -e helper; do sleep 0.05; done
      touch ready
      while :; do sleep 0.1; done`;

const pipeline = (stage: string, rest = ""): string =>
  here.file("p.yaml", `name: t\nstages:\n  a:\n${stage}\n${rest}`);
const ready = async (name = "ready"): Promise<void> => {
  await until(() => existsSync(`${here.folder}/${name}`));
};
/** Everything of the home but its host. */
const left = async (): Promise<number[]> => {
  const host = await here.hostPid();
  return leftOf(here.home).filter((pid) => pid !== host);
};
const press = (running: Running): void => {
  running.child.kill("SIGINT");
};

describe("3.3 Ctrl-C", () => {
  it("cancels the run: a stage that ignores TERM is gone after its grace, exit 130", async () => {
    const running = here.start([
      "run",
      pipeline(
        `    grace: 500ms\n    run: |${STUBBORN}`,
        "  b: { run: touch reached, needs: a }\n",
      ),
    ]);
    await ready();
    press(running);
    const ended = await running.ended;
    expect(ended.code).toBe(130);
    expect(ended.out).toContain("cancelled");
    expect(await left()).toEqual([]);
    const { state, stages } = await here.json<ShownRun>("show", "last");
    expect(state).toBe("cancelled");
    expect(stages.map((stage) => stage.state)).toEqual(["cancelled", "cancelled"]);
    expect(existsSync(`${here.folder}/reached`)).toBe(false);
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });

  it("a second time skips the grace", async () => {
    const running = here.start(["run", pipeline(`    grace: 10m\n    run: |${STUBBORN}`)]);
    await ready();
    press(running);
    await until(() => running.out().includes("cancelling"));
    await new Promise((done) => setTimeout(done, 150)); // no press of a person's comes sooner
    press(running);
    expect((await running.ended).code).toBe(130);
    expect(await left()).toEqual([]);
  });

  it("that is passed on by a program in between counts once: the grace is kept", async () => {
    const running = here.start([
      "run",
      pipeline(
        "    grace: 20s\n    run: trap 'sleep 0.3; touch saved; exit 0' TERM; touch ready; while :; do sleep 0.05; done",
      ),
    ]);
    await ready();
    press(running);
    press(running);
    expect((await running.ended).code).toBe(130);
    expect(existsSync(`${here.folder}/saved`)).toBe(true);
  });

  it("lets a stage that is always run do its work", async () => {
    const always = "  z: { run: touch cleaned, if: always }\n";
    const running = here.start(["run", pipeline("    run: touch ready; sleep 60", always)]);
    await ready();
    press(running);
    expect((await running.ended).code).toBe(130);
    expect(existsSync(`${here.folder}/cleaned`)).toBe(true);
  });

  it("of a run that works in the same process does the same", async () => {
    const running = here.start([
      "run",
      pipeline(`    grace: 300ms\n    run: |${STUBBORN}`),
      "--inline",
    ]);
    await ready();
    press(running);
    expect((await running.ended).code).toBe(130);
    expect(await left()).toEqual([]);
  });
});

describe("dagtop cancel", () => {
  it("stops a run that nobody follows", async () => {
    await here.dagtop("run", pipeline("    run: touch ready; sleep 60"), "--detach");
    await ready();
    expect((await here.dagtop("cancel", "last")).out).toContain("t#1: cancelling");
    await until(async () => (await here.json<ShownRun>("show", "last")).state === "cancelled");
    expect(await left()).toEqual([]);
  });

  it("of one stage leaves the others", async () => {
    const running = here.start([
      "run",
      pipeline("    run: touch ready; sleep 60", "  b: { run: 'true' }\n"),
    ]);
    await ready();
    expect((await here.dagtop("cancel", "last", "a")).code).toBe(0);
    expect((await running.ended).code).toBe(1);
    const { stages } = await here.json<ShownRun>("show", "last");
    expect(stages.map(({ key, state }) => [key, state])).toEqual([
      ["a", "cancelled"],
      ["b", "succeeded"],
    ]);
  });

  it("of what is not there, or over, says so", async () => {
    await here.dagtop("run", pipeline("    run: 'true'"));
    expect(await here.dagtop("cancel", "nope")).toMatchObject({ code: 4 });
    const over = await here.dagtop("cancel", "last");
    expect(over.code).toBe(2);
    expect(over.err).toContain("that run has ended");
  });

  it("wakes a host where none lives, which stops what an earlier one had started", async () => {
    await here.dagtop("run", pipeline("    run: touch ready; sleep 60"), "--detach");
    await ready();
    process.kill((await here.hostPid()) ?? 0, "SIGKILL");
    await until(async () => (await here.hostPid()) === null);
    expect((await here.dagtop("cancel", "last")).code).toBe(0);
    await until(async () => (await here.json<ShownRun>("show", "last")).state === "cancelled");
    expect(await left()).toEqual([]);
  });
});

describe("time limits", () => {
  it("3.1 of a stage ends the attempt, and a retry follows", async () => {
    const file = pipeline(
      "    timeout: 400ms\n    retry: 1\n    run: |\n      test $DAGTOP_ATTEMPT = 2 || sleep 60",
    );
    const ended = await here.dagtop("run", file);
    expect(ended.code).toBe(0);
    expect(ended.out).toContain("try 1 timed out: time limit reached");
  });

  it("3.4 a stop command runs first, with the stage's environment", async () => {
    const file = pipeline(
      `    timeout: 300ms
    stop: { command: 'echo "$DAGTOP_STAGE" > stopped; env | grep -c DAGTOP_MARK >> stopped; touch go', grace: 5s }
    run: until test -e go; do sleep 0.05; done; exit 0`,
    );
    expect((await here.dagtop("run", file)).code).toBe(1);
    expect(here.read("stopped")).toBe("a\n0\n");
  });
});

describe("3.7 what outlives a command", () => {
  it("is swept, and named", async () => {
    const ended = await here.dagtop("run", pipeline("    run: (setsid sleep 77 &) ; sleep 0.2"));
    expect(ended.code).toBe(0);
    expect(await left()).toEqual([]);
    expect((await here.dagtop("events")).out).toContain("swept: sleep 77 (pid ");
  });
});

describe("3.5 a stranger that has no environment at all", () => {
  it("puts off no end and is not named", async () => {
    const { spawn } = await import("node:child_process");
    const running = here.start([
      "run",
      pipeline("    run: touch ready; until test -e go; do sleep 0.05; done"),
    ]);
    await ready();
    const stranger = spawn("env", ["-i", "sleep", "60"], { stdio: "ignore" });
    await until(() => stranger.pid !== undefined);
    here.file("go", "");
    expect((await running.ended).code).toBe(0);
    stranger.kill("SIGKILL");
    const { stages } = await here.json<ShownRun>("show", "last");
    expect(stages[0]?.attempts[0]?.cause).toBe(null);
  });
});
