// Sending signals to the right process: each is verified by pid and start time just before (semantics 3.6). Between
// that look and the signal a pid could only be another's if it was freed and given out again within microseconds.

import type { StopSignal } from "../../pipeline/plan.ts";
import { type Process, isAlive, processOf } from "./proc.ts";

type Signal = `SIG${StopSignal}` | "SIGCONT" | "SIGKILL";

/** False when it is gone, or may not be signalled. */
export function signalProcess(process: Pick<Process, "pid" | "startTime">, name: Signal): boolean {
  return isAlive(process.pid, process.startTime) && send(process.pid, name);
}

/**
 * The stop signal, then CONT so that a stopped process hears it: to the shim's group while the shim is alive, and to
 * each other process of the attempt.
 */
export function signalAll(
  shim: Pick<Process, "pid" | "startTime"> | null,
  members: readonly Process[],
  signal: StopSignal,
): void {
  const leader = shim === null ? null : processOf(shim.pid);
  const hasGroup = leader !== null && leader.startTime === shim?.startTime && leader.state !== "Z";
  const others = hasGroup ? members.filter((one) => one.group !== leader.pid) : members;
  for (const name of [`SIG${signal}`, "SIGCONT"] as const) {
    if (hasGroup) send(-leader.pid, name);
    for (const other of others) signalProcess(other, name);
  }
}

function send(pid: number, name: Signal): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false; // gone, or another user's: the next pass sees it
  }
}
