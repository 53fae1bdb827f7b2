// Semantics 7.2, 7.5 and 7.7: the environment that a command starts with, and 1.2: what other stages gave, filled into
// its arguments, environment and folder. The core makes the runs; the last tests are of real ones.

import { chmodSync, mkdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { homePaths } from "../../src/engine/home-paths.ts";
import { type Specified, attemptSpec } from "../../src/engine/host/attempt-spec.ts";
import { stageEnvironment } from "../../src/engine/host/stage-environment.ts";
import type { Outputs } from "../../src/engine/stage.ts";
import type { RunId } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan, Template } from "../../src/pipeline/plan.ts";
import { planOf, stagePlan, World } from "../engine/simulate.ts";
import { type Next, type Rows, nextHost } from "./homes.ts";
import { type Lab, lab } from "./lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

const CAPTURED = { env: { PATH: "/caller/bin", LANG: "C.UTF-8", WHO: "caller" }, umask: 0o027 };
const NOTHING: Pick<Plan, "env" | "envFile" | "python"> = { env: {}, envFile: null, python: null };

const text = (value: string): Template => [{ is: "text", text: value }];
const output = (stage: string, name: string): Template => [
  { is: "output", stage: stagePlan(stage).key, name },
];

function envFile(content: string, mode = 0o600): string {
  const file = here.write("secrets.env", content);
  chmodSync(file, mode);
  return file;
}

describe("7.2 on top of what the caller had", () => {
  const who = (
    plan: Partial<typeof NOTHING>,
    stage: Record<string, string>,
    own: Record<string, string>,
  ): string | undefined => {
    const made = stageEnvironment(CAPTURED, { ...NOTHING, ...plan }, stage, own);
    return made.ok ? made.env["WHO"] : made.cause;
  };

  it("7.2 come the env file, the pipeline's env, the stage's, and dagtop's own, each above the last", () => {
    const file = envFile("WHO=file\n");
    expect(who({}, {}, {})).toBe("caller");
    expect(who({ envFile: file }, {}, {})).toBe("file");
    expect(who({ envFile: file, env: { WHO: "pipeline" } }, {}, {})).toBe("pipeline");
    const both = { envFile: file, env: { WHO: "pipeline" } };
    expect(who(both, { WHO: "stage" }, {})).toBe("stage");
    expect(who(both, { WHO: "stage" }, { WHO: "dagtop" })).toBe("dagtop");
  });

  it("7.2 nothing comes from the host's own environment", () => {
    const made = stageEnvironment(CAPTURED, NOTHING, {}, { OWN: "1" });
    expect(made).toEqual({ ok: true, env: { ...CAPTURED.env, OWN: "1" } });
  });
});

describe("7.2 an env file", () => {
  const cause = (file: string): string => {
    const made = stageEnvironment(CAPTURED, { ...NOTHING, envFile: file }, {}, {});
    return made.ok ? "" : made.cause;
  };

  it.each([0o640, 0o604, 0o620, 0o602, 0o644, 0o777, 0o610])(
    "7.2 that others could use is refused (%i), with the way out",
    (mode) => {
      const file = envFile("TOKEN=hush\n", mode);
      const shown = mode.toString(8).padStart(4, "0");
      expect(cause(file)).toBe(
        `the env_file ${file} can be read by others (mode ${shown}): chmod 600 it`,
      );
    },
  );

  it.each([0o600, 0o400, 0o700])("7.2 of the user alone is read (%i)", (mode) => {
    const made = stageEnvironment(
      CAPTURED,
      { ...NOTHING, envFile: envFile("TOKEN=hush\n", mode) },
      {},
      {},
    );
    expect(made.ok && made.env["TOKEN"]).toBe("hush");
  });

  it("7.2 that is missing, or no file, is refused", () => {
    expect(cause(here.path("gone"))).toBe(`the env_file ${here.path("gone")} is not there`);
    mkdirSync(here.path("folder"), { mode: 0o700 });
    expect(cause(here.path("folder"))).toBe(`the env_file ${here.path("folder")} is no plain file`);
  });

  it.each([
    ["A=1\nhush is no name\n", 2],
    ["hush\n", 1],
    ["A=1\n\n# note\n1A=hush\n", 4],
    ['A="hush\n', 1],
    ["DAGTOP_HOME=hush\n", 1],
    ["A=hu\0sh\n", 1],
  ])("7.2 with a bad line is refused by its number alone: %j", (content, line) => {
    const file = envFile(content);
    expect(cause(file)).toContain(`line ${line} of the env_file ${file}: `);
    expect(cause(file)).not.toContain("hush");
  });
});

