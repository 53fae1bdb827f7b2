// What the host needs of the rest of the program. The store implements the journal; tests may hand in others.

import type { Channel } from "../../pipeline/channels.ts";
import type { AttemptId, PipelineName, RunId, StageKey } from "../../pipeline/ids.ts";
import type { NewCommand, NewHomeCommand, RunEnvironment, TriggerArgs } from "../command.ts";
import type { Turn } from "../decide.ts";
import type { Effect } from "../effect.ts";
import type { GpuUse } from "../gpu-use.ts";
import type { OutboxRow } from "../outbox.ts";
import type { SampleRow } from "../rows.ts";
import type { Run } from "../run.ts";
import type { SecretRow } from "../secret-row.ts";
import type { Outputs } from "../stage.ts";

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

/** What a stage with a cache gave, and what its files were (cached.ts). */
export interface CachedResult {
  readonly pipeline: PipelineName;
  readonly stage: StageKey;
  readonly key: string;
  /** Hash of its outs. */
  readonly outs: string;
  readonly outputs: Outputs | null;
  /** As in Hashed, with its outs. */
  readonly parts: Readonly<Record<string, string>>;
  /** The run that made it: "spam#3". */
  readonly run: string;
}

/** Why nothing was kept of a stage the last time. */
export interface NotKept {
  readonly pipeline: PipelineName;
  readonly stage: StageKey;
  readonly cause: string;
  readonly run: string;
}

/** What the user's configuration says of this host; it may change while the host lives. */
export interface HostSettings {
  /** Live attempts at most. */
  readonly maxRunning: number;
  /** Pool → how many slots there are. */
  readonly pools: Readonly<Record<string, number>>;
  /** Secret → the words of the command that prints it. */
  readonly secretCommands: Readonly<Record<string, readonly string[]>>;
  readonly channels: Readonly<Record<string, Channel>>;
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
  readonly samples: readonly SampleRow[];
  readonly kept: readonly CachedResult[];
  readonly notKept: readonly NotKept[];
  /** Answered in this transaction, in their order. */
  readonly homeCommands: readonly NewHomeCommand[];
  /** Messages as they are after a try. */
  readonly posted: readonly OutboxRow[];
  /** Fingerprints of the secrets that an attempt is about to get. */
  readonly secrets: readonly { readonly attempt: AttemptId; readonly rows: readonly SecretRow[] }[];
}

/** Who knows what processes use of GPUs, where there are any. */
export interface GpuProbe {
  /**
   * What was found last, and not too long ago; null where nothing was. Begins to look anew, for the next call, unless it
   * does so already: never waits.
   */
  readonly latest: () => GpuUse | null;
  /** Ends a look that goes on. */
  readonly close: () => void;
}

/** What a host is to those who meet it: started by a command, in the foreground, or within a run. */
export type HostKind = "background" | "daemon" | "inline";

/** Why a host leaves: the words are in its last event. */
export type Leaving = "asked to" | "no work" | "drained";

export interface HostFacts {
  readonly pid: number;
  readonly startTime: number;
  readonly bootId: string;
  readonly pidNamespace: string;
  readonly version: string;
  readonly kind: HostKind;
  readonly machine: string;
  /** Device and inode of the home. */
  readonly place: string;
  readonly since: number;
  /** What a home is called that has no id yet. */
  readonly homeIdIfNew: string;
  /** In hex: of a home that has none yet. */
  readonly secretKeyIfNew: string;
}

/** What a new host finds. */
export interface Inherited {
  readonly epoch: number;
  /** The home is another folder than it was in this very boot, and stages ran: they may be another home's. */
  readonly isCopy: boolean;
  /** The id that the home was given when it was made. */
  readonly homeId: string;
  /** The home's random key, under which secrets have fingerprints. */
  readonly secretKey: string;
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
  /** A run that has ended, folded from its events; null where there is none. */
  ended(run: RunId): Run | null;
  cached(pipeline: string, stage: string, key: string): CachedResult | null;
  /** What was kept last, whatever its key, and why nothing was kept since. */
  lastKept(
    pipeline: string,
    stage: string,
  ): {
    readonly result: CachedResult | null;
    readonly notKept: NotKept | null;
  };
  /**
   * Fingerprints of all secrets that may stand in what an attempt gives: those of its run's attempts, and of the runs that
   * its run goes on from. The same list until there are others.
   */
  secretsFor(attempt: AttemptId): readonly SecretRow[];
  /** Messages that nobody has taken yet, oldest first. */
  waitingMessages(): OutboxRow[];
  metricOffset(attempt: AttemptId): number;
  /** Tidies up while there is nothing to do; may be called again. */
  rest(): void;
  /** Marks the host as gone; one that is not told to, only if nothing new has been asked for: else false. @throws DiskFull */
  leave(at: number, why: Leaving): boolean;
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
