// Semantics 3.7, 5.3 and 5.4 over the real thing: attempts that end well, leave something behind, run on, or can't be
// started; what the host sees of them and says of them. Those that are stopped are in stopping.test.ts.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { now } from "../../src/engine/host/proc.ts";
import { readExit } from "../../src/engine/host/records.ts";
import { type Lab, lab, made, until } from "./lab.ts";
import { type Watched, watched } from "./watched.ts";

let here: Lab;
let on: Watched;
beforeEach(() => {
  here = lab();
  on = watched(here);
});
afterEach(async () => {
  on.watch.close();
  await here.close();
});

/** Does nothing until the file `go` is there. */
const WAIT = "echo >ready; until test -e go; do sleep 0.02; done";
const DEAF = "trap '' TERM; echo >ready; while :; do sleep 0.05; done";

/** A `sleep 61` that has become one before anything else is done. */
const BACKGROUND = 'sleep 61 & until [ "$(cat /proc/$!/comm)" = sleep ]; do :; done';

const ready = (): Promise<void> => made(here.path("ready"));
const go = (): string => here.write("go", "");
describe("an attempt that ends by itself", () => {
  it("5.4 is told with its code, outputs, metrics and processor time, and once", async () => {
    const before = now().at;
    const one = on.start(`
      echo 'loss=0.25' >>"$DAGTOP_OUTPUT"; echo 'note=a = b' >>"$DAGTOP_OUTPUT"
      echo '{"step": 1, "loss": 0.5}' >>"$DAGTOP_METRICS"
      i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done
      echo '{"step": 2, "loss": 0.25, "lr": 1e-3}' >>"$DAGTOP_METRICS"; printf '{"step": 3' >>"$DAGTOP_METRICS"
      exit 3`);
    const { record, remains, warning } = await on.exit(one);
    expect(record.code).toBe(3);
    expect(record.ended.at).toBeGreaterThanOrEqual(before - 10);
    expect(record.ended.at).toBeLessThanOrEqual(now().at);
    expect(remains.outputs).toEqual({ loss: "0.25", note: "a = b" });
    expect(remains.cpuMs).toBeGreaterThan(0);
    expect(remains.leftovers).toEqual([]);
    expect(remains.claim).toMatchObject({ startTime: expect.any(Number) as number });
    expect(warning).toBeNull();
    expect(on.metrics.flatMap(({ points }) => points)).toEqual([
      { name: "loss", step: 1, value: 0.5 },
      { name: "loss", step: 2, value: 0.25 },
      { name: "lr", step: 2, value: 0.001 },
    ]);
    const whole = here.read(`attempts/${one.attempt}/metrics`).lastIndexOf("\n") + 1;
    expect(on.metrics.at(-1)).toMatchObject({ attempt: one.attempt, offset: whole });
    await until(() => on.watch.busy() === 0);
    expect(on.told(one.attempt).filter(({ kind }) => kind !== "claimed")).toHaveLength(1);
  });

  it("5.4 says which line of its outputs makes no sense, and ends as its code says", async () => {
    const one = on.start(`printf 'a=1\\n\\nno sense\\nb=2\\n' >"$DAGTOP_OUTPUT"`);
    expect(await on.exit(one)).toMatchObject({
      record: { code: 0 },
      remains: { outputs: { a: "1", b: "2" } },
      warning: "line 3 of its outputs is no key=value",
    });
  });

  it("5.4 has used as much memory as all its processes together", async () => {
    const hold = `const held = Buffer.alloc(50e6, 1); setInterval(() => held, 1e3)`;
    const one = on.start(`
      "${process.execPath}" -e '${hold}' & first=$!; "${process.execPath}" -e '${hold}' &
      ${WAIT}; kill $first $!; wait; exit 0`);
    await until(() => (one.peakRssBytes ?? 0) > 150e6);
    go();
    const { remains } = await on.exit(one);
    expect(remains.peakRssBytes).toBe(one.peakRssBytes);
    expect(remains.leftovers).toEqual([]);
  });

  it("5.3 twelve that end in one moment are each told once", async () => {
    const many = Array.from({ length: 12 }, (_, code) => on.start(`${WAIT}; exit ${code}`));
    await until(() => many.every((one) => on.told(one.attempt).length > 0));
    go();
    const codes = await Promise.all(many.map(async (one) => (await on.exit(one)).record.code));
    expect(codes).toEqual(many.map((_, code) => code));
    expect(on.reports.filter(({ kind }) => kind === "exited")).toHaveLength(12);
    expect(on.watch.busy()).toBe(0);
  });
});

