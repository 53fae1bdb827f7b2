// What the values of a trigger form come to: the usual ones with a preset, what a person may choose from, and which of the
// typed ones a run is asked for with. They are judged by the rule of `-p`.

import { paramsOf } from "../../pipeline/params.ts";
import type { ParamValue } from "../../pipeline/value.ts";
import type { Wish } from "../monitor/wish.ts";
import type { TriggerDialog, TriggerField, TriggerPreset } from "./dialog.ts";

/** The value that a field has when nothing is typed: the preset's, else its own; null where there is none. */
export function usualOf(
  { presets, preset }: Presets,
  { name, usual }: TriggerField,
): string | null {
  const values = presets.find((each) => each.name === preset)?.values ?? {};
  return Object.hasOwn(values, name) ? (values[name] ?? null) : usual;
}

interface Presets {
  readonly presets: readonly TriggerPreset[];
  readonly preset: string | null;
}

/** Another preset: what the person has not changed takes its values. */
export function withPreset(dialog: TriggerDialog, preset: string | null): TriggerDialog {
  const next = { ...dialog, preset };
  const fields = dialog.fields.map((field) => {
    const isUnchanged = field.text === (usualOf(dialog, field) ?? "");
    return isUnchanged ? { ...field, text: usualOf(next, field) ?? "", problem: null } : field;
  });
  return { ...next, fields };
}

/** What it can be, where that is a few things; an empty text leaves it out. Null where anything may be typed. */
export function choicesOf(dialog: TriggerDialog, field: TriggerField): readonly string[] | null {
  const { rules } = field;
  const choices =
    rules.choices?.map(String) ?? (rules.type === "boolean" ? ["true", "false"] : null);
  if (choices === null) return null;
  return usualOf(dialog, field) === null && !rules.required ? ["", ...choices] : choices;
}

type Submitted =
  | { readonly ok: true; readonly wish: Wish }
  /** The form with what is wrong, and the cursor on the first of it. */
  | { readonly ok: false; readonly dialog: TriggerDialog };

export function submitted(dialog: TriggerDialog): Submitted {
  const judged = dialog.fields.map((field) => judgedField(dialog, field));
  const fields = judged.map(({ field }) => field);
  const wrong = fields.findIndex(({ problem }) => problem !== null);
  if (wrong >= 0) return { ok: false, dialog: { ...dialog, fields, at: wrong } };
  const changed = judged.flatMap(({ field, value }): [string, ParamValue][] =>
    value === null || field.text === usualOf(dialog, field) ? [] : [[field.name, value]],
  );
  const { pipeline, preset } = dialog;
  const params = Object.fromEntries(changed);
  return { ok: true, wish: { is: "trigger", pipeline, params, preset } };
}

interface Judged {
  readonly field: TriggerField;
  /** Null where it is not given. */
  readonly value: ParamValue | null;
}

function judgedField(dialog: TriggerDialog, field: TriggerField): Judged {
  const { name, rules, text } = field;
  const usual = usualOf(dialog, field);
  // What nobody has touched is judged where it stands: in the file.
  if (text === usual) return { field: { ...field, problem: null }, value: null };
  const definition = { params: { [name]: { ...rules, default: null } }, presets: {} };
  const isLeftOut = text === "" && usual === null;
  const result = paramsOf(definition, isLeftOut ? {} : { [name]: text });
  if (result.ok) return { field: { ...field, problem: null }, value: result.params[name] ?? null };
  const message = result.errors[0]?.message ?? "";
  const problem = isLeftOut ? "has to be given" : message.replace(`the parameter "${name}" `, "");
  return { field: { ...field, problem }, value: null };
}
