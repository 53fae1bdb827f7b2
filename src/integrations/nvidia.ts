// What processes use of NVIDIA's GPUs, by asking nvidia-smi: which of them are on which GPU and with how much memory; how
// busy each GPU is; and by `pmon`, where that answers, how much of that is each process's.
//
// Nothing here waits or throws: who asks gets the last answer, and a new one is fetched for the next time, never two at
// once. Its output is not promised to stay as it is: what can't be read is not known. Where it fails it is let be for a
// minute: many machines have it and no GPU.

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { GpuProcess, GpuUse } from "../engine/gpu-use.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What nvidia-smi printed; null where it failed or took too long. */
type Ask = (args: readonly string[]) => Promise<string | null>;

export interface NvidiaProbe {
  readonly latest: () => GpuUse | null;
  readonly close: () => void;
}

const LIMIT_MS = 3000;
/** Attempts may be looked at one shortly after the other. */
const PAUSE_MS = 2000;
const PAUSE_AFTER_FAILURE_MS = 60_000;
/** A pid may be another's later, and a lane should show what is. */
const STALE_MS = 10_000;
const MOST_BYTES = 1024 * 1024;
const PMON_TRIES = 3;

const FORMAT = "--format=csv,noheader,nounits";
const PROCESSES = ["--query-compute-apps=pid,gpu_uuid,used_memory", FORMAT];
const GPUS = ["--query-gpu=index,uuid,utilization.gpu", FORMAT];
const PMON = ["pmon", "-c", "1", "-s", "um"];

/**
 * @param env - where nvidia-smi is looked for, and what it gets
 * @param clock - milliseconds of a clock that is never set
 */
export function nvidiaProbe(env: Env, clock = (): number => performance.now()): NvidiaProbe {
  let program: string | null | undefined;
  let going: AbortController | null = null;
  let isClosed = false;
  let pauseUntil = 0;
  let pmonTries = PMON_TRIES;
  let found: { readonly use: GpuUse; readonly at: number } | null = null;

  async function fetch(path: string, stop: AbortController): Promise<void> {
    pauseUntil = clock() + PAUSE_MS;
    const ask = asking(path, env, stop.signal);
    const use = await useOf(ask, pmonTries > 0).catch(() => null);
    going = null;
    if (use === null) {
      pauseUntil = clock() + PAUSE_AFTER_FAILURE_MS;
      return;
    }
    if (use.hasPmon !== null) pmonTries = use.hasPmon ? PMON_TRIES : pmonTries - 1;
    found = { use, at: clock() };
  }

  return {
    latest: () => {
      if (program === undefined) program = programIn(env["PATH"] ?? "");
      if (program === null) return null;
      if (going === null && !isClosed && clock() >= pauseUntil) {
        going = new AbortController();
        void fetch(program, going);
      }
      return found !== null && clock() - found.at < STALE_MS ? found.use : null;
    },
    close: () => {
      isClosed = true;
      going?.abort();
    },
  };
}

interface Found extends GpuUse {
  /** Whether `pmon` answered; null where it was not asked. */
  readonly hasPmon: boolean | null;
}

async function useOf(ask: Ask, isPmonAsked: boolean): Promise<Found | null> {
  const apps = await ask(PROCESSES);
  if (apps === null) return null;
  const processes = parseProcesses(apps);
  if (processes.length === 0) return { processes, percents: new Map(), hasPmon: null };
  const [gpus, pmon] = await Promise.all([ask(GPUS), isPmonAsked ? ask(PMON) : null]);
  const known = parseGpus(gpus ?? "");
  const own = parsePmon(pmon ?? "");
  const percents = new Map(
    known.flatMap(({ uuid, percent }) => (percent === null ? [] : [[uuid, percent] as const])),
  );
  const hasPmon = isPmonAsked ? own.length > 0 : null;
  return { processes: withOwn(processes, own, known), percents, hasPmon };
}

