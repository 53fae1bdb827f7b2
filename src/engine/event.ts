// What happened. Events are appended and never changed; everything else can be folded from them again, so a kind
// that was released once keeps its meaning for ever (`v` counts the forms of its data).
//
// Instants are in the event where something is due from them; plain times are epoch milliseconds.

import type { AttemptId, PipelineName, RunId, StageKey } from "../pipeline/ids.ts";
import type { AttemptEnd, Claim, Stop } from "./attempt.ts";
import type { Instant } from "./instant.ts";
import type { RoundTrigger, RunEnd } from "./outcome-words.ts";
import type { Trigger } from "./rows.ts";
import type { Hashed, Outputs, QueuedFor, StageStatus } from "./stage.ts";

/** The states in which a stage can end: the words and data of StageStatus without those that still live. */
export type StageEnd = Extract<StageStatus, { readonly endedAt: number }>;

export type RunCreated = {
  readonly kind: "run.created";
  readonly run: RunId;
  readonly pipeline: PipelineName;
  readonly folder: string;
  readonly number: number;
  readonly trigger: Trigger;
  readonly by: string;
  /** Hash of the frozen plan. */
  readonly plan: string;
  readonly rerun: RerunOf | null;
  readonly now: Instant;
};

/** Where a rerun comes from. */
export interface RerunOf {
  readonly run: RunId;
  /** "spam#3" */
  readonly name: string;
  /** Stages that go on with a state folder, and the run that made it (semantics 2.6). */
  readonly state: Readonly<Record<string, RunId>>;
  /** Stages that were named: they run, whatever is kept of them. */
  readonly fresh: readonly StageKey[];
}

type OfAttempt = { readonly run: RunId; readonly stage: StageKey; readonly attempt: AttemptId };

export type RunEvent =
  | RunCreated
  | { readonly kind: "run.waiting"; readonly run: RunId; readonly reason: string }
  | {
      readonly kind: "run.started";
      readonly run: RunId;
      readonly round: number;
      readonly now: Instant;
    }
  | {
      readonly kind: "stage.queued";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly for: QueuedFor;
    }
  /** Another pass over some stages: all of `stages` begin anew. */
  | {
      readonly kind: "round.opened";
      readonly run: RunId;
      readonly round: number;
      readonly trigger: RoundTrigger;
      readonly by: string;
      readonly stages: readonly StageKey[];
      /** When it starts by itself; null waits for its place among the runs of its pipeline. */
      readonly due: Instant | null;
      /** How the round before it came out, where that was not the end of the run. */
      readonly before: { readonly as: RunEnd; readonly endedAt: number } | null;
    }
  /** Whether the clock of the run's time limit stands, since nothing but a person is waited for. */
  | {
      readonly kind: "run.clock";
      readonly run: RunId;
      readonly stands: boolean;
      readonly now: Instant;
    }
  /** It needs no attempt: its result is cached, or another run's is kept. */
  | {
      readonly kind: "stage.taken_over";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly from: string;
      readonly end: StageEnd;
      readonly outputs: Outputs | null;
    }
  /** No result is kept for its files: it runs. */
  | ({
      readonly kind: "stage.hashed";
      readonly run: RunId;
      readonly stage: StageKey;
      /** Why there is none. */
      readonly miss: string;
    } & Hashed)
  | {
      readonly kind: "stage.waiting";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly since: Instant;
      readonly due: Instant | null;
      readonly message: string;
    }
  | (OfAttempt & {
      readonly kind: "attempt.starting";
      readonly number: number;
      readonly round: number;
      readonly now: Instant;
      readonly pidNamespace: string;
    })
  | (OfAttempt & { readonly kind: "attempt.running"; readonly claim: Claim })
  | (OfAttempt & {
      readonly kind: "attempt.stopping";
      readonly stop: Stop;
      readonly byPerson: boolean;
    })
  | (OfAttempt & {
      readonly kind: "attempt.ended";
      readonly as: AttemptEnd;
      readonly endedAt: number;
      readonly exitCode: number | null;
      readonly cause: string | null;
      readonly claim: Claim | null;
      readonly cpuMs: number | null;
      readonly peakRssBytes: number | null;
      readonly outputs: Outputs | null;
      /** What was left of it and had to be swept, or could not be: one line each. */
      readonly leftovers: readonly string[];
    })
  | {
      readonly kind: "stage.retrying";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly due: Instant;
      readonly cause: string;
    }
  | {
      readonly kind: "stage.ended";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly end: StageEnd;
    }
  | { readonly kind: "run.stopping"; readonly run: RunId; readonly why: RunStop }
  | { readonly kind: "run.always_limit"; readonly run: RunId; readonly due: Instant }
  | {
      readonly kind: "run.ended";
      readonly run: RunId;
      readonly as: RunEnd;
      readonly reason: string | null;
      readonly endedAt: number;
    };

/** Why a run is being stopped. A second cancel is `kill`: no grace, no `always` stages. */
export type RunStop =
  | { readonly is: "cancel"; readonly by: string }
  | { readonly is: "kill"; readonly by: string }
  | { readonly is: "timeout" };

export type HostEvent =
  | { readonly kind: "host.started"; readonly pid: number; readonly version: string }
  | { readonly kind: "host.left"; readonly reason: string }
  | { readonly kind: "host.holding"; readonly cause: string }
  | { readonly kind: "host.released" }
  | { readonly kind: "host.draining"; readonly by: string }
  /** The drain was taken back. */
  | { readonly kind: "host.drain_off"; readonly by: string }
  /** A copied home, and what ran in it when it was copied, belong to this host from now on. */
  | { readonly kind: "host.took_over"; readonly by: string };

export type Event = RunEvent | HostEvent;

export function isRunEvent(event: Event): event is RunEvent {
  return !event.kind.startsWith("host.");
}
