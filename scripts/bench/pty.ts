// A program on a terminal of its own, by script(1): what it writes is seen as it comes, and keys can be sent to it.

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

export interface OnTerminal {
  /** All that it has written. */
  readonly written: () => string;
  /** Resolves with the milliseconds since the start of the program, or since `from`, when what it wrote passes. */
  readonly until: (passes: (written: string) => boolean, from?: number) => Promise<number>;
  /** Resolves at the next thing that it writes. */
  readonly next: () => Promise<void>;
  readonly send: (keys: string) => void;
  /** Of the program itself, not of script(1). */
  readonly pid: () => number;
  readonly close: () => Promise<void>;
}

const LIMIT_MS = 60_000;

/** @param words - program and arguments, none of which needs quoting */
export function onTerminal(
  words: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  env: NodeJS.ProcessEnv,
): OnTerminal {
  const line = `stty cols ${size.columns} rows ${size.rows}; exec ${words.join(" ")}`;
  const began = performance.now();
  const child = spawn("script", ["-qfec", line, "/dev/null"], {
    env: { ...process.env, TERM: "xterm-256color", SHELL: "/bin/sh", ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let all = "";
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    all += text;
    for (const wake of waiting) wake();
  });
  const next = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`nothing more came: ${JSON.stringify(all.slice(-400))}`));
      }, LIMIT_MS);
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
    });
  return {
    written: () => all,
    until: async (passes, from = began) => {
      while (!passes(all)) await next();
      return performance.now() - from;
    },
    next,
    send: (keys) => {
      child.stdin.write(keys);
    },
    pid: () => childOf(child),
    close: () => ended(child),
  };
}

/** script(1) has one child, which has become the program. */
function childOf({ pid = 0 }: ChildProcess): number {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = statOf(Number(name))?.[1];
    if (parent === String(pid)) return Number(name);
  }
  throw new Error("script has no child");
}

/** The fields of /proc/PID/stat behind the name, from the state on. */
function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

const TICK_MS = 10;

/** Milliseconds of processor time that a process has used. */
export function cpuMs(pid: number): number {
  const fields = statOf(pid) ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

export function residentMb(pid: number): number {
  const [, kilobytes = "0"] =
    /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return Number(kilobytes) / 1024;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const over = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
    });
  });
  child.kill("SIGTERM");
  await over;
}
