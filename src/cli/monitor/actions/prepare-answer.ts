// The question that a stage puts to a person, with the metrics of what it needs in view: of this run, and of the last one
// before it that went well.

import type { Masker } from "../../../engine/host/mask.ts";
import { runName } from "../../../engine/run.ts";
import type { RunRow, StageRow } from "../../../engine/rows.ts";
import type { Plan } from "../../../pipeline/plan.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { Reader } from "../../../store/reader.ts";
import { countdown } from "../../../ui/format.ts";
import type { GateView } from "../../../ui/gate-line.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import { metricText } from "../../../ui/stage/numbers.ts";
import { maskedStage } from "../../masked-rows.ts";
import { championNow, championRow, gateView, gatesOf, valueFor } from "../gates.ts";
import type { ActionContext, Of } from "./context.ts";
import { laidOut } from "./laid-out.ts";

const MOST_VALUES = 6;
const MOST_BEFORE = 20;

/** @throws UserError no-stage | not-waiting */
export async function answerDialog(
  { reader, masks, paths }: Pick<ActionContext, "reader" | "masks" | "paths">,
  wish: Of<"prepare-answer">,
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
  const plan = home.versions.plan(run.plan);
  return Promise.resolve({
    is: "dialog",
    dialog: {
      is: "answer",
      run: run.id,
      stage: stage.key,
      round: run.round,
      title: oneLine(stage.reason ?? "Approve?"),
      lines: [...tableOf(home, run, plan, stage, masks), ...termsOf(plan, stage)],
      gates: plan === null ? [] : gatesBehind(home, paths, run, plan, stage.key, masks(run.id)),
      choice: "later",
      reason: null,
    },
  });
}

const MOST_GATES = 3;

/** 8.5: of the promotions that wait for the answer, else of all that the run has, what their gates would say. */
function gatesBehind(
  reader: Reader,
  paths: ActionContext["paths"],
  run: RunRow,
  plan: Plan,
  key: string,
  mask: Masker,
): GateView[] {
  const stages = reader.stages.stages(run.id);
  const open = new Set<string>(
    stages.filter(({ endedAt }) => endedAt === null).map((row) => row.key),
  );
  const outputOf = (stage: string, name: string): string | null =>
    stages.find((row) => row.key === stage)?.outputs?.[name] ?? null;
  const all = gatesOf(plan, outputOf).filter(({ stage }) => open.has(stage));
  const behind = all.filter(({ stage }) => aboveOf(plan, stage).has(key));
  return (behind.length > 0 ? behind : all).slice(0, MOST_GATES).map((one) => {
    const { model, gate } = one.settings;
    const champion = championNow(championRow(reader, model), paths, gate);
    const value = valueFor({ reader, run, plan, stages }, one.settings);
    return gateView(one, value, champion, false, mask);
  });
}

/** Who may answer, and until when. */
function termsOf(plan: Plan | null, { key, dueAt }: StageRow): string[] {
  const command = plan?.stages.find((stage) => stage.key === key)?.command;
  const by = command?.is === "approval" ? command.by : [];
  const left = dueAt === null ? 0 : Math.max(0, dueAt - Date.now());
  return [
    ...(by.length === 0 ? [] : [plainText(`only ${by.join(", ")} may answer`)]),
    ...(dueAt === null ? [] : [`without an answer it times out in ${countdown(left)}`]),
  ];
}

interface Value {
  readonly text: string;
  /** Null where it is no number. */
  readonly number: number | null;
}
type Values = ReadonlyMap<string, Value>;

/** What the run gave before the stage: last values of metrics, and outputs; where both have a name, the metric. */
function valuesOf(reader: Reader, run: RunRow, before: ReadonlySet<string>, mask: Masker): Values {
  const values = new Map<string, Value>();
  const metrics = reader.metrics.ofRun(run.id).filter(({ stage }) => before.has(stage));
  for (const { name, last } of metrics)
    values.set(plainText(name), { text: metricText(last), number: last });
  for (const row of reader.stages.stages(run.id)) {
    if (!before.has(row.key)) continue;
    for (const [name, text] of Object.entries(maskedStage(row, mask).outputs ?? {})) {
      const shown = plainText(name);
      if (!values.has(shown)) values.set(shown, { text: oneLine(text), number: null });
    }
  }
  return values;
}

function tableOf(
  reader: Reader,
  run: RunRow,
  plan: Plan | null,
  { key }: StageRow,
  masks: (run: RunRow["id"]) => Masker,
): string[] {
  const before = aboveOf(plan, key);
  const own = valuesOf(reader, run, before, masks(run.id));
  if (own.size === 0) return ["no metrics and no outputs came before it"];
  const older = reader.runs
    .endedOf(run, run.number, MOST_BEFORE)
    .find(({ state }) => state === "succeeded");
  const then = older === undefined ? null : valuesOf(reader, older, before, masks(older.id));
  const names = [...own.keys()].slice(0, MOST_VALUES);
  const textsOf = (values: Values) => names.map((name) => values.get(name)?.text ?? "-");
  const differences = then === null ? [] : names.map((name) => difference(own, then, name));
  const rows = [
    ["", ...names],
    [plainText(runName(run)), ...textsOf(own)],
    ...(older === undefined || then === null
      ? []
      : [[plainText(runName(older)), ...textsOf(then)]]),
    ...(differences.every((each) => each === "") ? [] : [["differs by", ...differences]]),
  ];
  const more = own.size - names.length;
  return [...laidOut(rows), ...(more > 0 ? [`and ${more} more: dagtop show`] : [])];
}

function aboveOf(plan: Plan | null, stage: string): ReadonlySet<string> {
  const needs = new Map<string, readonly string[]>(
    plan?.stages.map((each) => [each.key, each.needs]) ?? [],
  );
  const above = new Set<string>();
  const open = [...(needs.get(stage) ?? [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (above.has(key)) continue;
    above.add(key);
    open.push(...(needs.get(key) ?? []));
  }
  return above;
}

function difference(own: Values, then: Values, name: string): string {
  const [now, old] = [own.get(name)?.number ?? null, then.get(name)?.number ?? null];
  if (now === null || old === null) return "";
  return `${now < old ? "" : "+"}${metricText(now - old)}`;
}
