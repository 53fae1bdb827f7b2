// The shell that a person gets where a try of a stage ran: really started, and asked where it is and what it has.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { shellSpec } from "../../../src/cli/monitor/shell.ts";
import { type AttemptId, type RunId, attemptId, stageKey } from "../../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../../src/pipeline/plan.ts";
import { planOf, stagePlan } from "../../engine/simulate.ts";
import { Home, StoredWorld } from "../../store/stored-world.ts";

let home: Home;
let world: StoredWorld;
let project: string;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, (stage) =>
    stage === "first" ? { code: 0, takes: 10, outputs: { dir: "sub" } } : { mute: true },
  );
  project = join(home.folder, "project");
  mkdirSync(join(project, "sub"), { recursive: true });
});
afterEach(() => {
  home.remove();
});

const here = (folder: string): StagePlan["cwd"] => [{ is: "text", text: folder }];

function started(stage: StagePlan, plan: Partial<Plan> = {}): RunId {
  const run = world.trigger(planOf([stage], { folder: project, ...plan }));
  world.play(1);
  return run;
}

type Caller = Record<string, string>;

function specOf(run: RunId, stage: string, attempt: AttemptId | null = null, caller: Caller = {}) {
  const place = { run, stage: stageKey(stage), attempt };
  return shellSpec(homePaths(home.folder), home.reader(), place, { SHELL: "/bin/sh", ...caller });
}

/** What a shell of that place says to a script. */
function said(spec: ReturnType<typeof specOf>, script: string): string {
  if (typeof spec === "string") throw new Error(spec);
  const { program, args, cwd, env } = spec;
  return spawnSync(program, args, { cwd, env, input: script, encoding: "utf8" }).stdout.trim();
}

describe("the shell of a stage", () => {
  it("stands in the folder of the try and has its variables, also where an output names the folder", () => {
    const first = stagePlan("first", { cwd: here(project) });
    const second = stagePlan("second", {
      after: ["first"],
      cwd: [
        { is: "text", text: `${project}/` },
        { is: "output", stage: stageKey("first"), name: "dir" },
      ],
      env: { LEVEL: [{ is: "text", text: "3" }] },
    });
    const params = { epochs: 5 };
    const run = world.trigger(planOf([first, second], { folder: project, params }));
    world.play(1000);
    const spec = specOf(run, "second");
    expect(said(spec, "pwd; echo $LEVEL $DAGTOP_STAGE $DAGTOP_ATTEMPT $DAGTOP_PARAM_EPOCHS")).toBe(
      `${project}/sub\n3 second 1 5`,
    );
    expect(said(spec, "echo $PATH $LANG")).toBe("/usr/bin:/bin C.UTF-8");
  });

  it("7.3 has secrets only where whoever asks has them, and nothing else of that environment", () => {
    const envFile = join(home.folder, "env");
    writeFileSync(envFile, "OTHER=hidden\nPLAIN=1\n", { mode: 0o600 });
    const run = started(stagePlan("a", { cwd: here(project) }), {
      secrets: ["TOKEN", "OTHER"],
      envFile,
    });
    const spec = specOf(run, "a", null, { TOKEN: "own", MINE: "1", TERM: "xterm", PATH: "/x" });
    expect(said(spec, 'echo "$TOKEN|$OTHER|$MINE|$PLAIN|$TERM|$PATH"')).toBe(
      "own|||1|xterm|/usr/bin:/bin",
    );
  });

  it("does not carry the mark of the try: it is no process of it, and is not ended with it", () => {
    const run = started(stagePlan("a", { cwd: here(project) }));
    const spec = specOf(run, "a");
    expect(typeof spec === "string" ? spec : Object.keys(spec.env)).not.toContain("DAGTOP_MARK");
    expect(said(spec, "echo $DAGTOP_RUN")).toBe("nightly#1");
  });

  it("is that of the try that is named, else of the last", () => {
    const retry = { ...stagePlan("a").retry, times: 1 };
    const run = started(stagePlan("a", { cwd: here(project), retry }));
    const first = world.of(run, "a").attempt;
    world.turn([world.exited(run, "a", 75)]);
    world.play(1);
    const ask = 'echo "$DAGTOP_ATTEMPT $DAGTOP_PREVIOUS_EXIT"';
    expect(said(specOf(run, "a"), ask)).toBe("2 75");
    expect(said(specOf(run, "a", first), ask)).toBe("1");
    world.turn([world.exited(run, "a", 76)]);
    expect(said(specOf(run, "a", first), ask)).toBe("1");
    expect(said(specOf(run, "a"), ask)).toBe("2 75");
  });

  it("is the one that $SHELL names, and sh without one", () => {
    const run = started(stagePlan("a", { cwd: here(project) }));
    expect(specOf(run, "a", null, { SHELL: "/bin/zsh" })).toMatchObject({ program: "/bin/zsh" });
    expect(specOf(run, "a", null, { SHELL: "" })).toMatchObject({ program: "/bin/sh" });
  });

  it("is refused with a reason where there is nothing to stand in", () => {
    const gone = started(stagePlan("a", { cwd: here(`${project}/gone`) }));
    expect(specOf(gone, "a")).toBe(`its folder ${project}/gone is not there`);
    expect(specOf(gone, "b")).toBe("there is no such stage");
    expect(specOf("no-run" as RunId, "a")).toBe("the run is not there any more");
    const place = { run: gone, stage: stageKey("a"), attempt: attemptId("x") };
    expect(shellSpec(homePaths(home.folder), null, place)).toBe("the run is not there any more");
    world.cancel(gone);
    const command = { is: "approval", message: [], by: [] } as const;
    const asking = started(stagePlan("a", { command, cwd: here(project) }));
    expect(specOf(asking, "a")).toBe("it runs nothing: a person is asked");
    const waiting = world.trigger(
      planOf([stagePlan("a", { cwd: here(project) })], { folder: project }),
      "waiting",
    );
    expect(specOf(waiting, "a")).toBe("it has had no try yet");
  });
});
