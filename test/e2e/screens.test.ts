// The screens as a person uses them, in a real terminal (tmux) over the built program: keys are pressed as soon as the
// screen shows what they are for, and waiting is for what should be seen, never for a time.

import { chmodSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, place, until } from "./program.ts";
import { type Robot, pidOf, robot } from "./robot.ts";

let here: Place;
const robots: Robot[] = [];

beforeEach(() => {
  here = place();
});
afterEach(async () => {
  for (const one of robots.splice(0)) one.close();
  await here.close();
});

function open(size: readonly [number, number], args = "", env: Record<string, string> = {}): Robot {
  const one = robot(here, size, `${process.execPath} ${PROGRAM} ${args}`, env);
  robots.push(one);
  return one;
}

async function ran(file: string, ...args: string[]): Promise<void> {
  const { err } = await here.dagtop("run", file, ...args);
  expect(err).not.toContain("bug of dagtop");
}

const LONG = "until test -e go; do sleep 0.05; done";
const SIMPLE = `name: simple
params: { epochs: { type: integer, default: 3, min: 1 } }
stages:
  data: { run: 'echo "data is here"' }
  train: { run: 'echo "epochs $DAGTOP_PARAM_EPOCHS"; echo "f1=0.8$DAGTOP_PARAM_EPOCHS" >> $DAGTOP_OUTPUT', needs: data }
`;

interface Shown {
  readonly state: string;
  readonly stages: readonly {
    readonly key: string;
    readonly state: string;
    readonly outputs: Record<string, string> | null;
    readonly attempts: readonly unknown[];
  }[];
}

const show = (run: string): Promise<Shown> => here.json<Shown>("show", run, "--json");

