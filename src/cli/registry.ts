// All commands of this build, in the order of the help page. A command's code is loaded when it is used.

import type { Command } from "./command.ts";

type Loader = () => Promise<Command>;

export const COMMANDS: Readonly<Record<string, Loader>> = {
  run: async () => (await import("./commands/run.ts")).run,
  status: async () => (await import("./commands/status.ts")).status,
  runs: async () => (await import("./commands/runs.ts")).runs,
  show: async () => (await import("./commands/show.ts")).show,
  logs: async () => (await import("./commands/logs.ts")).logs,
  events: async () => (await import("./commands/events.ts")).events,
  cancel: async () => (await import("./commands/cancel.ts")).cancel,
  validate: async () => (await import("./commands/validate.ts")).validate,
  daemon: async () => (await import("./commands/daemon.ts")).daemon,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
};

/** For other commands, not for people. */
export const HIDDEN: Readonly<Record<string, Loader>> = {
  host: async () => (await import("./commands/daemon.ts")).host,
};