describe("7.5 the chosen Python", () => {
  const made = (env: Record<string, string>, folder: string): Record<string, string> => {
    const found = stageEnvironment({ env, umask: 0 }, { ...NOTHING, python: folder }, {}, {});
    if (!found.ok) throw new Error(found.cause);
    return found.env;
  };

  it("7.5 comes first in PATH, whoever set that", () => {
    expect(made({ PATH: "/usr/bin" }, "/opt/py/bin")["PATH"]).toBe("/opt/py/bin:/usr/bin");
    expect(made({}, "/opt/py/bin")["PATH"]).toBe("/opt/py/bin");
    expect(made({ PATH: "" }, "/opt/py/bin")["PATH"]).toBe("/opt/py/bin");
    const plan = { env: { PATH: "/mine" }, envFile: null, python: "/opt/py/bin" };
    expect(stageEnvironment(CAPTURED, plan, {}, {})).toMatchObject({
      env: { PATH: "/opt/py/bin:/mine" },
    });
  });

  it("7.5 is the VIRTUAL_ENV where it is one, in place of the caller's", () => {
    here.write("venv/pyvenv.cfg", "");
    const env = { PATH: "/usr/bin", VIRTUAL_ENV: "/caller/venv" };
    expect(made(env, here.path("venv/bin"))).toEqual({
      PATH: `${here.path("venv/bin")}:/usr/bin`,
      VIRTUAL_ENV: here.path("venv"),
    });
    expect(made({ PATH: "/usr/bin" }, "/opt/py/bin")).not.toHaveProperty("VIRTUAL_ENV");
  });

  it("7.5 no Python chosen leaves PATH alone", () => {
    expect(stageEnvironment(CAPTURED, NOTHING, {}, {})).toMatchObject({
      env: { PATH: "/caller/bin" },
    });
  });
});

/** The last attempt of a stage, specified as its host would. */
function specified(world: World, run: RunId, key: string): Specified {
  const found = world.runs.get(run)!;
  const index = found.shape.index.get(stagePlan(key).key)!;
  return attemptSpec(found, index, world.attempts(run, key).at(-1)!, {
    paths: homePaths("/home/of/dagtop"),
    homeId: "home-id",
    config: "/etc/dagtop.yaml",
    program: ["dagtop"],
    captured: CAPTURED,
  });
}

function specOf(world: World, run: RunId, key: string) {
  const found = specified(world, run, key);
  if (!found.ok) throw new Error(found.cause);
  return found.spec;
}

const mute = (): World => new World(() => ({ mute: true }));
const RETRY = { ...stagePlan("x").retry, times: 2 };

