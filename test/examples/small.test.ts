// The small examples as their READMEs show them: every command of their shell blocks is run, in order, by the built program,
// on a copy of the examples, in a home of its own. A line of a README that stops working fails here.

import { spawn } from "node:child_process";
import { chmodSync, cpSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, type ShownRun, place, until } from "../e2e/program.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../examples");
const NAMES = [
  "approval",
  "cache",
  "first-file",
  "matrix",
  "outputs",
  "run-command",
  "secrets",
  "typescript",
];

interface Line {
  readonly line: string;
  readonly code: number | null;
  readonly out: string;
}

let here: Place;

beforeEach(() => {
  here = place();
  for (const name of NAMES) {
    const to = join(here.folder, "examples", name);
    // What running an example by hand has left in its folder stays there.
    const filter = (from: string): boolean => !/\/(?:made|\.env)$/.test(from);
    cpSync(join(EXAMPLES, name), to, { recursive: true, filter });
  }
  const program = `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`;
  chmodSync(here.file("bin/dagtop", program), 0o755);
});
afterEach(() => here.close());

/** The commands of a README, in order: the lines of its shell blocks. */
function commandsOf(name: string): string[] {
  const page = readFileSync(join(EXAMPLES, name, "README.md"), "utf8");
  return [...page.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = ""]) =>
    block.split("\n").filter(Boolean),
  );
}

function shell(line: string): Promise<Line> {
  const env = {
    ...process.env,
    PATH: join(here.folder, "bin") + delimiter + (process.env["PATH"] ?? ""),
    DAGTOP_HOME: here.home,
    XDG_CACHE_HOME: join(here.folder, "cache"),
    XDG_CONFIG_HOME: join(here.folder, "config"),
    NO_COLOR: "1",
  };
  return new Promise((done, fail) => {
    const child = spawn("sh", ["-c", line], {
      cwd: here.folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    });
    let out = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (out += data.toString()));
    child.once("error", fail);
    child.once("close", (code) => done({ line, code, out }));
  });
}

/** Runs all of them; what each said. @param before - is waited for before each line */
async function followed(name: string, before = async (_line: string) => {}): Promise<Line[]> {
  const said: Line[] = [];
  for (const line of commandsOf(name)) {
    await before(line);
    said.push(await shell(line));
  }
  expect(said.filter(({ code }) => code !== 0)).toEqual([]);
  return said;
}

/** What the first line that begins like this said. */
function outOf(said: readonly Line[], beginning: string): string {
  return said.find(({ line }) => line.startsWith(beginning))?.out ?? `no ${beginning}`;
}

const shown = (run: string): Promise<ShownRun> => here.json<ShownRun>("show", run);

async function statesOf(run: string): Promise<Record<string, string>> {
  const { state, stages } = await shown(run);
  return { "": state, ...Object.fromEntries(stages.map((stage) => [stage.key, stage.state])) };
}

