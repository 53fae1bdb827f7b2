// What the host hands to the core: what people asked for, and what was seen of attempts. Facts only; what follows
// from them is decided in decide.ts.

import type { AttemptId, RunId, StageKey } from "../pipeline/ids.ts";
import type { OnFail, Plan } from "../pipeline/plan.ts";
import type { Claim, ExitRecord } from "./attempt.ts";
import type { AnswerArgs, Rerun } from "./command.ts";
import type { Instant } from "./instant.ts";
import type { Trigger } from "./rows.ts";
import type { Run } from "./run.ts";
import type { Hashed, Outputs } from "./stage.ts";

/** Names the command row that is closed together with what it caused. */
export type CommandRef = number;

export interface TriggerInput {
  readonly kind: "trigger";
  readonly command: CommandRef;
  /** Chosen by who asks, so that the asker can follow the run before the host has seen the command. */
  readonly run: RunId;
  readonly plan: Plan;
  readonly planHash: string;
  readonly trigger: Trigger;
  readonly rerun: Rerun | null;
  readonly by: string;
}

/** Another round of a run that has ended. */
export interface RetryInput {
  readonly kind: "retry";
  readonly command: CommandRef;
  readonly run: RunId;
  /** The run as it ended; null where there is none of this id, or where it has not ended. */
  readonly ended: Run | null;
  readonly by: string;
}

/** A person's yes or no to a stage that waits for one. */
export interface AnswerInput extends AnswerArgs {
  readonly kind: "answer";
  readonly command: CommandRef;
  readonly by: string;
}

/** What the files of a stage with a cache came to. */
export type HashInput = {
  readonly run: RunId;
  readonly stage: StageKey;
  readonly round: number;
} & (
  | { readonly kind: "hashing"; readonly done: number; readonly total: number }
  | {
      readonly kind: "hashed";
      readonly hashed: Hashed;
      /** A result that is kept for them, with its files as it left them. */
      readonly hit: { readonly run: string; readonly outputs: Outputs | null } | null;
      /** Why there is none; empty where there is one. */
      readonly miss: string;
    }
  /** They can't be read: the stage can't start. */
  | { readonly kind: "unhashed"; readonly cause: string }
);

export interface CancelInput {
  readonly kind: "cancel";
  readonly command: CommandRef;
  readonly run: RunId;
  /** One stage, or null for the whole run. */
  readonly stage: StageKey | null;
  readonly by: string;
}

type OfAttempt = { readonly run: RunId; readonly stage: StageKey; readonly attempt: AttemptId };

/** What was measured and found of an attempt at its end. */
export interface Remains {
  readonly claim: Claim | null;
  readonly outputs: Outputs | null;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
  readonly leftovers: readonly string[];
  /** Of a built-in only; null where it said nothing. */
  readonly said: Said | null;
}

/** What a built-in says of its own end, whatever its exit code: the same again would come to the same. */
export interface Said {
  /** For people: "refused: f1 0.774 is below 0.8", "champion v7 kept". */
  readonly text: string;
  /** What its bad end means for the run; null leaves it to the plan. */
  readonly onFail: OnFail | null;
}

export type ReportInput = OfAttempt &
  (
    | { readonly kind: "claimed"; readonly claim: Claim }
    /** Its exit record is there, and nothing of it is left. `warning` is shown beside the end. */
    | {
        readonly kind: "exited";
        readonly record: ExitRecord;
        readonly remains: Remains;
        readonly warning: string | null;
      }
    /** It is gone, and how it ended is not known. */
    | { readonly kind: "lost"; readonly cause: string; readonly remains: Remains }
    /** Proved never to have started. */
    | { readonly kind: "fenced" }
    /** It can't be started: no such folder, a secret missing (semantics 5.3). */
    | { readonly kind: "refused"; readonly cause: string }
  );

export type HoldInput =
  | { readonly kind: "hold"; readonly cause: string }
  | { readonly kind: "release" };

/** What is asked of the host itself, and not of a run. */
export type HostInput =
  | {
      readonly kind: "drain";
      readonly command: CommandRef;
      readonly by: string;
      readonly isOn: boolean;
    }
  | { readonly kind: "take_over"; readonly command: CommandRef; readonly by: string }
  /** Of a kind that this build does not know, or for another host. */
  | { readonly kind: "unknown"; readonly command: CommandRef; readonly text: string }
  /** Every attempt is stopped, as by a cancel of its stage, and nothing new begins; `kill` skips their grace. */
  | { readonly kind: "stop_all"; readonly by: string; readonly kill: boolean };

export type Input =
  | HostInput
  | TriggerInput
  | CancelInput
  | RetryInput
  | AnswerInput
  | HashInput
  | ReportInput
  | HoldInput;

/** What the core may not find out for itself. */
export interface Context {
  readonly now: Instant;
  /** Since when this host has run: time limits that ran out before that stopped nobody. */
  readonly hostSince: Instant;
  readonly pidNamespace: string;
  /** Live attempts of this host at most. */
  readonly maxRunning: number;
  /** Pool → how many slots this host has of it. */
  readonly pools: Readonly<Record<string, number>>;
  /** A new attempt's id at each call. */
  readonly mint: () => AttemptId;
}
