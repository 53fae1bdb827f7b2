// The folder that a stage keeps over its attempts (DAGTOP_STATE_DIR), made before each of them.

import { mkdirSync } from "node:fs";

/** Mostly one call. Never recursive: a home that is gone must not come back as an empty one. */
export function makeFolder(folder: string, parents: readonly string[]): Held | null {
  try {
    make(folder);
  } catch {
    try {
      for (const each of [...parents, folder]) make(each);
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      return { is: "held", cause: `the folder ${folder}: ${code}` };
    }
  }
  return null;
}

interface Held {
  readonly is: "held";
  readonly cause: string;
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