describe("7.7 dagtop's own variables", () => {
  const PARAMS = { params: { epochs: 3, lr: 0.1, Fast: true, name: "a b" } };

  it("7.7 of a first attempt are all there", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("train", { retry: RETRY })], PARAMS), "0192-run");
    const { env, folder, attempt, umask } = specOf(world, run, "train");
    const { id } = world.attempts(run, "train")[0]!;
    expect([attempt, folder, umask]).toEqual([id, `/home/of/dagtop/attempts/${id}`, 0o027]);
    const { DAGTOP_STATE_DIR: stateFolder, ...rest } = env;
    expect(rest).toEqual({
      ...CAPTURED.env,
      DAGTOP_HOME: "/home/of/dagtop",
      DAGTOP_CONFIG: "/etc/dagtop.yaml",
      DAGTOP_MARK: `home-id/${id}`,
      DAGTOP_RUN_ID: "0192-run",
      DAGTOP_RUN: "nightly#1",
      DAGTOP_PIPELINE: "nightly",
      DAGTOP_STAGE: "train",
      DAGTOP_ATTEMPT: "1",
      DAGTOP_ATTEMPT_ID: id,
      DAGTOP_MAX_ATTEMPTS: "3",
      DAGTOP_LOGICAL_TIME: new Date(world.zero + 1000).toISOString(),
      DAGTOP_PARAM_EPOCHS: "3",
      DAGTOP_PARAM_LR: "0.1",
      DAGTOP_PARAM_FAST: "true",
      DAGTOP_PARAM_NAME: "a b",
      DAGTOP_OUTPUT: `${folder}/output`,
      DAGTOP_METRICS: `${folder}/metrics`,
      PYTHONUNBUFFERED: "1",
    });
    expect(stateFolder).toMatch(/^\/home\/of\/dagtop\/state\/0192-run\/[0-9a-f]{32}$/);
  });

  it("7.7 of a second attempt say how the first one ended, and have its state folder", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("train", { retry: RETRY })]));
    const first = specOf(world, run, "train").env;
    world.turn([world.exited(run, "train", 75)]);
    world.turn([]);
    const second = specOf(world, run, "train").env;
    expect(second).toMatchObject({
      DAGTOP_ATTEMPT: "2",
      DAGTOP_MAX_ATTEMPTS: "3",
      DAGTOP_PREVIOUS_EXIT: "75",
      DAGTOP_STATE_DIR: first["DAGTOP_STATE_DIR"],
    });
    expect(second["DAGTOP_ATTEMPT_ID"]).not.toBe(first["DAGTOP_ATTEMPT_ID"]);
    expect(second["DAGTOP_OUTPUT"]).not.toBe(first["DAGTOP_OUTPUT"]);
  });

  it("2.9 of an attempt after a fenced one are those of a first", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("train", { retry: RETRY })]));
    world.turn([{ kind: "fenced", ...world.of(run, "train") }]);
    const { env } = specOf(world, run, "train");
    expect(env).toMatchObject({ DAGTOP_ATTEMPT: "1", DAGTOP_MAX_ATTEMPTS: "3" });
    expect(env).not.toHaveProperty("DAGTOP_PREVIOUS_EXIT");
    world.turn([world.exited(run, "train", 75)]);
    world.turn([{ kind: "fenced", ...world.of(run, "train") }]);
    expect(specOf(world, run, "train").env).toMatchObject({
      DAGTOP_ATTEMPT: "2",
      DAGTOP_PREVIOUS_EXIT: "75",
    });
  });

  it("7.7 of an attempt after a lost one know no exit code", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("train", { onCrash: "retry" })]));
    world.turn([world.lost(run, "train")]);
    world.turn([]);
    const { env } = specOf(world, run, "train");
    expect(env).toMatchObject({ DAGTOP_ATTEMPT: "2", DAGTOP_MAX_ATTEMPTS: "2" });
    expect(env).not.toHaveProperty("DAGTOP_PREVIOUS_EXIT");
  });

  it("7.7 are not replaced by the user's env", () => {
    const world = mute();
    const env = { DAGTOP_MARK: text("stolen"), PYTHONUNBUFFERED: text("") };
    const run = world.trigger(planOf([stagePlan("train", { env })]));
    expect(specOf(world, run, "train").env).toMatchObject({
      DAGTOP_MARK: `home-id/${world.attempts(run, "train")[0]!.id}`,
      PYTHONUNBUFFERED: "1",
    });
  });

  it("2.6 two stages of a run, and two runs of a stage, have state folders of their own", () => {
    const world = mute();
    const folders = ["a", "b"].flatMap(() => {
      const run = world.trigger(planOf([stagePlan("x"), stagePlan("y")], { maxActiveRuns: 9 }));
      return ["x", "y"].map((key) => specOf(world, run, key).env["DAGTOP_STATE_DIR"]);
    });
    expect(new Set(folders).size).toBe(4);
  });
});

describe("1.2 what another stage gave", () => {
  /** The spec of stage b, after a has given these outputs. */
  function after(outputs: Outputs | null, over: Partial<StagePlan>): Specified {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("a"), stagePlan("b", { after: ["a"], ...over })]));
    const exited = world.exited(run, "a", 0);
    if (exited.kind !== "exited") throw new Error("no exit");
    world.turn([{ ...exited, remains: { ...exited.remains, outputs } }]);
    return specified(world, run, "b");
  }

  it("1.2 is filled into arguments, environment and folder", () => {
    const found = after(
      { id: "7; rm -rf *", dir: "out" },
      {
        command: {
          is: "argv",
          argv: [text("/bin/echo"), [...text("--id="), ...output("a", "id")]],
        },
        env: { ID: output("a", "id") },
        cwd: [...text("runs/"), ...output("a", "dir")],
      },
    );
    expect(found).toMatchObject({
      ok: true,
      spec: {
        command: ["/bin/echo", "--id=7; rm -rf *"],
        cwd: "/project/runs/out",
        env: { ID: "7; rm -rf *" },
      },
    });
  });

  it("7.6 a folder that it names may be absolute, or lead upwards", () => {
    expect(after({ dir: "/data//x/" }, { cwd: output("a", "dir") })).toMatchObject({
      spec: { cwd: "/data/x" },
    });
    expect(after({ dir: "../other" }, { cwd: output("a", "dir") })).toMatchObject({
      spec: { cwd: "/other" },
    });
  });

  it("1.2 may be empty", () => {
    expect(after({ id: "" }, { env: { ID: output("a", "id") } })).toMatchObject({
      spec: { env: { ID: "" } },
    });
  });

  it.each(["id", "constructor", "toString", "hasOwnProperty"])(
    "1.2 without the output %s it can't be started, and each that is missing is named",
    (name) => {
      const over = { env: { ID: output("a", name), OTHER: output("a", "other") } };
      for (const outputs of [null, {}, { another: "1" }]) {
        expect(after(outputs, over)).toEqual({
          ok: false,
          cause: `the stage a gave no output "${name}"; the stage a gave no output "other"`,
        });
      }
    },
  );

  it("1.2 is never put into a shell's script", () => {
    const found = after({ id: "7" }, { command: stagePlan("x").command });
    expect(found).toMatchObject({ spec: { command: ["/bin/sh", "-e", "-c", "true"] } });
  });
});

