// What people are told, free of the channel that carries it. Composed once, stored, and sent with the same id on every try
// (semantics 8.4). All texts are plain: one line each, no escape sequences, secrets masked.

export type MessageLevel = "ok" | "warn" | "bad";

export interface MessageFacts {
  readonly pipeline: string;
  /** "pricecheck#42", or null where it is about no run. */
  readonly run: string | null;
  /** The stage to blame, or null. */
  readonly stage: string | null;
  /** The state that the run has without its notifications. */
  readonly state: string;
  readonly cause: string | null;
  readonly durationMs: number | null;
  readonly model: ModelFacts | null;
}

export interface ModelFacts {
  readonly name: string;
  readonly metric: string;
  readonly version: number | null;
  readonly value: number | null;
  readonly champion: number | null;
  readonly championValue: number | null;
}

export interface Message {
  /** "msg_" and 32 hex digits: of (run, round, stage, channel). */
  readonly id: string;
  /** When it was composed, epoch milliseconds. */
  readonly at: number;
  /** "run.failed", "run.succeeded", "test"; what webhooks call the type. */
  readonly event: string;
  readonly level: MessageLevel;
  /** The cause first: "train: CUDA out of memory (exit 1)". */
  readonly title: string;
  /** Further lines: stage, run and how long; the numbers; in this order. */
  readonly lines: readonly string[];
  /** To look closer: "dagtop show pricecheck#42". */
  readonly command: string;
  /** What belongs together, so that a good end resolves what a bad one opened (PagerDuty's dedup_key). */
  readonly subject: string;
  readonly facts: MessageFacts;
}

/** All of it as plain text, the command last. */
export function messageText({ title, lines, command }: Message): string {
  return [title, ...lines, command].join("\n");
}

/** What became of one try to hand a message over. */
export type Sent =
  | { readonly is: "accepted" }
  /** It may go better later; `afterMs` is what the receiver asked for. */
  | { readonly is: "again"; readonly why: string; readonly afterMs: number | null }
  /** The same message will never be taken. */
  | { readonly is: "refused"; readonly why: string };
