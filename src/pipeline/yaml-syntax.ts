// Says what is wrong with YAML that cannot be read, in words that name the mistake instead of the grammar.
//
// The parser notices a mistake where it stumbles, often a line after it was made. So the place is moved back to
// the quote or bracket that was left open, or to the line that lacks its colon, whenever that can be found.

import type { Report } from "./report.ts";

export const MOST_DEPTH = 64;

interface Finding {
  readonly at: number;
  readonly message: string;
  readonly hint: string;
}

const QUOTE_HINT =
  "Put the whole value in quotes, or write it on lines of their own below `key: |`.";

/** Adds the one problem of an unreadable file. `reason` and `position` are the parser's. */
export function reportSyntax(report: Report, reason: string, position: number): void {
  if (reason.startsWith("nesting exceeded")) {
    const hint = "Write it flatter: a pipeline file needs about 5 levels.";
    report.add(position, "too-deep", `nested deeper than ${MOST_DEPTH} levels`, hint);
    return;
  }
  const found = findingOf(report.text, reason, position);
  report.add(found.at, "bad-yaml", found.message, found.hint);
}

function findingOf(text: string, reason: string, at: number): Finding {
  if (/^[ ]*\t/.test(lineAt(text, at))) return tab(text, at);
  if (reason.startsWith("deficient") || reason.startsWith("unexpected end")) {
    return leftOpen(text, at) ?? other(reason, at);
  }
  if (reason.startsWith("bad indentation of a mapping")) return badEntry(text, at);
  if (reason.startsWith("missed comma")) return missedComma(text, at);
  if (reason.includes("implicit key") || reason.startsWith("expected ':'"))
    return noColon(text, at);
  if (reason.startsWith("end of the stream")) return noColon(text, at);
  if (reason.startsWith("unknown escape")) {
    const hint =
      "Between double quotes a backslash begins an escape such as \\n: use single quotes.";
    return { at, message: "an escape that YAML does not know", hint };
  }
  return other(reason, at);
}

function tab(text: string, at: number): Finding {
  const line = lineAt(text, at);
  const hint =
    "YAML indents by spaces only: replace each tab at the beginning of a line by spaces.";
  return {
    at: lineStart(text, at) + line.indexOf("\t"),
    message: "a tab in the indentation",
    hint,
  };
}

/** The parser stands on the character that does not fit behind a value. */
function badEntry(text: string, at: number): Finding {
  const before = text.slice(lineStart(text, at), at);
  const character = text[at] ?? "";
  if (character === ":" && /:\s/.test(before)) {
    return { at, message: 'a ": " inside a value', hint: QUOTE_HINT };
  }
  if (/["']\s*$/.test(before)) {
    return { at, message: "text behind the closing quote", hint: QUOTE_HINT };
  }
  if (/:\s+$/.test(before) && character === "-") {
    const hint = "Begin the list on the next line, or write it as [a, b].";
    return { at, message: "a list cannot begin on the line of its key", hint };
  }
  if (/:\s+$/.test(before)) {
    return { at, message: `a value cannot begin with ${character}`, hint: QUOTE_HINT };
  }
  const hint = "Give it exactly the indentation of the lines that it belongs with.";
  const first = at - before.length + before.search(/\S|$/);
  return { at: first, message: "the indentation fits no line above", hint };
}

function missedComma(text: string, at: number): Finding {
  if (text.slice(at - 1, at + 2) === "${{") {
    const hint = "Put quotes around it: between [ ] or { } a bare { begins a map.";
    return { at: at - 1, message: "${{ }} needs quotes here", hint };
  }
  const open = text[at] === "}" || text[at] === "]" ? leftOpen(text, at) : null;
  if (open !== null) return open;
  const hint = "Put commas between the entries; quote an entry that holds { } [ ] , or a colon.";
  return { at, message: "a comma is missing here", hint };
}

function noColon(text: string, at: number): Finding {
  // The parser has gone past the line, sometimes as far as the colon of the next one.
  let start = lineStart(text, text.slice(0, at).trimEnd().length);
  if (/:(\s|$)/.test(lineAt(text, start))) {
    start = lineStart(text, text.slice(0, start).trimEnd().length);
  }
  const line = lineAt(text, start);
  const words = /^\s*([\w-]+)\s+(\S.*?)\s*$/.exec(line);
  const example = words === null ? "key: value" : `${words[1]}: ${words[2]}`;
  const hint = `Write "${example}". A text of several lines goes below "key: |", indented.`;
  return { at: start + line.search(/\S|$/), message: 'this line is no "key: value"', hint };
}

const CLOSES: Readonly<Record<string, string>> = { "[": "]", "{": "}", '"': '"', "'": "'" };

// Comments, quoted texts with or without their end, brackets. A quote inside a word (it's) opens nothing.
const TOKENS =
  /(?<=^|\s)#[^\n]*|(?<=^|[\s[{,:])(?:"[^"\\]*(?:\\[\s\S][^"\\]*)*("?)|'[^']*(?:''[^']*)*('?))|[[\]{}]/g;

/** The quote or bracket that was never closed, in the text up to where the parser gave up. */
function leftOpen(text: string, at: number): Finding | null {
  const open: number[] = [];
  for (const match of text.slice(0, at).matchAll(TOKENS)) {
    const opener = match[0][0] ?? "";
    if (opener === "]" || opener === "}") open.pop();
    if (opener === "[" || opener === "{") open.push(match.index);
    // Its last group is the closing quote: empty where there was none.
    if (match[1] === "" || match[2] === "") return unclosed(match.index, opener);
  }
  const inner = open.at(-1);
  return inner === undefined ? null : unclosed(inner, text[inner] ?? "");
}

function unclosed(at: number, opener: string): Finding {
  const closer = CLOSES[opener] ?? "";
  const hint = `Close it with ${closer}, or put the whole value in other quotes if the ${opener} is part of it.`;
  return { at, message: `${opener} is opened here and never closed`, hint };
}

function other(reason: string, at: number): Finding {
  return {
    at,
    message: `not YAML: ${reason}`,
    hint: "Putting the value in quotes often mends it.",
  };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function lineAt(text: string, at: number): string {
  return text.slice(lineStart(text, at), lineEnd(text, at));
}