describe("3.7 what outlives its command", () => {
  it.each([
    ["in the background", BACKGROUND],
    ["in a session of its own", BACKGROUND.replace("sleep", "setsid sleep")],
    ["and stands still", `${BACKGROUND}; kill -STOP $!`],
  ])("3.7 is ended and named: %s", async (_what, script) => {
    const one = on.start(`${script}\nexit 4`);
    const { record, remains } = await on.exit(one);
    expect(record.code).toBe(4);
    expect(remains.leftovers).toEqual([expect.stringMatching(/^swept: sleep 61 \(pid \d+\)$/)]);
    expect(here.living()).toEqual([]);
  });

  it("3.7 and ignores TERM is killed when its grace is over", async () => {
    const one = on.start(`(${DEAF}) & until test -e ready; do sleep 0.02; done`, {
      stop: { graceMs: 100 },
    });
    const { record, remains } = await on.exit(one);
    expect(here.living()).toEqual([]);
    expect(remains.leftovers.length).toBeGreaterThan(0);
    // The end was held back, and has the times of the record all the same.
    const written = readExit(one.folder);
    expect(record).toMatchObject({ code: 0, ended: { up: written?.up } });
    expect(now().up - record.ended.up).toBeGreaterThanOrEqual(80);
  });

  it("3.7 is named in one line, whatever its command line is", async () => {
    const one = on.start(`/bin/sh -c 'echo >ready
      sleep 61; exit' & until test -e ready; do sleep 0.02; done`);
    const { leftovers } = (await on.exit(one)).remains;
    expect(leftovers.length).toBeGreaterThan(0);
    for (const line of leftovers) expect(line).not.toContain("\n");
  });

  it("3.7 and shows itself only after the end is ended by a second look, and noted", async () => {
    const { one, spec } = on.pair("exit 0");
    on.watch.start(one, spec);
    expect((await on.exit(one)).remains.leftovers).toEqual([]);
    const late = here.spawn(["sleep", "61"], { env: spec.env });
    expect(await late.ended).toMatchObject({ signal: "SIGTERM" });
    await until(() => on.notes.length > 0);
    expect(on.notes).toEqual([`${one.attempt}: swept: sleep 61 (pid ${late.pid})`]);
    expect(on.watch.busy()).toBe(0);
  });

  it.skipIf(spawnSync("tmux", ["-V"]).status !== 0)(
    "3.7 is spared and named where it is a tmux server, with all that runs in it",
    async () => {
      const socket = `dagtop-test-${process.pid}`;
      const tmux = `tmux -L ${socket} -f /dev/null`;
      try {
        const one = on.start(`${tmux} new-session -d 'sleep 61'; sleep 62 & exit 0`);
        const { remains } = await on.exit(one);
        expect(remains.leftovers).toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^left running: tmux .*\(pid \d+\)$/),
            expect.stringMatching(/^left running: .*sleep 61.*\(pid \d+\)$/),
            expect.stringMatching(/^swept: sleep 62 \(pid \d+\)$/),
          ]),
        );
        expect(spawnSync("tmux", ["-L", socket, "has-session"]).status).toBe(0);
      } finally {
        spawnSync("tmux", ["-L", socket, "kill-server"]);
      }
    },
  );
});

