// The help page: what every key does, those of the screen that it was opened from first. It is made from the records of
// the keys, so that it says what they do and nothing else.

import { type Line, ellipsis, fitted, part } from "../line.ts";
import { padEnd, widthOf } from "../width.ts";
import { type Room, linesOnly } from "./frame.ts";
import type { HelpRow, HelpState } from "./help-state.ts";
import { keyText } from "./key-text.ts";
import { type KeyRecord, type Situation, recordsOf } from "./keys.ts";
import { moved } from "./list.ts";
import { stay } from "./move.ts";
import type { ScreenKind } from "./screen.ts";

const FIXED_ROWS = 2;

function shownRows({ rows, filter }: HelpState): readonly HelpRow[] {
  const wanted = filter.toLowerCase();
  if (wanted === "") return rows;
  return rows.filter(
    (row) => row.is === "key" && `${row.help} ${row.keys.join(" ")}`.toLowerCase().includes(wanted),
  );
}

function draw(state: HelpState, room: Room): readonly Line[] {
  const { ascii } = room;
  const rows = shownRows(state);
  const widest = Math.max(
    0,
    ...rows.map((row) => (row.is === "key" ? widthOf(keysText(row.keys, ascii)) : 0)),
  );
  const lines = rows.slice(state.top, state.top + room.rows - FIXED_ROWS).map((row): Line => {
    if (row.is === "title") return [part(` ${row.text}`, "live")];
    const keys = part(
      `   ${padEnd(keysText(row.keys, ascii), widest)}  `,
      row.unable === null ? "live" : null,
      row.unable !== null,
    );
    const why = row.unable === null ? [] : [part(`  ${row.unable}`, null, true)];
    return [keys, part(row.help, null, row.unable !== null), ...why];
  });
  const title: Line = [
    part(` Help  ${state.of}`),
    part(state.filter === "" ? "" : `   filter: ${state.filter}`, "warn"),
  ];
  const none: Line[] = rows.length === 0 ? [[part(`   No key does ${state.filter}.`)]] : [];
  return [title, [], ...none, ...lines].map((line) => fitted(line, room.columns, ellipsis(ascii)));
}

function keysText(keys: readonly string[], ascii: boolean): string {
  return keys.map((key) => keyText(key, ascii)).join(" ");
}

type At = Situation<HelpState>;

function scrolledBy(by: (room: Room) => number) {
  return ({ state, room }: At) => {
    const count = Math.max(1, shownRows(state).length - (room.rows - FIXED_ROWS) + 1);
    return stay({ ...state, top: moved(state.top, by(room), count) });
  };
}

const record = recordsOf<HelpState>("help");

const KEYS: readonly KeyRecord<HelpState>[] = [
  record(
    "down",
    ["j", "Down"],
    "One line down",
    scrolledBy(() => 1),
    { hint: 1 },
  ),
  record(
    "up",
    ["k", "Up"],
    "One line up",
    scrolledBy(() => -1),
    { hint: 2 },
  ),
  record(
    "page",
    ["PgDn", "C-d", "Space"],
    "A page down",
    scrolledBy(({ rows }) => rows - FIXED_ROWS),
    { hint: 3 },
  ),
  record(
    "back up",
    ["PgUp", "C-u"],
    "A page up",
    scrolledBy(({ rows }) => FIXED_ROWS - rows),
  ),
  record(
    "top",
    ["g", "Home"],
    "To the top",
    scrolledBy(() => -Infinity),
  ),
  record(
    "end",
    ["G", "End"],
    "To the end",
    scrolledBy(() => Infinity),
  ),
  record(
    "back",
    ["Esc", "q", "Enter"],
    "Back to where you were",
    ({ state }) =>
      state.filter === ""
        ? { ...stay(state), close: true }
        : stay({ ...state, filter: "", top: 0 }),
    { hint: 4 },
  ),
];

export const helpScreen: ScreenKind<HelpState> = {
  title: "Help",
  draw: (_, state, room) => linesOnly(draw(state, room)),
  keys: KEYS,
  finder: {
    title: "filter",
    text: ({ filter }) => filter,
    typed: ({ state }, filter) => stay({ ...state, filter, top: 0 }),
  },
  interest: ({ below }) => below,
  settle: (_, state, room) => {
    const most = Math.max(0, shownRows(state).length - (room.rows - FIXED_ROWS));
    return state.top > most ? { ...state, top: most } : state;
  },
};
