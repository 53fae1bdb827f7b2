// Timing whole commands against each other: in alternation, so that what else the machine does meets both, and judged by
// the median of the ratios of pairs. Milliseconds drift from hour to hour; ratios hold.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

export interface Timed {
  readonly name: string;
  /** Runs the command once; throws when it failed. What it gives back counts as its time, in ms. */
  readonly run: () => number | undefined;
}

export interface Compared {
  /** Medians in milliseconds, in the order of the commands. */
  readonly medians: readonly number[];
  /** Of each command against the first: the median over rounds, and the span of the middle half. */
  readonly ratios: readonly {
    readonly median: number;
    readonly low: number;
    readonly high: number;
  }[];
}

export function compare(commands: readonly Timed[], rounds: number): Compared {
  const times: number[][] = commands.map(() => []);
  for (const command of commands) command.run(); // caches, and a loud failure before anything is measured
  for (let round = 0; round < rounds; round += 1) {
    commands.forEach((command, place) => {
      const began = performance.now();
      const own = command.run();
      times[place]?.push(own ?? performance.now() - began);
      // What the last one left to the disk must not be paid by the next.
      spawnSync("sleep", ["0.2"]);
    });
  }
  const [reference = []] = times;
  return {
    medians: times.map((own) => quantile(own, 0.5)),
    ratios: times.map((own) => {
      const pairs = own.map((time, round) => time / (reference[round] ?? Number.NaN));
      return {
        median: quantile(pairs, 0.5),
        low: quantile(pairs, 0.25),
        high: quantile(pairs, 0.75),
      };
    }),
  };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [Math.floor(at), Math.ceil(at)];
  return ((sorted[low] ?? Number.NaN) + (sorted[high] ?? Number.NaN)) / 2;
}

/** A whole command as a thing to be timed. */
export function whole(...given: Parameters<typeof command>): () => undefined {
  return () => {
    command(...given);
    return undefined;
  };
}

/** Runs a command to its end. @throws Error with what it printed when it failed */
export function command(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
): string {
  const done = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 120_000,
  });
  if (done.status !== 0)
    throw new Error(
      `${program} ${args.join(" ")}: ${done.status}\n${done.stdout.slice(-800)}${done.stderr.slice(-800)}`,
    );
  return done.stdout;
}

/** What the figures depend on. */
export function machine(): string {
  const load = readFileSync("/proc/loadavg", "utf8").split(" ")[0] ?? "?";
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? "?"}, Node ${process.versions.node}, load ${load} at the start`;
}

const failures: string[] = [];

/** Prints a goal and whether it was met. */
export function judge(
  what: string,
  value: number,
  limit: number,
  aim: number | null,
  unit = "",
): void {
  const isMet = value <= limit;
  const aims = aim === null ? "" : `, aim ${aim}${unit}`;
  console.log(
    `  ${isMet ? "ok    " : "MISSED"}  ${what}: ${value.toFixed(2)}${unit} (at most ${limit}${unit}${aims})`,
  );
  if (!isMet) failures.push(what);
}

/** To be called at the end. */
export function finish(): void {
  console.log(failures.length === 0 ? "\nall goals met" : `\nmissed: ${failures.join("; ")}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
