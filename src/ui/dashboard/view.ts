// What the Dashboard sees: each pipeline with its last runs, the runs of one of them, what happened of late, and of a home
// where nothing has run yet what could. Filled from outside and only held; every text has passed the sanitiser and secrets
// are hidden in it. What did not change stays the same object.
//
// Instants are epoch milliseconds.

import type { RunState, Trigger } from "../../engine/rows.ts";
import type { PipelineName, RunId, StageKey } from "../../pipeline/ids.ts";
import type { Mark } from "../theme.ts";

/** One run in the strip of a pipeline's last runs. */
export interface StripRun {
  readonly number: number;
  readonly state: RunState;
  /** Whether it waits for a person. */
  readonly forYou: boolean;
}

/** What a run does, or what it waits for. */
export interface Doing {
  /** "train 2/2  ep 3/10  f1 .81", or the question where it waits for a person. */
  readonly says: string;
  /** The same in as few words as there are. */
  readonly brief: string;
  /** When what it says of begins by itself: the next try, the next round; null where nothing is due. */
  readonly dueAt: number | null;
  /** When it is as likely over as not; null where nobody knows. */
  readonly eta: number | null;
  /** The stage that waits for a person; null without one. */
  readonly asks: StageKey | null;
}

export interface ActiveView extends Doing {
  readonly id: RunId;
  readonly number: number;
  readonly state: RunState;
  /** Null while it is queued. */
  readonly startedAt: number | null;
  /** Other runs of the pipeline that have not ended either. */
  readonly others: number;
}

/** A run that has ended. */
export interface EndedView {
  readonly id: RunId;
  readonly number: number;
  readonly state: RunState;
  readonly endedAt: number | null;
  readonly reason: string | null;
}

export interface StateTotal {
  readonly state: RunState;
  readonly count: number;
}

export interface PipelineView {
  readonly id: PipelineName;
  /** As it may be shown. */
  readonly name: string;
  /** Its last ten runs, the oldest first. */
  readonly strip: readonly StripRun[];
  /** Of the runs that have not ended the one that says most; null where all have. */
  readonly active: ActiveView | null;
  /** The last one that has ended. */
  readonly last: EndedView | null;
  /** Of the runs of the last seven days that have ended: how many in each state. */
  readonly week: readonly StateTotal[];
}

export interface RunLine {
  readonly id: RunId;
  readonly number: number;
  /** "pricecheck#42" */
  readonly name: string;
  readonly state: RunState;
  readonly forYou: boolean;
  readonly trigger: Trigger;
  readonly by: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Null where it has ended. */
  readonly doing: Doing | null;
  /** Why it ended as it did, else what it gave; perhaps empty. */
  readonly says: string;
  /** The last value of each. */
  readonly metrics: Readonly<Record<string, number>>;
  /** As a person writes them. */
  readonly params: Readonly<Record<string, string>>;
}

export interface RunsView {
  readonly pipeline: PipelineName;
  readonly name: string;
  readonly sinceMs: number;
  /** The newest first. */
  readonly rows: readonly RunLine[];
  /** Whether there are more in the range than are shown. */
  readonly isCut: boolean;
  /** Of all in the range, those that have not ended included. */
  readonly totals: readonly StateTotal[];
  /** The names of metrics and of parameters that some of the runs have. */
  readonly metrics: readonly string[];
  readonly params: readonly string[];
}

/** A piece of what happened: a text, with the mark of a state before it. */
export interface NewsPart {
  readonly mark: Mark | null;
  readonly text: string;
}

export interface News {
  /** Tells it from others: the number of its first event. */
  readonly id: number;
  readonly at: number;
  /** "pricecheck#42"; empty where it is of no run. */
  readonly name: string;
  /** What happened at once: each a few parts. */
  readonly items: readonly (readonly NewsPart[])[];
}

/** Something in the folder that could be run. */
export type Found =
  | {
      readonly is: "pipeline";
      readonly file: string;
      readonly name: string;
      /** The first of its stages. */
      readonly stages: readonly string[];
      readonly more: number;
    }
  /** A pipeline that is a program: nothing is known of it before it is run. */
  | { readonly is: "program"; readonly file: string }
  /** What looks like a pipeline and can't be read as one. */
  | { readonly is: "broken"; readonly file: string; readonly why: string }
  | { readonly is: "dvc"; readonly file: string; readonly stages: number }
  | { readonly is: "script"; readonly file: string };

/** A home where nothing has run, and the folder that dagtop was started in. */
export interface EmptyView {
  /** As a person writes it: "~/pricecheck". */
  readonly folder: string;
  readonly found: readonly Found[];
  /** Of the home's folder: "0700"; null where there is none yet. */
  readonly mode: string | null;
}

export interface DashboardView {
  /** In the order in which they are shown: by name. */
  readonly pipelines: readonly PipelineView[];
  /** Of the pipeline that is asked for; null where there is none. */
  readonly runs: RunsView | null;
  /** The oldest first. */
  readonly news: readonly News[];
  /** Null as soon as something has run. */
  readonly empty: EmptyView | null;
}