describe("while an attempt runs", () => {
  it("log.idx notes how long its log was, and when", async () => {
    const one = on.start(`echo one; ${WAIT}; echo three`);
    const index = (): [number, number][] =>
      here
        .lines(`attempts/${one.attempt}/log.idx`)
        .map((line) => line.split(" ").map(Number) as [number, number]);
    await until(() => index().length === 1);
    expect(index()[0]?.[0]).toBe(4);
    go();
    await on.exit(one);
    const found = index();
    expect(found.at(-1)?.[0]).toBe("one\nthree\n".length);
    expect(found).toHaveLength(2);
    const times = found.map(([, at]) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(one.started.at);
  });

  it("5.4 its metrics are read as they come, each once", async () => {
    const one = on.start(`echo '{"a": 1}' >>"$DAGTOP_METRICS"; ${WAIT}
      echo '{"a": 2}' >>"$DAGTOP_METRICS"`);
    await until(() => on.metrics.length > 0);
    expect(on.metrics).toEqual([
      { attempt: one.attempt, points: [{ name: "a", step: null, value: 1 }], offset: 9 },
    ]);
    go();
    await on.exit(one);
    expect(on.metrics.slice(1)).toEqual([
      { attempt: one.attempt, points: [{ name: "a", step: null, value: 2 }], offset: 18 },
    ]);
  });

  it("its claim is told, with the shim's pid", async () => {
    const one = on.start(WAIT);
    await until(() => on.told(one.attempt).length > 0);
    expect(on.told(one.attempt)).toEqual([
      expect.objectContaining({ kind: "claimed", claim: one.claim }),
    ]);
    expect(one.claim?.pid).toBe(one.own);
  });

  it("5.5 it goes on when its host stops looking", async () => {
    const one = on.start(`${WAIT}; echo done >work`);
    await ready();
    on.watch.close();
    go();
    await made(`${one.folder}/exit`);
    expect(here.read("work")).toBe("done\n");
    expect(on.reports.filter(({ kind }) => kind !== "claimed")).toEqual([]);
  });
});

describe("5.3 what can't be started", () => {
  const refusal = (spec: Parameters<Watched["pair"]>[1]): unknown => {
    const { one, spec: made } = on.pair("echo ran >witness", spec);
    const submitted = on.watch.start(one, made);
    expect(on.watch.busy()).toBe(0);
    expect(here.read("witness")).toBe("");
    return submitted;
  };

  it("5.3 is refused with words: no such folder, none at all, too long a command", () => {
    expect(refusal({ spec: { cwd: here.path("gone") } })).toEqual({
      is: "refused",
      cause: `there is no folder ${here.path("gone")}`,
    });
    expect(refusal({ spec: { cwd: here.write("file", "") } })).toEqual({
      is: "refused",
      cause: `${here.path("file")} is not a folder`,
    });
    expect(refusal({ spec: { command: ["/bin/echo", "x".repeat(3e6)] } })).toEqual({
      is: "refused",
      cause: "its command and environment are too long for this system",
    });
  });

  it("5.3 is refused where the folder's path can't be followed", () => {
    symlinkSync("loop", here.path("loop"));
    for (const cwd of [here.path("loop"), here.path("x".repeat(300)), `${here.folder}\0`]) {
      expect(refusal({ spec: { cwd } })).toMatchObject({ is: "refused" });
    }
  });

  it("5.3 is refused where an output put a NUL into it", () => {
    expect(refusal({ spec: { command: ["/bin/echo", "a\0b"] } })).toMatchObject({ is: "refused" });
    const { spec } = on.pair("true");
    expect(refusal({ spec: { env: { ...spec.env, BAD: "a\0b" } } })).toMatchObject({
      is: "refused",
    });
  });

  it("5.3 is held while the folder for attempts is gone, and starts when it is back", async () => {
    rmSync(here.path("attempts"), { recursive: true });
    const { one, spec } = on.pair("exit 5");
    expect(on.watch.start(one, spec)).toEqual({
      is: "held",
      cause: "the home's folder for attempts is gone",
    });
    mkdirSync(here.path("attempts"));
    expect(on.watch.start(one, spec).is).toBe("started");
    expect((await on.exit(one)).record.code).toBe(5);
  });

  it("5.2 a start that is asked for twice runs the command once", async () => {
    const { one, spec } = on.pair(`echo ran >>witness`);
    on.watch.start(one, spec);
    const first = await on.exit(one);
    const fresh = { own: null, session: null, claim: null, record: null, reported: false };
    on.watch.start({ ...one, ...fresh }, spec);
    await until(() => on.told(one.attempt).filter(({ kind }) => kind === "exited").length === 2);
    expect(await on.exit(one)).toEqual(first);
    expect(here.read("witness")).toBe("ran\n");
  });
});
