// The keys of the Dashboard that do something to a run or a pipeline, or leave for another screen.

import { openLog } from "../log/log-state.ts";
import { openModels } from "../models/state.ts";
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

/** Where something has run there is no such thing. */
const notEmpty: Why = (at) => (isEmpty(at) ? null : "");

/** And where nothing has, nothing of what concerns runs. */
const full =
  (why: Why): Why =>
  (at) =>
    isEmpty(at) ? "" : why(at);

const noFile: Why = (at) => {
  if (!isEmpty(at)) return "";
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
      unable: full(noRun),
    },
  ),
  record("start", ["Enter"], "In an empty home: run the file with the cursor", start, {
    label: "run",
    hint: 1,
    unable: noFile,
  }),
  record(
    "trigger",
    ["t"],
    "Trigger the pipeline, with a form for its parameters",
    ofPipeline((pipeline, name, { state }) =>
      preparing(state, `trigger ${name}`, { is: "prepare-trigger", pipeline }),
    ),
    { hint: 2, unable: full(noPipeline) },
  ),
  record(
    "rerun",
    ["r"],
    "Rerun: what failed, one stage, it and what is below, or all",
    onAim(({ id, name }, { state }) =>
      preparing(state, `rerun ${name}`, { is: "prepare-rerun", run: id, stage: null }),
    ),
    { hint: 3, unable: full(noRun) },
  ),
  record("cancel", ["x"], "Cancel the run, after a question", stopping(false), {
    hint: 4,
    unable: full(isOver),
  }),
  record("kill", ["X"], "Kill all that runs of the run, after a question", stopping(true), {
    unable: full(isOver),
  }),
  record(
    "retry",
    ["R"],
    "Retry the run: what went wrong and all below it, on the same plan",
    onAim(({ id }, { state }) => wishing(state, { is: "retry", run: id })),
    { unable: full(noRetry) },
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
    { label: "answer", hint: 6, unable: full(noQuestion) },
  ),
  record(
    "log",
    ["L"],
    "The log of the run, line by line of all its stages",
    onAim(({ id }, { state }) => ({
      ...stay(state),
      open: { is: "log", state: openLog({ is: "run", run: id }) },
    })),
    { label: "logs", hint: 5, unable: full(noLog) },
  ),
  record(
    "models",
    ["m"],
    "Kept models: versions, champions, promote and roll back",
    ({ state }) => ({ ...stay(state), open: { is: "models", state: openModels() } }),
    { hint: 7.5, unable: full(() => null) },
  ),
  record("pause", ["p"], "Pause or resume a schedule", ({ state }) => stay(state), {
    unable: full(() => "there are no schedules yet: they come with a later version"),
  }),
  record(
    "copy",
    ["y"],
    "Copy the command that shows the run",
    onAim(({ name }, { state }) => {
      const text = `dagtop show ${shellWord(name)}`;
      return wishing(state, { is: "copy", text, what: text });
    }),
    { unable: full(noRun) },
  ),
  record(
    "init",
    ["i"],
    "Make a pipeline.yaml of what is in the folder",
    ({ state }) => wishing(state, { is: "init" }),
    { hint: 1.1, unable: notEmpty },
  ),
  record(
    "demo",
    ["d"],
    "Run a small example, to look around",
    ({ state }) => wishing(state, { is: "demo" }),
    { hint: 1.2, unable: notEmpty },
  ),
  record("quit", ["q"], "Leave; what runs goes on", ({ state }) => wishing(state, { is: "quit" }), {
    hint: 97,
  }),
];
