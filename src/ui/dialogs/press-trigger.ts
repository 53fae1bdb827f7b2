// What keys do in the form of a trigger: a text is typed with the cursor at its end, a choice goes round by Left, Right and
// Space, or by the first letter of what it can be.

import type { TriggerDialog, TriggerField } from "./dialog.ts";
import { type Pressed, closed, held } from "./pressed.ts";
import { choicesOf, submitted, usualOf, withPreset } from "./trigger-values.ts";
import { type Press, typed } from "./typed.ts";

export function pressTrigger(dialog: TriggerDialog, press: Press): Pressed {
  switch (press.key) {
    case "Esc":
      return closed();
    case "Enter":
      return started(dialog);
    case "Tab":
    case "Down":
      return held(moved(dialog, 1));
    case "S-Tab":
    case "Up":
      return held(moved(dialog, -1));
    default:
      return held(changed(dialog, press));
  }
}

function started(dialog: TriggerDialog): Pressed {
  const result = submitted(dialog);
  return result.ok ? closed(result.wish) : held(result.dialog);
}

/** Round and round. */
function moved(dialog: TriggerDialog, by: 1 | -1): TriggerDialog {
  const count = dialog.fields.length + (dialog.presets.length > 0 ? 1 : 0);
  return count === 0 ? dialog : { ...dialog, at: (dialog.at + by + count) % count };
}

function changed(dialog: TriggerDialog, press: Press): TriggerDialog {
  const field = dialog.fields[dialog.at];
  if (field === undefined) return otherPreset(dialog, press);
  const text = nextText(dialog, field, press);
  if (text === null || text === field.text) return dialog;
  const fields = dialog.fields.map((each) =>
    each === field ? { ...field, text, problem: null } : each,
  );
  return { ...dialog, fields };
}

function nextText(dialog: TriggerDialog, field: TriggerField, press: Press): string | null {
  if (press.key === "C-u") return usualOf(dialog, field) ?? "";
  const choices = choicesOf(dialog, field);
  return choices === null ? typed(field.text, press) : chosen(choices, field.text, press);
}

const NO_PRESET = "";

function otherPreset(dialog: TriggerDialog, press: Press): TriggerDialog {
  if (dialog.presets.length === 0) return dialog;
  if (press.key === "C-u" || press.key === "Backspace") return withPreset(dialog, null);
  const names = [NO_PRESET, ...dialog.presets.map(({ name }) => name)];
  const name = chosen(names, dialog.preset ?? NO_PRESET, press);
  return name === null ? dialog : withPreset(dialog, name === NO_PRESET ? null : name);
}

/** The choice after a key; null where the key means none. */
function chosen(choices: readonly string[], now: string, { key, text }: Press): string | null {
  const at = choices.indexOf(now);
  const { length } = choices;
  if (key === "Right" || key === "Space") return choices[(at + 1) % length] ?? null;
  if (key === "Left") return choices[(Math.max(at, 0) - 1 + length) % length] ?? null;
  const letter = text?.toLowerCase() ?? "";
  if (letter.trim() === "") return null;
  // From the next one on, so that the same letter again goes on to another.
  const order = [...choices.slice(at + 1), ...choices.slice(0, at + 1)];
  return order.find((choice) => choice.toLowerCase().startsWith(letter)) ?? null;
}
