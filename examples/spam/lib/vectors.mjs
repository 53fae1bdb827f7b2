// The file that the features stage leaves for train and evaluate: all mails as rows of one sparse matrix. Row r holds
// places[starts[r]] up to places[starts[r + 1]] (compressed sparse rows).

import { readArrays, writeArrays } from "./arrays.mjs";
import { SIDES } from "./mails.mjs";
import { fail, workFile } from "./stage.mjs";
import { BITS } from "./words.mjs";

/**
 * @param {import("./mails.mjs").Mail[]} mails
 * @param {number[][]} rows - the places of each mail
 */
export function writeVectors(mails, rows) {
  const starts = new Uint32Array(rows.length + 1);
  for (const [row, places] of rows.entries()) starts[row + 1] = starts[row] + places.length;
  writeArrays(
    workFile("features.bin"),
    { bits: BITS },
    {
      labels: Uint8Array.from(mails, (mail) => Number(mail.spam)),
      sides: Uint8Array.from(mails, (mail) => SIDES.indexOf(mail.side)),
      starts,
      places: Uint32Array.from(rows.flat()),
    },
  );
}

/** The matrix, the digest of its file, and the rows of each side. */
export function readVectors() {
  const file = readArrays(workFile("features.bin"));
  if (file === null) return fail('There are no features: run the stage "features" first.');
  const vectors = /** @type {import("./logistic.mjs").Vectors} */ (file.arrays);
  const rowsOf = (/** @type {Mail["side"]} */ side) =>
    [...vectors.sides.keys()].filter((row) => SIDES[vectors.sides[row]] === side);
  return { vectors, bits: Number(file.about.bits), digest: file.digest, rowsOf };
}

/** @typedef {import("./mails.mjs").Mail} Mail */
