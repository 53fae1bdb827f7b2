// The question that a stage puts to a person, with the metrics of what it needs in view: of this run, and of the last one
// before it that went well.

import { runName } from "../../../engine/run.ts";
import type { RunRow } from "../../../engine/rows.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { Reader } from "../../../store/reader.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import { metricText } from "../../../ui/stage/numbers.ts";
import { padEnd, padStart, widthOf } from "../../../ui/width.ts";
import { maskedStage } from "../../masked-rows.ts";
import type { ActionContext } from "./context.ts";

const MOST_METRICS = 8;
const MOST_BEFORE = 20;

export async function answerDialog(
  { reader, masks }: Pick<ActionContext, "reader" | "masks">,
  wish: Extract<Wish, { readonly is: "prepare-answer" }>,
): Promise<Told> {
  const home = reader();
  const run = home?.runs.get(wish.run) ?? null;
  const found = home?.stages.stages(wish.run).find(({ key }) => key === wish.stage);
  if (home === null || run === null || found === undefined)
    throw new UserError("no-stage", "That stage is gone.", { hint: "" });
  const stage = maskedStage(found, masks(run.id));
  if (stage.state !== "waiting")
    throw new UserError("not-waiting", `${plainText(stage.key)} waits for nobody by now.`, {
      hint: "",
    });
  return Promise.resolve({
    is: "dialog",
    dialog: {
      is: "answer",
      run: run.id,
      stage: stage.key,
      round: run.round,
      title: oneLine(stage.reason ?? "Approve?"),
      lines: tableOf(home, run, wish.stage),
      choice: "later",
      reason: null,
    },
  });
}

type Values = ReadonlyMap<string, string>;

/** What the run gave before the stage: last values of metrics, and outputs. */
function valuesOf(reader: Reader, run: RunRow, before: ReadonlySet<string>): Values {
  const values = new Map<string, string>();
  for (const stage of reader.stages.stages(run.id)) {
    if (!before.has(stage.key)) continue;
    for (const [name, value] of Object.entries(stage.outputs ?? {})) values.set(name, value);
  }
  for (const { stage, name, last } of reader.metrics.ofRun(run.id))
    if (before.has(stage)) values.set(name, metricText(last));
  return values;
}

function tableOf(reader: Reader, run: RunRow, stage: string): string[] {
  const plan = reader.versions.plan(run.plan);
  const needs = new Map<string, readonly string[]>(
    plan?.stages.map((each) => [each.key, each.needs]) ?? [],
  );
  const before = new Set<string>();
  const open = [...(needs.get(stage) ?? [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (before.has(key)) continue;
    before.add(key);
    open.push(...(needs.get(key) ?? []));
  }
  const own = valuesOf(reader, run, before);
  if (own.size === 0) return ["no metrics and no outputs came before it"];
  const older = reader.runs
    .endedOf(run, run.number, MOST_BEFORE)
    .find(({ state }) => state === "succeeded");
  const rows: readonly (readonly [string, Values])[] = [
    [runName(run), own],
    ...(older === undefined ? [] : [[runName(older), valuesOf(reader, older, before)] as const]),
  ];
  const names = [...own.keys()].slice(0, MOST_METRICS);
  return laidOut(
    ["", ...names],
    rows.map(([name, values]) => [name, ...names.map((each) => values.get(each) ?? "–")]),
  );
}

function laidOut(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [titles, ...rows].map((cells) => cells.map((cell) => oneLine(cell).slice(0, 24)));
  const widths = titles.map((_, column) =>
    Math.max(...all.map((cells) => widthOf(cells[column] ?? ""))),
  );
  return all.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? padEnd : padStart)(cell, widths[column] ?? 0))
      .join("   ")
      .trimEnd(),
  );
}
