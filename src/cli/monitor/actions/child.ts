// Runs are begun by the same commands that a person types: one of them is run to its end, in this environment, which is what
// the stages of a new run get. It reads the pipeline file, and evaluates one that is a program, so that the screens need not.

import { spawn } from "node:child_process";
import { UserError } from "../../../pipeline/user-error.ts";

export interface Said {
  readonly out: string;
  /** The first line of each warning. */
  readonly warnings: readonly string[];
}

/** More than this no command has to say. */
const MOST_BYTES = 1 << 20;

/**
 * @param words - the command and its arguments
 * @throws UserError refused: what the command says where it does not do it
 */
export async function dagtop(words: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [process.argv[1] ?? "", ...words, "--no-color"], {
    // A group of its own: Ctrl-C on the terminal is the screens' business.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const end = await new Promise<number | string>((resolve) => {
    child.once("error", ({ message }) => {
      resolve(message);
    });
    child.once("close", (code, signal) => {
      resolve(code ?? signal ?? "");
    });
  });
  const lines = err().trimEnd().split("\n");
  if (end === 0) return { out: out(), warnings: lines.filter((line) => WARNING.test(line)) };
  const { message, hint } = errorIn(lines);
  const unsaid = `dagtop ${words[0] ?? ""} ended with ${end}`;
  throw new UserError("refused", message === "" ? unsaid : message, { hint });
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (more: string) => {
    if (text.length < MOST_BYTES) text += more;
  });
  return () => text;
}

const WARNING = /^warning: /u;
const HINT = "  hint: ";

/** What is said last: before it may stand warnings with hints of their own, and whatever a program has printed. */
function errorIn(lines: readonly string[]): { readonly message: string; readonly hint: string } {
  const last = lines.findLastIndex((line) => line.startsWith(HINT));
  const before = last < 0 ? lines : lines.slice(0, last);
  const at = before.findLastIndex((line) => /^\S/u.test(line));
  const hint = lines.slice(at + 1).find((line) => line.startsWith(HINT)) ?? HINT;
  return { message: lines[at] ?? "", hint: hint.slice(HINT.length) };
}
