// Semantics 6 over the real thing, the rows of attempts of which something lives or has just died: what the next host
// adopts, watches, stops and sweeps. After each, the tables agree with the events, and the witness file with both (W1).

import { renameSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allProcesses } from "../../src/engine/host/proc.ts";
import { stagePlan } from "../engine/simulate.ts";
import { type Lab, alive, kill, lab, made, until } from "./lab.ts";
import { type Succession, WAIT, WITNESS, succession } from "./succession.ts";

let here: Lab;
let home: Succession;
beforeEach(() => {
  here = lab();
  home = succession(here);
});
afterEach(() => home.close());

describe("6 a claim without its mark, and something of it alive", () => {
  it("6 is looked at again at each tick", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(home.stage(`${WAIT}; exit 8`)));
    const { claim, spec } = perform(run, "a");
    await home.ready();
    const { pid } = await claim();
    const file = `${spec.folder}/claim`;
    renameSync(file, `${file}.later`);
    writeFileSync(file, "123 (sh) S");
    const host = home.take();
    await until(() => here.read(`home/attempts/${spec.attempt}/log.idx`) === "" && alive(pid));
    writeFileSync(`${spec.folder}/log`, "a tick is over when this is noted\n");
    await made(`${spec.folder}/log.idx`);
    expect(host.rows(run).attempts).toMatchObject([{ id: spec.attempt, state: "starting" }]);
    renameSync(`${file}.later`, file);
    await until(() => host.rows(run).attempts[0]?.state === "running");
    here.write("go", "");
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([{ id: spec.attempt, state: "failed", exitCode: 8, pid }]);
    home.sound(host);
  });
});

describe("6 a claim whose process lives", () => {
  it("6 is adopted: its log, its code, its pid, and no second start", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(home.stage(`echo before; ${WAIT}; echo after; exit 7`)));
    const { claim, spec } = perform(run, "a");
    await home.ready();
    const host = home.take();
    await until(() => host.rows(run).attempts[0]?.state === "running");
    here.write("go", "");
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([
      { id: spec.attempt, number: 1, state: "failed", exitCode: 7, pid: (await claim()).pid },
    ]);
    expect(here.read(`home/attempts/${spec.attempt}/log`)).toBe("before\nafter\n");
    expect(home.witnesses()).toEqual([spec.attempt]);
    home.sound(host);
  });

  it("6 is adopted by one host after another", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(home.stage(`${WAIT}; exit 7`)));
    const { spec } = perform(run, "a");
    await home.ready();
    for (let count = 0; count < 3; count += 1) {
      const host = count === 0 ? home.take() : home.again();
      await until(() => host.rows(run).attempts[0]?.state === "running");
      await host.leave();
    }
    here.write("go", "");
    const last = home.again();
    const { attempts } = await last.ended(run);
    expect(attempts).toMatchObject([{ id: spec.attempt, state: "failed", exitCode: 7 }]);
    home.sound(last);
  });

  it("3.4 is stopped where that was asked and its host died before it had done so", async () => {
    const { trigger, perform, cancel } = home.earlier();
    const run = trigger(home.plan(home.stage(`${WITNESS}; echo >ready; exec sleep 61`)));
    perform(run, "a");
    await home.ready();
    cancel(run);
    const host = home.take();
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([{ state: "cancelled", exitCode: 143 }]);
    home.sound(host);
  });

  it.each([
    ["its run", undefined],
    ["it alone", "a"],
  ])(
    "3.4 is killed at once where a second cancel was asked of %s and its host died before it had done so",
    async (_what, key) => {
      const { trigger, perform, cancel } = home.earlier();
      const deaf = home.stage(
        `trap '' TERM; ${WITNESS}; echo >ready; while :; do sleep 0.05; done`,
      );
      const run = trigger(home.plan({ ...deaf, stop: { ...deaf.stop, graceMs: 3_600_000 } }));
      perform(run, "a");
      await home.ready();
      cancel(run, key);
      cancel(run, key);
      const host = home.take();
      const { attempts } = await host.ended(run);
      expect(attempts).toMatchObject([{ state: "cancelled", exitCode: 137 }]);
      home.sound(host);
    },
  );

  it("3.4 is killed where its host died in the grace of a stop", async () => {
    const { trigger, perform, cancel, turn } = home.earlier();
    const run = trigger(
      home.plan(home.stage(`trap '' TERM; ${WITNESS}; echo >ready; while :; do sleep 0.05; done`)),
    );
    perform(run, "a");
    await home.ready();
    const { effects } = cancel(run);
    turn(
      [],
      effects.map(({ key }) => key),
    ); // the signal was sent, and that it was is stored
    const host = home.take();
    const { attempts } = await host.ended(run, 5000);
    expect(attempts).toMatchObject([{ state: "cancelled", exitCode: 137 }]);
    home.sound(host);
  });

  it("3.2 is stopped now where its time limit fell due while no host ran", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(
      home.plan(home.stage(`${WITNESS}; echo >ready; exec sleep 61`, { timeoutMs: 1 })),
    );
    perform(run, "a");
    await home.ready();
    const host = home.take();
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([{ state: "timed_out", exitCode: 143 }]);
    home.sound(host);
  });
});

