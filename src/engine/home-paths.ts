// Where things stand in a home. Names of folders are ids and hashes alone, never a user's text.

import type { AttemptId, RunId } from "../pipeline/ids.ts";

export interface HomePaths {
  readonly home: string;
  readonly database: string;
  /** The lease; only ever opened by a would-be host. */
  readonly lock: string;
  /** Touched after each commit: a hint for who follows. */
  readonly wake: string;
  readonly attempts: string;
  readonly state: string;
  readonly hostLog: string;
  /** The files of kept models, each below its hash. */
  readonly models: string;
  /** What files came to when they were read: an index that may be lost. */
  readonly fileHashes: string;
  /** Room that is given up when the disk is full, so that ends can still be recorded. */
  readonly ballast: string;
}

/** @param home - absolute, without a slash at its end */
export function homePaths(home: string): HomePaths {
  return {
    home,
    database: `${home}/dagtop.db`,
    lock: `${home}/lock.db`,
    wake: `${home}/wake`,
    attempts: `${home}/attempts`,
    state: `${home}/state`,
    models: `${home}/models`,
    hostLog: `${home}/host.log`,
    fileHashes: `${home}/file-hashes`,
    ballast: `${home}/ballast`,
  };
}

export function attemptFolder(paths: Pick<HomePaths, "attempts">, attempt: AttemptId): string {
  return `${paths.attempts}/${attempt}`;
}

/** Kept over the attempts and rounds of a run; its stages have a folder each. */
export function lineageFolder(paths: Pick<HomePaths, "state">, run: RunId): string {
  return `${paths.state}/${run}`;
}
