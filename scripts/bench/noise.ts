// A stage that prints 200 MB, against the same command with its output sent to a file by a shell; and what that does to
// the memory of the host, whose log path it never enters.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { command, compare, judge } from "./measure.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const MB = 200;
const LINES = `yes "$(printf 'x%.0s' $(seq 99))" | head -c ${MB}000000`;
const ROUNDS = 7;

export async function benchNoise(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  const home = join(folder, "home");
  const file = join(folder, "p.yaml");
  writeFileSync(file, `name: noise\nstages:\n  a:\n    run: |\n      ${LINES} || true\n`);
  const host = spawn(process.execPath, [PROGRAM, "daemon", "--home", home], { stdio: "ignore" });
  try {
    while (statSync(join(home, "wake"), { throwIfNoEntry: false }) === undefined) await sleep(20);
    const before = rss(host.pid);
    let number = 0;
    const { medians, ratios } = compare(
      [
        // The same shell with the same wait around it as a stage has: what is measured is the path of the output.
        {
          name: "sh > file",
          run: () =>
            void command("bash", ["-c", `(${LINES}) > ${join(folder, `out-${(number += 1)}`)}`]),
        },
        { name: "stage", run: () => void stageMs(file, home) },
      ],
      ROUNDS,
    );
    const own = Array.from({ length: ROUNDS }, () => stageMs(file, home)).toSorted((a, b) => a - b);
    const stage = own[Math.floor(own.length / 2)] ?? Number.NaN;
    console.log(`\na stage that prints ${MB} MB`);
    console.log(`  sh > file          ${(medians[0] ?? 0).toFixed(0).padStart(6)} ms`);
    console.log(
      `  the stage itself   ${stage.toFixed(0).padStart(6)} ms   (whole dagtop run: ${(medians[1] ?? 0).toFixed(0)} ms, ${(ratios[1]?.median ?? 0).toFixed(2)})`,
    );
    judge("the stage / sh > file", stage / (medians[0] ?? 1), 1.1, 1.03);
    const grown = (rss(host.pid) - before) / 1e6;
    judge(`host memory grown by ${2 * ROUNDS + 1} such stages`, grown, 20, null, " MB");
  } finally {
    host.kill("SIGTERM");
    spawnSync("sleep", ["0.3"]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long the attempt of a new run took, in milliseconds, by its records. */
function stageMs(file: string, home: string): number {
  command(process.execPath, [PROGRAM, "run", file, "--home", home]);
  const shown = JSON.parse(
    command(process.execPath, [PROGRAM, "show", "last", "--json", "--home", home]),
  ) as {
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
