// Semantics 6 over the real thing: an earlier host that died at some point, and what the next one makes of the records
// that it finds, row by row. After each, the tables agree with the events, and the witness file with both (W1). The
// rows of attempts that still live are in recovery-live.test.ts.

import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localExecutor } from "../../src/engine/executors/local.ts";
import { now } from "../../src/engine/host/proc.ts";
import { fence, readExit } from "../../src/engine/host/records.ts";
import { stagePlan } from "../engine/simulate.ts";
import { type Lab, alive, lab, until } from "./lab.ts";
import { type Succession, WAIT, WITNESS, succession } from "./succession.ts";

let here: Lab;
let home: Succession;
beforeEach(() => {
  here = lab();
  home = succession(here);
});
afterEach(() => home.close());

describe("6 an exit record of this boot", () => {
  it.each([
    [0, "succeeded", null],
    [3, "failed", "exit 3"],
  ])("6 is taken: %i", async (code, state, cause) => {
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(home.stage(`${WITNESS}; echo text; exit ${code}`)));
    const { gone, spec } = perform(run, "a");
    await gone;
    const host = home.take();
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([{ id: spec.attempt, number: 1, state, exitCode: code, cause }]);
    expect(home.witnesses()).toEqual([spec.attempt]);
    expect(here.read(`home/attempts/${spec.attempt}/log`)).toBe("text\n");
    home.sound(host);
  });

  it("6 and 3.7 is taken when its leftovers are swept, and these are named", async () => {
    const { trigger, perform } = home.earlier();
    const run = trigger(home.plan(home.stage(`${WITNESS}; setsid sleep 61 & sleep 62 & exit 0`)));
    await perform(run, "a").gone;
    const host = home.take();
    const { run: row } = await host.ended(run);
    expect(row.state).toBe("succeeded");
    expect(host.ends()[0]?.leftovers.toSorted()).toEqual([
      expect.stringMatching(/^swept: sleep 61 /),
      expect.stringMatching(/^swept: sleep 62 /),
    ]);
    home.sound(host);
  });

  it("6 gives its outputs to the stages that come next", async () => {
    const { trigger, perform } = home.earlier();
    const second = home.stage("", {
      key: home.stage("").key,
      command: {
        is: "argv",
        argv: [
          [{ is: "text", text: "/bin/echo" }],
          [{ is: "output", stage: stagePlan("a").key, name: "id" }],
        ],
      },
    });
    const run = trigger(
      home.plan(home.stage(`echo id=42 >>"$DAGTOP_OUTPUT"`), {
        ...second,
        key: stagePlan("b").key,
        needs: [stagePlan("a").key],
      }),
    );
    await perform(run, "a").gone;
    const host = home.take();
    const { run: row, attempts } = await host.ended(run);
    expect(row.state).toBe("succeeded");
    expect(here.read(`home/attempts/${attempts.at(-1)?.id}/log`)).toBe("42\n");
    home.sound(host);
  });

  it("6 of several attempts are told in the order in which they were written", async () => {
    const keys = ["a", "b", "c"];
    const { trigger, perform } = home.earlier();
    const script = 'until test -e "go-$DAGTOP_STAGE"; do sleep 0.01; done';
    const run = trigger(
      home.plan(...keys.map((key) => ({ ...home.stage(script), key: stagePlan(key).key }))),
    );
    const three = keys.map((key) => perform(run, key));
    for (const index of [2, 0, 1]) {
      here.write(`go-${keys[index]}`, "");
      await three[index]?.gone;
      const written = readExit(three[index]?.spec.folder ?? "")?.up ?? 0;
      await until(() => now().up > written + 20); // uptimes are exact to 10 ms
    }
    const host = home.take();
    await host.ended(run);
    expect(host.ends().map(({ attempt }) => attempt)).toEqual(
      [2, 0, 1].map((index) => three[index]?.spec.attempt),
    );
    home.sound(host);
  });
});

describe("6 an exit record of another boot", () => {
  const after = async (code: number, hasOutput: boolean) => {
    const { trigger, perform } = home.earlier({ boot: "another-boot" });
    const run = trigger(home.plan(home.stage(`${WITNESS}; exit ${code}`)));
    const { gone, spec } = perform(run, "a");
    await gone;
    if (!hasOutput) rmSync(`${spec.folder}/output`);
    const host = home.take();
    const { attempts } = await host.ended(run);
    expect(home.witnesses()).toEqual([spec.attempt]);
    home.sound(host);
    return attempts;
  };

  it("6 is taken, with a warning", async () => {
    expect(await after(0, true)).toMatchObject([
      { state: "succeeded", exitCode: 0, cause: expect.stringContaining("restarted") as string },
    ]);
  });

  it("6 is taken without an output file where its code is no 0", async () => {
    expect(await after(4, false)).toMatchObject([{ state: "failed", exitCode: 4 }]);
  });

  it("6 of 0 whose output file is missing is crashed: nothing is succeeded by default", async () => {
    expect(await after(0, false)).toMatchObject([{ state: "crashed", exitCode: null }]);
  });
});

