// How a run can end, and what can begin a round after the first.

export type RunEnd = "succeeded" | "partial" | "failed" | "cancelled" | "timed_out";

/** Of a round: `retry` was asked for by a person, `retry_run` is the pipeline's own. */
export type RoundTrigger = "retry" | "retry_run";
