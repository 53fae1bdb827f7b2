// A home where nothing has run yet, in one screen: what was found in the folder that could run, and where the home is.

import { type Line, type Part, bold, ellipsis, fitted, part } from "../line.ts";
import { type Room } from "../monitor/frame.ts";
import { scrolled } from "../monitor/list.ts";
import type { View } from "../monitor/view.ts";
import { markOfCursor } from "../run/graph-lines.ts";
import { shellWord } from "../shell-word.ts";
import { cut, padEnd, widthOf } from "../width.ts";
import type { EmptyView, Found } from "./view.ts";

/** @param file - the one that has the cursor */
export function emptyLines(
  view: View,
  empty: EmptyView,
  file: string | null,
  room: Room,
): readonly Line[] {
  const { columns, rows, ascii } = room;
  const { found } = empty;
  const at = Math.max(
    0,
    found.findIndex((one) => one.file === file),
  );
  const height = Math.max(1, rows - 6);
  const top = scrolled(0, at, found.length, height);
  const widest = found.reduce((most, one) => Math.max(most, widthOf(one.file)), 8);
  const name = Math.min(widest, Math.max(8, Math.floor(columns / 3)));
  const about = aboutColumns(found, columns - name - 7);
  const lines: Line[] = [
    [],
    [part(found.length > 0 ? "   No pipelines yet. Found here:" : nothingText(empty))],
    [],
    ...found
      .slice(top, top + height)
      .map((one) => foundLine(one, one === found[at], { name, about, ascii })),
    ...(found.length > 0 ? [[]] : hintLines()),
    homeLine(view, empty),
  ];
  return lines.map((line) => fitted(line, columns, ellipsis(ascii)));
}

function nothingText({ folder }: EmptyView): string {
  return `   No pipelines yet, and none in ${folder}.`;
}

function hintLines(): Line[] {
  return [
    [part("   i", "live"), part("  makes a first pipeline.yaml here")],
    [part("   d", "live"), part("  runs a small example, to look around")],
    [part("   dagtop run -- COMMAND runs anything with a log, retries and times", null, true)],
    [],
  ];
}

/** Of those that a key does something with: what the key does is seen whole. */
function aboutColumns(found: readonly Found[], columns: number): number {
  const ways = found.map((one) => ({ one, way: wayOf(one) })).filter(({ way }) => way[0] !== "");
  const widest = (of: (each: (typeof ways)[number]) => number): number =>
    Math.max(0, ...ways.map(of));
  const does = widest(({ way: [key, what] }) => widthOf(key) + 2 + widthOf(what));
  return Math.max(
    8,
    Math.min(
      columns - does,
      widest(({ one }) => widthOf(aboutText(one))),
    ),
  );
}

interface Widths {
  readonly name: number;
  readonly about: number;
  readonly ascii: boolean;
}

function foundLine(one: Found, hasCursor: boolean, { name, about, ascii }: Widths): Line {
  const mark = ellipsis(ascii);
  const shown = part(padEnd(cut(one.file, name, mark), name));
  const head: Part[] = [
    part(hasCursor ? ` ${markOfCursor(ascii)} ` : "   ", hasCursor ? "live" : null),
    hasCursor ? bold(shown) : shown,
    part("  "),
  ];
  const [key, does] = wayOf(one);
  const said = aboutText(one);
  if (key !== "")
    return [
      ...head,
      part(`${padEnd(cut(said, about, mark), about)}  `),
      part(key, "live"),
      part(`  ${does}`),
    ];
  // What is done by a command needs no column of its own.
  const why = said === "" ? [] : [part(`${said}  `, one.is === "broken" ? "bad" : null)];
  return [...head, ...why, part(does, null, true)];
}

function aboutText(one: Found): string {
  switch (one.is) {
    case "pipeline": {
      const more = one.more > 0 ? `, ${one.more} more` : "";
      return `${one.name}: ${one.stages.join(", ")}${more}`;
    }
    case "program":
      return "a pipeline as a program";
    case "broken":
      return one.why;
    case "dvc":
      return one.stages === 1 ? "1 stage" : `${one.stages} stages`;
    case "script":
      return "";
  }
}

/** The key, and what it does with it; where there is none, the command. */
function wayOf(one: Found): readonly [key: string, does: string] {
  switch (one.is) {
    case "pipeline":
      return ["Enter", "runs it"];
    case "program":
      return ["", `dagtop run ${shellWord(one.file)}`];
    case "broken":
      return ["", `dagtop validate ${shellWord(one.file)}`];
    case "dvc":
      return ["i", "makes a pipeline of it"];
    case "script":
      return ["", commandOf(one.file)];
  }
}

/** How a script is run once, with a retry and without a file. */
export function commandOf(script: string): string {
  return `dagtop run --retry 1 -- python ${shellWord(script)}`;
}

function homeLine({ homePath }: View, { mode }: EmptyView): Line {
  const how = mode === null ? "made by the first run" : mode;
  return [
    part("   home  ", null, true),
    part(`${homePath} (${how})`),
    part("     docs  ", null, true),
    part("dagtop help"),
  ];
}
