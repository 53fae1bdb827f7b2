// What screens want done outside of them: the host asked for something, rows read for a dialog, a log searched, a text
// copied. Whoever does it answers with a toast, a dialog, a run to open or a place in a log (told.ts).

import type { ModelAsk } from "../../engine/model-ask.ts";
import type { AttemptId, PipelineName, RunId, StageKey } from "../../pipeline/ids.ts";
import type { ParamValue } from "../../pipeline/value.ts";
import type { LogPlace, LogTarget } from "../log/view.ts";

export type RerunChoice =
  | { readonly is: "failed" }
  | { readonly is: "all" }
  | { readonly is: "only"; readonly stage: StageKey }
  | { readonly is: "from"; readonly stage: StageKey };

/** What a person may do about a model here. */
export type ModelChoice = Extract<ModelAsk, { readonly act: "promote" | "rollback" }>;

/** What is to be done outside of the screens. Whoever does it answers with a toast, a dialog, or a place in a log. */
export type Wish =
  // Asks the host; each answer is a toast, and a new run is opened.
  | {
      readonly is: "trigger";
      readonly pipeline: PipelineName;
      /** Only those that the person has changed. */
      readonly params: Readonly<Record<string, ParamValue>>;
      readonly preset: string | null;
    }
  | { readonly is: "trigger-file"; readonly file: string }
  | {
      readonly is: "cancel";
      readonly run: RunId;
      readonly stage: StageKey | null;
      readonly kill: boolean;
    }
  | { readonly is: "retry"; readonly run: RunId }
  | { readonly is: "rerun"; readonly run: RunId; readonly choice: RerunChoice }
  | {
      readonly is: "answer";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly round: number;
      readonly approved: boolean;
      readonly message: string | null;
    }
  | { readonly is: "model"; readonly ask: ModelChoice }
  // Reads what a dialog needs, then shows it.
  | { readonly is: "prepare-trigger"; readonly pipeline: PipelineName }
  | { readonly is: "prepare-rerun"; readonly run: RunId; readonly stage: StageKey | null }
  | {
      readonly is: "prepare-cancel";
      readonly run: RunId;
      readonly stage: StageKey | null;
      readonly kill: boolean;
    }
  | { readonly is: "prepare-answer"; readonly run: RunId; readonly stage: StageKey }
  | { readonly is: "prepare-model"; readonly ask: ModelChoice }
  // Logs.
  | {
      readonly is: "search";
      readonly target: LogTarget;
      readonly query: string;
      readonly from: LogPlace | "start" | "end";
      readonly direction: 1 | -1;
      /** Only among the rows that hold it. */
      readonly filter: string | null;
    }
  | { readonly is: "first-error"; readonly target: LogTarget }
  | { readonly is: "stop-search" }
  | { readonly is: "save"; readonly target: LogTarget; readonly filter: string | null }
  | { readonly is: "pager"; readonly target: LogTarget }
  // The terminal.
  | { readonly is: "copy"; readonly text: string; readonly what: string }
  | {
      readonly is: "shell";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly attempt: AttemptId | null;
    }
  | { readonly is: "init" }
  | { readonly is: "demo" }
  | { readonly is: "suspend" }
  | { readonly is: "redraw" }
  | { readonly is: "quit" };
