// The child that evaluates a pipeline file in TypeScript or JavaScript: `node typescript-child.ts FILE`. Its answer goes
// to descriptor 3, as one line of JSON; what the file itself prints is not its business.
//
// In the file, `import "dagtop"` is this very dagtop, wherever the file lies. Built, this is dist/evaluate.js.

import { readFileSync, writeFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { pathToFileURL } from "node:url";
import { fileTextOf } from "../pipeline/text-limits.ts";

/** `text` is the pipeline as JSON; `stack` begins with the error's own words. */
export type Evaluated =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "refused"; readonly message: string; readonly hint: string }
  | {
      readonly is: "thrown";
      readonly name: string;
      readonly code: string;
      readonly message: string;
      readonly stack: string;
    };

const ANSWER = 3;
/** Of a pipeline as JSON, as of a file. */
const MOST = 1024 * 1024;
/** Of an error's words and stack each. */
const MOST_WORDS = 16 * 1024;
const FILE = process.argv[2] ?? "";
const LIBRARY = import.meta.url.endsWith(".ts") ? "../pipeline/index.ts" : "./index.js";

function answer(evaluated: Evaluated): never {
  writeFileSync(ANSWER, `${JSON.stringify(evaluated)}\n`);
  // Whatever the file has begun, it was asked for its pipeline only.
  process.exit(0);
}

function thrown(error: unknown): Evaluated {
  if (!(error instanceof Error)) {
    return {
      is: "thrown",
      name: "",
      code: "",
      message: inWords(error).slice(0, MOST_WORDS),
      stack: "",
    };
  }
  const short = (text: unknown): string => String(text).slice(0, MOST_WORDS);
  const code = "code" in error ? error.code : "";
  return {
    is: "thrown",
    name: short(error.name),
    code: typeof code === "string" ? short(code) : "",
    message: short(error.message),
    stack: short(error instanceof SyntaxError ? placed(error) : error.stack),
  };
}

/** The stack of a syntax error in JavaScript names no place; who strips types finds the same error and its place. */
function placed(error: SyntaxError): string {
  const stack = String(error.stack);
  if (!stack.startsWith("SyntaxError")) return stack;
  try {
    stripTypeScriptTypes(readFileSync(FILE, "utf8"), { sourceUrl: pathToFileURL(FILE).href });
    return stack;
  } catch (found) {
    return found instanceof Error ? String(found.stack) : stack;
  }
}

function inWords(value: unknown): string {
  try {
    return String(value);
  } catch {
    return "a value that has no words";
  }
}

const EXPORT_HINT = "Write: export const pipeline = definePipeline({ name: …, stages: { … } });";

/** The named export, else the default one, which is also what a CommonJS module is. */
function exported(module: Readonly<Record<string, unknown>>): Evaluated {
  const pipeline = module["pipeline"] ?? module["default"];
  if (pipeline === undefined) {
    const message = 'exports no pipeline: neither "pipeline" nor a default';
    return { is: "refused", message, hint: EXPORT_HINT };
  }
  if (typeof pipeline !== "object" || pipeline === null || Array.isArray(pipeline)) {
    const message = `exports ${kindOf(pipeline)} where a pipeline is wanted`;
    return { is: "refused", message, hint: EXPORT_HINT };
  }
  const objection = objectionTo(pipeline, [], new Set(), { left: MOST });
  if (objection !== null) return objection;
  const text = fileTextOf(pipeline);
  return text.length > MOST ? TOO_BIG : { is: "text", text };
}

const TOO_BIG: Evaluated = {
  is: "refused",
  message: "exports a pipeline of more than 1 MiB",
  hint: "Put data into files of its own, which the stages read.",
};

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "Object" ? `a ${name}` : "an object";
}

/** What of it JSON would drop, change or not end with. `room` is for its characters, at least so many as are counted. */
function objectionTo(
  value: unknown,
  path: readonly string[],
  above: Set<object>,
  room: { left: number },
): Evaluated | null {
  room.left -= typeof value === "string" ? value.length + 2 : 2;
  if (room.left < 0) return TOO_BIG;
  const refused = (message: string, hint: string): Evaluated => {
    const place = path.length === 0 ? "the pipeline" : `"${path.join(".")}"`;
    return { is: "refused", message: `${place} ${message}`, hint };
  };
  if (value === null || typeof value === "string" || typeof value === "boolean") return null;
  if (typeof value === "number") {
    return Number.isFinite(value) ? null : refused(`is ${value}`, "A file knows no such number.");
  }
  if (value === undefined) {
    const hint = "Leave the key out instead: ...(condition ? { key: value } : {}).";
    return refused("is undefined", hint);
  }
  if (typeof value !== "object" || !isPlain(value)) {
    const hint = "A pipeline holds texts, numbers, true and false, null, lists and plain objects.";
    return refused(`is ${kindOf(value)}`, hint);
  }
  if (above.has(value)) return refused("holds itself", "A pipeline can't go in a circle.");
  above.add(value);
  for (const [key, each] of entriesOf(value)) {
    const objection = objectionTo(each, [...path, key], above, room);
    if (objection !== null) return objection;
  }
  above.delete(value);
  return null;
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  // The holes of a list are no entries of it; counted out they are undefined.
  if (Array.isArray(value)) return Array.from(value, (each, index) => [String(index), each]);
  return Object.entries(value);
}

/** By its shape, since an object may come from another realm. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isObject = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isObject && !("toJSON" in value);
}

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "dagtop"
      ? { url: new URL(LIBRARY, import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});
process.on("uncaughtException", (error) => answer(thrown(error)));
process.on("beforeExit", () => {
  const hint = "The file must come to its end, with its pipeline exported.";
  answer({ is: "refused", message: "awaits what never comes", hint });
});
// Not awaited: node would warn of this file when the other never comes to its end.
import(pathToFileURL(FILE).href).then(
  (module) => answer(exported(module as Record<string, unknown>)),
  (error: unknown) => answer(thrown(error)),
);
