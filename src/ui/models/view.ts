// What the Models screen sees: the kept models of a home with their versions and aliases. Filled from outside and only held;
// every text but a model's key has passed the sanitiser, and secrets are hidden in it.

import type { RunId } from "../../pipeline/ids.ts";

export type Goal = "max" | "min";

export interface MetricValue {
  readonly name: string;
  readonly value: number;
}

export interface VersionView {
  readonly version: number;
  readonly alias: "champion" | "previous" | null;
  readonly isArchived: boolean;
  /** Epoch milliseconds. */
  readonly madeAt: number;
  readonly by: string;
  readonly run: RunId;
  /** "spam#3" */
  readonly runName: string;
  /** Whether that run can still be opened. */
  readonly runIsThere: boolean;
  readonly round: number;
  readonly stage: string;
  /** "3f2a91c dirty"; null where it is not known. */
  readonly commit: string | null;
  /** "epochs=3" */
  readonly params: readonly string[];
  /** That of the gate first, then in the order in which they were given. */
  readonly metrics: readonly MetricValue[];
  /** The name that the file or folder had. */
  readonly fileName: string;
  readonly files: number;
  readonly bytes: number;
  /** The beginning of it. */
  readonly hash: string;
  /** Whether what was kept is not in the home any more. */
  readonly filesAreGone: boolean;
  /** What was said when it was judged, or when a person moved it: "refused: f1 0.7 is below 0.8"; null where nothing was. */
  readonly said: string | null;
}

export interface ModelView {
  /** As the registry has it; it is sent on, and never drawn. */
  readonly key: string;
  readonly name: string;
  /** The newest first. */
  readonly versions: readonly VersionView[];
  /** What the gate of the newest version judges by; null where that is not known. */
  readonly metric: string | null;
  /** Which way a metric is better, for those of which that is known. */
  readonly goals: Readonly<Record<string, Goal>>;
}

export interface ModelsView {
  /** By name. */
  readonly models: readonly ModelView[];
}
