// What a host's death costs, and how soon an end is known: 100 running attempts adopted after kill -9; from the end of a
// stage's command to its end event, by a host that has started it and by one that has adopted it; from the kill of a host to
// the end of a stage that ended meanwhile, where a follower sees to the next host. Then a host at rest and at work.

import { readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { commandInbox } from "../../src/store/command-table.ts";
import { openForCommands } from "../../src/store/open.ts";
import type { Reader } from "../../src/store/reader.ts";
import { stageKey } from "../../src/pipeline/ids.ts";
import { benchAtRest, benchAtWork } from "./at-rest-and-work.ts";
import { type HostBench, attemptsOf, hostBench, killed, until } from "./host-bench.ts";
import { judge, quantile } from "./measure.ts";

const ATTEMPTS = 100;
const ADOPTIONS = 5;
const ENDS = 200;
const AT_ONCE = 4;
const KILLS = 15;

/** @param minutes - of the host at work */
export async function benchSurvival(minutes: number): Promise<void> {
  const [answered, ended]: [number[], number[]] = [[], []];
  for (let round = 0; round < ADOPTIONS; round += 1) {
    await hostBench(ATTEMPTS + 1, async (bench) => {
      const times = await adoption(bench);
      answered.push(times.answered);
      ended.push(times.ended);
    });
  }
  console.log(
    `\n${ATTEMPTS} running attempts adopted by a new host after kill -9, ${ADOPTIONS} times`,
  );
  figures("from its start until all are known", answered);
  figures("all ends with right codes, after that", ended);
  judge("adoption of all, the slowest", Math.max(...answered), 3000, 1000, " ms");

  console.log(`\n${ENDS} stages, ${AT_ONCE} at once: from the end of the command to its end event`);
  for (const who of ["the host that started them", "a host that adopted them"] as const) {
    await hostBench(ENDS, async (bench) => {
      const waits = await endsSeen(bench, who === "a host that adopted them");
      figures(who, waits);
      judge(`${who}, median`, quantile(waits, 0.5), who.startsWith("a ") ? 1000 : 200, 100, " ms");
    });
  }

  const missed: number[] = [];
  await hostBench(AT_ONCE, async (bench) => {
    for (let kill = 0; kill < KILLS; kill += 1) missed.push(await afterKill(bench, kill));
  });
  console.log(
    `\na host killed, its stage ends at once, a follower starts the next host; ${KILLS} times`,
  );
  figures("from the kill to the end event", missed);
  judge("from the kill to the end event, the slowest", Math.max(...missed), 10_000, 2000, " ms");

  await hostBench(6, benchAtRest);
  await hostBench(6, (bench) => benchAtWork(bench, minutes));
}

function figures(what: string, ms: readonly number[]): void {
  const [half, most] = [quantile(ms, 0.5), quantile(ms, 0.99)];
  console.log(
    `  ${what.padEnd(40)} ${half.toFixed(0).padStart(6)} ms   99 %: ${most.toFixed(0)} ms   most: ${Math.max(...ms).toFixed(0)} ms`,
  );
}

/** Waits for the file and ends with a code of its own. */
const waiting = (count: number): string => `  a:
    matrix: { n: [${Array.from({ length: count }, (_, n) => n).join(", ")}] }
    shell: sh
    run: until test -e go; do sleep 0.2; done; exit $((DAGTOP_MATRIX_N % 7))
    on_fail: ignore
`;

async function adoption(bench: HostBench): Promise<{ answered: number; ended: number }> {
  const file = bench.file(
    "p.yaml",
    `name: t\nstages:\n${waiting(ATTEMPTS)}  probe: { run: "true", needs: a }\n`,
  );
  const first = bench.start("daemon");
  bench.dagtop("run", file, "--detach");
  const reader = await bench.reader();
  await until(() => attemptsOf(reader).filter(({ pid }) => pid !== null).length === ATTEMPTS);
  const [run] = reader.runs.open();
  if (run === undefined || first.pid === undefined) throw new Error("no run");
  await killed(first.pid);
  // A host answers in its first turn, which comes when it has looked at all that it inherits.
  const inbox = openForCommands(`${bench.home}/dagtop.db`);
  const args = { run: run.id, stage: stageKey("probe") };
  commandInbox(inbox).add("probe", { kind: "cancel", args }, "bench", Date.now());
  const state = (): string | undefined => commandInbox(inbox).stateOf("probe")?.state;
  const began = performance.now();
  bench.start("daemon");
  await until(() => state() === "done");
  const answered = performance.now() - began;
  inbox.close();
  const told = performance.now();
  bench.file("go", "");
  await until(() => reader.runs.get(run.id)?.endedAt !== null);
  const ended = performance.now() - told;
  const wrong = reader.stages
    .attempts(run.id)
    .filter(({ stage, exitCode }) => exitCode !== Number(/=(\d+)/.exec(stage)?.[1]) % 7);
  if (wrong.length > 0) throw new Error(`${wrong.length} of ${ATTEMPTS} have a wrong exit code`);
  return { answered, ended };
}

/** The last thing that each command does is to note the time. */
async function endsSeen(bench: HostBench, areAdopted: boolean): Promise<number[]> {
  const places = Array.from({ length: ENDS }, (_, n) => n);
  const when = areAdopted
    ? `until test -e go; do sleep 0.1; done; sleep $((n / ${AT_ONCE} / 20)).$((n / ${AT_ONCE} % 20 * 5 + 10))`
    : "sleep 0.2";
  const file = bench.file(
    "p.yaml",
    `name: t
max_parallel: ${areAdopted ? ENDS : AT_ONCE}
stages:
  a:
    matrix: { n: [${places.join(", ")}] }
    run: |
      n=$DAGTOP_MATRIX_N
      ${when}
      echo $EPOCHREALTIME > ended-$n
`,
  );
  const first = bench.start("daemon");
  bench.dagtop("run", file, "--detach");
  const reader = await bench.reader();
  if (areAdopted) {
    await until(() => attemptsOf(reader).filter(({ pid }) => pid !== null).length === ENDS);
    await killed(first.pid ?? 0);
    bench.start("daemon");
    await until(() => reader.hosts.last()?.pid !== first.pid);
    await sleep(500);
    bench.file("go", "");
  }
  const seen = await endEvents(reader);
  return places.map((n) => {
    const [seconds = "", micros = ""] = readFileSync(bench.path(`ended-${n}`), "utf8").split(
      /[.,]/,
    );
    return (seen.get(`a[n=${n}]`) ?? NaN) - (Number(seconds) * 1000 + Number(micros) / 1000);
  });
}

/** Wall clock, in ms, at which the end of each of them could be read. */
async function endEvents(reader: Reader): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  let seq = 0;
  await until(() => {
    const rows = reader.events.since(seq, 1000, null);
    const at = performance.timeOrigin + performance.now();
    for (const row of rows) {
      seq = row.seq;
      if (row.kind === "attempt.ended")
        seen.set((JSON.parse(row.data) as { stage: string }).stage, at);
    }
    return seen.size === ENDS;
  });
  return seen;
}

async function afterKill(bench: HostBench, kill: number): Promise<number> {
  const file = bench.file(
    `p${kill}.yaml`,
    `name: t${kill}\nstages:\n  a: { run: 'touch began-${kill}; until test -e go-${kill}; do sleep 0.01; done' }\n`,
  );
  const follower = bench.start("run", file);
  await until(() => statSync(bench.path(`began-${kill}`), { throwIfNoEntry: false }) !== undefined);
  const reader = await bench.reader();
  const [run] = reader.runs.open();
  if (run === undefined) throw new Error("no run");
  // Followers look each second: kills at all times of it.
  await sleep((kill / KILLS) * 1000);
  const began = performance.now();
  await killed(reader.hosts.last()?.pid ?? 0);
  bench.file(`go-${kill}`, "");
  await until(() => reader.runs.get(run.id)?.endedAt !== null);
  const ms = performance.now() - began;
  await new Promise((done) => follower.once("exit", done));
  return ms;
}
