// Stage "train": learns the filter, and shows what a long training needs from a scheduler: live curves, progress, a
// checkpoint after each epoch, and a retry that goes on from it.
//
// The first try breaks off half-way on purpose while the parameter `flaky` is on (never by hand). The
// model that comes out is the same byte for byte, however often the training was broken off.

import { rmSync } from "node:fs";
import path from "node:path";

import { readArrays, writeArrays } from "./lib/arrays.mjs";
import { learn, newWeights, orderOf, rateOf } from "./lib/logistic.mjs";
import { scoresOf } from "./lib/scores.mjs";
import * as stage from "./lib/stage.mjs";
import { readVectors } from "./lib/vectors.mjs";

const MAILS_PER_STEP = 16;
const STEPS_PER_POINT = 10;
const STEPS_PER_PROGRESS = 60;
/** "Try again later", as sysexits.h has it. */
const EX_TEMPFAIL = 75;

const epochs = stage.integerParam("epochs", 5);
const seed = stage.integerParam("seed", 1);
const flaky = stage.booleanParam("flaky", true) && stage.attempt === 1;

const { vectors, bits, digest, rowsOf } = readVectors();
const [train, valid] = [rowsOf("train"), rowsOf("valid")];
const stepsPerEpoch = Math.ceil(train.length / MAILS_PER_STEP);
const steps = epochs * stepsPerEpoch;

const checkpoint = stage.stateFile("checkpoint.bin");
const { done, weights } = resumed();
process.exitCode = learnAll() ? 0 : EX_TEMPFAIL;

/** Learns epoch after epoch; false when it broke off. */
function learnAll() {
  for (let epoch = done + 1; epoch <= epochs; epoch += 1) {
    const loss = learnEpoch(epoch);
    if (loss === null) return false;
    writeArrays(checkpoint, { digest, seed, epochs, epoch }, { weights });
    console.log(`epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}, f1 ${validF1().toFixed(4)}`);
  }
  // First the model, then the checkpoint: a try that is killed in between only does the last step again.
  const model = stage.workFile("model.bin");
  writeArrays(model, { bits, seed, epochs }, { weights });
  rmSync(checkpoint, { force: true });
  stage.outputs({
    model: path.relative("", model), // what "promote" keeps, as seen from this folder
    epochs,
    steps,
    valid_f1: validF1().toFixed(4),
  });
  return true;
}

/** Where an earlier try stopped, or the beginning. A checkpoint of other data or parameters does not count. */
function resumed() {
  const found = readArrays(checkpoint);
  const fits =
    found !== null &&
    found.about.digest === digest &&
    found.about.seed === seed &&
    found.about.epochs === epochs;
  if (!fits) {
    console.log(`starts with ${train.length.toLocaleString("en")} mails, ${epochs} epochs`);
    return { done: 0, weights: newWeights(bits) };
  }
  console.log(`resumes from epoch ${found.about.epoch}'s checkpoint`);
  return {
    done: Number(found.about.epoch),
    weights: /** @type {Float32Array} */ (found.arrays["weights"]),
  };
}

/** @returns {number | null} the mean loss of the epoch; null when it breaks off */
function learnEpoch(/** @type {number} */ epoch) {
  const order = orderOf(train, seed, epoch);
  const rate = rateOf(epoch);
  let [loss, lossBefore] = [0, 0];
  let mailsBefore = 0;
  for (let step = 1; step <= stepsPerEpoch; step += 1) {
    const mails = Math.min(step * MAILS_PER_STEP, order.length);
    for (let at = (step - 1) * MAILS_PER_STEP; at < mails; at += 1) {
      loss += learn(weights, vectors, order[at], rate);
    }
    const total = (epoch - 1) * stepsPerEpoch + step;
    if (total % STEPS_PER_POINT === 0) {
      report(total, epoch, (loss - lossBefore) / (mails - mailsBefore));
      [lossBefore, mailsBefore] = [loss, mails];
    }
    if (flaky && epoch === brokenEpoch() && step === Math.ceil(stepsPerEpoch / 2)) {
      tellOfBreak(epoch);
      return null;
    }
  }
  return loss / order.length;
}

function report(
  /** @type {number} */ step,
  /** @type {number} */ epoch,
  /** @type {number} */ loss,
) {
  stage.metric({ step, loss: Number(loss.toFixed(5)), f1: Number(validF1().toFixed(4)) });
  if (step % STEPS_PER_PROGRESS === 0) stage.progress(step / steps, `epoch ${epoch} of ${epochs}`);
}

function validF1() {
  return scoresOf(weights, vectors, valid).f1;
}

/** The middle of the training, but not before there is a checkpoint, if there is more than one epoch. */
function brokenEpoch() {
  return Math.min(epochs, Math.max(2, Math.floor(epochs / 2)));
}

function tellOfBreak(/** @type {number} */ epoch) {
  console.log(
    `breaks off in epoch ${epoch} of ${epochs} on purpose (exit ${EX_TEMPFAIL}): "flaky" is on, and this is the first try`,
  );
}
