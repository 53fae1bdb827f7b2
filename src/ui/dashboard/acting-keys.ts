// The keys of the Dashboard that do something to a run or a pipeline, or leave for another screen.

import { openLog } from "../log/log-state.ts";
import type { KeyRecord } from "../monitor/keys.ts";
import { type Move, stay, wishing } from "../monitor/move.ts";
import type { Wish } from "../monitor/wish.ts";
import { openRun } from "../run/state.ts";
import { shellWord } from "../shell-word.ts";
import {
  type Aim,
  type At,
  type Why,
  aimOf,
  foundAt,
  isOver,
  noLog,
  noPipeline,
  noQuestion,
  noRetry,
  noRun,
} from "./able.ts";
import { commandOf } from "./empty.ts";
import { chosenPipeline } from "./lists.ts";
import { type Press, record } from "./record.ts";
import type { DashboardState } from "./state.ts";

const onAim =
  (press: (aim: Aim, at: At) => Move<DashboardState>): Press =>
  (at) => {
    const aim = aimOf(at);
    return aim === null ? stay(at.state) : press(aim, at);
  };

/** A dialog stands there until what it needs has been read. */
function preparing(state: DashboardState, title: string, wish: Wish): Move<DashboardState> {
  return { ...wishing(state, wish), dialog: { is: "waiting", title } };
}

const stopping = (kill: boolean): Press =>
  onAim(({ id, name }, { state }) =>
    preparing(state, `${kill ? "kill" : "cancel"} ${name}?`, {
      is: "prepare-cancel",
      run: id,
      stage: null,
      kill,
    }),
  );

const ofPipeline =
  (
    press: (
      id: NonNullable<DashboardState["pipeline"]>,
      name: string,
      at: At,
    ) => Move<DashboardState>,
  ): Press =>
  (at) => {
    const pipeline = chosenPipeline(at.view.dashboard, at.state);
    return pipeline === null ? stay(at.state) : press(pipeline.id, pipeline.name, at);
  };

const open: Press = (at) => {
  const { state } = at;
  if (state.picking !== null) return stay({ ...state, picking: null });
  return onAim(({ id }) => ({ ...stay(state), open: { is: "run", state: openRun(id) } }))(at);
};

const isEmpty = ({ view }: At): boolean => view.dashboard.empty !== null;

const noFile: Why = (at) => {
  if (!isEmpty(at)) return "this is for a home where nothing has run yet";
  const found = foundAt(at);
  switch (found?.is) {
    case undefined:
      return "no pipeline was found here: i makes one";
    case "pipeline":
      return null;
    case "program":
      return `it is a program, which only dagtop run ${shellWord(found.file)} evaluates`;
    case "broken":
      return `dagtop validate ${shellWord(found.file)} says what is wrong with it`;
    case "dvc":
      return "i makes a pipeline of it first";
    case "script":
      return `${commandOf(found.file)} runs it`;
  }
};

const start: Press = (at) => {
  const found = foundAt(at);
  return found === null
    ? stay(at.state)
    : wishing(at.state, { is: "trigger-file", file: found.file });
};

export const ACTING: readonly KeyRecord<DashboardState>[] = [
  record(
    "open",
    ["Enter"],
    "Open the run: of a pipeline the one that goes on, else the last",
    open,
    {
      hint: 1,
      unable: noRun,
    },
  ),
  record("start", ["Enter"], "In an empty home: run the file with the cursor", start, {
    label: "run",
    unable: noFile,
  }),
  record(
    "trigger",
    ["t"],
    "Trigger the pipeline, with a form for its parameters",
    ofPipeline((pipeline, name, { state }) =>
      preparing(state, `trigger ${name}`, { is: "prepare-trigger", pipeline }),
    ),
    { hint: 2, unable: noPipeline },
  ),
  record(
    "rerun",
    ["r"],
    "Rerun: what failed, one stage, it and what is below, or all",
    onAim(({ id, name }, { state }) =>
      preparing(state, `rerun ${name}`, { is: "prepare-rerun", run: id, stage: null }),
    ),
    { hint: 3, unable: noRun },
  ),
  record("cancel", ["x"], "Cancel the run, after a question", stopping(false), {
    hint: 4,
    unable: isOver,
  }),
  record("kill", ["X"], "Kill all that runs of the run, after a question", stopping(true), {
    unable: isOver,
  }),
  record(
    "retry",
    ["R"],
    "Retry the run: what went wrong and all below it, on the same plan",
    onAim(({ id }, { state }) => wishing(state, { is: "retry", run: id })),
    { unable: noRetry },
  ),
  record(
    "approve",
    ["a"],
    "Answer the stage that waits for a person, with its metrics in view",
    onAim(({ id, name, asks }, { state }) =>
      asks === null
        ? stay(state)
        : preparing(state, `${name} asks`, { is: "prepare-answer", run: id, stage: asks }),
    ),
    { label: "answer", hint: 6, unable: noQuestion },
  ),
  record(
    "log",
    ["L"],
    "The log of the run, line by line of all its stages",
    onAim(({ id }, { state }) => ({
      ...stay(state),
      open: { is: "log", state: openLog({ is: "run", run: id }) },
    })),
    { label: "logs", hint: 5, unable: noLog },
  ),
  record("pause", ["p"], "Pause or resume a schedule", ({ state }) => stay(state), {
    unable: () => "there are no schedules yet: they come with a later version",
  }),
  record(
    "copy",
    ["y"],
    "Copy the command that shows the run",
    onAim(({ name }, { state }) => {
      const text = `dagtop show ${shellWord(name)}`;
      return wishing(state, { is: "copy", text, what: text });
    }),
    { unable: noRun },
  ),
  record("init", ["i"], "Make a pipeline.yaml of what is in the folder", ({ state }) =>
    wishing(state, { is: "init" }),
  ),
  record("demo", ["d"], "Run a small example, to look around", ({ state }) =>
    wishing(state, { is: "demo" }),
  ),
  record("quit", ["q"], "Leave; what runs goes on", ({ state }) => wishing(state, { is: "quit" }), {
    hint: 97,
  }),
];
