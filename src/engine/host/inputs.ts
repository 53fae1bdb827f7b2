// Commands as inputs of the core, and the order of what a host finds at its start.

import type { NewCommand, NewHomeCommand } from "../command.ts";
import type { Input } from "../input.ts";
import type { Journal } from "./ports.ts";

/** What is asked of a run. */
export type RunCommand = Exclude<NewCommand, NewHomeCommand>;

/**
 * @param journal - has the run that another round is asked for
 * @param epoch - of this host
 */
export function inputOf(
  command: RunCommand,
  journal: Pick<Journal, "ended">,
  epoch: number,
): Input {
  const { id, by } = command;
  switch (command.kind) {
    case "trigger": {
      const { env: _env, umask: _umask, source: _source, ...asked } = command.args;
      return { kind: "trigger", command: id, by, ...asked };
    }
    case "cancel":
      return { kind: "cancel", command: id, by, ...command.args };
    case "retry": {
      const { run } = command.args;
      return { kind: "retry", command: id, by, run, ended: journal.ended(run) };
    }
    case "answer":
      return { kind: "answer", command: id, by, ...command.args };
    case "drain": {
      const { isOn, epoch: whom } = command.args;
      if (whom === epoch) return { kind: "drain", command: id, by, isOn };
      return { kind: "unknown", command: id, text: "the host that was to drain has left" };
    }
    case "take_over":
      return { kind: "take_over", command: id, by };
    default:
      return { kind: "unknown", command: id, text: "this dagtop is too old for that" };
  }
}

/** What a host finds at its start is told in the order in which it happened (semantics 6). */
export function byEnd(a: Input, b: Input): number {
  return endOf(a) - endOf(b);
}

function endOf(input: Input): number {
  return input.kind === "exited" ? input.record.ended.at : Infinity;
}