describe("in a real run", () => {
  let host: Next | null = null;
  afterEach(() => host?.leave());

  /** The rows of a run, once it has ended. */
  async function play(stages: readonly StagePlan[], over: Partial<Plan> = {}): Promise<Rows> {
    host = nextHost(here);
    const rows = await host.ended(await host.trigger(planOf(stages, over)));
    expect(host.unsound()).toEqual([]);
    return rows;
  }

  const sh = (script: string, over: Partial<StagePlan> = {}): StagePlan =>
    stagePlan("a", {
      command: { is: "shell", shell: ["/bin/sh", "-e", "-c"], script },
      cwd: text(here.folder),
      ...over,
    });

  it("7.2 and 7.7 a command sees exactly that, and finds its folders and files ready", async () => {
    const file = envFile("TOKEN='hush'\n");
    const rows = await play(
      [
        sh('env >env; test -d "$DAGTOP_STATE_DIR"; test -f "$DAGTOP_OUTPUT"; umask >umask', {
          env: { MINE: text("1") },
        }),
      ],
      { envFile: file, params: { x: 1 } },
    );
    expect(rows.run.state).toBe("succeeded");
    const names = here.lines("env").map((line) => line.replace(/=.*/, ""));
    expect(names.filter((name) => name.startsWith("DAGTOP_")).toSorted()).toEqual(
      (
        "ATTEMPT ATTEMPT_ID CONFIG HOME LAB LOGICAL_TIME MARK MAX_ATTEMPTS METRICS OUTPUT PARAM_X " +
        "PIPELINE RUN RUN_ID STAGE STATE_DIR"
      )
        .split(" ")
        .map((name) => `DAGTOP_${name}`),
    );
    expect(here.lines("env")).toEqual(
      expect.arrayContaining(["TOKEN=hush", "MINE=1", `DAGTOP_HOME=${here.path("home")}`]),
    );
    expect(names).not.toContain("VITEST"); // nor anything else of this process
    expect(here.read("umask").trim()).toBe("0022");
  });

  it("7.2 the values of an env file are nowhere in the home", async () => {
    await play([sh("true")], { envFile: envFile("TOKEN=hush-hush-hush\n") });
    expect(here.read("home/dagtop.db-wal")).toContain("secrets.env");
    for (const name of ["dagtop.db", "dagtop.db-wal"])
      expect(here.read(`home/${name}`)).not.toContain("hush-hush");
  });

  it("5.3 without its env file, or an output, a stage has failed: could not start, no exit code", async () => {
    const file = here.path("gone.env");
    const rows = await play([sh("touch ran")], { envFile: file });
    expect(rows.stages).toMatchObject([
      { state: "failed", reason: `could not start: the env_file ${file} is not there` },
    ]);
    expect(rows.attempts).toMatchObject([{ state: "failed", exitCode: null, number: 1 }]);
    expect(here.read("ran")).toBe("");
  });

  it("1.2 a missing output is could not start, and uses a try", async () => {
    const rows = await play([
      sh('echo id=7 >>"$DAGTOP_OUTPUT"'),
      sh('touch ran; test "$ID" = 7', {
        key: stagePlan("b").key,
        needs: [stagePlan("a").key],
        env: { ID: output("a", "id") },
      }),
      sh("touch never", {
        key: stagePlan("c").key,
        needs: [stagePlan("a").key],
        env: { ID: output("a", "other") },
        retry: { ...RETRY, times: 1 },
      }),
    ]);
    expect(rows.stages.map(({ state }) => state)).toEqual(["succeeded", "succeeded", "failed"]);
    expect(rows.stages[2]).toMatchObject({
      reason: 'could not start: the stage a gave no output "other"',
      attempt: 2,
    });
    expect(here.lines("never")).toEqual([]);
  });
});