/** @param text - of `--query-compute-apps`: "4211, GPU-5b1c…, 10240", the last in MiB */
export function parseProcesses(text: string): GpuProcess[] {
  return rowsOf(text).flatMap(([pid = "", gpu = "", memory = ""]) => {
    const mebibytes = numberIn(memory);
    if (!/^[1-9]\d*$/.test(pid) || gpu === "") return [];
    return [{ pid: Number(pid), gpu, percent: null, bytes: bytesOf(mebibytes) }];
  });
}

export interface Gpu {
  readonly index: number;
  readonly uuid: string;
  readonly percent: number | null;
}

/** @param text - of `--query-gpu`: "0, GPU-5b1c…, 97" */
export function parseGpus(text: string): Gpu[] {
  return rowsOf(text).flatMap(([index = "", uuid = "", percent = ""]) =>
    /^\d+$/.test(index) && uuid !== ""
      ? [{ index: Number(index), uuid, percent: numberIn(percent) }]
      : [],
  );
}

export interface PmonRow {
  readonly index: number;
  readonly pid: number;
  readonly percent: number | null;
  readonly bytes: number | null;
}

/** @param text - a table: which columns there are, and where, depends on the driver; a line that begins with # names them */
export function parsePmon(text: string): PmonRow[] {
  const lines = text.split("\n").map((line) => line.trim().split(/\s+/));
  const names = lines.find(([first]) => first === "#")?.slice(1) ?? [];
  const [gpu, pid, sm, fb] = ["gpu", "pid", "sm", "fb"].map((name) => names.indexOf(name));
  return lines.flatMap((cells) => {
    const cell = (at: number | undefined): number | null => numberIn(cells[at ?? -1] ?? "");
    const [index, process] = [cell(gpu), cell(pid)];
    if (cells[0] === "#" || index === null || process === null || sm === -1) return [];
    return [{ index, pid: process, percent: cell(sm), bytes: bytesOf(cell(fb)) }];
  });
}

/** On a GPU where `pmon` has measured somebody, who has nothing to show did nothing. */
function withOwn(
  processes: readonly GpuProcess[],
  own: readonly PmonRow[],
  gpus: readonly Gpu[],
): GpuProcess[] {
  const indexes = new Map(gpus.map(({ index, uuid }) => [uuid, index]));
  const measured = new Set(own.filter(({ percent }) => percent !== null).map(({ index }) => index));
  return processes.map((one) => {
    const index = indexes.get(one.gpu) ?? -1;
    const row = own.find((each) => each.pid === one.pid && each.index === index);
    const percent = measured.has(index) ? (row?.percent ?? 0) : null;
    return { ...one, percent, bytes: one.bytes ?? row?.bytes ?? null };
  });
}

function rowsOf(text: string): string[][] {
  return text.split("\n").map((line) => line.split(",").map((cell) => cell.trim()));
}

/** Null for "[N/A]", "-" and whatever else is no number. */
function numberIn(cell: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : null;
}

function bytesOf(mebibytes: number | null): number | null {
  return mebibytes === null ? null : mebibytes * 1024 * 1024;
}

function programIn(path: string): string | null {
  const files = path.split(delimiter).flatMap((folder) => {
    return folder.startsWith("/") ? [join(folder, "nvidia-smi")] : [];
  });
  return files.find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What runs programs is loaded where there is one to run. What is late is killed with all that it has started itself. */
function asking(program: string, env: Env, signal: AbortSignal): Ask {
  return async (args) => {
    const { execa } = await import("execa");
    if (signal.aborted) return null;
    const child = execa(program, args, {
      env: { ...env, LC_ALL: "C" },
      extendEnv: false,
      stdin: "ignore",
      stderr: "ignore",
      maxBuffer: MOST_BYTES,
      killSignal: "SIGKILL",
      detached: true,
      reject: false,
    });
    const kill = (): void => {
      killGroup(child.pid);
    };
    const timer = setTimeout(kill, LIMIT_MS);
    signal.addEventListener("abort", kill);
    try {
      const { failed, stdout } = await child;
      return failed ? null : stdout;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", kill);
    }
  };
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It has gone.
  }
}
