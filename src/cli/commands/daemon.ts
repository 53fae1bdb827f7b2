// `dagtop daemon`: the host in the foreground, for a service manager or a container; and `host`, the same in the
// background, which other commands start.

import type { Command, Parsed } from "../command.ts";
import { homeFrom, prepareHome } from "../home.ts";
import { hostLog } from "../host-log.ts";
import { closeInherited, hostMain } from "../host-main.ts";
import { milliseconds } from "../durations.ts";
import { again, isMarked } from "../unmarked.ts";

export const daemon: Command = {
  name: "daemon",
  takes: "",
  summary: "Work in the foreground, without a screen, until told to leave",
  counts: [0, 0],
  options: {
    once: { type: "boolean", help: "leave when nothing is left to do" },
    "stop-stages": {
      type: "boolean",
      help: "stop all stages when told to leave, as their cancel does (containers)",
    },
  },
  examples: ["dagtop daemon", "dagtop daemon --once", "dagtop daemon --stop-stages"],
  run: (args) => (isMarked() ? again() : work(args)),
};

async function work(args: Parsed): Promise<number> {
  const paths = homeFrom(args.text("home"), process.env);
  return hostMain(paths, {
    kind: "daemon",
    idleMs: args.flag("once") ? 0 : null,
    log: hostLog(null),
    stopStages: args.flag("stop-stages"),
  });
}

const IDLE_MS = 60_000;

export const host: Command = {
  name: "host",
  takes: "",
  summary: "Work in the background (other commands start this)",
  counts: [0, 0],
  options: {
    "idle-ms": { type: "string", value: "MS", help: "leave after so long without work" },
  },
  examples: [],
  run: (args) => {
    closeInherited();
    // The terminal of whoever started it may go at any time.
    process.on("SIGHUP", () => undefined);
    const paths = homeFrom(args.text("home"), process.env);
    prepareHome(paths);
    return hostMain(paths, {
      kind: "background",
      idleMs: milliseconds(args.text("idle-ms")) ?? IDLE_MS,
      log: hostLog(paths.hostLog),
      stopStages: false,
    });
  },
};
