// A stage that prints 200 MB, against the same script under the same shell with its output sent to a file; and what that
// does to the memory of the host, whose log path it never enters.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { command, compare, judge } from "./measure.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const MB = 200;
/** Lines of 100 bytes from a program that buffers as most do. */
const SCRIPT = `yes "$(printf 'x%.0s' $(seq 99))" | head -c ${MB}000000 || true`;
const ROUNDS = 9;

export async function benchNoise(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  const home = join(folder, "home");
  const file = join(folder, "p.yaml");
  writeFileSync(file, `name: noise\nstages:\n  a:\n    run: |\n      ${SCRIPT}\n`);
  const host = spawn(process.execPath, [PROGRAM, "daemon", "--home", home], { stdio: "ignore" });
  try {
    while (statSync(join(home, "wake"), { throwIfNoEntry: false }) === undefined) await sleep(20);
    stageMs(file, home);
    const before = rss(host.pid);
    const { medians, ratios } = compare(
      [
        { name: "sh > file", run: () => shellMs(join(folder, "out")) },
        { name: "stage", run: () => stageMs(file, home) },
      ],
      ROUNDS,
    );
    console.log(`\na stage that prints ${MB} MB`);
    console.log(`  sh > file          ${(medians[0] ?? 0).toFixed(0).padStart(6)} ms`);
    console.log(
      `  the stage          ${(medians[1] ?? 0).toFixed(0).padStart(6)} ms   from its start to its end, as recorded`,
    );
    judge("the stage / sh > file", ratios[1]?.median ?? Infinity, 1.1, 1.03);
    const grown = (rss(host.pid) - before) / 1e6;
    judge(`memory of the host, grown by ${ROUNDS + 1} such stages`, grown, 20, null, " MB");
  } finally {
    host.kill("SIGTERM");
    spawnSync("sleep", ["0.3"]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function shellMs(out: string): number {
  const began = performance.now();
  command("bash", ["-eo", "pipefail", "-c", `{ ${SCRIPT}; } >> ${out}`]);
  const ms = performance.now() - began;
  rmSync(out);
  return ms;
}

/** How long the attempt of a new run took, by its records. */
function stageMs(file: string, home: string): number {
  command(process.execPath, [PROGRAM, "run", file, "--home", home]);
  const args = [PROGRAM, "show", "last", "--json", "--home", home];
  const shown = JSON.parse(command(process.execPath, args)) as {
    stages: { attempts: { started_at: string; ended_at: string; log: string }[] }[];
  };
  const attempt = shown.stages[0]?.attempts[0];
  if (attempt === undefined) throw new Error("no attempt");
  rmSync(attempt.log);
  return Date.parse(attempt.ended_at) - Date.parse(attempt.started_at);
}

function rss(pid: number | undefined): number {
  return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
}
