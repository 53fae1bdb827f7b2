// What the keys do on the Log screen.

import { type KeyRecord, type Situation, recordsOf } from "../monitor/keys.ts";
import { type Move, stay, wishing } from "../monitor/move.ts";
import {
  followToggled,
  movedBy,
  movedByHalf,
  movedByPage,
  nextMatch,
  toEnd,
  toStart,
} from "./log-moves.ts";
import {
  type LogState,
  filteredBy,
  movedSideways,
  searchEnded,
  timesToggled,
  withTarget,
  wrapToggled,
} from "./log-state.ts";
import { withoutSgr } from "./sgr-parts.ts";
import { otherTry, wider } from "./targets.ts";
import { type LogWindow, samePlace, targetKey } from "./view.ts";

type At = Situation<LogState>;
type Press = KeyRecord<LogState>["press"];
type Why = (at: At) => string | null;

const record = recordsOf<LogState>("log");

function windowOf({ view, state }: At): LogWindow | null {
  const { log } = view;
  return log !== null && targetKey(log.ask.target) === targetKey(state.target) ? log : null;
}

/** A move that needs to know what is read. */
const onWindow =
  (move: (at: At, window: LogWindow) => LogState): Press =>
  (at) => {
    const window = windowOf(at);
    return stay(window === null ? at.state : move(at, window));
  };

const toState =
  (next: (state: LogState) => LogState): Press =>
  ({ state }) =>
    stay(next(state));

const notSearched: Why = ({ state }) =>
  state.query === null ? "nothing is searched for: / does" : null;

const match =
  (way: "on" | "back"): Press =>
  (at) => {
    const found = nextMatch(at.state, windowOf(at), at.room, way);
    if (found === null) return stay(at.state);
    return wishing(found.state, {
      is: "search",
      target: at.state.target,
      filter: at.state.filter,
      ...found.wish,
    });
  };

const toTry = (by: 1 | -1) => ({
  unable: ({ view, state }: At): string | null => {
    if (state.target.is !== "attempt") return "this is more than one try: a goes back to one";
    return otherTry(state.target, view.run, by) === null
      ? `there is no ${by === 1 ? "later" : "earlier"} try`
      : null;
  },
  press: ({ view, state }: At): Move<LogState> => {
    const target = otherTry(state.target, view.run, by);
    return stay(target === null ? state : withTarget(state, target));
  },
});

const widened: Press = (at) => {
  const window = windowOf(at);
  const shown = window?.rows[window.top]?.place.attempt ?? null;
  return stay(withTarget(at.state, wider(at.state.target, at.view.run, shown)));
};

/** The line that was found, else the first that is shown. */
function lineOf(at: At): string | null {
  const window = windowOf(at);
  const { search } = at.state;
  const found =
    search.is === "found"
      ? window?.rows.find(({ place }) => samePlace(place, search.place))
      : undefined;
  const row = found ?? window?.rows[window.top];
  return row === undefined ? null : withoutSgr(row.text);
}

const copyLine: Press = (at) => {
  const text = lineOf(at);
  if (text === null) return stay(at.state);
  const what = at.state.search.is === "found" ? "the line that was found" : "the first line shown";
  return wishing(at.state, { is: "copy", text, what });
};

const copyShown: Press = (at) => {
  const window = windowOf(at);
  if (window === null) return stay(at.state);
  const rows = window.rows.slice(window.top, window.top + window.ask.rows);
  const text = rows.map((row) => withoutSgr(row.text)).join("\n");
  return wishing(at.state, { is: "copy", text, what: `${rows.length} lines` });
};

const back: Press = ({ state }) => {
  if (state.query !== null) return { ...stay(searchEnded(state)), wishes: [{ is: "stop-search" }] };
  if (state.filter !== null) return stay(filteredBy(state, null));
  return { ...stay(state), close: true };
};

const isEmpty: Why = (at) => (windowOf(at)?.rows.length === 0 ? "nothing was printed" : null);

