// Kept models and their versions, as the home's own registry has them. A version is never changed: what moves are its aliases.
//
// `champion` is on at most one version of a model, `previous` on the one that was champion before it.

import type { RunSource } from "./run-source.ts";
import type { AttemptId, RunId, StageKey } from "../pipeline/ids.ts";
import type { ParamValue } from "../pipeline/value.ts";

export type Alias = "champion" | "previous";

/** What the kept files are. `hash` is of all of them and their names, in hex; it names their folder in the home. */
export interface ModelFiles {
  readonly hash: string;
  readonly bytes: number;
  readonly files: number;
  /** The name that the file or folder had. */
  readonly name: string;
}

export type Metrics = Readonly<Record<string, number>>;

/** Where a version comes from. */
export interface Provenance {
  readonly runId: RunId;
  /** "spam#3" */
  readonly run: string;
  readonly round: number;
  /** The stage that made the files. */
  readonly stage: StageKey;
  /** Null where its result was taken over from a run that is gone. */
  readonly attempt: AttemptId | null;
  readonly source: RunSource | null;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Stage → hash of what it made, for those above that have a cache. */
  readonly data: Readonly<Record<string, string>>;
}

export interface ModelVersion {
  readonly model: string;
  /** From 1; never given twice. */
  readonly version: number;
  readonly files: ModelFiles;
  readonly metrics: Metrics;
  readonly from: Provenance;
  /** Who made it: the person who asked for its run. */
  readonly by: string;
  readonly at: number;
  readonly archivedAt: number | null;
}

export type Aliases = Readonly<Partial<Record<Alias, number>>>;

/** One model as the registry sees it when it is asked something. */
export interface ModelState {
  readonly model: string;
  /** The highest number that was given, deleted versions included. */
  readonly lastVersion: number;
  /** Those that are not deleted, oldest first. */
  readonly versions: readonly ModelVersion[];
  readonly aliases: Aliases;
}

/** The version that is champion; null where none is. */
export function championVersion({ versions, aliases }: ModelState): ModelVersion | null {
  return versions.find(({ version }) => version === aliases.champion) ?? null;
}

/** What happened to a model: rows that stay, in their order. */
export type ModelEvent =
  | "made"
  | "promoted"
  | "kept"
  | "refused"
  | "rolled_back"
  | "archived"
  | "deleted";

export interface ModelChange {
  readonly model: string;
  readonly version: number;
  readonly event: ModelEvent;
  /** For people: the numbers and the reason. */
  readonly text: string;
  readonly by: string;
  readonly at: number;
}
