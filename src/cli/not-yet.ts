// What a pipeline file may say that this version does not do: refused where leaving it out would change what the stages
// do, and otherwise told in a line.

import type { CommandDefinition, Definition } from "../pipeline/definition.ts";
import { DEFAULT_SCHEDULE } from "../pipeline/load-schedules.ts";
import { UserError } from "../pipeline/user-error.ts";

/** Built-ins, and what does the same by a command of one's own. */
const INSTEAD: Readonly<Record<string, string>> = {
  dvc: "run: dvc repro",
  promote: "run: a script of yours that registers the model",
  notify: "run: a script of yours that sends the message",
};

/** Into the home's own registry. */
function isOwnPromote({ uses, with: given }: Extract<CommandDefinition, { is: "uses" }>): boolean {
  const registry = given["registry"];
  if (uses !== "promote") return false;
  return registry === undefined || !JSON.stringify(registry).includes("mlflow");
}

/** @throws UserError not-yet, exit 2: each stage that asks for what is not there, and what to write instead */
export function refuseNotYet(definition: Definition): void {
  const lines = definition.stages.flatMap(({ key, command, track }) => [
    ...(command.is === "uses" && command.uses !== "notify" && !isOwnPromote(command)
      ? [`${key}: uses: ${command.uses}  (write ${INSTEAD[command.uses] ?? "run"})`]
      : []),
    ...(track === null ? [] : [`${key}: track: ${track}  (remove it, and log from the command)`]),
  ]);
  if (lines.length === 0) return;
  throw new UserError(
    "not-yet",
    `This version of dagtop does not run these yet:\n  ${lines.join("\n  ")}`,
    { hint: "Nothing was started. `dagtop validate` checks the rest of the file." },
  );
}

/** One line for each key that is read and checked, but not acted on. */
export function notActedOn(definition: Definition): string[] {
  const { schedules, alerts, expect, window } = definition;
  const [first] = schedules;
  const isShort = schedules.length === 1 && first?.name === DEFAULT_SCHEDULE;
  const lines: readonly (readonly [has: boolean, key: string, so: string])[] = [
    [schedules.length > 0, isShort ? "schedule" : "schedules", "runs start by hand"],
    [alerts.length > 0, "alerts", "nobody is told"],
    [expect !== null, "expect", "nobody is told of a late run"],
    [window !== null, "window", "runs start at any time"],
  ];
  return lines
    .filter(([has]) => has)
    .map(([, key, so]) => `warning: \`${key}\` is not acted on by this version: ${so}`);
}
