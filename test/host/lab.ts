// Where the tests of the host work: a temp folder each, real processes in it, and the end of everything that was
// started. Waiting is for conditions, never for a time; the limits are generous and only end what hangs.

import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { allProcesses, environOf, processOf } from "../../src/engine/host/proc.ts";

const LIMIT_MS = 15_000;
export const PATH = process.env["PATH"] ?? "/usr/bin:/bin";

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

export interface Started {
  readonly pid: number;
  /** Field 22 of its stat, as it began. */
  readonly startTime: number;
  readonly ended: Promise<Ended>;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A file that takes stdout and stderr; nothing by default. */
  readonly log?: string;
  readonly argv0?: string;
  /** A session of its own: true by default. */
  readonly detached?: boolean;
}

export interface Lab {
  readonly folder: string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  /** The text of a file; "" where it is not there. */
  readonly read: (name: string) => string;
  readonly lines: (name: string) => string[];
  readonly spawn: (argv: readonly string[], options?: SpawnOptions) => Started;
  /** Pids of all that lives of this lab. */
  readonly living: () => number[];
  /** Ends all that lives of it and removes the folder. */
  readonly close: () => Promise<void>;
}

export function lab(): Lab {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-host-"));
  const leaders = new Map<number, number>();
  const path = (name: string): string => join(folder, name);
  const read = (name: string): string =>
    existsSync(path(name)) ? readFileSync(path(name), "utf8") : "";

  // By their environment, which holds the folder's path, and by the sessions of those that do or were started here.
  function living(): number[] {
    const all = allProcesses().filter(({ state }) => state !== "Z" && state !== "X");
    const marked = new Set(
      all.filter(({ pid }) => environOf(pid)?.includes(folder) === true).map(({ pid }) => pid),
    );
    const sessions = new Set(leaders.keys());
    for (const one of all) if (marked.has(one.pid)) sessions.add(one.session);
    sessions.delete(processOf(process.pid)?.session ?? 0);
    return all
      .filter(({ pid, session }) => marked.has(pid) || sessions.has(session))
      .map(({ pid }) => pid)
      .filter((pid) => pid !== process.pid);
  }

  return {
    folder,
    path,
    read,
    living,
    write: (name, text) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
      return path(name);
    },
    lines: (name) =>
      read(name)
        .split("\n")
        .filter((line) => line !== ""),
    spawn: ([file = "", ...args], { env = {}, log, argv0, detached = true } = {}) => {
      const out = log === undefined ? "ignore" : openSync(log, "a", 0o600);
      const child = spawn(file, args, {
        cwd: folder,
        env: { PATH, DAGTOP_LAB: folder, ...env },
        detached,
        stdio: ["ignore", out, out],
        ...(argv0 === undefined ? {} : { argv0 }),
      });
      if (out !== "ignore") closeSync(out);
      const { pid } = child;
      if (pid === undefined) throw new Error(`${file} could not be started`);
      const startTime = processOf(pid)?.startTime ?? -1;
      if (detached) leaders.set(pid, startTime);
      const ended = new Promise<Ended>((done) => {
        child.once("exit", (code, signal) => {
          done({ code, signal });
        });
      });
      return { pid, startTime, ended };
    },
    close: async () => {
      await until(() => {
        const left = living();
        for (const pid of left) kill(pid);
        return left.length === 0;
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the condition holds. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  limitMs = LIMIT_MS,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not so after ${limitMs} ms: ${String(holds)}`);
    await sleep(10);
  }
}

/** Waits until the file is there. */
export function made(file: string): Promise<void> {
  return until(() => existsSync(file));
}

export function alive(pid: number): boolean {
  const state = processOf(pid)?.state ?? "Z";
  return state !== "Z" && state !== "X";
}

export function kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has gone.
  }
}