describe("the screens", { timeout: 90_000 }, () => {
  it("trigger a run with another value of a parameter, and open it", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, press, type } = open([80, 24]);
    await sees(/simple +✓ +ok/u);
    press("t");
    await sees(/epochs +3 +integer, 1 or more/u);
    press("BSpace");
    type("0");
    press("Enter");
    await sees(/at least 1/u);
    press("BSpace");
    type("7");
    press("Enter");
    await sees("simple#2");
    await sees(/✓ succeeded/u);
    expect((await show("simple#2")).stages[1]?.outputs).toEqual({ f1: "0.87" });
  });

  it("count down to the next try of a stage", async () => {
    const file = here.file(
      "again.yaml",
      "name: again\nstages:\n  train: { run: 'echo no; exit 3', retry: { times: 1, delay: 50s } }\n",
    );
    await ran(file, "--detach");
    const { sees } = open([120, 40], "monitor again");
    const first = await sees(/↻ retrying .*try 2 of 2 in \d+s/u);
    const left = (screen: string): number => Number(/try 2 of 2 in (\d+)s/u.exec(screen)?.[1]);
    expect(left(await sees((screen) => left(screen) < left(first)))).toBeGreaterThan(0);
  });

  it("cancel a run after a question of which no is the preset answer", async () => {
    await ran(
      here.file("long.yaml", `name: long\nstages:\n  train: { run: '${LONG}' }\n`),
      "--detach",
    );
    const { sees, press } = open([80, 24], "monitor long");
    await sees(/● train/u);
    press("x");
    await sees("cancel long#1");
    press("Enter");
    await sees((screen) => !screen.includes("cancel long#1"));
    expect((await show("long#1")).state).toBe("running");
    press("x");
    await sees("cancel long#1");
    press("y");
    await sees(/long#1 +⊘ cancelled/u);
  });

  it("rerun from a stage, with what comes before taken over", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, press } = open([120, 40], "monitor simple");
    await sees(/▸data/u);
    press("G");
    await sees(/▸train/u);
    press("r");
    await sees(/rerun simple#1/u);
    press("d");
    await sees("simple#2");
    await sees(/simple#2 +✓ succeeded/u);
    const { stages } = await show("simple#2");
    expect(stages.map(({ attempts }) => attempts.length)).toEqual([0, 1]);
  });

  it("approve what waits for a person, with the metrics of what it needs in view", async () => {
    const file = here.file(
      "gate.yaml",
      `name: gate
stages:
  train: { run: 'echo "{\\"f1\\":0.834}" >> $DAGTOP_METRICS' }
  promote: { approval: "Promote v8?", needs: train }
  push: { run: 'echo pushed', needs: promote }
`,
    );
    await ran(file, "--detach");
    const { sees, press } = open([80, 24], "monitor gate");
    await sees(/◆ promote/u);
    press("a");
    const asked = await sees(/gate#1 +\.834/u);
    expect(asked).toMatch(/f1/u);
    press("a");
    await sees(/gate#1 +✓ succeeded/u);
  });

  it("search a log, go from hit to hit, and show only the lines that have it", async () => {
    const loop =
      'i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo "line $i"; [ $((i%100)) = 0 ] && echo "needle $i"; done; true';
    await ran(here.file("log.yaml", `name: log\nstages:\n  a: { run: '${loop}' }\n`));
    const { sees, press, type, painted } = open([80, 24], "monitor log");
    await sees(/✓ a/u);
    press("L");
    await sees("line 300");
    type("/needle");
    press("Enter");
    await sees("needle 300");
    // What was found is bold; before that the search goes on.
    await until(() => painted().includes("\u001b[1;7mneedle"));
    press("n");
    await sees((screen) => screen.includes("needle 200") && !screen.includes("needle 300"));
    press("N");
    await sees("needle 300");
    press("&");
    await sees((screen) => screen.includes("needle 100") && !screen.includes("line 299"));
    press("y");
    expect(await sees(/copied/u)).toContain("needle");
  });

  it("filter the pipelines, and take the filter back with Esc", async () => {
    for (const name of ["alpha", "beta", "gamma"])
      await ran(here.file(`${name}.yaml`, `name: ${name}\nstages:\n  a: { run: 'true' }\n`));
    const { sees, press, type } = open([80, 24]);
    await sees(/gamma/u);
    type("/et");
    await sees((screen) => /^.beta/mu.test(screen) && !/^.gamma/mu.test(screen));
    press("Enter");
    press("Escape");
    expect(await sees(/^.gamma/mu)).toMatch(/^.alpha/mu);
  });

  it("find any action by its name", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, press, type } = open([80, 24], "monitor simple");
    await sees(/✓ data/u);
    type(":");
    await sees("actions");
    type("whole log");
    await sees(/▸.*L/u);
    press("Enter");
    await sees("data is here");
    type("?");
    expect(await sees(/Help +Log/u)).toContain("Follow the end");
  });

  it("fit any size from 200x60 to 80x24 and back, and say something on the smallest", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, resize, screen } = open([200, 60], "monitor simple");
    await sees(/┌ graph/u);
    resize(80, 24);
    await sees(
      (shown) => !shown.includes("┌ graph") && /✓ data/u.test(shown) && shown.includes("? help"),
    );
    expect(
      screen()
        .split("\n")
        .filter((line) => line.includes("simple#1")),
    ).toHaveLength(1);
    resize(200, 60);
    await sees(/┌ graph/u);
    resize(50, 12);
    await sees((shown) => /simple/u.test(shown) && !shown.includes("STAGE"));
    resize(36, 6);
    await sees(/simple/u);
    resize(80, 24);
    await sees("? help");
  });

  it("survive a window that is made narrower step by step, with a dialog over them", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, press, resize, screen } = open([120, 40], "monitor simple");
    await sees(/┌ graph/u);
    press("t");
    await sees("trigger simple");
    for (const columns of [110, 101, 90, 81, 80, 79, 70]) resize(columns, 30);
    press("Escape");
    await sees((shown) => /^ simple#1 +✓/u.test(shown) && shown.includes("? help"));
    expect(
      screen()
        .split("\n")
        .filter((line) => line.includes("STAGE")),
    ).toHaveLength(1);
    press("j");
    await sees(/▸✓ train/u);
  });

  it("stop for Ctrl-Z with the terminal as it was, and go on with fg", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, press, type, modes } = open([80, 24], "monitor simple");
    await sees(/✓ data/u);
    press("C-z");
    await sees("Stopped");
    expect(modes()).toEqual({ alternate: false, cursor: true });
    type("fg");
    press("Enter");
    await sees(/✓ data/u);
    expect(modes()).toEqual({ alternate: true, cursor: false });
    press("j");
    await sees(/▸✓ train/u);
  });

  it("say that the host was killed, go on, and start another when an action needs one", async () => {
    await ran(here.file("simple.yaml", SIMPLE), "--detach");
    await until(async () => (await show("simple#1")).state === "succeeded");
    const { sees, press } = open([80, 24]);
    await sees(/simple +✓ +ok/u);
    const pid = await here.hostPid();
    if (pid !== null) process.kill(pid, "SIGKILL");
    await sees(/no host/u);
    press("t");
    await sees(/epochs +3/u);
    press("Enter");
    await sees(/simple#2 +✓ succeeded/u);
    expect(await here.hostPid()).not.toBe(pid);
  });

  it("notice that the home was moved away, and show another one that is put in its place", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees } = open([80, 24]);
    await sees(/simple +✓ +ok/u);
    renameSync(here.home, `${here.home}-old`);
    await sees(/No pipelines yet/u);
    await ran(here.file("other.yaml", SIMPLE.replace("name: simple", "name: other")));
    expect(await sees(/other +✓ +ok/u)).not.toMatch(/^.simple/mu);
  });

  it("change nothing with --readonly, and say so", async () => {
    await ran(
      here.file("long.yaml", `name: long\nstages:\n  train: { run: '${LONG}' }\n`),
      "--detach",
    );
    const { sees, press } = open([80, 24], "--readonly");
    await sees(/long +●/u);
    press("x");
    await sees(/read-only/u);
    press("t");
    await sees(/read-only/u);
    expect((await show("long#1")).state).toBe("running");
    writeFileSync(join(here.folder, "go"), "");
  });

  it.each([
    ["q", 0],
    ["C-c", 0],
  ])("leave with %s, restore the terminal, and say what goes on", async (key, code) => {
    await ran(
      here.file("long.yaml", `name: long\nstages:\n  train: { run: '${LONG}' }\n`),
      "--detach",
    );
    const { sees, press, modes } = open([80, 24], '; echo "exit=$?"');
    await sees(/long +●/u);
    press(key);
    await sees(`exit=${code}`);
    await sees(/● long#1 goes on/u);
    expect(modes()).toEqual({ alternate: false, cursor: true });
    writeFileSync(join(here.folder, "go"), "");
  });

  it("give the terminal back at SIGTERM, with the exit code of a signal", async () => {
    await ran(
      here.file("long.yaml", `name: long\nstages:\n  train: { run: '${LONG}' }\n`),
      "--detach",
    );
    const { sees, modes, type, press } = open([80, 24], '; echo "exit=$?"');
    await sees(/long +●/u);
    type("t");
    await sees("trigger long");
    const screens = pidOf((words) => words[1] === PROGRAM && (words[2] ?? "") === "");
    process.kill(screens ?? 0, "SIGTERM");
    await sees("exit=143");
    expect(modes()).toEqual({ alternate: false, cursor: true });
    type("echo typed");
    press("Enter");
    expect(await sees(/^typed$/mu)).toContain("$ echo typed");
    writeFileSync(join(here.folder, "go"), "");
  });

  it("tell an empty home from a broken one, and run what is found here", async () => {
    here.file("pipeline.yaml", SIMPLE);
    const { sees, press } = open([80, 24]);
    await sees(/No pipelines yet/u);
    await sees(/pipeline\.yaml +simple: data, train/u);
    press("Enter");
    await sees(/simple#1 +✓ succeeded/u);
    expect((await show("simple#1")).state).toBe("succeeded");
  });

  it("use no other characters than ASCII with --ascii, and no colours under NO_COLOR", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { sees, screen, painted } = open([120, 40], "--ascii", { NO_COLOR: "1" });
    await sees(/simple +\+ /u);
    // oxlint-disable-next-line no-control-regex -- that nothing else is there is the point
    expect(screen()).toMatch(/^[\x00-\x7f]*$/u);
    // oxlint-disable-next-line no-control-regex -- as above
    expect(painted()).not.toMatch(/\x1b\[3[0-7]m/u);
  });
});

