// What the screens cost, on a real terminal of 120x40: the first picture against an empty node that prints one line, the
// processor time at rest and with ten stages running, from a key to its picture with 1,000 stages, and a log that grows by
// 100,000 lines a second.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { homeOfRuns } from "./many-runs.ts";
import { command, judge, quantile } from "./measure.ts";
import { type OnTerminal, cpuMs, onTerminal, residentMb } from "./pty.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const SIZE = { columns: 120, rows: 40 };
const ROUNDS = 15;

export async function benchScreens(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  try {
    console.log(`\nthe screens, at ${SIZE.columns}x${SIZE.rows}`);
    await firstPicture(folder);
    await atRest(folder);
    await tenStages(folder);
    await keys(folder);
    await fastLog(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const open = (home: string, ...args: string[]): OnTerminal =>
  onTerminal([process.execPath, PROGRAM, ...args], SIZE, { DAGTOP_HOME: home });

/** The hints are there, which are drawn last; a colour may stand between the key and its word. */
const isDrawn = (written: string): boolean => /\?.{0,8} help/u.test(written);

/** Pictures end with this where a terminal can be told to show them whole. */
const FRAME_END = "\u001b[?2026l";

async function firstPicture(folder: string): Promise<void> {
  const home = join(folder, "first");
  homeOfRuns(home, 100);
  const reference = async (): Promise<number> => {
    const node = onTerminal(
      [process.execPath, "-e", "'console.log(1);setTimeout(()=>{},9e5)'"],
      SIZE,
      {},
    );
    const took = await node.until((written) => written.includes("1"));
    await node.close();
    return took;
  };
  const screens = async (): Promise<number> => {
    const shown = open(home);
    const took = await shown.until(isDrawn);
    await shown.close();
    return took;
  };
  await screens();
  const pairs: { readonly node: number; readonly shown: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    pairs.push({ node: await reference(), shown: await screens() });
  const ratio = quantile(
    pairs.map(({ node, shown }) => shown / node),
    0.5,
  );
  console.log(
    `  node -e console.log ${quantile(
      pairs.map(({ node }) => node),
      0.5,
    ).toFixed(0)} ms, first picture ${quantile(
      pairs.map(({ shown }) => shown),
      0.5,
    ).toFixed(0)} ms`,
  );
  judge("first picture / node -e console.log", ratio, 4.5, null);
}

/** Share of one core, in percent, over so long. */
async function cpuShare(shown: OnTerminal, ms: number): Promise<number> {
  const pid = shown.pid();
  const [before, began] = [cpuMs(pid), performance.now()];
  await sleep(ms);
  return (100 * (cpuMs(pid) - before)) / (performance.now() - began);
}

async function atRest(folder: string): Promise<void> {
  const shown = open(join(folder, "first"));
  await shown.until(isDrawn);
  await sleep(2000);
  const bytes = shown.written().length;
  const share = await cpuShare(shown, 10_000);
  judge("CPU at rest, % of a core", share, 0.5, 0, " %");
  judge("bytes written at rest in 10 s", shown.written().length - bytes, 0, null);
  await shown.close();
}

async function tenStages(folder: string): Promise<void> {
  const home = join(folder, "ten");
  const file = join(folder, "ten.yaml");
  const line = "i=0; while :; do i=$((i+1)); echo step $i of 9999; sleep 0.2; done";
  const stages = Array.from({ length: 10 }, (_, n) => `  s${n}: { run: '${line}' }`);
  writeFileSync(file, `name: ten\nstages:\n${stages.join("\n")}\n`);
  const env = { DAGTOP_HOME: home };
  command(process.execPath, [PROGRAM, "run", file, "--detach"], env);
  const shown = open(home, "monitor", "ten");
  await shown.until((written) => written.includes("s9"));
  await sleep(2000);
  const [began, frames] = [shown.written().length, framesIn(shown)];
  const share = await cpuShare(shown, 10_000);
  const drawn = framesIn(shown) - frames;
  judge("ten running stages, % of a core", share, 12, null, " %");
  judge("pictures a second while they run", drawn / 10, 4.2, null);
  console.log(
    `          ${((shown.written().length - began) / Math.max(1, drawn)).toFixed(0)} bytes a picture`,
  );
  await shown.close();
  command(process.execPath, [PROGRAM, "cancel", "last"], env);
}

const framesIn = (shown: OnTerminal): number => shown.written().split(FRAME_END).length - 1;

async function keys(folder: string): Promise<void> {
  const home = join(folder, "many");
  const file = join(folder, "many.yaml");
  const stages = Array.from(
    { length: 1000 },
    (_, n) => `  s${n}: { run: sleep 1000${n < 10 ? "" : `, needs: s${n % 10}`} }`,
  );
  writeFileSync(file, `name: many\nstages:\n${stages.join("\n")}\n`);
  const env = { DAGTOP_HOME: home };
  command(process.execPath, [PROGRAM, "run", file, "--detach"], env);
  const shown = open(home, "monitor", "many");
  await shown.until((written) => written.includes("s9"));
  await sleep(2000);
  const times: number[] = [];
  for (let press = 0; press < 60; press += 1) {
    await sleep(120);
    const [before, began] = [framesIn(shown), performance.now()];
    shown.send(press % 20 < 12 ? "j" : "k");
    while (framesIn(shown) === before) await shown.next();
    times.push(performance.now() - began);
  }
  judge("key to picture with 1,000 stages, median", quantile(times, 0.5), 50, null, " ms");
  console.log(`          nine in ten within ${quantile(times, 0.9).toFixed(0)} ms`);
  await shown.close();
  command(process.execPath, [PROGRAM, "cancel", "last"], env);
}

async function fastLog(folder: string): Promise<void> {
  const home = join(folder, "log");
  const file = join(folder, "log.yaml");
  const writer = join(folder, "writer.mjs");
  // 10,000 lines each 100 ms.
  writeFileSync(
    writer,
    `let n = 0; setInterval(() => { let text = ""; for (let i = 0; i < 10000; i += 1) text += "line " + n++ + " of a log that is written quickly\\n"; process.stdout.write(text); }, 100);\n`,
  );
  writeFileSync(file, `name: log\nstages:\n  fast: { run: '${process.execPath} ${writer}' }\n`);
  const env = { DAGTOP_HOME: home };
  command(process.execPath, [PROGRAM, "run", file, "--detach"], env);
  const shown = open(home, "monitor", "log");
  await shown.until((written) => written.includes("fast"));
  shown.send("L");
  await shown.until((written) => /line \d{5,}/.test(written));
  await sleep(2000);
  const share = await cpuShare(shown, 10_000);
  judge("a log of 100,000 lines a second, % of a core", share, 25, null, " %");
  judge("and the memory of the screens", residentMb(shown.pid()), 200, null, " MB");
  await shown.close();
  command(process.execPath, [PROGRAM, "cancel", "last"], env);
}
