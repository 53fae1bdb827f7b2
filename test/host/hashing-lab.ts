// A folder of files to be hashed, and real hashing processes that read them: the program from its sources, as a host would
// start it.

import { type SpawnOptions, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { FileIndex } from "../../src/engine/host/hashing/file-index.ts";
import { digestsOf } from "../../src/engine/host/hashing/hash-tree.ts";
import {
  type Hasher,
  type HashProcess,
  type OnProgress,
  hasher,
} from "../../src/engine/host/hashing/hasher.ts";
import type { Digests, Hashed } from "../../src/engine/host/hashing/protocol.ts";
import { type Lab, lab } from "./lab.ts";

export const PROGRAM = resolve(import.meta.dirname, "../../bin/dagtop.ts");

export interface HashingLab extends Lab {
  readonly index: string;
  /** Every process that was started, the newest last. */
  readonly processes: HashProcess[];
  readonly notes: string[];
  readonly hasher: (args?: readonly string[], options?: SpawnOptions) => Hasher;
}

export function hashingLab(): HashingLab {
  const here = lab();
  const index = here.path("file-hashes");
  const processes: HashProcess[] = [];
  const notes: string[] = [];
  const hashers: Hasher[] = [];
  const start = (args: readonly string[], options: SpawnOptions): HashProcess => {
    const env = { ...process.env, XDG_CACHE_HOME: here.path("cache"), DAGTOP_LAB: here.folder };
    const words = [PROGRAM, "hash", "--index", index, ...args];
    const child = spawn(process.execPath, words, {
      env,
      ...options,
      stdio: ["pipe", "pipe", "pipe"],
    });
    processes.push(child);
    return child;
  };
  return {
    ...here,
    index,
    processes,
    notes,
    hasher: (args = [], options = {}) => {
      const one = hasher({ start: () => start(args, options), note: (text) => notes.push(text) });
      hashers.push(one);
      return one;
    },
    close: async () => {
      for (const one of hashers) one.close();
      await here.close();
    },
  };
}

const NOTHING: OnProgress = () => undefined;

/** The digest of the one path, which can be hashed. */
export async function digestOf(one: Hasher, path: string): Promise<string | null> {
  const hashed = await one.hash({ paths: [path] }, NOTHING);
  if (hashed.is === "failed") throw new Error(hashed.cause);
  return hashed.digests[path] ?? null;
}

export function asked(one: Hasher, ...paths: readonly string[]): Promise<Hashed> {
  return one.hash({ paths }, NOTHING);
}

/** What hashing in this very process does: the digests, and how many bytes it had to read. */
export async function hashedHere(
  index: FileIndex,
  paths: readonly string[],
  whenRead: () => void = () => undefined,
): Promise<{ digests: Digests; bytes: number }> {
  let bytes = 0;
  const { digests } = await digestsOf(paths, index, {
    turn: () => null,
    toRead: () => undefined,
    haveRead: (more) => {
      bytes += more;
      whenRead();
    },
  });
  return { digests, bytes };
}
