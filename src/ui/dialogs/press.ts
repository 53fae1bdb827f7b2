// What keys do in a dialog: pure, so that a test can press any keys in any order. Esc always leads out, and never does what
// is asked about.

import type { AnswerChoice, AnswerDialog, ConfirmDialog, Dialog, RerunDialog } from "./dialog.ts";
import { pressTrigger } from "./press-trigger.ts";
import { type Pressed, closed, held } from "./pressed.ts";
import { type Press, typed } from "./typed.ts";

export function pressDialog(dialog: Dialog, press: Press): Pressed {
  switch (dialog.is) {
    case "waiting":
      return meaningOf(press) === "no" ? closed() : held(dialog);
    case "confirm":
      return pressConfirm(dialog, press);
    case "trigger":
      return pressTrigger(dialog, press);
    case "rerun":
      return pressRerun(dialog, press);
    case "answer":
      if (dialog.reason !== null) return pressReason(dialog, dialog.reason, press);
      return pressAnswer(dialog, press);
  }
}

/** What a key means wherever nothing is typed. */
type KeyMeaning = "yes" | "no" | "enter" | "left" | "right" | "down" | "up" | "next" | "before";

const MEANINGS: Readonly<Record<string, KeyMeaning>> = {
  y: "yes",
  Y: "yes",
  n: "no",
  N: "no",
  q: "no",
  Esc: "no",
  Enter: "enter",
  Left: "left",
  h: "left",
  Right: "right",
  l: "right",
  Down: "down",
  j: "down",
  Up: "up",
  k: "up",
  Tab: "next",
  "S-Tab": "before",
};

function meaningOf({ key }: Press): KeyMeaning | null {
  return Object.hasOwn(MEANINGS, key) ? (MEANINGS[key] ?? null) : null;
}

function pressConfirm(dialog: ConfirmDialog, press: Press): Pressed {
  switch (meaningOf(press)) {
    case "yes":
      return closed(dialog.yes);
    case "no":
      return closed();
    case "enter":
      return dialog.onYes ? closed(dialog.yes) : closed();
    case "left":
      return held({ ...dialog, onYes: false });
    case "right":
      return held({ ...dialog, onYes: true });
    case "next":
    case "before":
      return held({ ...dialog, onYes: !dialog.onYes });
    case "down":
    case "up":
    case null:
      return held(dialog);
  }
}

function pressRerun(dialog: RerunDialog, press: Press): Pressed {
  const { options, at } = dialog;
  const own = options.findIndex(({ letter }) => letter === press.key);
  if (own >= 0) return chosen(dialog, own);
  if (press.key === "v") {
    if (dialog.changes.length === 0) return held(dialog, "the definition is as it was");
    return held({ ...dialog, showsChanges: !dialog.showsChanges });
  }
  switch (meaningOf(press)) {
    case "no":
      return closed();
    case "enter":
      return chosen(dialog, at);
    case "down":
    case "next":
      return held({ ...dialog, at: Math.max(0, Math.min(options.length - 1, at + 1)) });
    case "up":
    case "before":
      return held({ ...dialog, at: Math.max(0, at - 1) });
    case "yes":
    case "left":
    case "right":
    case null:
      return held(dialog);
  }
}

function chosen(dialog: RerunDialog, at: number): Pressed {
  const option = dialog.options[at];
  if (option === undefined) return held(dialog);
  if (option.unable === null) return closed(option.wish);
  return held({ ...dialog, at }, `${option.label}: ${option.unable}`);
}

const ORDER: readonly AnswerChoice[] = ["approve", "reject", "later"];

const REFUSING: ReadonlySet<string> = new Set(["R", "n", "N"]);

function pressAnswer(dialog: AnswerDialog, press: Press): Pressed {
  // Who says no to a question means that it is refused; Esc and q leave it for later.
  if (REFUSING.has(press.key)) return asked(dialog);
  if (press.key === "a") return answered(dialog, true, null);
  switch (meaningOf(press)) {
    case "yes":
      return answered(dialog, true, null);
    case "no":
      return closed();
    case "enter":
      return CHOSEN[dialog.choice](dialog);
    case "left":
    case "before":
      return held({ ...dialog, choice: besides(dialog.choice, -1) });
    case "right":
    case "next":
      return held({ ...dialog, choice: besides(dialog.choice, 1) });
    case "down":
    case "up":
    case null:
      return held(dialog);
  }
}

const CHOSEN: { readonly [C in AnswerChoice]: (dialog: AnswerDialog) => Pressed } = {
  later: () => closed(),
  approve: (dialog) => answered(dialog, true, null),
  reject: asked,
};

function asked(dialog: AnswerDialog): Pressed {
  return held({ ...dialog, choice: "reject", reason: "" });
}

function besides(choice: AnswerChoice, by: 1 | -1): AnswerChoice {
  return ORDER[(ORDER.indexOf(choice) + by + ORDER.length) % ORDER.length] ?? "later";
}

function pressReason(dialog: AnswerDialog, reason: string, press: Press): Pressed {
  switch (press.key) {
    case "Esc":
      return held({ ...dialog, choice: "later", reason: null });
    case "C-u":
      return held({ ...dialog, reason: "" });
    case "Enter":
      return answered(dialog, false, reason.trim() === "" ? null : reason.trim());
    default:
      return held({ ...dialog, reason: typed(reason, press) ?? reason });
  }
}

function answered(
  { run, stage, round }: AnswerDialog,
  approved: boolean,
  message: string | null,
): Pressed {
  return closed({ is: "answer", run, stage, round, approved, message });
}
