// What the keys do on the Stage screen.

import { openLog } from "../log/log-state.ts";
import type { LogTarget } from "../log/view.ts";
import { type KeyRecord, recordsOf } from "../monitor/keys.ts";
import { moved } from "../monitor/list.ts";
import { type Move, stay, wishing } from "../monitor/move.ts";
import type { Wish } from "../monitor/wish.ts";
import {
  type At,
  allInView,
  chosenOf,
  noCommand,
  noLog,
  noPath,
  noQuestion,
  noRetry,
  noShell,
  noTry,
  notRead,
  over,
  targetOf,
} from "./able.ts";
import { layoutOf, mostTop } from "./layout.ts";
import { type Shown, pageOf, placeOf, shownOf } from "./shown.ts";
import type { StageState } from "./state.ts";

/** To another try; the last one is followed: a try that begins later takes its place. */
function toTry(by: number): (at: At) => Move<StageState> {
  return ({ view, state }) => {
    const attempts = pageOf(view, state)?.attempts ?? [];
    const place = moved(placeOf(attempts, state), by, attempts.length);
    const isLast = place >= attempts.length - 1;
    return stay({ ...state, attempt: isLast ? null : (attempts[place]?.id ?? null) });
  };
}

function scrolledBy(by: (rows: number) => number): (at: At) => Move<StageState> {
  return ({ view, state, room }) => {
    const shown = shownOf(view, state);
    if (shown === null) return stay(state);
    const layout = layoutOf(shown, room);
    const top = moved(
      Math.min(state.top, mostTop(layout)),
      by(layout.detailRows),
      mostTop(layout) + 1,
    );
    return stay({ ...state, top });
  };
}

/** A dialog stands there until what it needs has been read. */
function preparing(title: (shown: Shown) => string, wish: (state: StageState) => Wish) {
  return (at: At): Move<StageState> => {
    const shown = shownOf(at.view, at.state);
    if (shown === null) return stay(at.state);
    return {
      ...wishing(at.state, wish(at.state)),
      dialog: { is: "waiting", title: title(shown) },
    };
  };
}

/** Does it with the log of the try that is looked at. */
function withLog(wish: (target: LogTarget) => Wish): (at: At) => Move<StageState> {
  return (at) => {
    const target = targetOf(at);
    return target === null ? stay(at.state) : wishing(at.state, wish(target));
  };
}

const record = recordsOf<StageState>("stage");

const MOVING: readonly KeyRecord<StageState>[] = [
  record("previous", ["[", "Up", "Left"], "The try before", toTry(-1), {
    label: "] try",
    hint: 8,
    unable: noTry(-1),
  }),
  record("next", ["]", "Down", "Right"], "The try after", toTry(1), { unable: noTry(1) }),
  record(
    "down",
    ["j"],
    "One line down",
    scrolledBy(() => 1),
    { unable: allInView },
  ),
  record(
    "up",
    ["k"],
    "One line up",
    scrolledBy(() => -1),
    { unable: allInView },
  ),
  record(
    "page",
    ["PgDn", "C-d", "Space"],
    "A page down",
    scrolledBy((rows) => rows),
    {
      unable: allInView,
    },
  ),
  record(
    "back up",
    ["PgUp", "C-u"],
    "A page up",
    scrolledBy((rows) => -rows),
    {
      unable: allInView,
    },
  ),
  record(
    "top",
    ["g", "Home"],
    "To the first line",
    scrolledBy(() => -Infinity),
    {
      unable: allInView,
    },
  ),
  record(
    "end",
    ["G", "End"],
    "To the last line",
    scrolledBy(() => Infinity),
    {
      unable: allInView,
    },
  ),
];

const ACTING: readonly KeyRecord<StageState>[] = [
  record(
    "rerun",
    ["r"],
    "Rerun from here: a new run, asked first",
    preparing(
      ({ run }) => `rerun ${run.name}`,
      ({ run, stage }) => ({ is: "prepare-rerun", run, stage }),
    ),
    { label: "rerun from here", hint: 1, unable: notRead },
  ),
  record(
    "cancel",
    ["x"],
    "Cancel this stage, after a question",
    preparing(
      ({ stage, run }) => `cancel ${stage.name} of ${run.name}?`,
      ({ run, stage }) => ({ is: "prepare-cancel", run, stage, kill: false }),
    ),
    { hint: 4, unable: over },
  ),
  record(
    "kill",
    ["X"],
    "Kill this stage at once, after a question",
    preparing(
      ({ stage, run }) => `kill ${stage.name} of ${run.name}?`,
      ({ run, stage }) => ({ is: "prepare-cancel", run, stage, kill: true }),
    ),
    { unable: over },
  ),
  record(
    "retry",
    ["R"],
    "Retry the run: what went wrong and all below it, on the same plan",
    ({ state }) => wishing(state, { is: "retry", run: state.run }),
    { hint: 6, unable: noRetry },
  ),
  record(
    "approve",
    ["a"],
    "Answer what it asks, with its metrics in view",
    preparing(
      ({ stage }) => stage.name,
      ({ run, stage }) => ({ is: "prepare-answer", run, stage }),
    ),
    { label: "answer", hint: 3, unable: noQuestion },
  ),
  record(
    "shell",
    ["e"],
    "A shell in the folder and environment of this try",
    (at) => {
      const { run, stage } = at.state;
      const attempt = chosenOf(at)?.id ?? null;
      return wishing(at.state, { is: "shell", run, stage, attempt });
    },
    { label: "shell here", hint: 5, unable: noShell },
  ),
];

const LOOKING: readonly KeyRecord<StageState>[] = [
  record(
    "log",
    ["L", "Enter", "l"],
    "The whole log of this try",
    (at) => {
      const target = targetOf(at);
      if (target === null) return stay(at.state);
      return { ...stay(at.state), open: { is: "log", state: openLog(target) } };
    },
    { hint: 2, unable: noLog },
  ),
  record(
    "copy",
    ["y"],
    "Copy its command",
    ({ view, state }) => {
      const text = pageOf(view, state)?.commandText ?? "";
      return wishing(state, { is: "copy", text, what: "the command" });
    },
    { label: "copy command", hint: 7, unable: noCommand },
  ),
  record(
    "copy path",
    ["Y"],
    "Copy the path of its log",
    ({ view, state }) => {
      const text = pageOf(view, state)?.logPath ?? "";
      return wishing(state, { is: "copy", text, what: "the path of the log" });
    },
    { unable: noPath },
  ),
  record(
    "pager",
    ["o"],
    "Its log in $PAGER",
    withLog((target) => ({ is: "pager", target })),
    {
      unable: noLog,
    },
  ),
  record(
    "save",
    ["s"],
    "Save its log as a file",
    withLog((target) => ({ is: "save", target, filter: null })),
    { unable: noLog },
  ),
  record("back", ["Esc", "q"], "Back", ({ state }) => ({ ...stay(state), close: true }), {
    hint: 9,
  }),
];

export const STAGE_KEYS: readonly KeyRecord<StageState>[] = [...LOOKING, ...ACTING, ...MOVING];
