// Keeps the files of a model in the home: copied, hashed as they were copied, and put in place by one rename. The folder is
// named by the hash of what is in it, so whoever does this again finds it done.
//
// Links are followed, since training tools link to caches that are cleared one day; what is neither file nor folder is
// refused.

import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { ModelFiles } from "../../engine/model.ts";

/** What is kept stands below its hash by this name: a user's text names nothing in a home. */
const CONTENT = "content";

/** Where the files of a hash are, or would be. */
export function keptAt(models: string, hash: string): string {
  return join(models, hash, CONTENT);
}

/** Drafts of those who were killed while they copied. */
export function dropDrafts(models: string, drafts: readonly string[]): void {
  for (const draft of drafts) rmSync(draftOf(models, draft), { recursive: true, force: true });
}

function draftOf(models: string, draft: string): string {
  return join(models, `draft-${draft}`);
}

/** Thrown for what can't be kept: the message says what and why. */
export class Unkept extends Error {}

/**
 * @param models - the home's folder for models, absolute
 * @param draft - a name that nobody else uses: the attempt's id
 * @throws Unkept
 */
export async function keepFiles(models: string, path: string, draft: string): Promise<ModelFiles> {
  mkdirSync(models, { recursive: true, mode: 0o700 });
  const folder = draftOf(models, draft);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  try {
    copy(path, join(folder, CONTENT), new Set());
    const found = await hashed(join(folder, CONTENT));
    if (found.files === 0) throw new Unkept(`there is no file in ${path}`);
    const place = join(models, found.hash);
    if (existsSync(place)) rmSync(folder, { recursive: true, force: true });
    else renameSync(folder, place);
    sync(models);
    return { ...found, name: basename(path) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (error instanceof Unkept) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Unkept(`there is no ${path}`);
    throw new Unkept(`${path} can't be kept: ${code === "" ? message : code}`);
  }
}

function copy(from: string, to: string, above: Set<string>): void {
  const found = statSync(from);
  if (found.isFile()) {
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
    return sync(to);
  }
  if (!found.isDirectory()) throw new Unkept(`${from} is neither a file nor a folder`);
  const identity = `${found.dev} ${found.ino}`;
  if (above.has(identity)) throw new Unkept(`${from} leads back into itself`);
  mkdirSync(to, { mode: 0o700 });
  const inside = new Set(above).add(identity);
  for (const name of readdirSync(from)) copy(join(from, name), join(to, name), inside);
}

/** What was written is on the disk before anybody is told of it. */
function sync(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Of a file that of its bytes; of a folder that of its names and theirs. */
async function hashed(path: string): Promise<Omit<ModelFiles, "name">> {
  if (statSync(path).isFile()) {
    return { hash: await hashOfFile(path), bytes: statSync(path).size, files: 1 };
  }
  const whole = createHash("sha256");
  let bytes = 0;
  let files = 0;
  for (const name of readdirSync(path).toSorted()) {
    const inside = await hashed(join(path, name));
    whole.update(`${inside.hash} ${Buffer.from(name).toString("hex")}\n`);
    bytes += inside.bytes;
    files += inside.files;
  }
  return { hash: whole.digest("hex"), bytes, files };
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
