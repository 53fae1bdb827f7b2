// What /proc says of processes. Only reading; nothing here signals anything.
//
// A process is (pid, start time in ticks since boot): the pid alone may be another's by now. Fields are those of
// proc(5), stat: the command's name may hold spaces and brackets, so fields are counted from its last bracket.

import { closeSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from "node:fs";
import { uptime } from "node:os";
import type { Instant } from "../instant.ts";

export interface Process {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly startTime: number;
  readonly name: string;
  readonly isKernelThread: boolean;
}

const KERNEL_THREAD_FLAG = 0x0020_0000;
const STAT_BYTES = 1024;
const PAGE_BYTES = 4096;
const TICK_MS = 10;
const buffer = Buffer.allocUnsafe(STAT_BYTES);

/** The process as it is now; null when there is none, or none that can be read. */
export function processOf(pid: number): Process | null {
  const text = readSmall(`/proc/${pid}/stat`);
  return text === null ? null : parseStat(text);
}

/** A line of /proc/PID/stat; null when it is none. */
export function parseStat(text: string): Process | null {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  const fields = text.slice(close + 2).split(" ");
  const field = (n: number): number => Number(fields[n - 3]);
  const pid = Number(text.slice(0, open));
  if (open < 1 || close < open || !(Number.isSafeInteger(pid) && pid > 0)) return null;
  if (!(field(22) >= 0)) return null;
  return {
    pid,
    state: fields[0] ?? "?",
    parent: field(4),
    group: field(5),
    session: field(6),
    startTime: field(22),
    name: text.slice(open + 1, close),
    isKernelThread: (field(9) & KERNEL_THREAD_FLAG) !== 0,
  };
}

/** Every process that can be seen, this one too. */
export function allProcesses(): Process[] {
  const found: Process[] = [];
  for (const name of readdirSync("/proc")) {
    const first = name.charCodeAt(0);
    if (first < 49 || first > 57) continue;
    const process = processOf(Number(name));
    if (process !== null) found.push(process);
  }
  return found;
}

/** Pid of the process or thread that began last, in this pid namespace. */
export function lastPid(): number {
  return Number(readSmall("/proc/loadavg")?.trim().split(" ").at(-1) ?? Number.NaN);
}

export function isAlive(pid: number, startTime: number): boolean {
  const process = processOf(pid);
  return process !== null && process.startTime === startTime && process.state !== "Z";
}

/** The environment as the process was started with; "" during exec or when wiped; null when it can't be read. */
export function environOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return null;
  }
}

/** Whether the process is in the middle of exec: it has a new memory, and its arguments are not in it yet. */
export function isInExec(pid: number): boolean {
  return readSmall(`/proc/${pid}/cmdline`) === "";
}

/** The command line, spaces between arguments; its name where there is none. */
export function commandLineOf(process: Process): string {
  try {
    const line = readFileSync(`/proc/${process.pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return line === "" ? `[${process.name}]` : line;
  } catch {
    return `[${process.name}]`;
  }
}

/** What a process has used, and uses now. */
export interface Usage extends Pick<Process, "pid" | "startTime" | "parent"> {
  /** Of its own and of the children that it has waited for; exact to 10 ms. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** Null when it is gone. */
export function usageOf(pid: number, startTime: number): Usage | null {
  const text = readSmall(`/proc/${pid}/stat`);
  const process = text === null ? null : parseStat(text);
  if (text === null || process?.startTime !== startTime) return null;
  const { parent } = process;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const cpu = [14, 15, 16, 17].reduce((sum, n) => sum + Number(fields[n - 3]), 0);
  const rssBytes = Number(fields[24 - 3]) * PAGE_BYTES;
  return { pid, startTime, parent, cpuMs: cpu * TICK_MS, rssBytes };
}

export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** "pid:[4026531836]": two processes see the same pids only if this is equal. */
export function pidNamespace(): string {
  return readlinkSync("/proc/self/ns/pid");
}

/** Of this very boot. */
export const BOOT = bootId();

/** Wall clock, uptime and boot, as one. Uptime is exact to 10 ms. */
export function now(): Instant {
  return { at: Date.now(), up: Math.round(uptime() * 1000), boot: BOOT };
}

// One read into one buffer: /proc files of this size come whole, and a pass over all processes is on the path of
// every attempt's end.
function readSmall(file: string): string | null {
  let fd: number;
  try {
    fd = openSync(file, "r");
  } catch {
    return null;
  }
  try {
    return buffer.toString("latin1", 0, readSync(fd, buffer, 0, STAT_BYTES, 0));
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}
