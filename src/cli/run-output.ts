// The three ways in which `run` tells what happens: a live block on a terminal, timestamped lines without one, JSON lines
// for programs. All end with the same short summary for people.

import { NO_MASK } from "../engine/host/mask.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { RunRow } from "../engine/rows.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { Reader } from "../store/reader.ts";
import { nextCommands } from "../ui/next-commands.ts";
import type { RunView } from "../ui/project.ts";
import { changes } from "../ui/run-lines.ts";
import { summary } from "../ui/run-summary.ts";
import { followedStore } from "../ui/view.ts";
import { type EventPrinter, eventPrinter } from "./event-lines.ts";
import type { Snapshot } from "./follow.ts";
import { maskedStage } from "./masked-rows.ts";
import { masksOfRuns } from "./masking.ts";
import { notesOf } from "./notes.ts";
import { say } from "./output.ts";
import { configFile } from "./home.ts";
import type { Masks, Viewer } from "./run-view.ts";
import { shownHere } from "./terminal-messages.ts";

export interface RunOutput {
  readonly changed: (snapshot: Snapshot) => void;
  readonly looked: (() => void) | null;
  /** The run is over. */
  readonly finish: (snapshot: Snapshot) => Promise<void>;
  /** Following has ended before the run; the terminal is given back. */
  readonly leave: () => void;
}

export interface RunOutputOptions {
  readonly viewer: Viewer;
  readonly reader: Reader;
  readonly plan: Plan;
  readonly colour: boolean;
  readonly ascii: boolean;
  readonly inline: boolean;
}

/** On a terminal. Ink is loaded here, and nowhere before. */
export async function blockOutput(options: RunOutputOptions): Promise<RunOutput> {
  const { showRun } = await import("../ui/run-block.tsx");
  const { viewer, colour, ascii, inline } = options;
  const store = followedStore(Date.now());
  const masks = masksFor(options);
  const block = showRun(store, process.stdout, { ascii, colour, inline });
  return {
    changed: (snapshot) => {
      store.setState({ run: viewer.view(snapshot, masks), now: Date.now() });
    },
    looked: () => {
      store.setState({ run: viewer.again(masks), now: Date.now() });
    },
    finish: (snapshot) => block.finish(summaryOf(snapshot, options, masks)),
    leave: block.unmount,
  };
}

export function linesOutput(options: RunOutputOptions): RunOutput {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const masks = masksFor(options);
  let before: RunView | null = null;
  let since: number | null = null;
  return {
    changed: (snapshot) => {
      const after = options.viewer.view(snapshot, masks);
      if (before === null) since = endBeforeRetry(options.reader, snapshot.run.id);
      for (const line of changes(before, after, { now: Date.now(), zone, since })) say(line);
      before = after;
    },
    looked: null,
    finish: async (snapshot) => {
      for (const line of summaryOf(snapshot, options, masks)) say(line);
      await Promise.resolve();
    },
    leave: () => undefined,
  };
}

/** When the run ended before its last round by hand, of which alone is told; null where there was none. */
function endBeforeRetry(reader: Reader, run: RunId): number | null {
  const rounds = reader.rounds.ofRun(run);
  const byHand = rounds.findLastIndex(({ trigger }) => trigger === "retry");
  return rounds[byHand - 1]?.endedAt ?? null;
}

/** @param from - the event behind which it begins */
export function jsonOutput(reader: Reader, run: RunId, from: number): RunOutput {
  const printer: EventPrinter = eventPrinter(reader, run, from);
  return {
    changed: printer.more,
    looked: null,
    finish: async () => {
      printer.more();
      await Promise.resolve();
    },
    leave: () => undefined,
  };
}

/** Nothing is looked up for a run without secrets. */
function masksFor({ plan, reader }: RunOutputOptions): Masks {
  return plan.secrets.length === 0 ? () => NO_MASK : masksOfRuns(reader);
}

/** What the last round has told over the terminal: whoever follows the run is one. */
function terminalMessages(reader: Reader, run: RunRow): string[][] {
  const rows = reader.messages.ofRun(run.id).filter(({ round }) => round === run.round);
  if (rows.length === 0) return [];
  return rows
    .filter(shownHere(configFile(process.env)))
    .map(({ stage, message: { title, lines } }) => [`${stage}  ${title}`, ...lines]);
}

function summaryOf(snapshot: Snapshot, options: RunOutputOptions, masks: Masks): string[] {
  const { reader, plan, viewer, ascii, colour } = options;
  const mask = masks(snapshot.run.id);
  const stages = snapshot.stages.map((stage) => maskedStage(stage, mask));
  const messages = terminalMessages(reader, snapshot.run).map((lines) =>
    lines.map((line) => mask.text(line)),
  );
  const notes = notesOf(plan, stages, reader.metrics.ofRun(snapshot.run.id));
  const view = viewer.view(snapshot, masks);
  return summary(view, { ascii, colour, notes, messages, next: nextCommands(view) });
}
