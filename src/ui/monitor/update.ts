// What a key, an answer from outside, or a new view changes: pure, so that a test can press any keys in any order. What is
// to be done outside comes back as wishes.
//
//   key ─▶ dialog, else what is typed, else the screen's own records, else the keys of every screen

import { pressDialog } from "../dialogs/press.ts";
import { openRun } from "../run/state.ts";
import { plainText } from "../sanitise.ts";
import { foundIn } from "../log/log-state.ts";
import type { Action } from "./action.ts";
import { actionsOf, unableOf } from "./actions.ts";
import type { Room } from "./frame.ts";
import { type GlobalKey, globalOf } from "./globals.ts";
import type { HelpRow } from "./help-state.ts";
import type { Interest } from "./interest.ts";
import { onScreen } from "./kinds.ts";
import type { Move } from "./move.ts";
import { matching } from "./palette.ts";
import type { Screen } from "./screens.ts";
import type { Told } from "./told.ts";
import { type Ui, aged, popped, pushed, told, topOf, withTop } from "./ui.ts";
import type { View } from "./view.ts";
import type { Wish } from "./wish.ts";

/** A key, and the characters that it types; of a paste there are many and no key. */
export interface Press {
  readonly key: string;
  readonly text: string | null;
}

export type Message =
  | { readonly is: "press"; readonly press: Press }
  | { readonly is: "told"; readonly told: Told }
  /** The view, the size or the time is another one. */
  | { readonly is: "seen" };

