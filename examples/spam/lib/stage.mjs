// What a stage of this example knows of its surroundings: the parameters and files that dagtop hands over in
// environment variables, and the folder that the stages share.
//
// Every variable has a default, so that each script also runs by hand: `node data.mjs && node features.mjs`.

import { appendFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const { env } = process;

/**
 * Where the stages of a run leave files for each other; made if it is not there. $DAGTOP_STATE_DIR would not do: it
 * belongs to one stage alone. One folder is safe because two runs of one pipeline never overlap (`max_active_runs` is
 * 1). A pipeline that allows several would put $DAGTOP_RUN_ID into the path, and could cache nothing in it.
 */
export function workFile(/** @type {string} */ name) {
  const folder = path.resolve(env.SPAM_WORK || path.join(import.meta.dirname, "..", "work"));
  mkdirSync(folder, { recursive: true });
  return path.join(folder, name);
}

/** A file of this stage alone. dagtop keeps it over retries; a fresh run starts with an empty folder. */
export function stateFile(/** @type {string} */ name) {
  return env.DAGTOP_STATE_DIR ? path.join(env.DAGTOP_STATE_DIR, name) : workFile(name);
}

/** A whole number from `dagtop run -p NAME=…`. dagtop has checked it against the pipeline file already. */
export function integerParam(/** @type {string} */ name, /** @type {number} */ fallback) {
  const text = env[`DAGTOP_PARAM_${name.toUpperCase()}`] ?? String(fallback);
  const value = Number(text);
  if (!Number.isSafeInteger(value)) fail(`parameter ${name} is not a whole number: ${text}`);
  return value;
}

/** A boolean arrives as "true" or "false"; "on" and "yes" are for runs by hand. */
export function booleanParam(/** @type {string} */ name, /** @type {boolean} */ fallback) {
  const text = env[`DAGTOP_PARAM_${name.toUpperCase()}`] ?? String(fallback);
  return ["true", "on", "yes"].includes(text);
}

/** Which try of the stage this is, from 1; 0 by hand. */
export const attempt = Number(env.DAGTOP_ATTEMPT ?? 0);

/** One point of the stage's curves, for example `metric({ step: 10, loss: 0.3 })`. */
export function metric(/** @type {Record<string, number>} */ point) {
  if (env.DAGTOP_METRICS) appendFileSync(env.DAGTOP_METRICS, `${JSON.stringify(point)}\n`);
}

/** Moves the stage's progress bar; `done` is a share from 0 to 1. */
export function progress(/** @type {number} */ done, /** @type {string} */ words) {
  console.log(`::dagtop progress=${done.toFixed(2)} ${words}`);
}

/** What later stages and `dagtop show` see of this one. */
export function outputs(/** @type {Record<string, string | number>} */ values) {
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  if (env.DAGTOP_OUTPUT) appendFileSync(env.DAGTOP_OUTPUT, lines.join(""));
}

/** Writes all of a file or nothing: a stage that is killed never leaves half a file under the real name. */
export function writeWhole(/** @type {string} */ file, /** @type {string | Uint8Array} */ content) {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, content, { flush: true });
  renameSync(draft, file);
}

/** What a person has to mend; its words are all that is printed. */
class Failure extends Error {}

// Ends by itself instead of by process.exit(), which can hang: while a background thread of V8 waits for a collection
// of garbage, Node 24.21 waits for that thread for ever.
process.once("uncaughtException", (error) => {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
});

/** @returns {never} */
export function fail(/** @type {string} */ words) {
  throw new Failure(words);
}
