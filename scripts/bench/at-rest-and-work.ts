// What a host uses: over a minute with nothing to do, and while six stages at once end and begin, for as many minutes as
// wanted. By /proc, from outside.

import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type HostBench, until } from "./host-bench.ts";
import { judge } from "./measure.ts";

const MB = 1e6;
const TICK_MS = 10;
const REST_MS = 60_000;
const STAGES = 600;
const AT_ONCE = 6;
/** What is loaded and compiled first is no growth. */
const WARM_SHARE = 0.25;

/** The background host that a run has left behind. */
export async function benchAtRest(bench: HostBench): Promise<void> {
  const file = bench.file("p.yaml", `name: t\nstages:\n  a: { run: "true" }\n`);
  bench.dagtop("run", file, "--idle-ms", "600000");
  const pid = (await bench.reader()).hosts.last()?.pid ?? 0;
  await sleep(3000);
  const before = cpuMs(pid);
  await sleep(REST_MS);
  const percent = ((cpuMs(pid) - before) / REST_MS) * 100;
  console.log("\na host with nothing to do, over a minute");
  judge("CPU, of one core", percent, 2, 0.5, " %");
  judge("memory (RSS)", rss(pid) / MB, 130, 90, " MB");
}

export async function benchAtWork(bench: HostBench, minutes: number): Promise<void> {
  const places = Array.from({ length: STAGES }, (_, n) => n).join(", ");
  const file = bench.file(
    "p.yaml",
    `name: t
stages:
  a:
    matrix: { n: [${places}] }
    run: |
      echo '{"step": 1, "loss": 0.5}' >> "$DAGTOP_METRICS"
      sleep 0.2
      seq 100
      echo "x=$DAGTOP_MATRIX_N" >> "$DAGTOP_OUTPUT"
`,
  );
  bench.dagtop("run", file, "--detach", "--idle-ms", "600000");
  const reader = await bench.reader();
  await until(() => reader.runs.open().length > 0);
  const pid = reader.hosts.last()?.pid ?? 0;
  const seen: Seen[] = [];
  const beforeMs = cpuMs(pid);
  const began = performance.now();
  let runs = 1;
  while (performance.now() - began < minutes * 60_000) {
    seen.push({ at: performance.now() - began, rss: rss(pid), fds: fds(pid) });
    if (reader.runs.open().length === 0) {
      bench.dagtop("run", file, "--detach", "--idle-ms", "600000");
      runs += 1;
    }
    await sleep(1000);
  }
  const percent = ((cpuMs(pid) - beforeMs) / (performance.now() - began)) * 100;
  if (reader.hosts.last()?.pid !== pid) throw new Error("another host has come");
  const ended = endsAmong(reader.events.since(0, 1_000_000, null).map(({ kind }) => kind));
  report(seen, { minutes, ended, percent, runs });
  for (const run of reader.runs.open()) bench.dagtop("cancel", run.id);
  await until(() => reader.runs.open().length === 0);
}

interface Seen {
  /** In ms. */
  readonly at: number;
  readonly rss: number;
  readonly fds: number;
}

function endsAmong(kinds: readonly string[]): number {
  return kinds.filter((kind) => kind === "attempt.ended").length;
}

function report(
  seen: readonly Seen[],
  of: { minutes: number; ended: number; percent: number; runs: number },
): void {
  const warm = seen.slice(Math.floor(seen.length * WARM_SHARE));
  const most = (values: readonly number[]): number => Math.max(...values);
  const mb = (bytes: number): string => (bytes / MB).toFixed(1);
  console.log(
    `\n${AT_ONCE} stages at once for ${of.minutes} min: ${of.ended} stages in ${of.runs} runs of ${STAGES}, ${of.percent.toFixed(1)} % of a core`,
  );
  console.log(
    `  memory (RSS): ${mb(seen[0]?.rss ?? 0)} MB at first, ${mb(warm[0]?.rss ?? 0)} once warm, ${mb(seen.at(-1)?.rss ?? 0)} at the end, most ${mb(most(seen.map(({ rss }) => rss)))}; open files: ${warm[0]?.fds} once warm, ${seen.at(-1)?.fds} at the end`,
  );
  judge("memory, the most of it", most(seen.map(({ rss }) => rss)) / MB, 200, 130, " MB");
  const perTen = (slope(warm) * 600_000) / MB;
  // Over a minute the collector's own rhythm is all there is to see.
  if (of.minutes >= 5) judge("growth once warm, in 10 minutes", perTen, 20, 1, " MB");
  else console.log(`  growth is judged over 5 minutes or more: npm run bench survival 10`);
  judge("open files, grown", (seen.at(-1)?.fds ?? 0) - (warm[0]?.fds ?? 0), 20, 0);
}

/** Bytes per ms, by least squares. */
function slope(seen: readonly Seen[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, bytes] = [mean(seen.map((one) => one.at)), mean(seen.map(({ rss }) => rss))];
  const across = seen.map((one) => (one.at - at) * (one.rss - bytes));
  return mean(across) / mean(seen.map((one) => (one.at - at) ** 2));
}

/** Exact to a tick. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function rss(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
}

function fds(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
