// Logistic regression, learnt one mail at a time by stochastic gradient descent (Robbins and Monro 1951).
//
// A mail is the list of its places in the vector; each place counts 1/√n, so that long mails do not shout. The last
// weight is the bias. Everything that a resumed training needs is the weights: the order of an epoch follows from seed
// and epoch alone, and the rate from the epoch.

import { shuffled } from "./random.mjs";

const FIRST_RATE = 20;
const BIAS_RATE = 0.1;

/**
 * @typedef {{ labels: Uint8Array, sides: Uint8Array, starts: Uint32Array, places: Uint32Array }} Vectors
 */

export const newWeights = (/** @type {number} */ bits) => new Float32Array(2 ** bits + 1);

/** The mails of an epoch in the order in which they are learnt. */
export function orderOf(
  /** @type {number[]} */ rows,
  /** @type {number} */ seed,
  /** @type {number} */ epoch,
) {
  return shuffled(rows, Math.imul(seed, 1_000_003) + epoch);
}

/** Falls from epoch to epoch, so that late mails do not undo what early ones taught. Epochs count from 1. */
export const rateOf = (/** @type {number} */ epoch) => FIRST_RATE / (1 + 0.5 * (epoch - 1));

/**
 * How much a mail looks like spam.
 *
 * @param {Float32Array} weights
 * @param {Vectors} vectors
 * @param {number} row
 * @returns {number} log odds: above 0 is spam
 */
export function oddsOf(weights, { starts, places }, row) {
  let sum = 0;
  for (let at = starts[row]; at < starts[row + 1]; at += 1) sum += weights[places[at]];
  const count = Math.max(1, starts[row + 1] - starts[row]);
  return sum / Math.sqrt(count) + weights[weights.length - 1];
}

/**
 * Learns one mail.
 *
 * @param {Float32Array} weights - changed in place
 * @param {Vectors} vectors
 * @param {number} row
 * @param {number} rate
 * @returns {number} the loss on this mail before it was learnt, in nats
 */
export function learn(weights, vectors, row, rate) {
  const { labels, starts, places } = vectors;
  const odds = oddsOf(weights, vectors, row);
  const error = 1 / (1 + Math.exp(-odds)) - labels[row];
  const count = Math.max(1, starts[row + 1] - starts[row]);
  const change = (rate * error) / Math.sqrt(count);
  for (let at = starts[row]; at < starts[row + 1]; at += 1) weights[places[at]] -= change;
  weights[weights.length - 1] -= BIAS_RATE * rate * error;
  return Math.log1p(Math.exp(-Math.abs(odds))) + Math.max(0, labels[row] === 1 ? -odds : odds);
}
