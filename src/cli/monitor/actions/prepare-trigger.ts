// The form of a trigger: the parameters of today's file with their types and presets. A pipeline that is a program is not
// evaluated to show a form; its last run's values are what the form knows.

import type { ParamDefinition } from "../../../pipeline/definition.ts";
import type { Plan } from "../../../pipeline/plan.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { TriggerField, TriggerPreset } from "../../../ui/dialogs/dialog.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { ActionContext } from "./context.ts";

interface Form {
  readonly fields: readonly TriggerField[];
  readonly presets: readonly TriggerPreset[];
  readonly remarks: readonly string[];
}

/** @throws UserError no-pipeline | no-file | bad-definition */
export async function triggerDialog(
  { reader }: Pick<ActionContext, "reader">,
  { pipeline }: Extract<Wish, { readonly is: "prepare-trigger" }>,
): Promise<Told> {
  const home = reader();
  const [newest] = home?.runs.recent(1, pipeline) ?? [];
  const plan = newest === undefined ? null : (home?.versions.plan(newest.plan) ?? null);
  if (home === null || plan === null)
    throw new UserError("no-pipeline", `Nothing is known of ${pipeline}.`, { hint: "" });
  const form = await formOf(plan);
  const active = home.runs.open().filter((run) => run.pipeline === pipeline);
  const waits =
    active.length >= plan.maxActiveRuns && active[0] !== undefined
      ? [`a run is active (#${active[0].number}): this one will wait`]
      : [];
  return {
    is: "dialog",
    dialog: {
      is: "trigger",
      title: `trigger ${plainText(pipeline)}`,
      pipeline,
      ...form,
      preset: null,
      remarks: [...form.remarks, ...waits],
      at: 0,
    },
  };
}

async function formOf(plan: Plan): Promise<Form> {
  const { isEvaluated } = await import("../../typescript-pipeline.ts");
  if (plan.file === null)
    return { fields: [], presets: [], remarks: ["a command: it has no parameters"] };
  if (isEvaluated(plan.file)) {
    const remarks = ["a program: the values are those of its last run"];
    return { fields: Object.entries(plan.params).map(knownField), presets: [], remarks };
  }
  const { readDefinition } = await import("../../load-pipeline.ts");
  const { definition } = await readDefinition(plan.file);
  return {
    fields: Object.entries(definition.params).map(([name, rules]) => fieldOf(name, rules)),
    presets: Object.entries(definition.presets).map(([name, values]) => ({
      name,
      values: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, String(value)]),
      ),
    })),
    remarks: [],
  };
}

function knownField([name, value]: readonly [string, string | number | boolean]): TriggerField {
  const type =
    typeof value === "boolean" ? "boolean" : typeof value === "number" ? "number" : "string";
  return fieldOf(name, {
    type,
    default: value,
    min: null,
    max: null,
    choices: null,
    required: false,
    description: null,
  });
}

function fieldOf(name: string, rules: ParamDefinition): TriggerField {
  const usual = rules.default === null ? null : String(rules.default);
  return { name, rules, hint: hintOf(rules), usual, text: usual ?? "", problem: null };
}

/** "integer, 1 or more" */
function hintOf({ type, min, max, choices, required, description }: ParamDefinition): string {
  const range =
    min !== null && max !== null
      ? `${min} to ${max}`
      : min !== null
        ? `${min} or more`
        : max === null
          ? ""
          : `at most ${max}`;
  const what = choices === null ? type : choices.map(String).join(" | ");
  const parts = [what, range, required ? "has to be given" : "", description ?? ""];
  return plainText(parts.filter((part) => part !== "").join(", "));
}
