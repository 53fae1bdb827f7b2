// What the keys do on the Run screen.

import { openLog } from "../log/log-state.ts";
import { type KeyRecord, always, recordsOf } from "../monitor/keys.ts";
import { type Move, stay, wishing } from "../monitor/move.ts";
import type { Wish } from "../monitor/wish.ts";
import { shellWord } from "../shell-word.ts";
import { openStage } from "../stage/state.ts";
import {
  type At,
  type Seen,
  allShown,
  isOver,
  noFailure,
  noFold,
  noLog,
  noMatrix,
  noQuestion,
  noRank,
  noRetry,
  noShell,
  noStage,
  noTry,
  notRead,
  otherTry,
  questionOf,
  seenOf,
} from "./able.ts";
import { attemptOf } from "./looks.ts";
import {
  type Step,
  allUnfolded,
  foldedIn,
  nextFailure,
  ranked,
  stepped,
  unfolded,
  wentTo,
  withCursor,
} from "./moves.ts";
import type { RunPane, RunState } from "./state.ts";

type Press = KeyRecord<RunState>["press"];

const record = recordsOf<RunState>("run", notRead);

/** What is only pressed where the run has been read. */
function onSeen(press: (seen: Seen, at: At) => Move<RunState>): Press {
  return (at) => {
    const seen = seenOf(at);
    return seen === null ? stay(at.state) : press(seen, at);
  };
}

const toState = (next: (seen: Seen, at: At) => RunState): Press =>
  onSeen((seen, at) => stay(next(seen, at)));

const step = (by: Step): Press =>
  toState(({ page, state }, { room }) => stepped(page, state, room, by));

const toRank = (by: 1 | -1): Press =>
  toState(({ page, state }) => withCursor(state, ranked(page, state, by) ?? state.cursor));

const toTry = (by: 1 | -1): Press =>
  toState(({ stage, state }) => {
    const attempt = stage === null ? null : otherTry(stage, state, by);
    // The last one is followed: a try that begins later takes its place.
    const isLast = stage?.attempts.at(-1)?.number === attempt;
    return { ...state, attempt: isLast ? null : attempt };
  });

/** A dialog stands there until what it needs has been read. */
function preparing(
  prepare: (seen: Seen) => { readonly title: string; readonly wish: Wish } | null,
): Press {
  return onSeen((seen) => {
    const prepared = prepare(seen);
    if (prepared === null) return stay(seen.state);
    return {
      ...wishing(seen.state, prepared.wish),
      dialog: { is: "waiting", title: prepared.title },
    };
  });
}

const stopping = (kill: boolean): Press =>
  preparing(({ page: { run } }) => ({
    title: `${kill ? "kill" : "cancel"} ${run.name}?`,
    wish: { is: "prepare-cancel", run: run.id, stage: null, kill },
  }));

const PANES: readonly RunPane[] = ["stages", "graph", "log"];

const VIEWS = ["columns", "list", "focus"] as const;

/** Where there is room for one pane only, the list is that of the stages, and the others are the graph. */
function nextView({ panes, state }: Seen): RunState {
  const at = VIEWS.indexOf(panes.view);
  const view = VIEWS[(at + 1) % VIEWS.length] ?? "list";
  return { ...state, view, pane: view === "list" ? "stages" : "graph" };
}

function toggled({ page, state, row }: Seen): RunState {
  if (row === null || row.group === null) return state;
  return row.folds === null ? foldedIn(state, row.group) : unfolded(page, state, row.group);
}

const open: Press = onSeen((seen) => {
  const { state, row, stage } = seen;
  if (row === null || stage === null) return stay(state);
  if (row.folds !== null) return stay(toggled(seen));
  return { ...stay(state), open: { is: "stage", state: openStage(state.run, stage.key) } };
});

const log: Press = onSeen(({ state, stage }) => {
  const attempt = stage === null ? null : attemptOf(stage, state.attempt);
  if (stage === null || attempt === null) return stay(state);
  const target = { is: "attempt", run: state.run, stage: stage.key, attempt: attempt.id } as const;
  return { ...stay(state), open: { is: "log", state: openLog(target) } };
});

const back: Press = ({ state }) =>
  state.filter === "" ? { ...stay(state), close: true } : stay({ ...state, filter: "" });

