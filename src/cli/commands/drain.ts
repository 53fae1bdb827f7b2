// `dagtop drain`: asks the host to begin nothing new, to let what runs end, and then to leave. What waits is kept for the next
// host, which works as usual: a drain ends with the host that was asked.

import type { HomePaths } from "../../engine/home-paths.ts";
import { UserError, isUserError } from "../../pipeline/user-error.ts";
import type { HostRow } from "../../store/host-table.ts";
import type { Reader } from "../../store/reader.ts";
import { plainText } from "../../ui/sanitise.ts";
import { answered } from "../answered.ts";
import { ask } from "../ask.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { bellOf } from "../follow.ts";
import type { HostKeeper } from "../host-keeper.ts";
import { hasDrained, hostState } from "../host-process.ts";
import { looking } from "../looking.ts";
import { remark, say, sayJson } from "../output.ts";
import { interrupts } from "../signals.ts";

export const drain: Command = {
  name: "drain",
  takes: "",
  summary: "Have the host begin nothing new, and leave when what runs has ended",
  counts: [0, 0],
  options: {
    wait: { type: "boolean", help: "wait until it has left" },
    off: { type: "boolean", help: "take it back" },
    json: { type: "boolean", help: "JSON for programs" },
  },
  examples: ["dagtop drain", "dagtop drain --wait", "dagtop drain --off"],
  run: async (args) => {
    const { paths, reader, json } = looking(args);
    const [isOn, isWaiting] = [!args.flag("off"), args.flag("wait")];
    if (!isOn && isWaiting)
      throw new UserError("usage", "--off and --wait can't both be given.", {
        hint: "dagtop drain --off takes a drain back at once.",
      });
    const tell = json ? sayJson : ({ text }: Told) => say(text);
    const row = livingHost(reader);
    if (reader === null || row === null) {
      tell(told(row, "none", 0, "No host runs: there is nothing to drain."));
      return EXIT.succeeded;
    }
    const result = await asked(paths, reader, row, isOn);
    if (result === null) {
      tell(told(row, "left", 0, `The host ${row.pid} has left.`));
      return EXIT.succeeded;
    }
    if (!isOn) tell(told(row, "working", running(reader), `The host ${row.pid} works as usual.`));
    else if (isWaiting) return untilLeft(paths, reader, row, json);
    else tell(told(row, "draining", running(reader), drainText(row, running(reader))));
    return EXIT.succeeded;
  },
};

interface Told {
  readonly text: string;
}

function told(row: HostRow | null, state: string, stages: number, text: string) {
  const { pid = null, epoch = null } = row ?? {};
  return { pid, epoch, state, running: stages, text };
}

function drainText({ pid }: HostRow, stages: number): string {
  const goesOn =
    stages === 0 ? "nothing runs" : `${stages} ${stages === 1 ? "stage runs" : "stages run"}`;
  return `The host ${pid} drains: nothing new begins, and it leaves when what runs has ended (${goesOn}).`;
}

/** @throws UserError host-stopped | older-host */
function livingHost(reader: Reader | null): HostRow | null {
  const state = hostState(reader?.hosts.last() ?? null);
  if (state.is === "gone") return null;
  const { row } = state;
  if (state.is === "stopped")
    throw new UserError("host-stopped", `The host ${row.pid} of this home is stopped.`, {
      hint: `kill -CONT ${row.pid}`,
      exit: EXIT.unusableHome,
    });
  if (row.kind === null)
    throw new UserError(
      "older-host",
      `The host ${row.pid} is of dagtop ${plainText(row.version)}.`,
      {
        hint: `It knows no drain. kill -TERM ${row.pid} has it leave at once; what runs goes on.`,
        exit: EXIT.unusableHome,
      },
    );
  return row;
}

function running(reader: Reader): number {
  const stages = reader.runs.open().flatMap(({ id }) => reader.stages.stages(id));
  return stages.filter(({ state }) => state === "running").length;
}

class HostHasLeft extends Error {}

/** Nobody is started in order to drain. */
const KEEPER: HostKeeper = {
  makeWay: () => undefined,
  keep: (row) => {
    if (hostState(row).is === "gone") throw new HostHasLeft();
  },
};

/** What the host has answered; null when it has left instead. */
async function asked(
  paths: HomePaths,
  reader: Reader,
  { epoch }: HostRow,
  isOn: boolean,
): Promise<string | null> {
  try {
    const command = ask(paths, KEEPER, { kind: "drain", args: { epoch, isOn } });
    try {
      return await answered(command, reader, KEEPER, () => new UserError("gone", "", { hint: "" }));
    } finally {
      command.close();
    }
  } catch (error) {
    if (error instanceof HostHasLeft) return null;
    if (isUserError(error) && error.code === "gone") return null;
    throw error;
  }
}

async function untilLeft(
  paths: HomePaths,
  reader: Reader,
  row: HostRow,
  json: boolean,
): Promise<number> {
  const controller = new AbortController();
  const signals = interrupts(() => {
    controller.abort();
  }, false);
  const signal = AbortSignal.any([controller.signal, signals.signal]);
  const bell = bellOf(paths.wake, signal);
  let last = -1;
  try {
    while (!signal.aborted) {
      const now = reader.hosts.last();
      const stages = running(reader);
      if (now?.epoch !== row.epoch || hostState(now).is === "gone") {
        // It may have left between the look at its row and the look at its process.
        const isDrained = hasDrained(reader.hosts.last());
        const words = isDrained
          ? `The host ${row.pid} has left; what waits is kept for the next one.`
          : `The host ${row.pid} has gone before it had drained.`;
        if (json) sayJson(told(row, "left", stages, words));
        else say(words);
        return isDrained ? EXIT.succeeded : EXIT.failed;
      }
      if (now.drainingBy === null) {
        remark("The drain was taken back.");
        return EXIT.failed;
      }
      if (!json && stages !== last) say(drainText(row, stages));
      last = stages;
      await bell.ring(1000);
    }
    remark("The host drains on: dagtop drain --off takes it back.");
    return signals.code() ?? EXIT.cancelled;
  } finally {
    bell.close();
    signals.release();
  }
}
