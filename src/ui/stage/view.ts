// What the Stage screen sees of one stage beside its state, which stands in the view of its run: its command and rules, its
// tries, what it gave, and what the chosen try used and said. Filled from outside and only held; every text has passed the
// sanitiser and secrets are hidden in it.

import type { AttemptId, RunId, StageKey } from "../../pipeline/ids.ts";
import type { GateView } from "../gate-line.ts";
import type { AttemptState } from "../../engine/rows.ts";

/** What a stage does. */
export type StageWork =
  /** The script line by line; of a long one its first lines, of `count` in all. */
  | { readonly is: "script"; readonly lines: readonly string[]; readonly count: number }
  /** One line in which every word stands as a shell would need it. */
  | { readonly is: "argv"; readonly text: string }
  /** Nothing is run: a person is asked. `by` names who may answer; empty means anybody. */
  | { readonly is: "approval"; readonly message: string; readonly by: readonly string[] };

export interface StageEnvironment {
  /** Names that it sets itself, or its pipeline does. */
  readonly set: readonly string[];
  /** Names that were taken over from whoever asked for the run because the pipeline asks for them. */
  readonly passed: readonly string[];
  /** How many more were taken over: PATH, HOME and their like. */
  readonly usual: number;
  /** As a person writes it; null without one. */
  readonly file: string | null;
  readonly secrets: readonly string[];
  /** Who asked for the run. */
  readonly by: string;
}

export interface TryView {
  readonly id: AttemptId;
  readonly number: number;
  readonly round: number;
  readonly state: AttemptState;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Its mean of one core, while it runs the last that was seen. */
  readonly cpuPercent: number | null;
  readonly peakRssBytes: number | null;
  readonly cause: string | null;
  /** From the end of the try before it in its round; null for the first of a round. */
  readonly waitedMs: number | null;
}

export interface OutputView {
  readonly name: string;
  readonly value: string;
}

/** A file or folder that the stage's cache names. */
export interface OutView {
  /** From the project's folder on, where it is in there. */
  readonly path: string;
  readonly is: "file" | "folder" | "missing";
  /** Null where it isn't known: that of a folder never is. */
  readonly bytes: number | null;
  /** The beginning of what it came to when it was kept; null where this run kept or found nothing. */
  readonly hash: string | null;
}

export interface MetricView {
  readonly name: string;
  /** Oldest first; of a long course each n-th, and always the last. */
  readonly points: readonly number[];
  readonly latest: number;
  /** The lowest of what is a loss or a time by its name, else the highest. */
  readonly best: { readonly value: number; readonly isMax: boolean };
  /** Of the model that the run promotes; null where it has none, or no metric of this name. */
  readonly champion: { readonly version: number; readonly value: number } | null;
}

/** What a try used from its start to its end or until now, in equal spans of time; null where it isn't known. */
export interface UseView {
  readonly cpuPercent: readonly (number | null)[];
  readonly rssBytes: readonly (number | null)[];
  /** Empty where no GPU was seen. */
  readonly gpuPercent: readonly (number | null)[];
  readonly gpuBytes: readonly (number | null)[];
  /** The newest of each. */
  readonly now: {
    readonly cpuPercent: number | null;
    readonly rssBytes: number | null;
    readonly gpuPercent: number | null;
    readonly gpuBytes: number | null;
  };
}

export interface StagePageView {
  readonly run: RunId;
  readonly key: StageKey;
  /** "pricecheck#38" */
  readonly runName: string;
  /** The key as it may be shown. */
  readonly name: string;
  readonly description: string | null;
  readonly work: StageWork;
  /** The whole command for the clipboard, as it stands in the plan; empty where nothing is run. */
  readonly commandText: string;
  /** As a person writes it: "~/pricecheck". */
  readonly cwd: string;
  /** The folder that goes first in PATH; null where none does. */
  readonly python: string | null;
  readonly environment: StageEnvironment;
  readonly needs: readonly string[];
  /** Its `if` as the file has it; null for the usual one. */
  readonly ifText: string | null;
  /** "2 times after 30s", "never". */
  readonly retry: string;
  readonly timeoutMs: number | null;
  /** "gpu 1" */
  readonly slots: readonly string[];
  readonly onFail: "fail" | "warn" | "ignore";
  /** Oldest first. */
  readonly attempts: readonly TryView[];
  readonly outputs: readonly OutputView[];
  readonly outs: readonly OutView[];
  /** The try that the rest is of: the one that was asked for, else the last; null where there is none. */
  readonly chosen: AttemptId | null;
  readonly logPath: string | null;
  readonly metrics: readonly MetricView[];
  readonly use: UseView | null;
  /** Of a promotion what it judges, or has judged; null of any other stage. */
  readonly gate: GateView | null;
  /** The last lines of its log, oldest first. */
  readonly logTail: readonly string[];
}
