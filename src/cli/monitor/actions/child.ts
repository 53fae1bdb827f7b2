// The screens act by the same commands that a person types: one of them is run to its end, in this environment, which is
// what the stages of a new run get.

import { spawn } from "node:child_process";

export interface Ended {
  readonly ok: boolean;
  readonly out: string;
  /** What went wrong, as the command says it: a line, and how to mend it. */
  readonly why: string;
}

/** More than this no command has to say. */
const MOST_BYTES = 1 << 20;

/** @param words - the command and its arguments @param cwd - where files are named from */
export async function dagtop(words: readonly string[], cwd?: string): Promise<Ended> {
  const program = process.argv[1] ?? "";
  const env = { ...process.env, NO_COLOR: "1" };
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env,
    // A group of its own: Ctrl-C on the terminal is the screens' business.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = [textOf(child.stdout), textOf(child.stderr)];
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => {
      resolve(null);
    });
    child.once("close", resolve);
  });
  return { ok: code === 0, out: out(), why: lastWords(err()) };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (more: string) => {
    if (text.length < MOST_BYTES) text += more;
  });
  return () => text;
}

/** The error and its first hint; what else was remarked on the way stands before them. */
function lastWords(err: string): string {
  const lines = err.trim().split("\n");
  const hint = lines.findIndex((line) => line.startsWith("  hint: "));
  const before = hint < 0 ? lines.length : hint;
  const said = lines.slice(Math.max(0, before - 1), before).join(" ");
  return hint < 0 ? said : `${said} ${(lines[hint] ?? "").trim()}`;
}