export const LOG_KEYS: readonly KeyRecord<LogState>[] = [
  record(
    "follow",
    ["f"],
    "Follow the end, or stay here",
    onWindow(({ state, room }, window) => followToggled(state, window, room)),
    { hint: 1 },
  ),
  record("next", ["n"], "The next that is found", match("on"), { hint: 3, unable: notSearched }),
  record("previous", ["N"], "The one before it", match("back"), { unable: notSearched }),
  record(
    "only",
    ["&"],
    "Only lines with what is searched for, or all again",
    ({ state }) => stay(filteredBy(state, state.filter === null ? state.query : null)),
    {
      label: "only matches",
      hint: 4,
      unable: ({ state }) =>
        state.filter === null && state.query === null ? "search first: /" : null,
    },
  ),
  record(
    "first error",
    ["!"],
    "The first line that looks like an error",
    ({ state }) =>
      wishing(
        { ...state, query: null, search: { is: "going" } },
        { is: "first-error", target: state.target },
      ),
    { hint: 5, unable: isEmpty },
  ),
  record("wrap", ["w"], "Long lines over several, or cut", toState(wrapToggled), { hint: 6 }),
  record("times", ["T"], "When each line was written", toState(timesToggled), { hint: 7 }),
  record("previous try", ["["], "The try before", toTry(-1).press, {
    label: "] try",
    hint: 8,
    unable: toTry(-1).unable,
  }),
  record("next try", ["]"], "The next try", toTry(1).press, { unable: toTry(1).unable }),
  record("all", ["a"], "This try, its whole stage, the whole run", widened, {
    label: "all of it",
    hint: 9,
  }),
  record(
    "save",
    ["s"],
    "Save it to a file here",
    ({ state }) => wishing(state, { is: "save", target: state.target, filter: state.filter }),
    { hint: 10, unable: isEmpty },
  ),
  record(
    "pager",
    ["o"],
    "In $PAGER",
    ({ state }) => wishing(state, { is: "pager", target: state.target }),
    { hint: 11, unable: isEmpty },
  ),
  record("copy", ["y"], "Copy the line that was found, or the first one", copyLine, {
    hint: 12,
    unable: isEmpty,
  }),
  record("copy shown", ["Y"], "Copy all lines that are shown", copyShown, { unable: isEmpty }),
  record("back", ["Esc"], "Ends the search, then the filter, then goes back", back, { hint: 13 }),
  record("leave", ["q"], "Back to where you were", ({ state }) => ({
    ...stay(state),
    close: true,
  })),
  record(
    "down",
    ["j", "Down", "Enter"],
    "A line down",
    onWindow(({ state, room }, window) => movedBy(state, window, room, 1)),
  ),
  record(
    "up",
    ["k", "Up"],
    "A line up",
    onWindow(({ state, room }, window) => movedBy(state, window, room, -1)),
  ),
  record(
    "page down",
    ["PgDn", "Space"],
    "A page down",
    onWindow(({ state, room }, window) => movedByPage(state, window, room, 1)),
  ),
  record(
    "page up",
    ["PgUp", "b"],
    "A page up",
    onWindow(({ state, room }, window) => movedByPage(state, window, room, -1)),
  ),
  record(
    "half down",
    ["C-d"],
    "Half a page down",
    onWindow(({ state, room }, window) => movedByHalf(state, window, room, 1)),
  ),
  record(
    "half up",
    ["C-u"],
    "Half a page up",
    onWindow(({ state, room }, window) => movedByHalf(state, window, room, -1)),
  ),
  record("start", ["g", "Home"], "To the beginning", toState(toStart)),
  record("end", ["G", "End"], "To the end, and follow it", toState(toEnd)),
  record(
    "right",
    ["l", "Right"],
    "To the right of long lines",
    toState((state) => movedSideways(state, SIDE)),
    { unable: isWrapped },
  ),
  record(
    "left",
    ["h", "Left"],
    "To the left",
    toState((state) => movedSideways(state, -SIDE)),
    { unable: isWrapped },
  ),
];

const SIDE = 16;

function isWrapped({ state }: At): string | null {
  return state.wrap ? "lines are wrapped: w cuts them" : null;
}
