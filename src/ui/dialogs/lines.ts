// How dialogs are drawn: boxes that the screen is covered with. None is wider than its room less four columns, or higher
// than its room less two rows.

import { type Line, type Part, bold, ellipsis, inverse, part } from "../line.ts";
import { type GateView, gateLines } from "../gate-line.ts";
import type { Room } from "../monitor/frame.ts";
import { plainText } from "../sanitise.ts";
import { cut, padEnd, widthOf } from "../width.ts";
import { wrapped } from "../wrap.ts";
import { boxed, endOf, innerColumns, innerRows, keysLine, rowLine } from "./box.ts";
import type { AnswerChoice, AnswerDialog, ConfirmDialog, Dialog, RerunDialog } from "./dialog.ts";
import { triggerLines } from "./trigger-lines.ts";

/** The lines of the box, all equally wide. */
export function dialogLines(dialog: Dialog, room: Room): readonly Line[] {
  switch (dialog.is) {
    case "waiting":
      return waitingLines(dialog.title, room);
    case "confirm":
      return confirmLines(dialog, room);
    case "trigger":
      return triggerLines(dialog, room);
    case "rerun":
      return rerunLines(dialog, room);
    case "answer":
      return answerLines(dialog, room);
  }
}

function waitingLines(title: string, room: Room): readonly Line[] {
  const dots = ellipsis(room.ascii);
  return boxed(
    title,
    [[part(`  reading${dots}`, null, true)], keysLine([["Esc", "no"]], 40)],
    room,
  );
}

const WIDEST = 72;
/** Of one line that is too long so many are made. */
const MOST_OF_ONE = 3;

function confirmLines({ title, lines, onYes }: ConfirmDialog, room: Room): readonly Line[] {
  const width = Math.min(innerColumns(room) - 2, WIDEST);
  const mark = ellipsis(room.ascii);
  // Rows of a table keep their spaces.
  const told = lines.flatMap((line) =>
    widthOf(line) <= width ? [line] : wrapped(line, width, MOST_OF_ONE, mark),
  );
  const shown = fewer(told, innerRows(room) - 1, mark);
  const buttons = [button("No", !onYes, "live"), part("     "), button("Yes", onYes, "bad")];
  const widest = Math.max(widthOf(title), ...shown.map((text) => widthOf(text) + 2));
  const free = Math.min(widest, innerColumns(room)) - 7 - 5 - 6;
  const left = part(" ".repeat(Math.max(2, Math.floor(free / 2))));
  return boxed(title, [...shown.map((text) => [part(`  ${text}`)]), [left, ...buttons]], room);
}

/** Always as wide, chosen or not. */
function button(text: string, isChosen: boolean, meaning: Part["meaning"]): Part {
  return isChosen ? bold(part(`[ ${text} ]`, meaning)) : part(`  ${text}  `);
}

function fewer(lines: readonly string[], most: number, mark: string): readonly string[] {
  if (lines.length <= most) return lines;
  const kept = Math.max(0, most - 1);
  return [...lines.slice(0, kept), `${mark} and ${lines.length - kept} more lines`];
}

function rerunLines(dialog: RerunDialog, room: Room): readonly Line[] {
  const { title, options, at, changed, changes, showsChanges } = dialog;
  const { ascii } = room;
  const mark = ellipsis(ascii);
  const width = innerColumns(room) - 2;
  const label = Math.min(
    Math.max(0, ...options.map((option) => widthOf(option.label))),
    Math.max(8, Math.floor((width - 5) * 0.55)),
  );
  const rows = options.map((option, place) => {
    const isDim = option.unable !== null;
    const line: Line = [
      part(option.letter, isDim ? null : "live", isDim),
      part(`  ${padEnd(cut(option.label, label, mark), label)}  `, null, isDim),
      part(option.unable ?? option.what, null, isDim),
    ];
    return rowLine(line, place === at, ascii);
  });
  const keys: (readonly [string, string])[] = [
    ["Enter", "starts it"],
    ["Esc", "no"],
    ...(changes.length === 0 ? [] : ([["v", showsChanges ? "hides" : "changes"]] as const)),
  ];
  const said =
    changed === null
      ? []
      : wrapped(changed, width, 2, mark).map((text): Line => [part(`  ${text}`, "warn")]);
  const fixed = [...rows, ...said];
  const more = showsChanges
    ? fewer(changes, Math.max(1, innerRows(room) - fixed.length - 1), mark)
    : [];
  const inFull = more.map((text): Line => [part(`  ${text}`, signOf(text))]);
  return boxed(title, [...fixed, ...inFull, keysLine(keys, width)], room);
}

function signOf(text: string): Part["meaning"] {
  const sign = text.trimStart().slice(0, 2);
  return sign === "+ " ? "ok" : sign === "- " ? "bad" : null;
}

/** @param isOneOf - whether it has to be said which model it is about */
function judgedLines(gate: GateView, isOneOf: boolean, room: Room): Line[] {
  const lines = gateLines(gate, innerColumns(room) - 2, room.ascii);
  const named: Line[] = isOneOf ? [[part(gate.model, null, true)], ...lines] : lines;
  return named.map((line) => [part("  "), ...line]);
}

const CHOICES: readonly (readonly [AnswerChoice, key: string, does: string])[] = [
  ["approve", "a", "approve"],
  ["reject", "R", "reject (asks)"],
  ["later", "Esc", "later"],
];

function answerLines(dialog: AnswerDialog, room: Room): readonly Line[] {
  const { title, lines, gates, choice, reason } = dialog;
  const mark = ellipsis(room.ascii);
  const width = Math.min(innerColumns(room) - 2, WIDEST);
  const question = wrapped(title, width, 4, mark);
  const [first = "", ...others] = question;
  const most = Math.max(0, innerRows(room) - others.length - 3);
  const judged = gates.flatMap((gate) => judgedLines(gate, gates.length > 1, room)).slice(0, most);
  const own = innerRows(room) - others.length - judged.length - 1 - (reason === null ? 0 : 1);
  const body = fewer(lines, Math.max(1, own), mark).map((text): Line => [part(`  ${text}`)]);
  const end = reason === null ? [choiceLine(choice, width)] : reasonLines(reason, width, mark);
  const rest = others.map((text): Line => [part(`  ${text}`)]);
  return boxed(first, [...rest, ...body, ...judged, ...end], room);
}

/** Columns of the three with all their words. */
const WIDE_CHOICES = 45;

function choiceLine(choice: AnswerChoice, width: number): Line {
  const isWide = width >= WIDE_CHOICES;
  const space = isWide ? " " : "";
  return CHOICES.flatMap(([name, key, does]): Part[] => {
    const isAt = name === choice;
    const word = isWide ? does : does.replace(/ .*/u, "");
    const own = [
      part(`${isAt ? "[" : " "}${space}${key}`, "live"),
      part(` ${word}${space}${isAt ? "]" : " "}`),
    ];
    return isAt ? own.map(bold) : own;
  });
}

function reasonLines(reason: string, width: number, mark: string): Line[] {
  const asks = "why not? ";
  const room = Math.max(4, width - asks.length - 1);
  const shown = endOf(plainText(reason), room, mark);
  const typed: Line = [part(`  ${asks}`, "live"), part(shown), inverse(part(" "))];
  return [
    typed,
    keysLine(
      [
        ["Enter", "rejects"],
        ["Esc", "back"],
      ],
      width,
    ),
  ];
}
