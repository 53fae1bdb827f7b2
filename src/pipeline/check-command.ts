// Checks what a stage runs: one of run, argv, uses and approval, and beside it only what goes with it.

import { standInsIn } from "./check-keys.ts";
import { NAME } from "./names.ts";
import type { Report } from "./report.ts";
import { insteadInStage } from "./words.ts";
import { shown, type Entry, type MapNode } from "./yaml-node.ts";

const COMMANDS = ["run", "argv", "uses", "approval"];

/** A person is asked: nothing is run, tried again, stopped or stored. */
const WITH_APPROVAL = ["approval", "description", "needs", "if", "matrix", "timeout", "on_fail"];

const MOST_SLOTS_NAMES = 100;

export function checkCommand(
  report: Report,
  key: { readonly text: string; readonly at: number },
  stage: MapNode,
): void {
  const given = COMMANDS.flatMap((name) => stage.entries.get(name) ?? []);
  const [first, second] = given;
  if (first !== undefined && second !== undefined) twoCommands(report, key.text, first, second);
  if (first === undefined && standInsIn(stage, ["run", "argv"], insteadInStage).length === 0) {
    const hint = 'Add "run: COMMAND".';
    report.add(key.at, "no-command", `the stage "${key.text}" has no command`, hint);
  }
  if (given.length < 2) checkBeside(report, stage, first?.key ?? "run");
  checkTwice(report, stage);
  checkSlots(report, stage);
}

function twoCommands(report: Report, stage: string, first: Entry, second: Entry): void {
  const names = [first.key, second.key];
  const hint = names.includes("approval")
    ? "An approval runs nothing: put the command into a stage of its own that needs this one."
    : names.includes("uses")
      ? 'Keep one: "uses" runs a built-in, "run" and "argv" a command of yours.'
      : "Keep one: run is a line for the shell, argv is a program with its arguments.";
  report.add(
    Math.max(first.at, second.at),
    "two-commands",
    `the stage "${stage}" has both "${first.key}" and "${second.key}"`,
    hint,
  );
}

function checkBeside(report: Report, stage: MapNode, command: string): void {
  const refuse = (key: string, hint: string): void => {
    const entry = stage.entries.get(key);
    if (entry === undefined) return;
    report.add(entry.at, "bad-value", `"${key}" does not go with "${command}"`, hint);
  };
  if (command === "approval") {
    for (const key of stage.entries.keys()) {
      if (WITH_APPROVAL.includes(key) || key.startsWith("x-")) continue;
      if (OTHERS.has(key)) refuse(key, "An approval runs nothing: it waits for a person.");
    }
    return;
  }
  if (command === "argv") {
    refuse("shell", "argv starts its program without a shell: remove one of them.");
  }
  if (command === "uses") refuse("shell", "A built-in has no script: remove it.");
  else
    refuse("with", 'Only "uses" is given something by "with": a command gets it by env or argv.');
}

/** Keys of a stage that an approval has no use for; what no stage knows is said elsewhere. */
const OTHERS: ReadonlySet<string> = new Set(
  "with retry grace stop on_crash env cwd shell slots priority cache leave_running track".split(
    " ",
  ),
);

function checkTwice(report: Report, stage: MapNode): void {
  for (const [key, map] of [
    ["grace", "stop"],
    ["timeout", "approval"],
  ] as const) {
    const short = stage.entries.get(key);
    const inside = stage.entries.get(map)?.value;
    if (short === undefined || inside?.is !== "map" || !inside.entries.has(key)) continue;
    const hint = `"${key}" is short for "${key}" inside "${map}": keep one.`;
    report.add(short.at, "bad-value", `"${key}" is given twice`, hint);
  }
}

/** Names of pools are those of the user's config.yaml: whether they exist is known to the host alone. */
function checkSlots(report: Report, stage: MapNode): void {
  const slots = stage.entries.get("slots")?.value;
  if (slots?.is !== "map") return;
  if (slots.entries.size > MOST_SLOTS_NAMES) {
    report.add(slots.at, "bad-value", '"slots" has too many pools', `At most ${MOST_SLOTS_NAMES}.`);
  }
  for (const { key, at } of slots.entries.values()) {
    if (NAME.test(key)) continue;
    const hint = "Pools are named like stages: gpu, disk, licence.";
    report.add(
      at,
      "bad-name",
      `${shown({ is: "scalar", value: key, source: key, at, end: at })} cannot be the name of a pool`,
      hint,
    );
  }
}