describe("6 a claim whose shim is gone", () => {
  it("6 while its command lives: that is watched to its end, then the rest is swept: crashed", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(
      home.plan(home.stage(`${WAIT}; echo done >work; setsid sleep 61 & sleep 0.05`)),
    );
    const { claim, gone, spec } = perform(run, "a");
    await home.ready();
    kill((await claim()).pid);
    await gone;
    const host = home.take();
    await until(() => host.rows(run).attempts[0]?.state === "running");
    here.write("go", "");
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([
      { id: spec.attempt, state: "crashed", exitCode: null, cause: "exit code unknown" },
    ]);
    expect(here.read("work")).toBe("done\n");
    expect(host.ends()[0]?.leftovers).toEqual([expect.stringMatching(/^swept: sleep 61/)]);
    expect(home.witnesses()).toEqual([spec.attempt]);
    home.sound(host);
  });

  it("6 while its command lives, stops that command when asked", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(home.stage(WAIT)));
    const { claim, gone } = perform(run, "a");
    await home.ready();
    kill((await claim()).pid);
    await gone;
    const host = home.take();
    await until(() => host.rows(run).attempts[0]?.state === "running");
    await host.cancel(run);
    const { run: row, attempts } = await host.ended(run);
    expect([row.state, attempts[0]?.state]).toEqual(["cancelled", "cancelled"]);
    home.sound(host);
  });

  it.each([
    ["fail", 1],
    ["retry", 2],
  ] as const)(
    "6 and nothing of it alive: crashed, and run again only by its on_crash: %s",
    async (onCrash, count) => {
      const { trigger, perform } = home.earlier();
      const run = trigger(home.plan(home.stage(`${WITNESS}; test -e go || sleep 61`, { onCrash })));
      const { claim, gone, spec } = perform(run, "a");
      const { pid } = await claim();
      await until(() => home.witnesses().length === 1 && children(pid).length > 0);
      kill(pid);
      for (const one of here.living()) kill(one);
      await gone;
      await until(() => here.living().length === 0);
      here.write("go", "");
      const host = home.take();
      const { attempts } = await host.ended(run);
      expect(attempts[0]).toMatchObject({ state: "crashed", cause: "exit code unknown" });
      expect(attempts).toHaveLength(count);
      expect(home.witnesses()).toEqual([spec.attempt, ...attempts.slice(1).map(({ id }) => id)]);
      home.sound(host);
    },
  );
});

describe("6 many attempts at once", () => {
  it("6 each gets the verdict of its own row", async () => {
    const scripts: Record<string, string> = {
      recorded: `${WITNESS}; exit 3`,
      unbegun: WITNESS,
      adopted: `${WITNESS}; until test -e go; do sleep 0.02; done; exit 4`,
      killed: `${WITNESS}; echo >"$DAGTOP_STAGE-ready"; sleep 61`,
    };
    const stages = Object.entries(scripts).map(([key, script]) => ({
      ...home.stage(script, { onFail: "ignore" }),
      key: stagePlan(key).key,
    }));
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(...stages));
    await perform(run, "recorded").gone;
    const adopted = perform(run, "adopted");
    await adopted.claim();
    const killed = perform(run, "killed");
    await made(here.path("killed-ready"));
    const { pid } = await killed.claim();
    const below = children(pid);
    for (const one of [pid, ...below]) kill(one);
    await killed.gone;
    for (const one of allProcesses().filter(({ session }) => session === pid)) kill(one.pid);
    const host = home.take();
    here.write("go", "");
    const { attempts } = await host.ended(run);
    const ends = attempts.map(({ stage, state, exitCode }) => `${stage} ${state} ${exitCode}`);
    expect(ends.toSorted()).toEqual([
      "adopted failed 4",
      "killed crashed null",
      "recorded failed 3",
      "unbegun fenced null",
      "unbegun succeeded 0",
    ]);
    const ran = attempts.filter(({ state }) => state !== "fenced").map(({ id }) => id);
    expect(home.witnesses().toSorted()).toEqual(ran.toSorted());
    home.sound(host);
  });
});

/** Pids of the commands below a shim. */
function children(parent: number): number[] {
  return allProcesses()
    .filter((one) => one.parent === parent)
    .map(({ pid }) => pid);
}
