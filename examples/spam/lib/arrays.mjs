// Arrays of numbers in a file: a line of JSON that says what follows, then the bytes of each array.
//
// The line is padded with spaces, so that every array starts at a multiple of 8 bytes as typed arrays demand. Bytes
// are in the order of the machine: the file is for the machine that wrote it. Equal content gives equal bytes.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { writeWhole } from "./stage.mjs";

const KINDS = { Uint8Array, Uint32Array, Float32Array };

/** @typedef {Uint8Array | Uint32Array | Float32Array} Numbers */

/**
 * @param {string} file
 * @param {Record<string, unknown>} about - what else is worth saying; plain JSON
 * @param {Record<string, Numbers>} arrays
 */
export function writeArrays(file, about, arrays) {
  const layout = Object.entries(arrays).map(([name, numbers]) => {
    return { name, kind: numbers.constructor.name, length: numbers.length };
  });
  const line = JSON.stringify({ about, layout });
  /** @type {Uint8Array[]} */
  const parts = [Buffer.from(`${line}${" ".repeat(gap(Buffer.byteLength(line) + 1))}\n`)];
  for (const numbers of Object.values(arrays)) {
    parts.push(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    parts.push(Buffer.alloc(gap(numbers.byteLength)));
  }
  writeWhole(file, Buffer.concat(parts));
}

/**
 * @param {string} file
 * @returns {{ about: any, arrays: Record<string, any>, digest: string } | null} null where there is no such file;
 *   the digest is of the whole file
 */
export function readArrays(file) {
  const bytes = bytesOf(file);
  if (bytes === null) return null;
  let at = bytes.indexOf("\n") + 1;
  const { about, layout } = JSON.parse(bytes.toString("utf8", 0, at));
  /** @type {Record<string, Numbers>} */
  const arrays = {};
  for (const { name, kind, length } of layout) {
    const Kind = KINDS[/** @type {keyof typeof KINDS} */ (kind)];
    arrays[name] = new Kind(bytes.buffer, bytes.byteOffset + at, length);
    at += arrays[name].byteLength + gap(arrays[name].byteLength);
  }
  return { about, arrays, digest: createHash("sha256").update(bytes).digest("hex") };
}

/** Bytes missing to the next multiple of 8. */
const gap = (/** @type {number} */ length) => (8 - (length % 8)) % 8;

function bytesOf(/** @type {string} */ file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw error;
  }
}
