// What the registry may be asked, as it stands in a command row of kind "model", and what it answers.

import type { AttemptId } from "../pipeline/ids.ts";
import type { Gate } from "./gate.ts";
import type { Metrics, ModelFiles, Provenance } from "./model.ts";

/** A candidate of a `uses: promote` stage: made a version, or found, and judged. */
export interface Submit {
  readonly act: "submit";
  readonly model: string;
  /** Of the promote stage: asked twice by the same, it is answered once. */
  readonly attempt: AttemptId;
  readonly files: ModelFiles;
  readonly metrics: Metrics;
  readonly from: Provenance;
  readonly gate: Gate;
  /** Who asked for its run. */
  readonly by: string;
  /** Versions whose files were looked for and not found. */
  readonly gone: readonly number[];
}

export type ModelAsk =
  | Submit
  | {
      readonly act: "promote";
      readonly model: string;
      readonly version: number;
      readonly force: boolean;
    }
  | { readonly act: "rollback"; readonly model: string }
  | {
      readonly act: "archive";
      readonly model: string;
      /** Those to archive, or how many of the newest to keep. */
      readonly which: { readonly versions: readonly number[] } | { readonly keep: number };
      readonly force: boolean;
    }
  | {
      readonly act: "delete";
      readonly model: string;
      readonly versions: readonly number[];
      readonly force: boolean;
    };

export type Outcome = "promoted" | "kept" | "not_better" | "refused" | "unchanged" | "done";

/** The text of the answer is JSON of this. */
export interface ModelAnswer {
  readonly outcome: Outcome;
  /** One sentence for people. */
  readonly text: string;
  /** Of a submit or a promotion: the version that it is about. */
  readonly version: number | null;
  readonly champion: number | null;
  readonly previous: number | null;
  /** Versions that were archived or deleted, or that were left because of an alias. */
  readonly changed: readonly number[];
  readonly left: readonly number[];
  /** Hashes of files that no version has any more. */
  readonly unused: readonly string[];
}
