// Hands a run over to the host and follows it to its end, in whichever of the ways was asked for.
//
// Signals are listened to before the run is asked for: from then on Ctrl-C cancels the run, never only the looking.

import type { Ask } from "../engine/command.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { Reader } from "../store/reader.ts";
import { answered } from "./answered.ts";
import { type Asked, ask, readyStore, refusedRun } from "./ask.ts";
import { accepted } from "./detach.ts";
import { exitOfRun } from "./exit.ts";
import { type Snapshot, follow, snapshotOf } from "./follow.ts";
import type { HostKeeper } from "./host-keeper.ts";
import type { HowToRun } from "./how-to-run.ts";
import { limitWarnings } from "./host-limits.ts";
import { hostState } from "./host-process.ts";
import { remark, terminalHasGone, wantsColour } from "./output.ts";
import { type RunOutput, blockOutput, jsonOutput, linesOutput } from "./run-output.ts";
import { viewerOf } from "./run-view.ts";
import { type Interrupts, interrupts } from "./signals.ts";

/** What is asked for, and the run that it is about. */
export interface AskedRun {
  readonly run: RunId;
  readonly plan: Plan;
  readonly ask: Ask;
}

/** @returns the exit code @throws UserError refused | no-host */
export async function startRun(
  paths: HomePaths,
  keeper: HostKeeper,
  what: AskedRun,
  how: HowToRun,
): Promise<number> {
  const reader = await readyStore(paths, keeper);
  const host = hostState(reader.hosts.last());
  if (host.is === "alive") for (const warning of limitWarnings(host.row.pid)) remark(warning);
  const told = how.detach ? null : interrupts(canceller(paths, keeper, what.run), how.inline);
  const from = reader.events.last();
  const asked = ask(paths, keeper, what.ask);
  try {
    if (told === null) return await accepted(asked, reader, keeper, what.run, how.json);
    // A run that has ended is followed from when it goes on.
    if (what.ask.kind === "retry") await answered(asked, reader, keeper, refusedRun);
    const output = await outputFor(paths, reader, what, from, how);
    if (process.stdout.isTTY) process.stdout.on("error", told.hangUp);
    return await followToEnd({ paths, keeper, reader, asked, run: what.run, told }, output);
  } finally {
    told?.release();
    asked.close();
    reader.close();
  }
}

function canceller(paths: HomePaths, keeper: HostKeeper, run: RunId): () => void {
  return () => {
    try {
      ask(paths, keeper, { kind: "cancel", args: { run, stage: null } }).close();
    } catch (error) {
      remark(`The run could not be cancelled: ${String(error)}`);
    }
  };
}

async function outputFor(
  paths: HomePaths,
  reader: Reader,
  { run, plan }: AskedRun,
  from: number,
  { json, ascii, inline, noColour }: HowToRun,
): Promise<RunOutput> {
  if (json) return jsonOutput(reader, run, from);
  const colour = wantsColour(noColour);
  const options = { viewer: viewerOf(paths, plan), reader, plan, colour, ascii, inline };
  return process.stdout.isTTY ? blockOutput(options) : linesOutput(options);
}

interface Started {
  readonly paths: HomePaths;
  readonly keeper: HostKeeper;
  readonly reader: Reader;
  readonly asked: Asked;
  readonly run: RunId;
  readonly told: Interrupts;
}

async function followToEnd(started: Started, output: RunOutput): Promise<number> {
  const { reader, run, told } = started;
  let last: Snapshot | null = null;
  try {
    const ended = await follow(started, {
      changed: (snapshot) => {
        last = snapshot;
        output.changed(snapshot);
        if (terminalHasGone()) told.hangUp();
      },
      looked: output.looked,
      signal: told.signal,
    });
    if (ended === null || ended.endedAt === null) return told.code() ?? 0;
    await output.finish(last ?? snapshotOf(reader, run));
    return exitOfRun(ended.state);
  } finally {
    output.leave();
  }
}
