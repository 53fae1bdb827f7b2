// The file that the data stage leaves for the others: one mail per line as JSON, with its side of the split.
//
// "train" is learnt from, "valid" draws the curve while training, "test" is looked at once, by evaluate.

import { existsSync, readFileSync } from "node:fs";

import { shuffled } from "./random.mjs";
import { fail, workFile, writeWhole } from "./stage.mjs";

export const SIDES = /** @type {const} */ (["train", "valid", "test"]);
const SHARES = { valid: 0.1, test: 0.2 };

/**
 * @typedef {{ name: string, spam: boolean, side: "train" | "valid" | "test", kin: string, subject: string,
 *   text: string }} Mail
 */

/**
 * Deals whole families out, in an order that the seed decides, until test and valid have their share of the mails.
 *
 * @param {number[]} kin - for each mail, the number of its family
 * @param {number} seed
 * @returns {Mail["side"][]}
 */
export function splitOf(kin, seed) {
  const sizes = new Map();
  for (const family of kin) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  const sides = new Map();
  let dealt = 0;
  for (const family of shuffled([...sizes.keys()], seed)) {
    const share = dealt / kin.length;
    const held = share < SHARES.test + SHARES.valid ? "valid" : "train";
    sides.set(family, share < SHARES.test ? "test" : held);
    dealt += sizes.get(family);
  }
  return kin.map((family) => sides.get(family));
}

export function writeMails(/** @type {Mail[]} */ mails) {
  writeWhole(workFile("mails.jsonl"), mails.map((mail) => `${JSON.stringify(mail)}\n`).join(""));
}

/** @returns {Mail[]} */
export function readMails() {
  const file = workFile("mails.jsonl");
  if (!existsSync(file)) fail(`${file} is not there: run the stage "data" first.`);
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
