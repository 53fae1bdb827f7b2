// The differences of two runs for people: a section each, left out where nothing differs. What is gone has a minus, what is
// new a plus, in red and green where there are colours, and by these signs alone where there are none.

import { styleText } from "node:util";
import { UNKNOWN, duration } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import type { Change, DefinitionDiff, StageChange } from "./diff-plans.ts";
import { type NumberChange, type RunDiff, isSame } from "./diff-runs.ts";
import { type LineChange, lineChanges } from "./line-diff.ts";
import type { Paint } from "./paint.ts";
import { table } from "./table.ts";

/** Of a patch and of a script so many lines are shown; `--json` has them all. */
const MOST_LINES = 60;
const MOST_COMMIT = 12;

export function diffPage(diff: RunDiff, paint: Paint): string[] {
  const [before, after] = diff.runs.map(plainText);
  const title = `${before ?? ""} ${arrow(paint)} ${after ?? ""}`;
  if (isSame(diff)) return [title, " Nothing that is known of them differs."];
  return [
    title,
    ...section("definition", definitionLines(diff.definition, paint)),
    ...section("params", changeLines(diff.params, paint)),
    ...section("git", gitLines(diff.git, paint)),
    ...section("environment", changeLines(diff.environment, paint)),
    ...section("metrics", metricLines(diff.metrics)),
    ...section(
      "outputs",
      changeLines(
        diff.outputs.map(({ stage, name, ...texts }) => ({ name: `${stage}.${name}`, ...texts })),
        paint,
      ),
    ),
    ...section(
      "states",
      changeLines(
        diff.states.map(({ stage, ...texts }) => ({ name: stage ?? "the run", ...texts })),
        paint,
      ),
    ),
    ...section("durations", durationLines(diff.durations)),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function arrow({ ascii }: Paint): string {
  return ascii ? "->" : "→";
}

function minus(text: string, { colour }: Paint): string {
  return colour ? styleText("red", `- ${text}`, { validateStream: false }) : `- ${text}`;
}

function plus(text: string, { colour }: Paint): string {
  return colour ? styleText("green", `+ ${text}`, { validateStream: false }) : `+ ${text}`;
}

function definitionLines(
  { pipeline, added, removed, changed }: DefinitionDiff,
  paint: Paint,
): string[] {
  return [
    ...changeLines(pipeline, paint),
    ...removed.map((stage) => minus(`stage ${plainText(stage)}`, paint)),
    ...added.map((stage) => plus(`stage ${plainText(stage)}`, paint)),
    ...changed.flatMap((stage) => stageLines(stage, paint)),
  ];
}

function stageLines({ stage, fields, command }: StageChange, paint: Paint): string[] {
  return [
    `stage ${plainText(stage)}`,
    ...changeLines(fields, paint).map((line) => `  ${line}`),
    ...textLines(command, paint).map((line) => `  ${line}`),
  ];
}

function changeLines(changes: readonly Change[], paint: Paint): string[] {
  return changes.map(({ name, before, after }) => {
    const shown = plainText(name);
    if (before === null) return plus(`${shown}: ${plainText(after ?? "")}`, paint);
    if (after === null) return minus(`${shown}: ${plainText(before)}`, paint);
    return `${shown}: ${plainText(before)} ${arrow(paint)} ${plainText(after)}`;
  });
}

function gitLines(changes: readonly Change[], paint: Paint): string[] {
  const short = (text: string | null): string | null => text?.slice(0, MOST_COMMIT) ?? null;
  return changes.flatMap(({ name, before, after }) => {
    if (name === "commit") {
      return changeLines([{ name, before: short(before), after: short(after) }], paint);
    }
    if (name !== "patch") return changeLines([{ name, before, after }], paint);
    const lines = lineChanges(linesOf(before), linesOf(after));
    return ["patch", ...textLines(lines, paint).map((line) => `  ${line}`)];
  });
}

function linesOf(text: string | null): string[] {
  return text === null ? [] : text.trimEnd().split("\n");
}

function textLines(lines: readonly LineChange[], paint: Paint): string[] {
  const shown = lines
    .slice(0, MOST_LINES)
    .map(({ is, line }) => (is === "removed" ? minus : plus)(plainText(line), paint));
  const more = lines.length - shown.length;
  return more === 0 ? shown : [...shown, `… ${more} more lines (--json has them)`];
}

function metricLines(changes: readonly NumberChange[]): string[] {
  return numberLines("METRIC", changes, (value) => String(Number(value.toPrecision(6))));
}

function durationLines(changes: readonly NumberChange[]): string[] {
  return numberLines(null, changes, duration);
}

/** @param title - of the column with the names; null where there is one of each stage */
function numberLines(
  title: string | null,
  changes: readonly NumberChange[],
  shown: (value: number) => string,
): string[] {
  if (changes.length === 0) return [];
  const columns = [
    { title: "STAGE" },
    ...(title === null ? [] : [{ title }]),
    { title: "BEFORE", right: true },
    { title: "AFTER", right: true },
    { title: "DIFFERENCE", right: true },
  ];
  const rows = changes.map(({ stage, name, before, after }) => [
    plainText(stage),
    ...(title === null ? [] : [plainText(name)]),
    before === null ? UNKNOWN : shown(before),
    after === null ? UNKNOWN : shown(after),
    before === null || after === null ? UNKNOWN : signed(after - before, shown),
  ]);
  return table(columns, rows);
}

function signed(value: number, shown: (value: number) => string): string {
  return `${value < 0 ? "-" : "+"}${shown(Math.abs(value))}`;
}