describe("dagtop monitor", { timeout: 90_000 }, () => {
  it("opens the newest run of a file's pipeline, with the Dashboard below it", async () => {
    const file = here.file("simple.yaml", SIMPLE);
    await ran(file);
    const { sees, press } = open([80, 24], "monitor ./simple.yaml");
    await sees(/simple#1 +✓ succeeded/u);
    press("q");
    expect(await sees(/PIPELINES/u)).toMatch(/▸simple/u);
  });

  it("says that a file has not run yet, and how it is run", async () => {
    here.file("simple.yaml", SIMPLE);
    const { sees } = open([80, 24], "monitor ./simple.yaml");
    expect(await sees(/has not run yet/u)).toContain("dagtop run ./simple.yaml");
  });

  it.each([
    ["nosuch", /No pipeline nosuch/u, 4],
    ["./nosuch.yaml", /nosuch\.yaml/u, 2],
    ["./p.ts", /looking runs none/u, 2],
  ])("refuses %s with words", async (given, words, code) => {
    await ran(here.file("simple.yaml", SIMPLE));
    here.file("p.ts", "export default {};\n");
    const { sees } = open([80, 24], `monitor ${given}; echo "exit=$?"`);
    expect(await sees(`exit=${code}`)).toMatch(words);
  });

  it("7.3 shows no secret, on no screen", async () => {
    const secret = "tops3cret-value";
    const file = here.file(
      "hidden.yaml",
      `name: hidden
env_file: own.env
secrets: [TOKEN]
stages:
  a: { run: 'echo "token $TOKEN"; echo "why=$TOKEN" >> $DAGTOP_OUTPUT; ${LONG}; echo "$TOKEN" >&2; exit 3' }
`,
    );
    here.file("own.env", `TOKEN=${secret}\n`);
    chmodSync(join(here.folder, "own.env"), 0o600);
    await ran(file, "--detach");
    const { sees, press, screen } = open([120, 40], "monitor hidden");
    await sees(/● a|a +● running/u);
    await sees(/token \S/u);
    writeFileSync(join(here.folder, "go"), "");
    await sees(/✗ failed/u);
    const seen = [screen()];
    for (const key of ["Enter", "L"]) {
      press(key);
      seen.push(await sees(key === "L" ? /hidden#1 a · try 1/u : /CAUSE/u));
    }
    expect(seen.join("\n")).not.toContain(secret);
    expect(seen.join("\n")).toMatch(/token (?:\*|\[|<|•|TOKEN)/u);
  });
});

describe("without a terminal", () => {
  it("dagtop is one look at the status", async () => {
    await ran(here.file("simple.yaml", SIMPLE));
    const { out, code } = await here.dagtop();
    expect(code).toBe(0);
    expect(out).toMatch(/simple +✓/u);
    expect((await here.dagtop("monitor", "simple")).out).toMatch(/simple +✓/u);
  });
});
