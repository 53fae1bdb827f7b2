// `dagtop explain` from outside: for whatever waits or went wrong it gives the reason and what comes next, as words and
// as JSON.

import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
  process.env["XDG_CONFIG_HOME"] = `${here.folder}/config`;
});
afterEach(() => here.close());

interface Explained {
  readonly of: string;
  readonly state: string;
  readonly why: readonly string[];
  readonly next: readonly string[];
  readonly log: string | null;
}

const HOLD = "until test -e go; do sleep 0.05; done";
const pipeline = (stages: string, top = "", name = "t"): string =>
  here.file(`${name}.yaml`, `name: ${name}\n${top}stages:\n${stages}`);
const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);
const inState = async (state: string, stage = "a", run = "last"): Promise<void> => {
  await until(async () => {
    const shown = await show(run).catch(() => null);
    return shown?.stages.find(({ key }) => key === stage)?.state === state;
  });
};
const explain = (...args: string[]): Promise<Explained[]> =>
  here.json<Explained[]>("explain", ...args);
const words = async (...args: string[]): Promise<string> => {
  const { out, code, err } = await here.dagtop("explain", ...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
};

describe("explain says why it waits", () => {
  it("behind another run of its pipeline", async () => {
    const file = pipeline(`  a: { run: '${HOLD}' }\n`);
    await here.dagtop("run", file, "--detach");
    await here.dagtop("run", file, "--detach");
    const [run] = await explain("t#2");
    expect(run).toMatchObject({ of: "t#2", state: "queued" });
    expect(run?.why).toEqual(["waits for t#1, which is still running"]);
    expect(await words("t#2", "a")).toContain("its run waits: waits for t#1");
    here.file("go", "");
    await inState("succeeded", "a", "t#2");
  });

  it("for slots, naming who holds them", async () => {
    here.file("config/dagtop/config.yaml", "pools: { gpu: 1 }\n");
    await here.dagtop("run", pipeline(`  a: { run: '${HOLD}', slots: { gpu: 1 } }\n`), "--detach");
    await inState("running");
    const other = pipeline("  b: { run: 'true', slots: { gpu: 1 } }\n", "", "other");
    await here.dagtop("run", other, "--detach");
    await inState("queued", "b");
    const [stage] = await explain("other", "b");
    expect(stage).toMatchObject({ of: "b", state: "queued" });
    expect(stage?.why.join()).toMatch(/gpu.*t#1 a/);
    here.file("go", "");
    await inState("succeeded", "b");
  });

  it("for its next try, with when and which", async () => {
    const retry = "{ times: 2, delay: 10m }";
    await here.dagtop(
      "run",
      pipeline(`  a: { run: exit 7, retry: ${retry} }\n  b: { run: 'true', needs: a }\n`),
      "--detach",
    );
    await inState("retrying");
    const [stage] = await explain("last", "a");
    expect(stage?.state).toBe("retrying");
    expect(stage?.why.join()).toContain("exit 7");
    expect(stage?.next.join()).toMatch(/^try 2 of 3 at \d\d:\d\d:\d\d, in (?:10m|9m)/);
    expect(await words("last", "b")).toContain("waits for a (retrying)");
    await here.dagtop("cancel", "last");
  });

  it("for a person, with what to type, and for the stages before it", async () => {
    const stages =
      "  a: { approval: Go on? }\n  b: { run: 'true', needs: a }\n  z: { run: 'true', if: always }\n";
    await here.dagtop("run", pipeline(stages), "--detach");
    await inState("waiting");
    const text = await words("last");
    expect(text).toContain("t#1  running\n");
    expect(text).toContain("Go on?");
    expect(text).toContain("next: dagtop approve t#1 a, or dagtop reject t#1 a");
    expect(await words("last", "b")).toContain("waits for a (waiting)");
    expect(await words("last", "z")).toContain("waits until everything");
    await here.dagtop("reject", "last", "-m", "no");
    await inState("upstream_failed", "b");
    expect(await words("last", "a")).toContain("rejected by ");
  });
});

describe("explain says why it failed", () => {
  it("with and without retries, with the last line of the log and what did not run because of it", async () => {
    const stages = `  a: { run: 'echo the reason; exit 9', retry: 1 }
  b: { run: 'true', needs: a }
  c: { run: exit 3 }
  d: { run: exit 4, on_fail: warn }
  e: { run: exit 5, retry: { times: 3, on_exit: 75 } }
`;
    expect((await here.dagtop("run", pipeline(stages))).code).toBe(1);
    const all = await explain("last");
    expect(all.map(({ of, state }) => `${of} ${state}`)).toEqual([
      "t#1 failed",
      "a failed",
      "c failed",
      "d failed",
      "e failed",
    ]);
    const [run, a, c, d, e] = all;
    expect(run?.next.join("\n")).toContain("dagtop retry t#1");
    expect(run?.next.join("\n")).toContain("dagtop rerun t#1");
    expect(a?.why).toEqual(
      expect.arrayContaining(["try 1: exit 9", "try 2: exit 9", "all of its 2 tries are used"]),
    );
    expect(a?.log).toBe("the reason");
    expect(a?.next).toEqual(["not run because of it: b", "dagtop logs t#1 a"]);
    expect(c?.why).toContain("it has no retries");
    expect(d?.next).toContain("on_fail is warn: the run is partial at best");
    expect(e?.why).toContain("exit code 5 is not among those that are retried");
    expect(await words("last", "a")).toContain("its log ends: the reason");
    const b = await words("last", "b");
    expect(b).toContain("upstream failed");
    expect(b).toContain("a failed");
  });

  it("when it crashed, timed out or could not start", async () => {
    const stages = `  a: { run: 'kill -9 $PPID; kill -9 $$' }
  b: { run: sleep 60, timeout: 300ms }
  c: { run: 'true', cwd: nowhere }
  d: { run: 'kill -9 $PPID; kill -9 $$', on_crash: retry }
  e: { run: sleep 60, timeout: 200ms, retry: { times: 1, on_exit: 75 } }
  f: { run: 'test $DAGTOP_ATTEMPT = 2', retry: 1 }
`;
    expect((await here.dagtop("run", pipeline(stages))).code).toBe(1);
    const [, a, b, c, d, e] = await explain("last");
    expect(a).toMatchObject({ of: "a", state: "crashed" });
    expect(a?.why).toContain("on_crash is fail, so it was not tried again");
    expect(b?.state).toBe("timed_out");
    expect(b?.why.join()).toContain("time limit");
    expect(c?.why.join()).toContain("could not start: there is no folder");
    expect(d).toMatchObject({ of: "d", state: "crashed" });
    expect(d?.why.at(-1)).toBe("all of its 2 tries are used");
    expect(e?.why.at(-1)).toBe("all of its 2 tries are used");
    expect(await explain("last", "f")).toMatchObject([
      { of: "f", state: "succeeded", why: ["try 1: exit 1"] },
    ]);
  });

  it("in the last round, not in one that is over", async () => {
    await here.dagtop("run", pipeline("  a: { run: 'exit $((DAGTOP_ATTEMPT + 2))' }\n"));
    await here.dagtop("retry", "last");
    const [, a] = await explain("last");
    expect(a?.why).toEqual(["exit 4", "it has no retries"]);
  });
});

describe("explain", () => {
  it("says who may answer, and that no host lives where that is why nothing goes on", async () => {
    const stages = "  a: { approval: { message: Go?, by: [ada, alan] } }\n";
    await here.dagtop("run", pipeline(stages), "--detach");
    await inState("waiting");
    expect(await words("last", "a")).toContain("only ada, alan may answer");
    const pid = (await here.hostPid()) ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      await until(() => readFileSync(`/proc/${pid}/stat`, "latin1").includes(") T"));
      expect(await words("last", "a")).toContain(`kill -CONT ${pid}`);
    } finally {
      kill(pid);
      await until(() => !alive(pid));
    }
    expect((await words("last")).match(/No host runs/g)).toHaveLength(1);
    expect(await words("last", "a")).toContain("No host runs");
  });

  it("of a stage that went well, and of what runs, says so", async () => {
    const stages = `  a: { run: 'touch ready; ${HOLD}', timeout: 1h }\n  b: { run: 'true' }\n`;
    await here.dagtop("run", pipeline(stages), "--detach");
    await until(() => existsSync(`${here.folder}/ready`));
    await inState("succeeded", "b");
    expect(await words("last", "b")).toContain("b  succeeded");
    const running = await words("last", "a");
    expect(running).toContain("a  running");
    expect(running).toContain("next: its time limit is 1h");
    here.file("go", "");
    await inState("succeeded");
    expect(await words("last")).toBe("t#1  succeeded\n");
  });

  it("of what is not there is exit 4, with the nearest name", async () => {
    await here.dagtop("run", pipeline("  train: { run: 'true' }\n"));
    const stage = await here.dagtop("explain", "last", "trian");
    expect(stage).toMatchObject({ code: 4, out: "" });
    expect(stage.err).toContain('Did you mean "train"?');
    expect(await here.dagtop("explain", "tt")).toMatchObject({ code: 4, out: "" });
  });
});
