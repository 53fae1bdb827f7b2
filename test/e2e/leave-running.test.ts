// Semantics 3.7 from outside: what a stage says may go on after it, goes on after exit 0 and only then.

import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
const left: number[] = [];
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  for (const pid of left.splice(0)) kill(pid);
  await here.close();
});

/** Leaves two programs behind, each in a session of its own, and writes down their pids. */
const leaver = (code: number, leave: string): string =>
  here.file(
    "p.yaml",
    `name: t
stages:
  a:
    leave_running: ${leave}
    stop: { grace: 200ms }
    run: |
      setsid sleep 71 < /dev/null > /dev/null 2>&1 &
      echo $! > sleeper
      setsid tail -f /dev/null < /dev/null > /dev/null 2>&1 &
      echo $! > tailer
      sleep 0.1
      exit ${code}
`,
  );
const pidIn = (name: string): number => {
  const pid = Number(here.read(name).trim());
  left.push(pid);
  return pid;
};
const liveOnes = (): { sleep: boolean; tail: boolean } => ({
  sleep: alive(pidIn("sleeper")),
  tail: alive(pidIn("tailer")),
});

describe("3.7 leave_running", () => {
  it.each([
    ["true", { sleep: true, tail: true }],
    ["[tail]", { sleep: false, tail: true }],
    ["[]", { sleep: false, tail: false }],
  ])("%s spares what it names after exit 0, and says so", async (leave, expected) => {
    expect((await here.dagtop("run", leaver(0, leave))).code).toBe(0);
    expect(liveOnes()).toEqual(expected);
    const { out } = await here.dagtop("events");
    const tailer = `tail -f /dev/null (pid ${here.read("tailer").trim()})`;
    expect(out).toContain(expected.tail ? "left running: " : "swept: ");
    expect(out).toContain(tailer);
  });

  it("spares nothing after another exit code", async () => {
    expect((await here.dagtop("run", leaver(3, "true"))).code).toBe(1);
    expect(liveOnes()).toEqual({ sleep: false, tail: false });
  });

  it("spares nothing of a stage that is stopped", async () => {
    const file = here.file(
      "p.yaml",
      `name: t
stages:
  a:
    leave_running: true
    stop: { grace: 200ms }
    run: setsid sleep 72 & echo $! > sleeper; touch ready; sleep 60
`,
    );
    const running = here.start(["run", file]);
    await until(() => existsSync(`${here.folder}/ready`));
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    expect(alive(pidIn("sleeper"))).toBe(false);
  });

  it.each(["before it ends", "and gone when it ends"])(
    "holds for a stage whose host was killed, with another there %s",
    async (when) => {
      const file = here.file(
        "p.yaml",
        `name: t
stages:
  a:
    leave_running: [tail]
    run: |
      setsid tail -f /dev/null < /dev/null > /dev/null 2>&1 &
      echo $! > tailer
      setsid sleep 71 < /dev/null > /dev/null 2>&1 &
      echo $! > sleeper
      until test -e go; do sleep 0.05; done
      touch gone
`,
      );
      await here.dagtop("run", file, "--detach");
      await until(() => existsSync(`${here.folder}/sleeper`));
      const pid = (await here.hostPid()) ?? 0;
      kill(pid);
      await until(() => !alive(pid));
      if (when === "and gone when it ends") {
        here.file("go", "");
        await until(() => existsSync(`${here.folder}/gone`));
      }
      const next = here.start(["daemon", "--once"]);
      if (when === "before it ends") {
        await until(async () => (await here.hostPid()) === next.pid);
        here.file("go", "");
      }
      expect((await next.ended).code).toBe(0);
      const { stages } = await here.json<ShownRun>("show", "last");
      expect(stages[0]).toMatchObject({ state: "succeeded", attempts: [{ number: 1 }] });
      expect(liveOnes()).toEqual({ sleep: false, tail: true });
    },
  );

  it("lets the run end and its slots go, and a later run be started beside it", async () => {
    const file = leaver(0, "true");
    expect((await here.dagtop("run", file)).code).toBe(0);
    const first = pidIn("sleeper");
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(alive(first)).toBe(true);
    pidIn("sleeper");
    pidIn("tailer");
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });
});
