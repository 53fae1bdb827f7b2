// All commands of this build, in the order of the help page. A command's code is loaded when it is used.

import type { Command } from "./command.ts";

type Loader = () => Promise<Command>;

export const COMMANDS: Readonly<Record<string, Loader>> = {
  run: async () => (await import("./commands/run.ts")).run,
  monitor: async () => (await import("./commands/monitor.ts")).monitor,
  status: async () => (await import("./commands/status.ts")).status,
  runs: async () => (await import("./commands/runs.ts")).runs,
  show: async () => (await import("./commands/show.ts")).show,
  diff: async () => (await import("./commands/diff.ts")).diff,
  explain: async () => (await import("./commands/explain.ts")).explain,
  logs: async () => (await import("./commands/logs.ts")).logs,
  events: async () => (await import("./commands/events.ts")).events,
  cancel: async () => (await import("./commands/cancel.ts")).cancel,
  trigger: async () => (await import("./commands/trigger.ts")).trigger,
  retry: async () => (await import("./commands/retry.ts")).retry,
  rerun: async () => (await import("./commands/rerun.ts")).rerun,
  approve: async () => (await import("./commands/approve.ts")).approve,
  reject: async () => (await import("./commands/approve.ts")).reject,
  models: async () => (await import("./commands/models.ts")).models,
  notify: async () => (await import("./commands/notify.ts")).notify,
  shell: async () => (await import("./commands/shell.ts")).shell,
  validate: async () => (await import("./commands/validate.ts")).validate,
  dag: async () => (await import("./commands/dag.ts")).dag,
  daemon: async () => (await import("./commands/daemon.ts")).daemon,
  drain: async () => (await import("./commands/drain.ts")).drain,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  init: async () => (await import("./commands/init.ts")).init,
  import: async () => (await import("./commands/import.ts")).importCommand,
  completion: async () => (await import("./commands/completion.ts")).completion,
};

/** For other commands, not for people. */
export const HIDDEN: Readonly<Record<string, Loader>> = {
  host: async () => (await import("./commands/daemon.ts")).host,
  step: async () => (await import("./commands/step.ts")).step,
  send: async () => (await import("./commands/send.ts")).send,
  hash: async () => (await import("./commands/hash.ts")).hash,
};
