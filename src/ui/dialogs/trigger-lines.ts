// How the form of a trigger is drawn: a row for each parameter with what it may be beside it, as many as have room around
// the cursor. Columns stand still while a person types: they are as wide as what was there before.

import { type Line, ellipsis, inverse, part } from "../line.ts";
import { scrolled } from "../monitor/list.ts";
import type { Room } from "../monitor/frame.ts";
import { plainText } from "../sanitise.ts";
import { cut, padEnd, widthOf } from "../width.ts";
import { wrapped } from "../wrap.ts";
import { boxed, endOf, innerColumns, innerRows, keysLine, rowLine } from "./box.ts";
import type { TriggerDialog, TriggerField } from "./dialog.ts";
import { choicesOf, usualOf } from "./trigger-values.ts";

const PRESET = "preset";
const WIDEST_NAME = 24;
const VALUE = { least: 10, most: 28 };
/** With fewer columns for it a hint stands below the rows. */
const LEAST_HINT = 20;
/** So that a problem has room where a hint was. */
const USUAL_HINT = 30;
const WIDEST = 76;

interface Columns {
  readonly name: number;
  readonly value: number;
  /** 0 where hints stand below. */
  readonly hint: number;
}

interface Row {
  readonly name: string;
  readonly value: Line;
  readonly hint: string;
  readonly problem: string | null;
}

export function triggerLines(dialog: TriggerDialog, room: Room): readonly Line[] {
  const { fields, at } = dialog;
  const inner = Math.min(innerColumns(room), WIDEST);
  const columns = columnsOf(dialog, inner - 2);
  const below = belowRows(dialog, columns, inner - 2, room);
  const count = rowCount(dialog);
  const shown = Math.max(1, Math.min(count, innerRows(room) - below.length));
  const top = scrolled(at - Math.floor(shown / 2), at, count, shown);
  const rows = Array.from({ length: Math.min(shown, count) }, (_, place) => {
    const index = top + place;
    const field = fields[index];
    const isAt = index === at;
    const row =
      field === undefined
        ? presetRow(dialog, isAt, room)
        : fieldRow(dialog, field, isAt, columns, room);
    return rowLine(cellsOf(row, columns, room), isAt, room.ascii);
  });
  const scroll = shown < count ? `   ${at + 1} of ${count}` : "";
  return boxed(`${dialog.title}${scroll}`, [...rows, ...below], room);
}

/** Fields, and the choice of a preset where there are any. */
function rowCount({ fields, presets }: TriggerDialog): number {
  return fields.length + (presets.length > 0 ? 1 : 0);
}

function columnsOf(dialog: TriggerDialog, columns: number): Columns {
  const { fields, presets } = dialog;
  const names = [...fields.map(({ name }) => name), ...(presets.length > 0 ? [PRESET] : [])];
  const values = [
    ...fields.flatMap((field) => [field.usual ?? "", ...(choicesOf(dialog, field) ?? [])]),
    ...presets.flatMap(({ name, values }) => [name, ...Object.values(values)]),
  ];
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => widthOf(plainText(text))));
  const name = Math.min(widest(names), WIDEST_NAME, Math.floor(columns * 0.4));
  const value = Math.min(
    Math.max(VALUE.least, widest(values) + 4),
    VALUE.most,
    Math.max(1, columns - name - 2),
  );
  const hint = columns - name - value - 4;
  return { name, value, hint: hint < LEAST_HINT ? 0 : hint };
}

function cellsOf({ name, value, hint, problem }: Row, columns: Columns, { ascii }: Room): Line {
  const mark = ellipsis(ascii);
  const width = value.reduce((sum, { text }) => sum + widthOf(text), 0);
  const rest = part(" ".repeat(Math.max(0, columns.value - width)));
  const cells = [part(`${padEnd(cut(name, columns.name, mark), columns.name)}  `), ...value, rest];
  if (columns.hint === 0)
    return problem === null ? cells : [...cells, part(ascii ? " x" : " ✗", "bad")];
  const least = Math.min(columns.hint, USUAL_HINT);
  const text = padEnd(cut(problem ?? hint, columns.hint, mark), least);
  return [...cells, part("  "), problem === null ? part(text, null, true) : part(text, "bad")];
}