export interface Around {
  readonly view: View;
  /** What screens are drawn into, without the line of hints. */
  readonly room: Room;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Updated {
  readonly ui: Ui;
  readonly wishes: readonly Wish[];
}

const NONE: readonly Wish[] = [];

export function update(ui: Ui, message: Message, around: Around): Updated {
  const { ui: changed, wishes } = afterMessage(ui, message, around);
  return { ui: settled(aged(changed, around.now), around), wishes };
}

function afterMessage(ui: Ui, message: Message, around: Around): Updated {
  switch (message.is) {
    case "press":
      return pressed(ui, message.press, around);
    case "told":
      return { ui: heard(ui, message.told, around), wishes: NONE };
    case "seen":
      return { ui, wishes: NONE };
  }
}

function settled(ui: Ui, { view, room }: Around): Ui {
  const top = topOf(ui);
  return onScreen(top, (kind, state, back) => {
    const next = kind.settle(view, state, room);
    return next === state ? ui : withTop(ui, back(next));
  });
}

/** What the screen on top wants to see; and what the Dashboard does, so that it is there when one comes back to it. */
export function interestOf(ui: Ui, { view, room }: Around): Interest {
  const own = onScreen(topOf(ui), (kind, state) => kind.interest(state, view, room));
  const { pipeline, sinceMs } = onScreen(ui.stack[0], (kind, state) =>
    kind.interest(state, view, room),
  );
  return { ...own, pipeline, sinceMs };
}

function pressed(ui: Ui, press: Press, around: Around): Updated {
  if (press.key === "C-c") return { ui, wishes: [{ is: "quit" }] };
  if (press.key === "C-z") return { ui, wishes: [{ is: "suspend" }] };
  if (press.key === "C-l") return { ui, wishes: [{ is: "redraw" }] };
  if (ui.dialog !== null) {
    const { dialog, wishes, say } = pressDialog(ui.dialog, press);
    const next = { ...ui, dialog };
    return { ui: say === null ? next : told(next, say, "quiet", around.now), wishes };
  }
  if (ui.typed?.is === "find") return typing(ui, ui.typed, press, around);
  if (ui.typed?.is === "palette") return choosing(ui, ui.typed, press, around);
  return onOwnKey(ui, press, around) ?? onGlobalKey(ui, press, around);
}

function onOwnKey(ui: Ui, { key }: Press, around: Around): Updated | null {
  return onScreen(topOf(ui), (kind, state, back) => {
    const situation = { view: around.view, state, room: around.room };
    const fitting = kind.keys.filter(
      (record) => record.keys.includes(key) && record.unable(situation) !== "",
    );
    const [first] = fitting;
    if (first === undefined) return null;
    const able = fitting.find((record) => unableOf(record, situation) === null);
    if (able === undefined) {
      const why = unableOf(first, situation) ?? "";
      return {
        ui: told(ui, `${nameOf(first.command)}: ${why}`, "quiet", around.now),
        wishes: NONE,
      };
    }
    return moved(ui, able.press(situation), back, around);
  });
}

/** "first failure" of "run.first failure" */
const nameOf = (command: string): string => command.slice(command.indexOf(".") + 1);

function moved<State>(
  ui: Ui,
  move: Move<State>,
  back: (state: State) => Screen,
  { now }: Around,
): Updated {
  let next = withTop(ui, back(move.state));
  if (move.close) next = popped(next);
  if (move.open !== null) next = pushed(next, move.open);
  if (move.dialog !== null) next = { ...next, dialog: move.dialog };
  if (move.say !== null) next = told(next, move.say, "quiet", now);
  return { ui: next, wishes: move.wishes };
}

function onGlobalKey(ui: Ui, { key }: Press, around: Around): Updated {
  const found = globalOf(key);
  if (found === null) return { ui, wishes: NONE };
  const action = actionsOf(topOf(ui), around.view, around.room).find(
    ({ command }) => command === found.command,
  );
  const unable = action?.unable ?? null;
  if (unable !== null)
    return { ui: told(ui, `${found.label}: ${unable}`, "quiet", around.now), wishes: NONE };
  return { ui: global(ui, found, around), wishes: NONE };
}

function global(ui: Ui, { command }: GlobalKey, around: Around): Ui {
  switch (command) {
    case "find": {
      const text = onScreen(topOf(ui), ({ finder }, state) => finder?.text(state) ?? "");
      return { ...ui, typed: { is: "find", text, before: text } };
    }
    case "actions":
      return { ...ui, typed: { is: "palette", text: "", at: 0 } };
    case "help":
      return pushed(ui, helpOf(ui, around));
    case "dashboard":
      return { ...ui, stack: [ui.stack[0]] };
    case "redraw":
    case "suspend":
    case "quit":
      return ui;
  }
}

function helpOf(ui: Ui, around: Around): Screen {
  const top = topOf(ui);
  const title = onScreen(top, (kind) => kind.title);
  const rowOf = ({ keys, help, unable }: Action): HelpRow => ({ is: "key", keys, help, unable });
  const actions = actionsOf(top, around.view, around.room);
  const isGlobal = ({ keys }: Action): boolean => keys.some((key) => globalOf(key) !== null);
  const rows: HelpRow[] = [
    { is: "title", text: title },
    ...actions.filter((action) => !isGlobal(action)).map(rowOf),
    { is: "title", text: "Everywhere" },
    ...actions.filter(isGlobal).map(rowOf),
  ];
  const below = interestOf(ui, around);
  return { is: "help", state: { of: title, rows, top: 0, filter: "", below } };
}

/** The text after a key: null where the key was no typing. */
function edited(text: string, { key, text: more }: Press): string | null {
  if (key === "Backspace" || key === "Delete") return Array.from(text).slice(0, -1).join("");
  if (key === "C-u") return "";
  if (key === "C-w") return text.replace(/\S*\s*$/u, "");
  return more === null ? null : (text + clean(more)).slice(0, MOST_TYPED);
}

const MOST_TYPED = 1000;

/** What was pasted, as one line without what a terminal must not get. */
function clean(text: string): string {
  return plainText(text.replaceAll(/\s*[\r\n]+\s*/gu, " "));
}

function typing(
  ui: Ui,
  typed: { text: string; before: string },
  press: Press,
  around: Around,
): Updated {
  const isEscape = press.key === "Esc";
  const isDone = press.key === "Enter";
  const text = isEscape ? typed.before : isDone ? typed.text : edited(typed.text, press);
  if (text === null) return { ui, wishes: NONE };
  const isOver = isEscape || isDone || (press.key === "Backspace" && typed.text === "");
  const next: Ui = { ...ui, typed: isOver ? null : { is: "find", text, before: typed.before } };
  return onScreen(topOf(ui), (kind, state, back) => {
    const situation = { view: around.view, state, room: around.room };
    if (kind.finder === null) return { ui: next, wishes: NONE };
    return moved(next, kind.finder.typed(situation, text, isDone), back, around);
  });
}

function choosing(
  ui: Ui,
  typed: { text: string; at: number },
  press: Press,
  around: Around,
): Updated {
  const close: Ui = { ...ui, typed: null };
  const found = matching(actionsOf(topOf(ui), around.view, around.room), typed.text);
  const put = (text: string, at: number): Updated => ({
    ui: { ...ui, typed: { is: "palette", text, at: Math.max(0, Math.min(found.length - 1, at)) } },
    wishes: NONE,
  });
  switch (press.key) {
    case "Esc":
      return { ui: close, wishes: NONE };
    case "Up":
    case "C-p":
      return put(typed.text, typed.at - 1);
    case "Down":
    case "C-n":
    case "Tab":
      return put(typed.text, typed.at + 1);
    case "Enter": {
      const key = found[typed.at]?.keys[0];
      return key === undefined
        ? { ui: close, wishes: NONE }
        : pressed(close, { key, text: null }, around);
    }
    default: {
      if (press.key === "Backspace" && typed.text === "") return { ui: close, wishes: NONE };
      const text = edited(typed.text, press);
      if (text === null) return { ui, wishes: NONE };
      return { ui: { ...ui, typed: { is: "palette", text, at: 0 } }, wishes: NONE };
    }
  }
}

function heard(ui: Ui, what: Told, { now }: Around): Ui {
  switch (what.is) {
    case "toast":
      return told(ui, what.text, what.meaning, now);
    case "dialog":
      return ui.dialog?.is === "waiting" ? { ...ui, dialog: what.dialog } : ui;
    case "no dialog":
      return told(ui.dialog?.is === "waiting" ? { ...ui, dialog: null } : ui, what.why, "bad", now);
    case "run":
      return pushed({ ...ui, stack: [ui.stack[0]] }, { is: "run", state: openRun(what.run) });
    case "found": {
      const top = topOf(ui);
      return top.is === "log" ? withTop(ui, { is: "log", state: foundIn(top.state, what) }) : ui;
    }
  }
}
