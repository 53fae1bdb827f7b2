// A home that is looked at for as long as a person likes: opened as soon as there is a database, opened again where that
// one has gone, and with the secrets of its runs hidden.

import { statSync } from "node:fs";
import type { HomePaths } from "../../engine/home-paths.ts";
import { type Masker, NO_MASK } from "../../engine/host/mask.ts";
import type { RunId } from "../../pipeline/ids.ts";
import { type Reader, openStore } from "../../store/reader.ts";
import { homeExists } from "../home.ts";
import { masksOfRuns } from "../masking.ts";

export interface OpenHome {
  readonly paths: HomePaths;
  /** Null where nothing has run yet. @throws UserError newer-home */
  readonly reader: () => Reader | null;
  readonly masks: (run: RunId) => Masker;
  /** After a read that failed: the next look opens the database again. */
  readonly drop: () => void;
}

export function openHome(paths: HomePaths): OpenHome {
  let reader: Reader | null = null;
  let masks: (run: RunId) => Masker = () => NO_MASK;
  let isStill: () => boolean = () => true;

  function opened(): Reader | null {
    if (reader !== null && isStill()) return reader;
    drop();
    reader = homeExists(paths) ? openStore(paths.database) : null;
    if (reader === null) return null;
    masks = masksOfRuns(reader);
    isStill = sameFile(paths.database);
    return reader;
  }

  function drop(): void {
    try {
      reader?.close();
    } catch {
      // It has gone already.
    }
    reader = null;
    masks = () => NO_MASK;
  }

  return {
    paths,
    reader: opened,
    masks: (run) => masks(run),
    drop,
  };
}

const LOOK_MS = 1000;

/** Whether a path still leads to the file that it leads to now: a home may be moved away, or another put in its place. */
function sameFile(path: string): () => boolean {
  const file = (): string => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? "" : `${found.dev} ${found.ino}`;
  };
  const own = file();
  let lookedAt = performance.now();
  return () => {
    if (performance.now() - lookedAt < LOOK_MS) return true;
    lookedAt = performance.now();
    return file() === own;
  };
}
