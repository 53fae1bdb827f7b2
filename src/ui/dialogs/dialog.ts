// Dialogs as data: what is asked, what was typed so far, and where the cursor is. The safe answer is the preset one, and
// Esc is no.
//
// Titles, lines, labels and remarks have passed the sanitiser. What a person types, names of parameters and their values
// are held as they are, since they are sent on: whoever draws them passes them through it.

import type { ParamDefinition } from "../../pipeline/definition.ts";
import type { PipelineName, RunId, StageKey } from "../../pipeline/ids.ts";
import type { GateView } from "../gate-line.ts";
import type { Wish } from "../monitor/wish.ts";

/** What it needs is still being read. */
export interface WaitingDialog {
  readonly is: "waiting";
  readonly title: string;
}

/** A question with yes and no, and lines that name what it hits. */
export interface ConfirmDialog {
  readonly is: "confirm";
  readonly title: string;
  readonly lines: readonly string[];
  /** What yes does. */
  readonly yes: Wish;
  /** Where the cursor is: no is the preset answer. */
  readonly onYes: boolean;
}

export interface TriggerField {
  readonly name: string;
  readonly rules: ParamDefinition;
  /** "integer, 1 or more" */
  readonly hint: string;
  /** What it is where nobody says otherwise, as a person writes it; null where it has no such value. */
  readonly usual: string | null;
  /** What was typed. */
  readonly text: string;
  /** What is wrong with that: "must be at least 1, not 0"; null where nothing is, or it was not asked yet. */
  readonly problem: string | null;
}

export interface TriggerPreset {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface TriggerDialog {
  readonly is: "trigger";
  readonly title: string;
  readonly pipeline: PipelineName;
  readonly fields: readonly TriggerField[];
  readonly presets: readonly TriggerPreset[];
  /** Which of them is chosen; null is none. */
  readonly preset: string | null;
  /** "a run is active (#42): this one will wait" */
  readonly remarks: readonly string[];
  /** The field that has the cursor; behind the last one stands the choice of a preset, where there are any. */
  readonly at: number;
}

export interface RerunOption {
  readonly letter: string;
  readonly label: string;
  /** The stages that it runs: "promote, notify", or "7 stages, about 1h50". */
  readonly what: string;
  readonly wish: Wish;
  /** Why it can't be chosen; null where it can. */
  readonly unable: string | null;
}

export interface RerunDialog {
  readonly is: "rerun";
  readonly title: string;
  readonly run: RunId;
  readonly options: readonly RerunOption[];
  readonly at: number;
  /** "definition changed since: train.run, train.retry"; null where nothing has. */
  readonly changed: string | null;
  /** The changes in full, shown by `v`. */
  readonly changes: readonly string[];
  readonly showsChanges: boolean;
}

/** Later is the preset answer: the question stays. */
export type AnswerChoice = "later" | "approve" | "reject";

export interface AnswerDialog {
  readonly is: "answer";
  readonly run: RunId;
  readonly stage: StageKey;
  readonly round: number;
  /** The question. */
  readonly title: string;
  /** The metrics of what it needs, as lines of a table that is laid out already. */
  readonly lines: readonly string[];
  /** Of the promotions that wait behind it: what their gates would say. */
  readonly gates: readonly GateView[];
  readonly choice: AnswerChoice;
  /** Typed when rejecting; null while no reason is asked for. */
  readonly reason: string | null;
}

export type Dialog = WaitingDialog | ConfirmDialog | TriggerDialog | RerunDialog | AnswerDialog;
