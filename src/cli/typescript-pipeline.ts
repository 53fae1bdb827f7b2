// Pipeline files in TypeScript and JavaScript. Reading one is running it, so only commands that were given the file do
// that, and in a child: it has the caller's environment and half a minute, and gives one value back as JSON.
//
// What the file prints goes to stderr, through the sanitiser; stdout stays the command's. All that can be wrong with the
// file is a UserError with the place that its stack names.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { visible } from "../pipeline/problem.ts";
import { UserError } from "../pipeline/user-error.ts";
import { sanitise } from "../ui/sanitise.ts";
import { remark } from "./output.ts";
import type { Evaluated } from "./typescript-child.ts";

/** Whether a pipeline file is to be evaluated rather than read. */
export function isEvaluated(file: string): boolean {
  return /\.m?[jt]s$/.test(file);
}

/** What problems of the evaluated text name as their file: its lines are not those that the user wrote. */
export function evaluatedName(file: string): string {
  return `${file} (as evaluated)`;
}

const LIMIT_MS = 30_000;
const LINGER_MS = 200;
const ANSWER = 3;
/** A pipeline of 1 MiB may be so long as the JSON of a text. */
const MOST_ANSWER = 8 * 1024 * 1024;
// What the stripping of types and a package.json without "type" would say is no business of the user's.
const QUIET = ["ExperimentalWarning", "MODULE_TYPELESS_PACKAGE_JSON"];

/**
 * The pipeline that the file exports, as JSON for the reader of pipeline files.
 *
 * @throws UserError no-file | bad-definition
 */
export async function readTypeScript(file: string, limitMs = LIMIT_MS): Promise<string> {
  if (!existsSync(file)) {
    throw new UserError("no-file", `There is no file ${file}.`, { hint: "Name a pipeline file." });
  }
  const evaluated = await evaluate(file, limitMs);
  switch (evaluated.is) {
    case "text":
      return evaluated.text;
    case "refused":
      throw bad(file, evaluated.message, evaluated.hint);
    case "thrown": {
      const { name, message, stack, code } = evaluated;
      const place = placeIn(stack, file) ?? file;
      // The path of the importing file, which stands behind it, is the place.
      const said = message.replace(/ imported from \/.*/s, "").split("\n", 1)[0] ?? "";
      throw bad(place, name === "" ? `threw ${said}` : `${name}: ${said}`, hintFor(code, name));
    }
  }
}

function bad(place: string, message: string, hint: string): UserError {
  return new UserError("bad-definition", `${visible(place)}  ${visible(message)}`, { hint });
}

const NOT_FOUND = "ERR_MODULE_NOT_FOUND ERR_UNSUPPORTED_DIR_IMPORT ERR_PACKAGE_PATH_NOT_EXPORTED";

function hintFor(code: string, name: string): string {
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return "Types are only left out, not compiled: write an enum as an object, and no namespaces or decorators.";
  }
  if (NOT_FOUND.includes(code) && code !== "") {
    return 'Packages are looked for from the file\'s folder (npm install), files by their whole name: "./lib.ts".';
  }
  if (name === "SyntaxError") return "Nothing was evaluated: mend the syntax first.";
  return "The file was being evaluated; nothing was started.";
}

/** `file:line:column` of the first place that is neither node's nor ours; relative where it is below here. */
function placeIn(stack: string, file: string): string | null {
  const own = dirname(childFile());
  for (const [, url, path, line, column] of stack.matchAll(PLACE)) {
    const found = url === undefined ? (path ?? "") : fileURLToPath(url);
    if (found.startsWith(`${own}/`)) continue;
    const at = column === undefined ? `${line}` : `${line}:${column}`;
    return `${found === resolve(file) ? file : shortest(found)}:${at}`;
  }
  return null;
}

const PLACE = /(?:(file:\/\/\/[^\s:)]+)|(?<=^|\()(\/[^\n:)]+)):(\d+)(?::(\d+))?/gm;

