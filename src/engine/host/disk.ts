// Room on the disk: a ballast file that is given up at the first "disk full", so that what has ended can still be
// recorded while nothing new is started.

import { statSync, statfsSync, unlinkSync } from "node:fs";
import { open, rename } from "node:fs/promises";

export interface Disk {
  /** Frees the ballast. May be called again. */
  readonly giveUp: () => void;
  /** Whether there is room for the ballast and as much again. */
  readonly hasRoom: () => boolean;
}

const BALLAST_BYTES = 32 * 1024 * 1024;
const CHUNK = Buffer.alloc(1024 * 1024);

export function diskOf(ballast: string): Disk {
  return {
    giveUp: () => {
      try {
        unlinkSync(ballast);
      } catch {
        // It was given up before, or never made.
      }
    },
    hasRoom: () => freeBytes(ballast) >= 2 * BALLAST_BYTES,
  };
}

/** Makes the ballast where it is missing and there is plenty of room. It is written out: a hole would hold nothing. */
export async function makeBallast(ballast: string): Promise<void> {
  if (statSync(ballast, { throwIfNoEntry: false }) !== undefined) return;
  if (freeBytes(ballast) < 4 * BALLAST_BYTES) return;
  const draft = `${ballast}.new`;
  const file = await open(draft, "w", 0o600);
  try {
    for (let at = 0; at < BALLAST_BYTES; at += CHUNK.length) await file.write(CHUNK);
  } finally {
    await file.close();
  }
  await rename(draft, ballast);
}

function freeBytes(ballast: string): number {
  const folder = ballast.slice(0, ballast.lastIndexOf("/"));
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