describe("6 another pid namespace", () => {
  it("6 is left alone: running, until its record is there", async () => {
    const { trigger, perform } = home.earlier({ pidNamespace: "pid:[1]" });
    const run = trigger(home.plan(home.stage(`${WAIT}; exit 5`)));
    const { claim } = perform(run, "a");
    await home.ready();
    const host = home.take();
    await host.cancel(run, "a");
    expect(host.rows(run).attempts).toMatchObject([{ state: "stopping" }]);
    expect(alive((await claim()).pid)).toBe(true);
    here.write("go", "");
    const { attempts } = await host.ended(run);
    expect(attempts).toMatchObject([{ state: "cancelled", exitCode: 5 }]);
    home.sound(host);
  });

  it("6 is given up as crashed by a person's second cancel, and not signalled", async () => {
    const { trigger, perform } = home.earlier({ pidNamespace: "pid:[1]" });
    const run = trigger(home.plan(home.stage(WAIT)));
    const { claim } = perform(run, "a");
    await home.ready();
    const host = home.take();
    await host.cancel(run);
    expect(host.rows(run).run.state).toBe("cancelling");
    await host.cancel(run);
    const { attempts, run: row } = await host.ended(run);
    expect(attempts).toMatchObject([{ state: "crashed", cause: "given up by ada" }]);
    expect(row.state).toBe("cancelled");
    expect(alive((await claim()).pid)).toBe(true);
    expect(host.unsound()).toEqual([]);
  });
});

describe("6 no claim, or one without its mark, and nothing of it alive", () => {
  it.each([
    ["the folder was not made", () => undefined],
    ["the folder was made", (folder: string) => mkdirSync(folder)],
    ["the log was made", (folder: string) => files(folder, { log: "", output: "" })],
    ["the claim is empty", (folder: string) => files(folder, { claim: "", output: "" })],
    ["the claim is cut", (folder: string) => files(folder, { claim: "123 (sh) S 1", output: "" })],
    [
      "a host made the claim and died",
      (folder: string) => (mkdirSync(folder), fence(folder, "none")),
    ],
    ["a host died as it made the claim", (folder: string) => files(folder, { "claim.host": "" })],
  ])("6 it never ran: fenced, and started anew once (%s)", async (_what, arrange) => {
    const { trigger, attempt, folder } = home.earlier();
    const run = trigger(home.plan(home.stage(WITNESS)));
    const first = attempt(run, "a").id;
    arrange(folder(run, "a"));
    const host = home.take();
    const { run: row, attempts } = await host.ended(run);
    expect(row.state).toBe("succeeded");
    expect(attempts).toMatchObject([
      { id: first, number: 1, state: "fenced" },
      { number: 1, state: "succeeded" },
    ]);
    expect(home.witnesses()).toEqual([attempts[1]?.id]);
    home.sound(host);
  });

  it("6 a shim that comes too late for its fenced attempt runs nothing", async () => {
    const { trigger, spec } = home.earlier();
    const run = trigger(home.plan(home.stage(WITNESS)));
    const late = spec(run, "a");
    const host = home.take();
    const { attempts } = await host.ended(run);
    const { promise, resolve } = Promise.withResolvers<void>();
    localExecutor.submit(late, resolve);
    await promise;
    expect(home.witnesses()).toEqual([attempts[1]?.id]);
    expect(existsSync(`${late.folder}/exit`)).toBe(false);
    home.sound(host);
  });

  it("6 is cancelled and nothing is queued where a stop was asked", async () => {
    const { trigger, cancel } = home.earlier();
    const run = trigger(home.plan(home.stage(WITNESS, { onCrash: "retry" })));
    cancel(run);
    const host = home.take();
    const { run: row, attempts } = await host.ended(run);
    expect(row.state).toBe("cancelled");
    expect(attempts).toMatchObject([{ state: "cancelled", cause: "stopped before it began" }]);
    expect(home.witnesses()).toEqual([]);
    home.sound(host);
  });

  it("6 in another boot it is crashed, and runs again only by its on_crash", async () => {
    const { trigger } = home.earlier({ boot: "another-boot" });
    const careful = trigger(home.plan(home.stage(WITNESS)));
    const again = trigger({
      ...home.plan(home.stage(WITNESS, { onCrash: "retry" })),
      folder: "/other",
    });
    const host = home.take();
    expect((await host.ended(careful)).attempts).toMatchObject([
      { state: "crashed", exitCode: null, cause: expect.stringContaining("restarted") as string },
    ]);
    const { attempts } = await host.ended(again);
    expect(attempts).toMatchObject([
      { number: 1, state: "crashed" },
      { number: 2, state: "succeeded" },
    ]);
    expect(home.witnesses()).toEqual([attempts[1]?.id]);
    home.sound(host);
  });
});

function files(folder: string, texts: Readonly<Record<string, string>>): void {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(texts)) writeFileSync(`${folder}/${name}`, text);
}
