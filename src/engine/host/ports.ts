// What the host needs of the rest of the program. The store implements the journal; tests may hand in others.

import type { AttemptId, RunId } from "../../pipeline/ids.ts";
import type { NewCommand, RunEnvironment, TriggerArgs } from "../command.ts";
import type { Turn } from "../decide.ts";
import type { Effect } from "../effect.ts";
import type { Run } from "../run.ts";

export interface MetricPoint {
  readonly name: string;
  readonly step: number | null;
  readonly value: number;
}

/** What was read of an attempt's metrics file since the last time. */
export interface MetricBatch {
  readonly attempt: AttemptId;
  readonly points: readonly MetricPoint[];
  /** Bytes of the file that have been read, up to the end of a line. */
  readonly offset: number;
}

/** Everything that one turn of the loop writes, in one transaction. */
export interface Commit {
  readonly turn: Turn;
  readonly at: number;
  /** The trigger commands of this turn: their plans and environments are stored beside the runs. */
  readonly triggers: readonly TriggerArgs[];
  /** Keys of effects that have been performed. */
  readonly done: readonly string[];
  readonly metrics: readonly MetricBatch[];
}

export interface HostFacts {
  readonly pid: number;
  readonly startTime: number;
  readonly bootId: string;
  readonly pidNamespace: string;
  readonly version: string;
  readonly since: number;
  /** What a home is called that has no id yet. */
  readonly homeIdIfNew: string;
}

/** What a new host finds. */
export interface Inherited {
  readonly epoch: number;
  /** The id that the home was given when it was made. */
  readonly homeId: string;
  /** Unfinished runs, folded from their events, oldest first. */
  readonly runs: readonly Run[];
  readonly numbers: ReadonlyMap<string, number>;
}

export interface Journal {
  /** Takes the next epoch; from now on each write checks it. */
  enter(facts: HostFacts): Inherited;
  /** Whether anybody else has written since the last time that this was asked. */
  hasNews(): boolean;
  /** Commands that nobody has answered. */
  commands(): NewCommand[];
  /** Effects that were committed and not performed; starts of older epochs are closed. */
  openEffects(): Effect[];
  /** @throws when the database refuses: nothing was written, and the inputs are still to be handled. */
  commit(commit: Commit): void;
  environment(run: RunId): RunEnvironment;
  metricOffset(attempt: AttemptId): number;
  /** Tidies up while there is nothing to do; may be called again. */
  rest(): void;
  /** Marks the host as gone if nothing new has been asked for; false when there is work. @throws DiskFull */
  leave(at: number, force: boolean): boolean;
  close(): void;
}

/** Thrown by `commit` when another host has taken the home over: stop at once, touch nothing. */
export class LostLease extends Error {
  constructor() {
    super("another host has taken this home over");
    this.name = "LostLease";
  }
}

/** Thrown by `commit` when there is no room on the disk. */
export class DiskFull extends Error {
  constructor(cause: unknown) {
    super("the disk is full", { cause });
    this.name = "DiskFull";
  }
}
