// A stage of six processes that do what they can to outlive it: one ignores TERM, one has a session of its own, one was
// forked twice, one is stopped, one has emptied its environment, one is plain. A cancel leaves none, however often it is
// tried, and also where a host or the shims have died before it (semantics 3.4, 3.5).

import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environOf, processOf } from "../../src/engine/host/proc.ts";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";
import { SIX_KINDS, sixProcesses, taggedWith } from "./six.ts";

const STAGES = 20;
const TIMES = 5;
let here: Place;
beforeEach(() => {
  here = place();
  here.file("config/dagtop/config.yaml", `max_running: ${STAGES}\n`);
});
afterEach(async () => {
  for (const pid of taggedWith(`six-${process.pid}`)) kill(pid);
  await here.close();
});

/** @param tag - is in the arguments of all six of each of the stages, and in nobody else's */
const pipeline = (tag: string): string =>
  here.file(
    "p.yaml",
    `name: t
stages:
  a:
    matrix: { n: [${Array.from({ length: STAGES }, (_, n) => n).join(", ")}] }
    stop: { grace: 200ms }
    run: |
${sixProcesses(tag)}
`,
  );

/** All of them are there, and each is as hard to end as it should be. */
async function begun(tag: string): Promise<void> {
  await until(() => taggedWith(tag).length === STAGES * SIX_KINDS.length);
  const shims = new Set(shimsOf());
  for (const kind of SIX_KINDS) {
    const isSo = HOW[kind];
    await until(() => {
      const pids = taggedWith(tag, kind);
      return pids.length === STAGES && pids.every((pid) => isSo(pid, shims));
    });
  }
}

const TERM_BIT = 1n << 14n;
const HOW: Readonly<
  Record<(typeof SIX_KINDS)[number], (pid: number, shims: ReadonlySet<number>) => boolean>
> = {
  deaf: (pid) => {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return (BigInt(`0x${mask?.[1] ?? "0"}`) & TERM_BIT) !== 0n;
  },
  session: (pid, shims) => !shims.has(processOf(pid)?.session ?? 0),
  forked: (pid, shims) => {
    const { parent = 0 } = processOf(pid) ?? {};
    return !shims.has(processOf(parent)?.session ?? 0);
  },
  stopped: (pid) => processOf(pid)?.state === "T",
  bare: (pid, shims) => environOf(pid) === "" && shims.has(processOf(pid)?.session ?? 0),
  plain: (pid, shims) => shims.has(processOf(pid)?.session ?? 0),
};

const shimsOf = (): number[] =>
  readdirSync(`${here.home}/attempts`)
    .map((id) => Number(readFileSync(`${here.home}/attempts/${id}/claim`, "latin1").split(" ")[0]))
    .filter(alive);

async function start(tag: string): Promise<void> {
  const env = { XDG_CONFIG_HOME: `${here.folder}/config` };
  const { ended } = here.start(["run", pipeline(tag), "--detach"], env);
  expect((await ended).code).toBe(0);
  await begun(tag);
}

/** Every stage has ended as cancelled, with an end of its own, and what it was is gone at that very moment. */
async function cancelled(tag: string, run: string): Promise<void> {
  expect((await here.dagtop("cancel", run)).code).toBe(0);
  await until(async () => (await here.json<ShownRun>("show", run)).state === "cancelled");
  expect(taggedWith(tag)).toEqual([]);
  const { stages } = await here.json<ShownRun>("show", run);
  const ends = stages.flatMap(({ state, attempts }) => attempts.map((each) => [state, each.state]));
  expect(ends).toEqual(Array.from({ length: STAGES }, () => ["cancelled", "cancelled"]));
}

const tagOf = (what: string): string => `six-${process.pid}-${what}`;

describe("3.4 after a cancel nothing is left of a stage of six processes", () => {
  it(
    `${STAGES} stages at once, ${TIMES} times`,
    async () => {
      for (let time = 1; time <= TIMES; time += 1) {
        await start(tagOf(`plain-${time}`));
        await cancelled(tagOf(`plain-${time}`), `t#${time}`);
      }
      expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
    },
    TIMES * 30_000,
  );

  it("that another host has to end, since the first was killed", async () => {
    const tag = tagOf("adopted");
    await start(tag);
    const host = (await here.hostPid()) ?? 0;
    kill(host);
    await until(() => !alive(host));
    await cancelled(tag, "t#1");
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });

  it("that had lost their shims when they were cancelled", async () => {
    const tag = tagOf("shimless");
    await start(tag);
    const shims = shimsOf();
    expect(shims).toHaveLength(STAGES);
    // The host must not meet them one by one: it is stopped until all are gone.
    const host = (await here.hostPid()) ?? 0;
    process.kill(host, "SIGSTOP");
    for (const shim of shims) kill(shim);
    await until(() => shims.every((shim) => !alive(shim)));
    process.kill(host, "SIGCONT");
    await cancelled(tag, "t#1");
  });
});
