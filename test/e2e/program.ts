// The built program as a person uses it: real processes, a home of its own for each test, and its end. Waiting is for
// conditions, never for a time.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

export const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const LIMIT_MS = 30_000;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Place {
  readonly folder: string;
  readonly home: string;
  /** Writes a file of the project and gives its path. */
  readonly file: (name: string, text: string) => string;
  /** Runs the program to its end. */
  readonly dagtop: (...args: string[]) => Promise<Ended>;
  /** Starts the program and leaves it running. */
  readonly start: (args: readonly string[], env?: NodeJS.ProcessEnv) => Running;
  readonly json: <T>(...args: string[]) => Promise<T>;
  readonly read: (name: string) => string;
  /** The live host's pid by the program's own word; null without one. */
  readonly hostPid: () => Promise<number | null>;
  readonly close: () => Promise<void>;
}

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
}

const started = new Set<ChildProcess>();

/** @param program - a file of the place that stands for the program */
export function place(program: string | null = null): Place {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-e2e-"));
  const home = join(folder, "home");
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Running => {
    const child = spawn(
      process.execPath,
      [program === null ? PROGRAM : join(folder, program), ...args],
      {
        cwd: folder,
        env: {
          ...process.env,
          DAGTOP_HOME: home,
          XDG_CACHE_HOME: join(tmpdir(), "dagtop-e2e-cache"),
          NO_COLOR: "1",
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    started.add(child);
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    const ended = new Promise<Ended>((done) => {
      child.once("close", (code) => {
        started.delete(child);
        done({ code, out, err });
      });
    });
    return { child, pid: child.pid ?? 0, out: () => out, err: () => err, ended };
  };
  const dagtop = (...args: string[]): Promise<Ended> => limited(start(args), args.join(" "));
  const hostPid = async (): Promise<number | null> => {
    const { out } = await dagtop("status", "--json");
    const { host } = JSON.parse(out) as { host: { pid: number } | null };
    return host === null ? null : host.pid;
  };
  return {
    folder,
    home,
    start,
    dagtop,
    hostPid,
    file: (name, text) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    json: async <T>(...args: string[]) => {
      const { out, err } = await dagtop(...args, "--json");
      if (out === "") throw new Error(`nothing was printed: ${err}`);
      return JSON.parse(out) as T;
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    close: async () => {
      const pid = await hostPid().catch(() => null);
      if (pid !== null) {
        process.kill(pid, "SIGTERM");
        await until(() => !alive(pid));
      }
      for (const one of leftOf(home)) kill(one);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function limited(running: Running, what: string): Promise<Ended> {
  const timer = setTimeout(() => running.child.kill("SIGKILL"), LIMIT_MS);
  const ended = await running.ended;
  clearTimeout(timer);
  if (ended.code === null)
    throw new Error(`dagtop ${what} was not done after ${LIMIT_MS} ms:\n${ended.out}${ended.err}`);
  return ended;
}

/** Waits until the condition holds. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  limitMs = LIMIT_MS,
): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not so after ${limitMs} ms: ${String(holds)}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export function alive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z");
  } catch {
    return false;
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has gone.
  }
}

/** Processes that carry this home in their environment: what a test has left behind. */
export function leftOf(home: string): number[] {
  const found = spawnSync("grep", ["-lsa", `DAGTOP_HOME=${home}`, ...environs()], {
    encoding: "utf8",
  });
  return found.stdout
    .split("\n")
    .flatMap((path) => /^\/proc\/(\d+)\//.exec(path)?.[1] ?? [])
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

function environs(): string[] {
  const { stdout } = spawnSync("sh", ["-c", "ls -d /proc/[0-9]*/environ"], { encoding: "utf8" });
  return stdout.trim().split("\n");
}

export interface ShownRun {
  readonly run: string;
  readonly state: string;
  readonly reason: string | null;
  readonly stages: readonly {
    readonly key: string;
    readonly state: string;
    readonly reason: string | null;
    readonly outputs: Readonly<Record<string, string>> | null;
    readonly attempts: readonly {
      readonly number: number;
      readonly id: string;
      readonly state: string;
      readonly exit_code: number | null;
      readonly log: string;
      readonly cause: string | null;
      readonly pid: number | null;
      readonly cpu_ms: number | null;
      readonly peak_rss_bytes: number | null;
    }[];
  }[];
}