function shortest(path: string): string {
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below;
}

async function evaluate(file: string, limitMs: number): Promise<Evaluated> {
  const flags = QUIET.map((name) => `--disable-warning=${name}`);
  const child = spawn(process.execPath, [...flags, childFile(), resolve(file)], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [stdout, stderr, answers] = child.stdio.slice(1, 4) as [Readable, Readable, Readable];
  const printed = [printing(stdout), printing(stderr)];
  const answered = await answerOf(child, answers, limitMs);
  child.kill("SIGKILL");
  // What was printed before the answer is out before whatever follows it, unless a process of the file's holds on.
  await Promise.race([Promise.all(printed), after(LINGER_MS)]);
  for (const stream of [stdout, stderr, answers]) stream.destroy();
  return answered;
}

async function printing(stream: Readable): Promise<void> {
  for await (const line of createInterface({ input: stream })) remark(sanitise(line));
}

async function after(ms: number): Promise<void> {
  await new Promise((done) => setTimeout(done, ms).unref());
}

/** The first line of the answer; or why there is none. */
async function answerOf(
  child: ChildProcess,
  answers: Readable,
  limitMs: number,
): Promise<Evaluated> {
  let text = "";
  let timer: NodeJS.Timeout | undefined;
  const answer = await new Promise<Evaluated>((done) => {
    timer = setTimeout(() => done(tooLong(limitMs)), limitMs);
    answers.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (chunk.includes("\n") || text.length > MOST_ANSWER) done(answerIn(text));
    });
    child.once("error", (error) => done(notStarted(error)));
    child.once("exit", (code, signal) => {
      // What it wrote may still be on its way; a process that it left behind may hold its end open for ever.
      answers.once("end", () => done(ended(code, signal)));
      setTimeout(() => done(ended(code, signal)), LINGER_MS).unref();
    });
  });
  clearTimeout(timer);
  return answer;
}

/** What came where the answer is expected: the file may have written there as well. */
function answerIn(text: string): Evaluated {
  try {
    const found: unknown = JSON.parse(text);
    if (isAnswer(found)) return found;
  } catch {
    // nothing of ours
  }
  const message = `wrote to descriptor ${ANSWER}, by which dagtop is given its pipeline`;
  return { is: "refused", message, hint: "Write to files, or to stdout." };
}

const TEXTS: Readonly<Record<Evaluated["is"], readonly string[]>> = {
  text: ["text"],
  refused: ["message", "hint"],
  thrown: ["name", "code", "message", "stack"],
};

function isAnswer(found: unknown): found is Evaluated {
  if (typeof found !== "object" || found === null || !("is" in found)) return false;
  const { is, ...rest }: Readonly<Record<string, unknown>> = { ...found };
  if (is !== "text" && is !== "refused" && is !== "thrown") return false;
  return TEXTS[is].every((name) => typeof rest[name] === "string");
}

function tooLong(limitMs: number): Evaluated {
  const message = `did not come to an end in ${limitMs / 1000} s`;
  return { is: "refused", message, hint: "A pipeline file only says what there is to do." };
}

function notStarted(error: Error): Evaluated {
  return { is: "refused", message: `can't be evaluated: ${error.message}`, hint: "Try again." };
}

/** Without an answer. */
function ended(code: number | null, signal: string | null): Evaluated {
  const how =
    signal === null ? `ended its process with exit code ${code}` : `was ended by ${signal}`;
  const hint = "The file must come to its end, with its pipeline exported.";
  return { is: "refused", message: `${how} before it was read`, hint };
}

/** Beside this file; from a bundle or a chunk of one, where the build has put it. */
function childFile(): string {
  const here = import.meta.dirname;
  const candidates = [
    join(here, "typescript-child.ts"),
    join(here, "evaluate.js"),
    join(here, "../evaluate.js"),
  ];
  return candidates.find(existsSync) ?? join(here, "evaluate.js");
}
