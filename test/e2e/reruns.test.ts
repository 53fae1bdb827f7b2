// Reruns from outside: what is done again, what is taken over and said so, what is refused, and what becomes of the
// folder that a stage keeps its state in.

import { existsSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

interface Shown extends ShownRun {
  readonly trigger: string;
  readonly round: number;
  readonly rerun_of: string | null;
}

const pipeline = (stages: string, top = ""): string =>
  here.file("p.yaml", `name: t\n${top}stages:\n${stages}`);
const show = (run = "last"): Promise<Shown> => here.json<Shown>("show", run);
const states = ({ stages }: Shown): Record<string, string> =>
  Object.fromEntries(stages.map(({ key, state }) => [key, state]));
/** How many attempts each stage had. */
const tries = ({ stages }: Shown): Record<string, number> =>
  Object.fromEntries(stages.map(({ key, attempts }) => [key, attempts.length]));

/** a → b → c, and d aside: a gives an output that c reads. */
const CHAIN = `  a: { run: 'echo "v=one$SUFFIX" >> $DAGTOP_OUTPUT' }
  b: { run: 'test ! -e bad', needs: a }
  c: { argv: [sh, -c, 'echo "$1" >> got', x, "\${{ stages.a.outputs.v }}"], needs: b }
  d: { run: 'true' }
  z: { run: 'true', if: always }
`;

describe("2.5 dagtop rerun", () => {
  it("is a new run of everything, with today's file and the caller's environment, and says what has changed", async () => {
    const file = pipeline(CHAIN, "pass_env: [SUFFIX]\n");
    expect((await here.dagtop("run", file)).code).toBe(0);
    pipeline(
      CHAIN.replace("'test ! -e bad'", "'echo other'") + "  e: { run: 'true' }\n",
      "pass_env: [SUFFIX]\n",
    );
    const ended = await here.start(["rerun", "last"], { SUFFIX: "-more" }).ended;
    expect(ended.code).toBe(0);
    expect(ended.err).toContain("changed since t#1: new stage e; other stage b");
    expect(here.read("got")).toBe("one\none-more\n");
    const shown = await show();
    expect(shown).toMatchObject({ run: "t#2", trigger: "rerun", rerun_of: "t#1" });
    expect(tries(shown)).toEqual({ a: 1, b: 1, c: 1, d: 1, e: 1, z: 1 });
    expect((await here.dagtop("show", "last")).out).toMatch(/rerun of +t#1 +nothing taken over/);
  });

  it("--from runs that stage and all below it, and takes over the rest with its outputs", async () => {
    const file = pipeline(CHAIN);
    here.file("bad", "");
    expect((await here.dagtop("run", file)).code).toBe(1);
    rmSync(`${here.folder}/bad`);
    const ended = await here.dagtop("rerun", "last", "--from", "b");
    expect(ended).toMatchObject({ code: 0, err: "" });
    const shown = await show();
    expect(tries(shown)).toEqual({ a: 0, b: 1, c: 1, d: 0, z: 1 });
    expect(shown.stages[0]).toMatchObject({
      state: "succeeded",
      reason: "taken over from t#1",
      outputs: { v: "one" },
    });
    expect(here.read("got")).toBe("one\n");
    expect((await here.dagtop("show", "last")).out).toMatch(/rerun of +t#1 +taken over: a, d\n/);
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
    await here.dagtop("rerun", "last", "--from", "c");
    expect((await show()).stages.map(({ reason }) => reason).slice(0, 3)).toEqual([
      "taken over from t#2",
      "taken over from t#2",
      null,
    ]);
    expect(here.read("got")).toBe("one\none\n");
  });

  it("--from runs what is aside again where it was not satisfied, and what is new", async () => {
    const aside =
      "  a: { run: 'true' }\n  b: { run: 'true', needs: a }\n  d: { run: test -e go }\n";
    const file = pipeline(aside);
    expect((await here.dagtop("run", file)).code).toBe(1);
    here.file("go", "");
    pipeline(`${aside}  n: { run: 'true' }\n`);
    expect((await here.dagtop("rerun", "last", "--from", "b")).code).toBe(0);
    expect(tries(await show())).toEqual({ a: 0, b: 1, d: 1, n: 1 });
  });

  it("--only runs that stage alone: what is below is skipped, and a second one may be named", async () => {
    const file = pipeline(CHAIN);
    await here.dagtop("run", file);
    expect((await here.dagtop("rerun", "last", "--only", "b")).code).toBe(0);
    const shown = await show();
    expect(states(shown)).toMatchObject({ a: "succeeded", b: "succeeded", c: "skipped" });
    expect(tries(shown)).toMatchObject({ a: 0, b: 1, c: 0, d: 0 });
    await here.dagtop("rerun", "t#1", "--only", "a", "--only", "d");
    expect(tries(await show())).toMatchObject({ a: 1, b: 0, c: 0, d: 1 });
  });

  it("has the parameters of the run, with -p on top, or those of a preset", async () => {
    const stages = "  a: { run: 'echo $DAGTOP_PARAM_N $DAGTOP_PARAM_M >> got' }\n";
    const file = pipeline(stages, "params: { n: 1, m: 1 }\npresets: { big: { n: 9 } }\n");
    await here.dagtop("run", file, "-p", "n=5", "-p", "m=6");
    await here.dagtop("rerun", "last");
    const ended = await here.dagtop("rerun", "last", "-p", "m=7");
    expect(ended.err).toContain("changed since t#2: m 6 → 7");
    await here.dagtop("rerun", "t#1", "--preset", "big");
    expect(here.read("got")).toBe("5 6\n5 6\n5 7\n9 6\n");
    const unknown = await here.dagtop("rerun", "last", "--preset", "bgi");
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('Did you mean "big"?');
  });

  it("--same-plan runs what was run then, and takes no other parameters", async () => {
    const top = "params: { n: 1 }\n";
    const file = pipeline("  a: { run: 'echo old $DAGTOP_PARAM_N >> got' }\n", top);
    await here.dagtop("run", file, "-p", "n=2");
    here.file("p.yaml", "name: other\nstages:\n  x: { run: 'true' }\n");
    const other = await here.dagtop("rerun", "last");
    expect(other.code).toBe(2);
    expect(other.err).toContain("is the pipeline other now; t#1 was of t");
    expect(other.err).toContain("--same-plan");
    expect((await here.dagtop("rerun", "last", "--same-plan")).code).toBe(0);
    expect(here.read("got")).toBe("old 2\nold 2\n");
    const given = await here.dagtop("rerun", "last", "--same-plan", "-p", "n=3");
    expect(given.code).toBe(2);
    expect(given.err).toContain("--same-plan");
    rmSync(`${here.folder}/p.yaml`);
    const gone = await here.dagtop("rerun", "last");
    expect(gone.code).toBe(2);
    expect(gone.err).toContain("There is no file ");
  });

  it("refuses a stage that is not there, one above that was not satisfied, and a run that goes on", async () => {
    const file = pipeline("  aa: { run: test -e go }\n  bb: { run: 'true', needs: aa }\n");
    await here.dagtop("run", file);
    const unknown = await here.dagtop("rerun", "last", "--from", "bbb");
    expect(unknown).toMatchObject({ code: 4, out: "" });
    expect(unknown.err).toContain('Did you mean "bb"?');
    const unsatisfied = await here.dagtop("rerun", "last", "--from", "bb");
    expect(unsatisfied).toMatchObject({ code: 2, out: "" });
    expect(unsatisfied.err).toContain("aa comes before what you chose, and was failed there");
    expect(unsatisfied.err).toContain("hint: ");
    await here.dagtop("run", pipeline("  aa: { run: sleep 60 }\n"), "--detach");
    const open = await here.dagtop("rerun", "last", "--only", "aa");
    expect(open.code).toBe(2);
    expect(open.err).toContain("t#2 has not ended");
    expect(open.err).toContain("dagtop cancel t#2");
    await here.dagtop("cancel", "last");
    expect((await here.dagtop("rerun", "nope")).code).toBe(4);
    expect((await here.json<unknown[]>("runs")).length).toBe(2);
  });

  it("--json prints the events of the new run, --detach says its name", async () => {
    await here.dagtop("run", pipeline("  a: { run: 'true' }\n"));
    const { out } = await here.dagtop("rerun", "last", "--json");
    const events = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; run: string });
    expect(new Set(events.map(({ run }) => run))).toEqual(new Set(["t#2"]));
    expect(events.at(-1)?.kind).toBe("run.ended");
    const detached = await here.dagtop("rerun", "last", "--detach", "--json");
    expect(JSON.parse(detached.out)).toMatchObject({ run: "t#3", rerun_of: "t#2" });
    await until(async () => (await show()).state === "succeeded");
  });
});

describe("2.5 dagtop run FILE --from and --only", () => {
  it("go on from the newest run that satisfied what comes before", async () => {
    const file = pipeline(
      "  a: { run: 'echo v=$DAGTOP_RUN >> $DAGTOP_OUTPUT; test ! -e bad' }\n  b: { run: 'true', needs: a }\n",
    );
    await here.dagtop("run", file);
    here.file("bad", "");
    expect((await here.dagtop("run", file)).code).toBe(1);
    expect((await here.dagtop("run", file, "--from", "b")).code).toBe(0);
    const shown = await show();
    expect(shown).toMatchObject({ run: "t#3", rerun_of: "t#1" });
    expect(shown.stages[0]).toMatchObject({ outputs: { v: "t#1" }, attempts: [] });
    const other = await here.dagtop("run", "t", "--only", "b");
    expect(other).toMatchObject({ code: 0, err: "" });
    expect(await show()).toMatchObject({ rerun_of: "t#3" });
    pipeline("  a: { run: exit 1 }\n  b: { run: 'true', needs: a }\n");
    const changed = await here.dagtop("run", file, "--from", "b");
    expect(changed.code).toBe(0);
    expect(changed.err).toContain("changed since t#4: other stage a");
  });

  it("never pass over a no to an older yes, and put another question again", async () => {
    const gated = (question: string): string =>
      pipeline(
        `  gate: { approval: "${question}" }\n  push: { run: echo x >> pushed, needs: gate }\n`,
      );
    const file = gated("Push?");
    const answered = async (word: string): Promise<void> => {
      await here.dagtop("run", file, "--detach");
      await until(async () => (await here.dagtop(word, "t")).code === 0);
      await until(async () => ["succeeded", "failed"].includes((await show()).state));
    };
    await answered("approve");
    expect((await here.dagtop("run", file, "--only", "push")).code).toBe(0);
    await answered("reject");
    const no = await here.dagtop("run", file, "--only", "push");
    expect(no).toMatchObject({ code: 2, out: "" });
    expect(no.err).toContain("gate comes before what you chose, and was rejected there");
    gated("Push it all?");
    await here.dagtop("rerun", "t#1", "--from", "push", "--detach");
    await until(async () => (await show()).stages[0]?.state === "waiting");
    await here.dagtop("reject", "t");
    await until(async () => ["succeeded", "failed"].includes((await show()).state));
    expect(here.read("pushed")).toBe("x\nx\n");
  });

  it("are refused with words where no run can be gone on from", async () => {
    const file = pipeline("  a: { run: exit 1 }\n  b: { run: 'true', needs: a }\n");
    const none = await here.dagtop("run", file, "--from", "b");
    expect(none).toMatchObject({ code: 2, out: "" });
    expect(none.err).toContain("No run of t has ended");
    await here.dagtop("run", file);
    const bad = await here.dagtop("run", file, "--only", "b");
    expect(bad.code).toBe(2);
    expect(bad.err).toContain("a comes before what you chose");
    const unknown = await here.dagtop("run", file, "--from", "c");
    expect(unknown.code).toBe(4);
    for (const args of [
      ["run", file],
      ["rerun", "last"],
    ]) {
      const both = await here.dagtop(...args, "--from", "b", "--only", "a");
      expect(both).toMatchObject({ code: 2, out: "" });
      expect(both.err).toContain("Either --from or --only, not both");
    }
    expect((await here.json<unknown[]>("runs")).length).toBe(1);
  });
});

describe("2.6 DAGTOP_STATE_DIR", () => {
  const COUNT = 'echo x >> "$DAGTOP_STATE_DIR/n"; wc -l < "$DAGTOP_STATE_DIR/n" >> seen; ';
  const counted = (rest: string): string => `  a: { run: '${COUNT}${rest}' }\n`;

  it("is kept over attempts and rounds, and empty for a new run", async () => {
    const file = pipeline(`  a: { run: '${COUNT}test -e go', retry: 1 }\n`, "retry_run: 1\n");
    expect((await here.dagtop("run", file)).code).toBe(1);
    here.file("go", "");
    expect((await here.dagtop("retry", "last")).code).toBe(0);
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(here.read("seen")).toBe("1\n2\n3\n4\n5\n1\n");
  });

  it("is kept for rerun --from of a stage that had not succeeded, through further reruns", async () => {
    const file = pipeline(counted("test -e go"));
    await here.dagtop("run", file);
    await here.dagtop("rerun", "last", "--from", "a");
    here.file("go", "");
    expect((await here.dagtop("rerun", "last", "--from", "a")).code).toBe(0);
    // It has succeeded now, so it starts afresh; so does what is run anew whole.
    await here.dagtop("rerun", "last", "--from", "a");
    await here.dagtop("rerun", "t#1");
    expect(here.read("seen")).toBe("1\n2\n3\n1\n1\n");
  });

  it("has one live run: another that would go on with it waits, and so does a round", async () => {
    const script = "until test -e release; do sleep 0.05; done; exit 1";
    const file = pipeline(counted(script), "max_active_runs: 5\n");
    here.file("release", "");
    await here.dagtop("run", file);
    rmSync(`${here.folder}/release`);
    await here.dagtop("rerun", "t#1", "--from", "a", "--detach");
    const waits = "queued: waits for t#2, which has the same state folders";
    const third = await here.dagtop("rerun", "t#1", "--from", "a", "--detach");
    expect(third.out).toBe(`t#3  ${waits}\n`);
    expect((await here.dagtop("retry", "t#1", "--detach")).out).toBe(`t#1  ${waits}\n`);
    // Who starts with an empty folder does not wait.
    await here.dagtop("run", file, "--detach");
    await until(async () => (await show()).stages[0]?.state === "running");
    here.file("release", "");
    await until(async () =>
      (await here.json<{ state: string }[]>("runs")).every(({ state }) => state === "failed"),
    );
    const seen = here.read("seen").trim().split("\n");
    expect(seen.toSorted()).toEqual(["1", "1", "2", "3", "4"]);
  });

  it("starts empty where the command, a parameter or the environment is another", async () => {
    const top = "params: { n: 1 }\npass_env: [MINE]\n";
    const file = pipeline(counted("exit 1"), top);
    await here.dagtop("run", file);
    await here.dagtop("rerun", "t#1", "--from", "a", "-p", "n=2");
    await here.start(["rerun", "t#1", "--from", "a"], { MINE: "1" }).ended;
    pipeline(counted("exit 2"), top);
    await here.dagtop("rerun", "t#1", "--from", "a");
    expect(here.read("seen")).toBe("1\n1\n1\n1\n");
    expect(existsSync(`${here.home}/state`)).toBe(true);
  });
});