const ACTING: readonly KeyRecord<RunState>[] = [
  record("open", ["Enter", "d"], "Open the stage, or unfold the matrix", open, {
    label: "stage",
    hint: 1,
    unable: noStage,
  }),
  record("log", ["L"], "The whole log of the try that is shown", log, { hint: 2, unable: noLog }),
  record("cancel", ["x"], "Cancel this run, after a question", stopping(false), {
    hint: 3,
    unable: isOver,
  }),
  record("kill", ["X"], "Kill all that runs of this run, after a question", stopping(true), {
    unable: isOver,
  }),
  record(
    "rerun",
    ["r"],
    "Rerun: what failed, this stage, this and what is below, or all",
    preparing(({ page: { run }, stage }) => ({
      title: `rerun ${run.name}`,
      wish: { is: "prepare-rerun", run: run.id, stage: stage?.key ?? null },
    })),
    { label: "rerun…", hint: 4 },
  ),
  record(
    "retry",
    ["R"],
    "Retry this run: what went wrong and all below it, on the same plan",
    ({ state }) => wishing(state, { is: "retry", run: state.run }),
    { unable: noRetry },
  ),
  record(
    "approve",
    ["a"],
    "Answer the stage that waits for a person, with its metrics in view",
    preparing((seen) => {
      const stage = questionOf(seen);
      if (stage === null) return null;
      return {
        title: stage.name,
        wish: { is: "prepare-answer", run: seen.state.run, stage: stage.key },
      };
    }),
    { label: "answer", hint: 9, unable: noQuestion },
  ),
  record(
    "trigger",
    ["t"],
    "Trigger its pipeline again",
    preparing(({ page: { pipeline, run } }) => ({
      title: `trigger ${run.name.replace(/#\d+$/u, "")}`,
      wish: { is: "prepare-trigger", pipeline },
    })),
  ),
  record(
    "shell",
    ["e"],
    "A shell in the folder and environment of the try that is shown",
    onSeen(({ state, stage }) => {
      if (stage === null) return stay(state);
      const attempt = attemptOf(stage, state.attempt)?.id ?? null;
      return wishing(state, { is: "shell", run: state.run, stage: stage.key, attempt });
    }),
    { unable: noShell },
  ),
  record(
    "copy",
    ["y"],
    "Copy the command that shows this run",
    onSeen(({ page: { run }, state }) => {
      const text = `dagtop show ${shellWord(run.name)}`;
      return wishing(state, { is: "copy", text, what: text });
    }),
  ),
  record("back", ["Esc", "q"], "Clear the filter, or go back", back, { hint: 10, unable: always }),
];

const LOOKING: readonly KeyRecord<RunState>[] = [
  record("try before", ["["], "The try before", toTry(-1), {
    label: "] try",
    hint: 5,
    unable: noTry(-1),
  }),
  record("try after", ["]"], "The try after", toTry(1), { unable: noTry(1) }),
  record(
    "failure",
    ["!"],
    "To the first failure, and on to the next",
    toState(({ page, state }) => {
      const stage = nextFailure(page, state);
      return stage === null ? state : wentTo(page, { ...state, filter: "" }, stage);
    }),
    { label: "first failure", hint: 6, unable: noFailure },
  ),
  record(
    "view",
    ["v"],
    "Graph in columns, list, or the stage with its neighbours",
    toState(nextView),
    {
      hint: 8,
    },
  ),
  record("fold", ["Space"], "Fold or unfold a matrix", toState(toggled), { unable: noFold }),
  record(
    "unfold all",
    ["+"],
    "Unfold every matrix",
    toState(({ page, state }) => allUnfolded(page, state)),
    { unable: noMatrix },
  ),
  record(
    "fold all",
    ["-"],
    "Fold every matrix",
    toState(({ state }) => ({ ...state, opened: [] })),
    { unable: noMatrix },
  ),
  record(
    "pane",
    ["Tab"],
    "Stages, graph or log, where there is room for one only",
    toState(({ state }) => ({
      ...state,
      pane: PANES[(PANES.indexOf(state.pane) + 1) % 3] ?? "stages",
    })),
    { label: "graph", hint: 7, unable: allShown },
  ),
  record(
    "pane before",
    ["S-Tab"],
    "The pane before",
    toState(({ state }) => ({
      ...state,
      pane: PANES[(PANES.indexOf(state.pane) + 2) % 3] ?? "stages",
    })),
    { unable: allShown },
  ),
];

const MOVING: readonly KeyRecord<RunState>[] = [
  record("down", ["j", "Down"], "The next stage", step(1)),
  record("up", ["k", "Up"], "The stage before", step(-1)),
  record("first", ["g", "Home"], "The first stage", step("start")),
  record("last", ["G", "End"], "The last stage", step("end")),
  record("page", ["C-d", "PgDn"], "A page down", step("page")),
  record("page back", ["C-u", "PgUp"], "A page up", step("page back")),
  record("before", ["h", "Left"], "To what comes before it", toRank(-1), { unable: noRank(-1) }),
  record("after", ["l", "Right"], "To what comes after it", toRank(1), { unable: noRank(1) }),
];

export const RUN_KEYS: readonly KeyRecord<RunState>[] = [...ACTING, ...LOOKING, ...MOVING];