describe("the small examples", () => {
  it("are all here, and each shows commands to try", () => {
    const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    const others = folders.map(({ name }) => name).filter((name) => name !== "spam");
    expect(others.toSorted()).toEqual(NAMES);
    expect(NAMES.filter((name) => commandsOf(name).length < 3)).toEqual([]);
  });

  it("first-file: three stages succeed, with a loss per epoch", async () => {
    const said = await followed("first-file");
    expect(await statesOf("first-file#1")).toEqual({
      "": "succeeded",
      prepare: "succeeded",
      train: "succeeded",
      evaluate: "succeeded",
    });
    expect(outOf(said, "dagtop show")).toMatch(/loss .*best .* of 3/);
    expect(outOf(said, "dagtop logs")).toContain("epoch 3/3");
    expect((await here.dagtop("show", "first-file#2")).out).toMatch(/loss .*best .* of 5/);
  });

  it("8.1 matrix: six trainings, their scores as a list, and a rerun that takes them over", async () => {
    const said = await followed("matrix");
    const first = await shown("matrix#1");
    expect(first.stages.map(({ key }) => key)).toEqual([
      "prepare",
      "train[lr=0.1,batch=16]",
      "train[lr=0.01,batch=16]",
      "train[lr=0.01,batch=32]",
      "train[lr=0.001,batch=16]",
      "train[lr=0.001,batch=32]",
      "train[lr=0.0003,batch=64,warmup=100]",
      "best",
    ]);
    expect(outOf(said, "dagtop logs")).toContain('["0.81","0.91","0.92","0.81","0.82","0.84"]');
    const { stages } = await shown("matrix#2");
    expect(stages.map(({ attempts }) => attempts.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(stages.at(-1)?.outputs).toEqual({ f1: "0.92" });
  });

  it("8.2 cache: only what changed is made again", async () => {
    await followed("cache");
    const ran = async (run: string): Promise<string[]> => {
      const { stages } = await shown(run);
      return stages.filter(({ attempts }) => attempts.length > 0).map(({ key }) => key);
    };
    expect(await ran("cache#1")).toEqual(["prepare", "train", "evaluate"]);
    expect(await ran("cache#2")).toEqual(["evaluate"]);
    expect(await ran("cache#3")).toEqual(["train", "evaluate"]);
    expect(await ran("cache#4")).toEqual(["prepare", "train", "evaluate"]);
    expect(await statesOf("cache#2")).toMatchObject({ prepare: "cached", train: "cached" });
  });

  it("8.3 approval: a yes promotes, a no does not, and the report comes after both", async () => {
    const said = await followed("approval", async (line) => {
      const [, command = ""] = line.split(" ");
      const asks = ["status", "explain", "approve", "reject"].includes(command);
      if (asks) await until(async () => (await statesOf("last"))["gate"] === "waiting");
      else if (command === "show") await until(() => isOver("last"));
    });
    await until(() => isOver("last"));
    expect(outOf(said, "dagtop status")).toContain("Promote the model with f1 0.91?");
    expect(outOf(said, "dagtop show")).toMatch(/approved by .+: better than last week/);
    expect(await statesOf("approval#1")).toMatchObject({ gate: "succeeded", promote: "succeeded" });
    expect(await statesOf("approval#2")).toEqual({
      "": "failed",
      train: "succeeded",
      gate: "rejected",
      promote: "upstream_failed",
      report: "succeeded",
    });
  });

  it("7.3 secrets: the token is hidden wherever dagtop shows what the stage printed", async () => {
    const said = await followed("secrets");
    const token = "hub_4f9a7c21d8e35b60";
    const printed = said.filter(({ line }) => line.startsWith("dagtop")).map(({ out }) => out);
    expect(printed.filter((out) => out.includes(token))).toEqual([]);
    const [uploads, authorization] = outOf(said, "dagtop logs").split("\n");
    expect(uploads).toBe("uploads with ***HUB_TOKEN***");
    expect(authorization).toMatch(/basic [A-Za-z0-9]{0,8}\*\*\*HUB_TOKEN\*\*\*$/);
    const { stages } = await shown("last");
    expect(stages.at(-1)?.outputs?.["where"]).toMatch(/token=\*\*\*HUB_TOKEN\*\*\*$/);
    expect(readFileSync(stages.at(-1)?.attempts[0]?.log ?? "", "utf8")).toContain(token);
  });

  it("7.2 secrets: an env file that others can read is refused before the stage runs", async () => {
    const line = "umask 022; echo HUB_TOKEN=hub_4f9a7c21d8e35b60 > examples/secrets/.env";
    await shell(line);
    const { code } = await here.dagtop("run", "examples/secrets/pipeline.yaml");
    expect(code).toBe(1);
    const { reason } = await shown("last");
    expect(reason).toContain("could not start");
  });

  it("outputs: an output is an argument, a variable, and decides which stage runs", async () => {
    const said = await followed("outputs");
    expect(await statesOf("outputs#1")).toMatchObject({ publish: "succeeded", shelve: "skipped" });
    expect(await statesOf("outputs#2")).toMatchObject({ publish: "skipped", shelve: "succeeded" });
    expect((await here.dagtop("logs", "outputs#1", "train")).out).toContain("trains on 4800 rows");
    expect((await here.dagtop("logs", "outputs#1", "publish")).out).toContain("of 2026-11-24");
    expect(outOf(said, "dagtop diff")).toContain("floor: 0.9 → 0.95");
  });

  it("typescript: the sum decides whether the warning runs", async () => {
    await followed("typescript");
    expect(await statesOf("typescript#1")).toMatchObject({ tell: "succeeded", warn: "skipped" });
    expect(await statesOf("typescript#2")).toMatchObject({ tell: "succeeded", warn: "succeeded" });
    expect((await here.dagtop("logs", "typescript#2", "tell")).out).toContain("2001000");
  });

  it("run-command: the second try goes on from the checkpoint of the first", async () => {
    const said = await followed("run-command");
    const { stages } = await shown("finetune#1");
    expect(stages[0]?.attempts.map(({ state }) => state)).toEqual(["failed", "succeeded"]);
    expect(outOf(said, "dagtop logs")).toContain("resumes after epoch 2");
    expect(await statesOf("short#1")).toMatchObject({ "": "succeeded" });
    expect(outOf(said, "dagtop runs")).toMatch(/short#1[^]*finetune#1/);
  });
});

async function isOver(run: string): Promise<boolean> {
  return !["queued", "running", "cancelling"].includes((await statesOf(run))[""] ?? "running");
}
