// Stage "evaluate": judges the model once, on mails that neither training nor its curves have seen.

import { readArrays } from "./lib/arrays.mjs";
import { scoresOf } from "./lib/scores.mjs";
import { fail, outputs, workFile } from "./lib/stage.mjs";
import { readVectors } from "./lib/vectors.mjs";

const { vectors, rowsOf } = readVectors();
const model = readArrays(workFile("model.bin"));
if (model === null) fail('There is no model: run the stage "train" first.');

const test = rowsOf("test");
const { f1, precision, recall, tp, fp, fn, tn } = scoresOf(model.arrays["weights"], vectors, test);

const cell = (/** @type {number | string} */ value) => String(value).padStart(12);
console.log(`${test.length.toLocaleString("en")} mails that training has not seen\n`);
console.log(`          ${cell("called spam")}${cell("called ham")}`);
console.log(`spam      ${cell(tp)}${cell(fn)}`);
console.log(`ham       ${cell(fp)}${cell(tn)}\n`);
console.log(
  `f1 ${f1.toFixed(4)}   precision ${precision.toFixed(4)}   recall ${recall.toFixed(4)}`,
);

outputs({
  f1: f1.toFixed(4),
  precision: precision.toFixed(4),
  recall: recall.toFixed(4),
  true_positives: tp,
  false_positives: fp,
  false_negatives: fn,
  true_negatives: tn,
});
