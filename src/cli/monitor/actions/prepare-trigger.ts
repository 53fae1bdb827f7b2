// The form of a trigger: the parameters of today's file with their types and presets. A pipeline that is a program is not
// evaluated to show a form; its last run's values are what the form knows.

import { runName } from "../../../engine/run.ts";
import type { Masker } from "../../../engine/host/mask.ts";
import type { ParamDefinition } from "../../../pipeline/definition.ts";
import type { Plan } from "../../../pipeline/plan.ts";
import type { ParamValue } from "../../../pipeline/value.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { Reader } from "../../../store/reader.ts";
import type { TriggerField, TriggerPreset } from "../../../ui/dialogs/dialog.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { hostState } from "../../host-process.ts";
import type { ActionContext, Of } from "./context.ts";

interface Form {
  readonly fields: readonly TriggerField[];
  readonly presets: readonly TriggerPreset[];
  readonly remarks: readonly string[];
}

/** @throws UserError no-pipeline | no-file | bad-definition */
export async function triggerDialog(
  { reader, masks }: Pick<ActionContext, "reader" | "masks">,
  { pipeline }: Of<"prepare-trigger">,
): Promise<Told> {
  const home = reader();
  const [newest] = home?.runs.recent(1, pipeline) ?? [];
  const plan = newest === undefined ? null : (home?.versions.plan(newest.plan) ?? null);
  if (home === null || newest === undefined || plan === null)
    throw new UserError("no-pipeline", `Nothing is known of ${pipeline}.`, { hint: "" });
  const form = await formOf(plan, runName(newest), masks(newest.id));
  return {
    is: "dialog",
    dialog: {
      is: "trigger",
      title: `trigger ${plainText(pipeline)}`,
      pipeline,
      ...form,
      preset: null,
      remarks: [...form.remarks, ...waits(home, plan), ...noHost(home)],
      at: 0,
    },
  };
}

function waits(reader: Reader, { pipeline, folder, maxActiveRuns }: Plan): string[] {
  const active = reader.runs
    .open()
    .filter((run) => run.pipeline === pipeline && run.folder === folder);
  const [first] = active;
  if (first === undefined || active.length < maxActiveRuns) return [];
  const others = active.length > 1 ? ` and ${active.length - 1} more` : "";
  return [`a run is active (#${first.number}${others}): this one will wait`];
}

function noHost(reader: Reader): string[] {
  const { is } = hostState(reader.hosts.last());
  return is === "gone" ? ["no host runs: one is started"] : [];
}

async function formOf(plan: Plan, last: string, mask: Masker): Promise<Form> {
  const { isEvaluated } = await import("../../typescript-pipeline.ts");
  if (plan.file === null)
    return { fields: [], presets: [], remarks: ["a command: it runs again as it was"] };
  if (isEvaluated(plan.file)) {
    const fields = Object.entries(plan.params).map(([name, value]) =>
      knownField(name, value, mask),
    );
    const remarks = [`a program, not run for this form: the values of ${plainText(last)}`];
    return { fields, presets: [], remarks };
  }
  const { readDefinition } = await import("../../load-pipeline.ts");
  const { definition } = await readDefinition(plan.file);
  const { name, params, presets } = definition;
  return {
    fields: Object.entries(params).map(([each, rules]) => fieldOf(each, rules)),
    presets: Object.entries(presets).map(([each, values]) => ({
      name: each,
      values: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, String(value)]),
      ),
    })),
    remarks: name === plan.pipeline ? [] : [`its file is the pipeline ${plainText(name)} now`],
  };
}

function knownField(name: string, value: ParamValue, mask: Masker): TriggerField {
  const type =
    typeof value === "boolean" ? "boolean" : typeof value === "number" ? "number" : "string";
  // What is left as it is shown is not given at all, so a hidden value stays what it is.
  const usual = typeof value === "string" ? mask.text(value) : value;
  const free = { min: null, max: null, choices: null, required: false, description: null };
  return fieldOf(name, { type, default: usual, ...free });
}

function fieldOf(name: string, rules: ParamDefinition): TriggerField {
  const usual = rules.default === null ? null : String(rules.default);
  return { name, rules, hint: hintOf(rules), usual, text: usual ?? "", problem: null };
}

/** "integer, 1 or more" */
function hintOf({ type, min, max, choices, required }: ParamDefinition): string {
  const range =
    min !== null && max !== null
      ? `${min} to ${max}`
      : min !== null
        ? `${min} or more`
        : max === null
          ? ""
          : `at most ${max}`;
  const parts = [
    choices === null ? TYPES[type] : choices.map(String).join(" | "),
    range,
    required ? "has to be given" : "",
  ];
  return plainText(parts.filter((part) => part !== "").join(", "));
}

const TYPES: { readonly [Type in ParamDefinition["type"]]: string } = {
  string: "text",
  integer: "integer",
  number: "number",
  boolean: "true or false",
};
