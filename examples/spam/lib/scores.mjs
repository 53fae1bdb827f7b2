// How good a filter is. Spam is the class that counts: f1 would be misleading the other way round, since two mails of
// three are not spam.

import { oddsOf } from "./logistic.mjs";

/**
 * @param {Float32Array} weights
 * @param {import("./logistic.mjs").Vectors} vectors
 * @param {number[]} rows - the mails to judge
 */
export function scoresOf(weights, vectors, rows) {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const row of rows) {
    const called = oddsOf(weights, vectors, row) > 0;
    if (vectors.labels[row] === 1) counts[called ? "tp" : "fn"] += 1;
    else counts[called ? "fp" : "tn"] += 1;
  }
  const { tp, fp, fn } = counts;
  return {
    ...counts,
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
  };
}

const ratio = (/** @type {number} */ part, /** @type {number} */ whole) =>
  whole === 0 ? 0 : part / whole;
