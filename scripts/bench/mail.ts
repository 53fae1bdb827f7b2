// 1,000 messages to receivers that take half a second each, 8 at once, and meanwhile runs of 100 stages one after the other: how long
// a stage waits between the end of the one before it and its own start, by their records, against a host with nothing to send.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { command, judge, quantile } from "./measure.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const CHANNELS = 20;
const NOTIFYING = 50;
const SLOW_MS = 500;
const STAGES = 100;
const ROUNDS = 7;

/** Prints its port, then takes its time with every request. */
const RECEIVER = `const server = require("node:http").createServer((request, response) => {
  request.resume();
  setTimeout(() => response.end(), ${SLOW_MS});
}).listen(0, "127.0.0.1", () => console.log(server.address().port));`;

interface Shown {
  readonly stages: readonly {
    readonly attempts: readonly { readonly started_at: string; readonly ended_at: string }[];
  }[];
}

export async function benchMail(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  const receiver = spawn(process.execPath, ["-e", RECEIVER], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [quiet, busy] = [join(folder, "quiet"), join(folder, "busy")];
  const hosts: ChildProcess[] = [];
  try {
    const port = await firstLine(receiver);
    const env = { XDG_CONFIG_HOME: configured(folder, port) };
    const told = join(folder, "told.yaml");
    const chain = join(folder, "chain.yaml");
    writeFileSync(told, toldPipeline());
    writeFileSync(chain, chainPipeline());
    for (const home of [quiet, busy]) hosts.push(await hostIn(home, env));
    const dagtop = (home: string, ...args: string[]): string =>
      command(process.execPath, [PROGRAM, ...args, "--home", home], env);
    for (const home of [quiet, busy]) dagtop(home, "run", chain);
    dagtop(busy, "run", told, "--detach");
    const waits: Record<string, number[]> = { quiet: [], busy: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, home] of Object.entries({ quiet, busy })) {
        dagtop(home, "run", chain);
        waits[name]?.push(...waitsOf(JSON.parse(dagtop(home, "show", "chain", "--json")) as Shown));
      }
    }
    const accepted = (): number =>
      (
        JSON.parse(dagtop(busy, "notify", "log", "--json", "--limit", "2000")) as {
          state: string;
        }[]
      ).filter(({ state }) => state === "accepted").length;
    const sent = accepted();
    if (sent >= CHANNELS * NOTIFYING) throw new Error("all was sent before the last run had ended");
    while (accepted() < CHANNELS * NOTIFYING) await sleep(1000);
    report(waits["quiet"] ?? [], waits["busy"] ?? [], sent);
  } finally {
    for (const host of [...hosts, receiver]) host.kill("SIGTERM");
    spawnSync("sleep", ["0.5"]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(quiet: readonly number[], busy: readonly number[], sent: number): void {
  console.log(
    `\n${CHANNELS * NOTIFYING} messages, ${SLOW_MS} ms each; ${sent} of them sent while ${ROUNDS} runs of ${STAGES} stages went by`,
  );
  for (const [name, waits] of Object.entries({ "nothing to send": quiet, sending: busy })) {
    const [half, most] = [quantile(waits, 0.5), quantile(waits, 0.99)];
    console.log(
      `  ${name.padEnd(18)} ${half.toFixed(0).padStart(6)} ms   99 %: ${most.toFixed(0)} ms   before a stage starts`,
    );
  }
  judge("a stage's wait, sending / nothing to send", mean(busy) / mean(quiet), 1.5, 1.1);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** From the end of a stage to the start of the next one, in ms. */
function waitsOf({ stages }: Shown): number[] {
  const tries = stages.flatMap(({ attempts }) => attempts.slice(-1));
  return tries
    .slice(1)
    .map(
      ({ started_at }, index) => Date.parse(started_at) - Date.parse(tries[index]?.ended_at ?? ""),
    );
}

async function hostIn(home: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const host = spawn(process.execPath, [PROGRAM, "daemon", "--home", home], {
    stdio: "ignore",
    env: { ...process.env, ...env },
  });
  while (statSync(join(home, "wake"), { throwIfNoEntry: false }) === undefined) await sleep(20);
  return host;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the receiver has no output");
  for await (const data of stdout) return String(data).trim();
  throw new Error("the receiver has ended");
}

function names(): string[] {
  return Array.from({ length: CHANNELS }, (_, index) => `c${index}`);
}

function configured(folder: string, port: string): string {
  const config = join(folder, "config");
  command("mkdir", ["-p", join(config, "dagtop")]);
  const lines = names().map(
    (name) => `  ${name}: { type: webhook, url: "http://127.0.0.1:${port}/" }`,
  );
  writeFileSync(join(config, "dagtop/config.yaml"), `channels:\n${lines.join("\n")}\n`);
  return config;
}

function toldPipeline(): string {
  const stages = Array.from(
    { length: NOTIFYING },
    (_, index) => `  t${index}: { uses: notify, with: { channels: [${names().join(", ")}] } }`,
  );
  return `name: told\nstages:\n${stages.join("\n")}\n`;
}

function chainPipeline(): string {
  const stages = Array.from(
    { length: STAGES },
    (_, index) => `  s${index}: { run: "true"${index === 0 ? "" : `, needs: s${index - 1}`} }`,
  );
  return `name: chain\nstages:\n${stages.join("\n")}\n`;
}
