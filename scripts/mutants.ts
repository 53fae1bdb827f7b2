// Do the engine's tests notice a bug? Plants one at a time (planted-bugs.ts) in a copy of the pure core and runs its
// tests there: a bug that no test notices fails this script. The untouched copy must pass first, and a planted bug
// that does not even compile is no bug, so it fails the script too.
//
// One line per bug, then "N passed, N failed": passed is caught. `node scripts/mutants.ts [CLAUSE]`

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { PLANTED, type PlantedBug } from "./planted-bugs.ts";

const ROOT = resolve(import.meta.dirname, "..");
const BIN = join(ROOT, "node_modules", ".bin");
const AT_A_TIME = 2;
/** The same cases for every bug, so that only the bug makes the difference. */
const SEED = "20261124";
const LIMIT_MS = 60_000;

/** The project's own builds the whole program first. */
const CONFIG = `export default { test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 } };\n`;

/** The parts of the host that are pure, with what they have their types from, and their tests. */
const PURE_IN_HOST = [
  "src/engine/host/closing.ts",
  "src/engine/host/proc.ts",
  "test/host/closing.test.ts",
  "src/engine/host/post.ts",
  "test/host/post.test.ts",
];

interface Finished {
  readonly ok: boolean;
  readonly output: string;
}

type Verdict =
  | { readonly is: "caught"; readonly by: string }
  | { readonly is: "survived" }
  | { readonly is: "no bug"; readonly why: string };

async function main(): Promise<void> {
  const only = process.argv[2];
  const bugs = PLANTED.filter((bug) => only === undefined || bug.clause === only);
  if (bugs.length === 0) throw new Error(`no bug is planted for clause ${only}`);
  const folder = await mkdtemp(join(tmpdir(), "dagtop-mutants-"));
  try {
    await baseline(join(folder, "untouched"));
    process.exitCode = (await plantAll(folder, bugs)) === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function baseline(copy: string): Promise<void> {
  await copyCore(copy);
  const types = await run(copy, "tsc", ["--noEmit"]);
  if (!types.ok) throw new Error(`the untouched core does not compile:\n${types.output}`);
  const tests = await test(copy);
  if (!tests.ok) throw new Error(`the untouched core fails its tests:\n${tests.output}`);
}

/** Returns how many bugs were not caught. */
async function plantAll(folder: string, bugs: readonly PlantedBug[]): Promise<number> {
  let next = 0;
  let missed = 0;
  const worker = async (): Promise<void> => {
    for (let place = next++; place < bugs.length; place = next++) {
      const bug = bugs[place];
      if (bug === undefined) return;
      const verdict = await plant(join(folder, `${place}`), bug);
      if (verdict.is !== "caught") missed += 1;
      console.log(lineOf(bug, verdict));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  console.log(`${bugs.length - missed} passed, ${missed} failed`);
  return missed;
}

function lineOf(bug: PlantedBug, verdict: Verdict): string {
  const name = `${bug.clause} ${bug.bug} (${bug.file})`;
  switch (verdict.is) {
    case "caught":
      return `caught    ${name}\n          by: ${verdict.by}`;
    case "survived":
      return `SURVIVED  ${name}`;
    case "no bug":
      return `NO BUG    ${name}: ${verdict.why}`;
  }
}

async function plant(copy: string, bug: PlantedBug): Promise<Verdict> {
  await copyCore(copy);
  const path = join(copy, "src", "engine", bug.file);
  const text = await readFile(path, "utf8");
  const found = text.split(bug.find).length - 1;
  if (found !== 1) return { is: "no bug", why: `its text stands ${found} times in the file` };
  await writeFile(
    path,
    text.replace(bug.find, () => bug.replace),
  );
  const types = await run(copy, "tsc", ["--noEmit"]);
  if (!types.ok) return { is: "no bug", why: `it does not compile: ${types.output}` };
  const tests = await test(copy);
  await rm(copy, { recursive: true, force: true });
  return tests.ok ? { is: "survived" } : { is: "caught", by: tests.output };
}

/** The pure core and its tests; not the rooms below src/engine, which are no part of it. */
async function copyCore(copy: string): Promise<void> {
  const engine = join(ROOT, "src", "engine");
  await mkdir(join(copy, "src"), { recursive: true });
  await cp(join(ROOT, "src", "pipeline"), join(copy, "src", "pipeline"), { recursive: true });
  await cp(engine, join(copy, "src", "engine"), {
    recursive: true,
    filter: (from) => from === engine || (dirname(from) === engine && from.endsWith(".ts")),
  });
  await cp(join(ROOT, "test", "engine"), join(copy, "test", "engine"), { recursive: true });
  for (const file of PURE_IN_HOST) await cp(join(ROOT, file), join(copy, file));
  for (const file of ["package.json", "tsconfig.json"]) {
    await cp(join(ROOT, file), join(copy, file));
  }
  await writeFile(join(copy, "vitest.config.ts"), CONFIG);
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
}

/** The output is the name of the first test that failed, or what vitest said when it could not even begin. */
async function test(copy: string): Promise<Finished> {
  const report = join(copy, "report.json");
  const args = ["run", "--bail=1", "--reporter=json", `--outputFile=${report}`];
  const done = await run(copy, "vitest", args);
  if (done.ok) return done;
  const text = await readFile(report, "utf8").catch(() => null);
  return { ok: false, output: text === null ? done.output : firstFailure(text, copy, done.output) };
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

function firstFailure(text: string, copy: string, otherwise: string): string {
  const report = JSON.parse(text) as Report;
  for (const file of report.testResults) {
    const failed = file.assertionResults.find((one) => one.status === "failed");
    if (failed !== undefined)
      return `${relative(copy, file.name).split(sep).join("/")}: ${failed.title}`;
  }
  return otherwise;
}

function run(cwd: string, program: string, args: readonly string[]): Promise<Finished> {
  const env = { ...process.env, NO_COLOR: "1", DAGTOP_TEST_SEED: SEED };
  return new Promise((done) => {
    execFile(join(BIN, program), args, { cwd, env, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      const ran = `${stdout}${stderr}`.trim();
      const output = error?.killed === true ? `not done after ${LIMIT_MS / 1000} s` : ran;
      done({ ok: error === null, output });
    });
  });
}

await main();
