// A home of its own for a measurement, hosts that work in it, and what another process sees of it: rows are read from
// outside, again each millisecond.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptRow } from "../../src/engine/rows.ts";
import { type Reader, openStore } from "../../src/store/reader.ts";
import { command } from "./measure.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const LIMIT_MS = 120_000;

export interface HostBench {
  readonly home: string;
  readonly path: (name: string) => string;
  readonly file: (name: string, text: string) => string;
  /** Runs the program to its end. */
  readonly dagtop: (...args: string[]) => string;
  /** Starts it; it is ended with the bench. */
  readonly start: (...args: string[]) => ChildProcess;
  /** Opened when there is something to read. */
  readonly reader: () => Promise<Reader>;
}

/** @param maxRunning - of the home's hosts */
export async function hostBench(
  maxRunning: number,
  body: (bench: HostBench) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  const path = (name: string): string => join(folder, name);
  const file = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  const home = path("home");
  mkdirSync(path("config/dagtop"), { recursive: true });
  file("config/dagtop/config.yaml", `max_running: ${maxRunning}\n`);
  const env = { ...process.env, XDG_CONFIG_HOME: path("config"), DAGTOP_HOME: home };
  const started: ChildProcess[] = [];
  let opened: Reader | null = null;
  const reader = async (): Promise<Reader> => {
    while ((opened ??= openStore(join(home, "dagtop.db"))) === null) await sleep(5);
    return opened;
  };
  try {
    await body({
      home,
      path,
      file,
      reader,
      dagtop: (...args) => command(process.execPath, [PROGRAM, ...args], env, folder),
      start: (...args) => {
        const child = spawn(process.execPath, [PROGRAM, ...args], {
          cwd: folder,
          stdio: "ignore",
          env,
        });
        started.push(child);
        return child;
      },
    });
  } finally {
    const host = opened === null ? null : (opened as Reader).hosts.last();
    (opened as Reader | null)?.close();
    if (host !== null && isAlive(host.pid)) process.kill(host.pid, "SIGTERM");
    for (const each of started) each.kill("SIGTERM");
    await sleep(500);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills a process and waits until it is gone. */
export async function killed(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await until(() => !isAlive(pid));
}

export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not so after ${LIMIT_MS} ms: ${String(holds)}`);
    await sleep(1);
  }
}

/** The newest run's attempts. */
export function attemptsOf(reader: Reader): readonly AttemptRow[] {
  const [run] = reader.runs.open();
  return run === undefined ? [] : reader.stages.attempts(run.id);
}

/** Who is dead and was not waited for yet, counts as gone. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z");
  } catch {
    return false;
  }
}