function fieldRow(
  dialog: TriggerDialog,
  field: TriggerField,
  isAt: boolean,
  columns: Columns,
  { ascii }: Room,
): Row {
  const { name, hint, problem } = field;
  const isChoice = choicesOf(dialog, field) !== null;
  const text = plainText(field.text);
  const isChanged = field.text !== (usualOf(dialog, field) ?? "");
  const value = isChoice
    ? chosenValue(text, isAt, isChanged, ascii)
    : typedValue(text, isAt, isChanged, columns.value, ascii);
  return { name: plainText(name), value, hint, problem };
}

function presetRow({ preset, presets }: TriggerDialog, isAt: boolean, { ascii }: Room): Row {
  const value = chosenValue(plainText(preset ?? ""), isAt, preset !== null, ascii);
  const names = presets.map(({ name }) => plainText(name)).join(", ");
  return { name: PRESET, value, hint: names, problem: null };
}

/** What is chosen by Left and Right has their signs around it. */
function chosenValue(text: string, isAt: boolean, isChanged: boolean, ascii: boolean): Line {
  const shown = part(text === "" ? (ascii ? "-" : "–") : text, isChanged ? "warn" : null);
  if (!isAt) return [shown];
  return [part(ascii ? "< " : "‹ ", "live"), shown, part(ascii ? " >" : " ›", "live")];
}

/** The end of a long text where it is typed, else its beginning; what was changed has a colour. */
function typedValue(
  text: string,
  isAt: boolean,
  isChanged: boolean,
  columns: number,
  ascii: boolean,
): Line {
  const mark = ellipsis(ascii);
  const meaning = isChanged ? "warn" : null;
  if (isAt) return [part(endOf(text, columns - 1, mark), meaning), inverse(part(" "))];
  return [part(text === "" ? (ascii ? "-" : "–") : cut(text, columns, mark), meaning)];
}

/** What stands below the rows: a word on the field with the cursor, remarks, the keys. */
function belowRows(dialog: TriggerDialog, columns: Columns, width: number, room: Room): Line[] {
  const mark = ellipsis(room.ascii);
  const { fields, at, remarks } = dialog;
  const field = fields[at];
  const lines: Line[] = [];
  if (rowCount(dialog) === 0) lines.push([part("  It has no parameters.", null, true)]);
  if (columns.hint === 0 && fields.length > 0) lines.push(narrowHint(field, width, mark));
  if (fields.some(({ rules }) => rules.description !== null)) {
    const about = plainText(field?.rules.description ?? "");
    lines.push([part(`  ${cut(about, width, mark)}`, null, true)]);
  }
  for (const remark of remarks) {
    for (const text of wrapped(remark, width, 2, mark)) lines.push([part(`  ${text}`, "warn")]);
  }
  return [...lines, keysOf(dialog, width)];
}

function narrowHint(field: TriggerField | undefined, width: number, mark: string): Line {
  if (field === undefined || field.problem === null)
    return [part(`  ${cut(field?.hint ?? "", width, mark)}`, null, true)];
  return [part(`  ${cut(field.problem, width, mark)}`, "bad")];
}

// As wide as each other, so that the box stays as it is.
const CHANGES = [["Space", "changes "]] as const;
const DEFAULT = [["Ctrl-U", "default"]] as const;

function keysOf(dialog: TriggerDialog, width: number): Line {
  const field = dialog.fields[dialog.at];
  const isChoice = field === undefined || choicesOf(dialog, field) !== null;
  const count = rowCount(dialog);
  const keys: (readonly [string, string])[] = [
    ["Enter", "start"],
    ["Esc", "no"],
    ...(count > 1 ? ([["Tab", "next"]] as const) : []),
    ...(count === 0 ? [] : isChoice ? CHANGES : DEFAULT),
  ];
  return keysLine(keys, width);
}
