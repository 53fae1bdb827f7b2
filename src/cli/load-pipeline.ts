// From a file on the disk to a frozen plan: reads it, settles its parameters, and looks at the machine for what the file
// leaves open (a shell, a Python). Nothing of the file is run.

import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { wholeText } from "../engine/host/plain-file.ts";
import type { Definition } from "../pipeline/definition.ts";
import { capture, parseEnvFile, unpassedNames } from "../pipeline/environment.ts";
import { type Loaded, loadDefinition } from "../pipeline/load.ts";
import { paramsOf } from "../pipeline/params.ts";
import type { Plan } from "../pipeline/plan.ts";
import { planOf } from "../pipeline/plan-of.ts";
import { problemText } from "../pipeline/problem.ts";
import { pythonCandidates } from "../pipeline/python.ts";
import { UserError } from "../pipeline/user-error.ts";
import { isExecutable } from "./executable.ts";
import { fileWarnings } from "./file-warnings.ts";
import { refuseNotYet } from "./not-yet.ts";
import { hashOfPlan } from "./plan-hash.ts";
import { evaluatedName, isEvaluated, readTypeScript } from "./typescript-pipeline.ts";

export interface Ready {
  readonly plan: Plan;
  readonly planHash: string;
  /** What the run keeps of the caller's environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Paragraphs for people. */
  readonly warnings: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** What was asked for beside the file: by -p, and by --preset. */
interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly preset: string | null;
}

/** @throws UserError no-file | bad-definition | not-yet | bad-params | no-python */
export async function loadPipeline(
  file: string,
  params: Readonly<Record<string, string>>,
  env: Env,
  preset: string | null = null,
): Promise<Ready> {
  const { definition, warnings } = await readDefinition(file);
  refuseNotYet(definition);
  return settle(file, definition, warnings, { params, preset }, env);
}

/** Checks a file as far as that goes without running it. @returns its warnings, as paragraphs */
export async function readDefinition(
  file: string,
): Promise<{ definition: Definition; warnings: readonly string[] }> {
  const loaded = await load(file);
  if (loaded.ok) {
    const warnings = loaded.warnings.map((one) => `warning: ${problemText(one)}`);
    const { definition } = loaded;
    return { definition, warnings: [...warnings, ...fileWarnings(file, definition)] };
  }
  const count = loaded.problems.length;
  throw new UserError("bad-definition", loaded.problems.map(problemText).join("\n\n"), {
    hint: `${count === 1 ? "1 problem" : `${count} problems`} in ${file}; nothing was started.`,
  });
}

/** The definition in a file, or all that is wrong with it. @throws UserError no-file */
export async function load(file: string): Promise<Loaded> {
  if (isEvaluated(file)) {
    return loadDefinition({ file: evaluatedName(file), text: await readTypeScript(file) });
  }
  return loadDefinition({ file, text: readText(file) });
}

const MOST_BYTES = 1024 * 1024 + 1;

/** At most a byte more than a pipeline file may have: who reads it says that it is too big. */
function readText(file: string): string {
  let fd: number;
  try {
    fd = openSync(file, "r");
  } catch (error) {
    throw unreadable(file, error as NodeJS.ErrnoException);
  }
  try {
    if (fstatSync(fd).isDirectory()) throw noFile(file, "is a folder");
    const bytes = Buffer.allocUnsafe(MOST_BYTES);
    let size = 0;
    for (let read = 1; read > 0 && size < MOST_BYTES; size += read) {
      read = readSync(fd, bytes, size, MOST_BYTES - size, null);
    }
    return new TextDecoder().decode(bytes.subarray(0, size));
  } finally {
    closeSync(fd);
  }
}

function unreadable(file: string, error: NodeJS.ErrnoException): UserError {
  if (error.code !== "ENOENT" && error.code !== "ENOTDIR")
    return noFile(file, `can't be read: ${error.message}`);
  return new UserError("no-file", `There is no file ${file}.`, {
    hint: "A pipeline file is YAML, for example:\n  name: nightly\n  stages:\n    hello: { run: echo hello }",
    exit: 2,
  });
}

function noFile(file: string, what: string): UserError {
  return new UserError("no-file", `${file} ${what}.`, { hint: "Name a pipeline file (YAML)." });
}

function settle(
  file: string,
  definition: Definition,
  warnings: readonly string[],
  asked: Asked,
  env: Env,
): Ready {
  const params = paramsOf(definition, asked.params, asked.preset);
  if (!params.ok) {
    const lines = params.errors.map(({ message, hint }) => `${message}\n  hint: ${hint}`);
    throw new UserError("bad-params", lines.join("\n"), {
      hint: `Parameters are given as -p NAME=VALUE; ${basename(file)} declares them under "params".`,
    });
  }
  const path = resolve(file);
  const folder = dirname(path);
  const plan = planOf(definition, {
    file: path,
    folder,
    params: params.params,
    hasBash: (env["PATH"] ?? "").split(":").some((each) => isExecutable(`${each}/bash`)),
    python: pythonFolder(folder, definition.python, env),
  });
  const captured = capture(env, definition.passEnv, definition.secrets);
  const planHash = hashOfPlan(plan);
  const unpassed = unpassedNames(plan, env, { ...captured, ...namesOfEnvFile(plan.envFile) });
  const missing = unpassed.map(
    ({ stage, name }) =>
      `warning: the stage ${stage} reads $${name}, which is set here but not passed on\n  hint: ${wayToPass(name)}`,
  );
  return { plan, planHash, env: captured, warnings: [...warnings, ...missing] };
}

/** What is passed on is stored with the run; a secret is better read from a file when it is needed. */
function wayToPass(name: string): string {
  const isSecret = /KEY|TOKEN|SECRET|PASSW|CREDENTIAL/i.test(name);
  return isSecret
    ? `env_file: .env (mode 0600), so that its value is not stored; or pass_env: [${name}]`
    : `pass_env: [${name}]`;
}

function pythonFolder(folder: string, python: string | null, env: Env): string | null {
  if (python === null) return null;
  const candidates = pythonCandidates(folder, python, env);
  const found = candidates.find((each) => isExecutable(`${each}/bin/python`));
  if (found !== undefined) return `${found}/bin`;
  if (python === "auto") return null; // whatever PATH has
  if (!python.startsWith("conda:")) {
    throw new UserError("no-python", `There is no Python in ${candidates.join(" or ")}.`, {
      hint: 'Make the environment, or write "python: auto".',
    });
  }
  const looked = candidates.map((each) => `\n  ${each}`).join("");
  throw new UserError(
    "no-python",
    `There is no conda environment ${python.slice("conda:".length)}. Looked for it in${looked || " no folder: HOME is not set"}`,
    { hint: "`conda env list` shows their folders: write the path of one, python: /path/to/env." },
  );
}

/** What the env file sets; it is read for good at each attempt's start, so nothing is said of it here. */
function namesOfEnvFile(file: string | null): Record<string, string> {
  if (file === null) return {};
  const read = wholeText(file);
  const parsed = read.ok ? parseEnvFile(read.text) : null;
  return parsed?.ok === true ? parsed.values : {};
}
