// Dialogs as these tests have them: one of each kind, and others made by chance.

import * as fc from "fast-check";
import type { ParamDefinition } from "../../../src/pipeline/definition.ts";
import { pipelineName, runId, stageKey } from "../../../src/pipeline/ids.ts";
import type {
  AnswerDialog,
  ConfirmDialog,
  Dialog,
  RerunDialog,
  TriggerDialog,
  TriggerField,
} from "../../../src/ui/dialogs/dialog.ts";
import type { GateView } from "../../../src/ui/gate-line.ts";
import type { Wish } from "../../../src/ui/monitor/wish.ts";
import { plainText } from "../../../src/ui/sanitise.ts";
import { GATE } from "../../engine/gate.ts";
import { ATTACKS } from "../attacks.ts";

export const RUN = runId("0198c0de-0000-7000-8000-000000000042");

export function field(
  name: string,
  usual: string | null,
  rules: Partial<ParamDefinition> = {},
  hint = "",
): TriggerField {
  const whole: ParamDefinition = {
    type: "string",
    default: null,
    min: null,
    max: null,
    choices: null,
    required: false,
    description: null,
    ...rules,
  };
  return { name, rules: whole, hint, usual, text: usual ?? "", problem: null };
}

export function triggerDialog(changes: Partial<TriggerDialog> = {}): TriggerDialog {
  return {
    is: "trigger",
    title: "trigger pricecheck",
    pipeline: pipelineName("pricecheck"),
    fields: [
      field("epochs", "3", { type: "integer", min: 1 }, "integer, 1 or more"),
      field("batch_size", "16", { type: "integer" }, "integer"),
      field("lr", "2e-5", { type: "number" }, "number"),
      field("optimiser", "adamw", { choices: ["adamw", "sgd", "lion"] }, "one of adamw, sgd, lion"),
      field("fp16", "false", { type: "boolean" }, "true or false"),
      field("note", null, {}, "text, may be left out"),
    ],
    presets: [{ name: "smoke", values: { epochs: "1", batch_size: "4" } }],
    preset: null,
    remarks: ["a run is active (#42): this one will wait"],
    at: 0,
    ...changes,
  };
}

const CANCEL: Wish = { is: "cancel", run: RUN, stage: null, kill: false };

export function confirmDialog(changes: Partial<ConfirmDialog> = {}): ConfirmDialog {
  return {
    is: "confirm",
    title: "cancel pricecheck#42?",
    lines: ["stops train (try 2, 28m of work)", "TERM now, KILL after 30s; notify still runs"],
    yes: CANCEL,
    onYes: false,
    ...changes,
  };
}

export function rerunDialog(changes: Partial<RerunDialog> = {}): RerunDialog {
  const option = (
    letter: string,
    label: string,
    what: string,
    wish: Wish,
    unable: string | null = null,
  ) => ({
    letter,
    label,
    what,
    wish,
    unable,
  });
  const promote = stageKey("promote");
  return {
    is: "rerun",
    title: "rerun pricecheck#41",
    run: RUN,
    options: [
      option("f", "failed ones and what is below", "promote, notify", { is: "retry", run: RUN }),
      option("s", "only promote", "promote", {
        is: "rerun",
        run: RUN,
        choice: { is: "only", stage: promote },
      }),
      option(
        "d",
        "promote and what is below",
        "",
        { is: "rerun", run: RUN, choice: { is: "from", stage: promote } },
        "train was failed there",
      ),
      option("a", "all of it", "7 stages, about 1h50", {
        is: "rerun",
        run: RUN,
        choice: { is: "all" },
      }),
    ],
    at: 0,
    changed: "definition changed since: train.run, train.retry",
    changes: [
      "stage train",
      "  retry.times: 1 -> 2",
      "  - python train.py",
      "  + python train.py --fast",
    ],
    showsChanges: false,
    ...changes,
  };
}

export function gateOf(changes: Partial<GateView> = {}): GateView {
  return {
    model: "bert_fake_review_detector",
    gate: GATE,
    value: 0.834,
    champion: { version: 7, value: 0.812, filesAreGone: false },
    isOver: false,
    ...changes,
  };
}

export function answerDialog(changes: Partial<AnswerDialog> = {}): AnswerDialog {
  return {
    is: "answer",
    run: RUN,
    stage: stageKey("promote"),
    round: 1,
    title: "promote v8 of bert_fake_review_detector?",
    lines: [
      "                 #9      #8  difference",
      "f1            0.834   0.812      +0.022",
      "precision     0.841   0.820      +0.021",
      "loss          0.391   0.409      -0.018",
      "asked 5m ago",
    ],
    gates: [gateOf()],
    choice: "later",
    reason: null,
    ...changes,
  };
}

/** Texts that have passed the sanitiser, as titles and lines have. */
const clean = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.constantFrom(...ATTACKS.map(({ text }) => text)),
    fc.constant("漢字".repeat(60)),
  )
  .map((text) => plainText(text));

const raw = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(...ATTACKS.map(({ text }) => text)),
);

const rules = fc.constantFrom<Partial<ParamDefinition>>(
  {},
  { type: "integer", min: 1 },
  { type: "number", required: true },
  { type: "boolean" },
  { choices: ["a", "b"] },
  { description: "how many words there are at the most" },
);

const fields = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z_]\w{0,60}$/u),
    usual: fc.option(raw),
    rules,
    hint: clean,
  }),
  { maxLength: 30, selector: ({ name }) => name },
);

export const anyDialog: fc.Arbitrary<Dialog> = fc.oneof(
  clean.map((title): Dialog => ({ is: "waiting", title })),
  fc
    .record({ title: clean, lines: fc.array(clean, { maxLength: 12 }), onYes: fc.boolean() })
    .map((some) => confirmDialog(some)),
  fc
    .record({
      title: clean,
      fields,
      presets: fc.array(fc.record({ name: raw, values: fc.constant({ a: "1" }) }), {
        maxLength: 3,
      }),
      remarks: fc.array(clean, { maxLength: 3 }),
    })
    .map((some) =>
      triggerDialog({
        ...some,
        fields: some.fields.map((one) => field(one.name, one.usual, one.rules, one.hint)),
      }),
    ),
  fc
    .record({
      title: clean,
      changed: fc.option(clean),
      changes: fc.array(clean, { maxLength: 40 }),
      showsChanges: fc.boolean(),
    })
    .map((some) => rerunDialog(some)),
  fc
    .record({
      title: clean,
      lines: fc.array(clean, { maxLength: 30 }),
      gates: fc.array(
        fc
          .tuple(clean, fc.option(fc.double()))
          .map(([model, value]) => gateOf({ model, value, gate: { ...GATE, metric: model } })),
        { maxLength: 3 },
      ),
      choice: fc.constantFrom("later" as const, "approve" as const, "reject" as const),
      reason: fc.option(raw),
    })
    .map((some) => answerDialog(some)),
);
