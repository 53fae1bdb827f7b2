// The one gate between text from outside (logs, names, parameters, errors, git refs) and a terminal.
//
//   text ──▶ pieces of printable text, each with a style ──▶ text with canonical colours, closed, within a limit
//
// What holds for every output: no escape sequence but SGR of the list in sgr.ts, no other control character, nothing
// that is invisible or turns the direction of writing; and passing it through again changes nothing. Sequences are
// dropped; lone controls and invisible characters are shown as <1B>. The cost is linear in the text.

import { sequenceAt } from "./sequences.ts";
import { PLAIN, RESET, type Style, restyled, transition } from "./sgr.ts";
import { widthOf } from "./width.ts";

export interface SanitiseOptions {
  /** Whether colours and styles stay; true by default. */
  readonly colour?: boolean;
  /** The most UTF-8 bytes of the output, at least 64; 8 KiB by default. */
  readonly maxBytes?: number;
}

interface Piece {
  readonly text: string;
  readonly style: Style;
  /** The column behind it; known only in a line with tabs. */
  readonly column: number;
}

interface Rules {
  readonly colour: boolean;
  readonly maxBytes: number;
  /** Whether BS erases and TAB moves, as in a log; if not, both are shown. */
  readonly typewriter: boolean;
  /** Whether columns have to be counted. */
  readonly tabs: boolean;
}

interface Scan {
  readonly pieces: Piece[];
  /** Where reading stopped: the end of the text, or earlier when there was enough for the limit. */
  readonly end: number;
}

const LIMIT = 8192;
const LEAST_LIMIT = 64;
const TAB_STOP = 8;
// Control and format characters, line separators, and what Unicode says to draw as nothing: bidi controls,
// zero-width spaces and joiners, the byte order mark, tag characters, fillers, variation selectors.
const SPECIAL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const PRINTABLE = /^[\u0020-\u007e]*$/;
const ANY_SPECIAL = new RegExp(SPECIAL.source, "u");
// They choose between forms of the character before them, on which terminals do not agree. They leave no trace.
const SELECTOR = /\p{Variation_Selector}/u;

/**
 * One line of a log for a terminal. What a carriage return went back over is left out, tabs become spaces, a
 * backspace erases, and what exceeds the limit is cut with a count of the characters that are missing.
 */
export function sanitise(text: string, options: SanitiseOptions = {}): string {
  const { colour = true, maxBytes = LIMIT } = options;
  const shown = text.includes("\r") ? lastOfCarriageReturns(text) : text;
  const most = Math.max(LEAST_LIMIT, maxBytes);
  return cleaned(shown, { colour, maxBytes: most, typewriter: true, tabs: shown.includes("\t") });
}

/**
 * A name, a parameter or an error for a place of one line: no colours, and nothing hidden. Line feeds, carriage
 * returns, backspaces and tabs are shown, since in a name they could only deceive.
 */
export function plainText(text: string): string {
  return cleaned(text, { colour: false, maxBytes: LIMIT, typewriter: false, tabs: false });
}

/** As `plainText`, for a text that may have been written over several lines, such as a question. */
export function oneLine(text: string): string {
  return plainText(text.trim().replaceAll(/\s*\n\s*/gu, " "));
}

/** A line of a log as it was read, bytes or text, with or without its line end. Bad UTF-8 becomes U+FFFD. */
export function logLine(raw: Uint8Array | string, options: SanitiseOptions = {}): string {
  const text =
    typeof raw === "string" ? raw : new TextDecoder("utf-8", { ignoreBOM: true }).decode(raw);
  return sanitise(text.endsWith("\n") ? text.slice(0, -1) : text, options);
}

/** What a terminal would show of a line with carriage returns: the last part of it in which something is visible. */
export function lastOfCarriageReturns(text: string): string {
  let end = text.length;
  while (end > 0) {
    const start = text.lastIndexOf("\r", end - 1) + 1;
    const part = text.slice(start, end);
    if (showsSomething(part)) return part;
    end = start - 1;
  }
  return "";
}

const VISIBILITY: Rules = { colour: false, maxBytes: LIMIT, typewriter: true, tabs: false };

function showsSomething(part: string): boolean {
  if (!ANY_SPECIAL.test(part)) return part.trim() !== "";
  const { pieces } = scan(part, VISIBILITY);
  return pieces.some((piece) => piece.text.trim() !== "");
}

function cleaned(raw: string, rules: Rules): string {
  // Nearly every name: to say so without waking the tables of Unicode is what makes `status` quick.
  if (raw.length <= rules.maxBytes && PRINTABLE.test(raw)) return raw;
  const text = raw.toWellFormed();
  if (text.length * 3 <= rules.maxBytes && !ANY_SPECIAL.test(text)) return text;
  const { pieces, end } = scan(text, rules);
  const unread = text.slice(end);
  if (unread === "") {
    const whole = written(pieces);
    if (bytesOf(whole) <= rules.maxBytes) return whole;
  }
  return shortened(pieces, unread, rules.maxBytes);
}

function scan(text: string, rules: Rules): Scan {
  const pieces: Piece[] = [];
  let style = PLAIN;
  let bytes = 0;
  let index = 0;
  while (index < text.length && bytes <= rules.maxBytes) {
    SPECIAL.lastIndex = index;
    const found = SPECIAL.exec(text);
    const upTo = Math.min(found?.index ?? text.length, boundary(text, index + rules.maxBytes + 1));
    if (upTo > index) {
      bytes += push(pieces, text.slice(index, upTo), style, rules);
      index = upTo;
    } else if (found !== null) {
      const sequence = sequenceAt(text, index);
      if (sequence === null) bytes += control(pieces, found[0], style, rules);
      else if (rules.colour && sequence.sgr !== null) style = restyled(style, sequence.sgr);
      index = sequence?.end ?? index + found[0].length;
    }
  }
  return { pieces, end: index };
}

/** The index itself, or one less where it would split a character in two. */
function boundary(text: string, index: number): number {
  if (index >= text.length) return text.length;
  return isLowSurrogate(text, index) ? index - 1 : index;
}

function isLowSurrogate(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xdc00;
}

function push(pieces: Piece[], text: string, style: Style, rules: Rules): number {
  const column = rules.tabs ? (pieces.at(-1)?.column ?? 0) + widthOf(text) : 0;
  pieces.push({ text, style, column });
  return bytesOf(text);
}

/** What a character that begins no sequence does. Returns by how many bytes the output grows. */
function control(pieces: Piece[], character: string, style: Style, rules: Rules): number {
  if (SELECTOR.test(character)) return 0;
  if (rules.typewriter && character === "\b") return -erase(pieces);
  if (rules.typewriter && character === "\t") {
    const column = pieces.at(-1)?.column ?? 0;
    return push(pieces, " ".repeat(TAB_STOP - (column % TAB_STOP)), style, rules);
  }
  const code = character.codePointAt(0) ?? 0;
  return push(pieces, `<${code.toString(16).toUpperCase().padStart(2, "0")}>`, style, rules);
}

/** Takes the last character away. Returns its bytes. */
function erase(pieces: Piece[]): number {
  const last = pieces.pop();
  if (last === undefined) return 0;
  const { length } = last.text;
  const left = last.text.slice(0, isLowSurrogate(last.text, length - 1) ? -2 : -1);
  const erased = last.text.slice(left.length);
  const column = Math.max(0, last.column - widthOf(erased));
  if (left !== "") pieces.push({ text: left, style: last.style, column });
  return bytesOf(erased);
}

function written(pieces: readonly Piece[]): string {
  let out = "";
  let style = PLAIN;
  for (const piece of pieces) {
    out += transition(style, piece.style) + piece.text;
    style = piece.style;
  }
  return out + transition(style, PLAIN);
}

// Room for the reset and for "…[+123456789 chars]".
const ROOM_FOR_MARK = 32;

function shortened(pieces: readonly Piece[], unread: string, maxBytes: number): string {
  let room = maxBytes - ROOM_FOR_MARK;
  let missing = charactersOf(unread);
  let out = "";
  let style = PLAIN;
  for (const piece of pieces) {
    const change = transition(style, piece.style);
    const head = room > change.length ? headInBytes(piece.text, room - change.length) : "";
    missing += charactersOf(piece.text.slice(head.length));
    if (head !== "") {
      out += change + head;
      style = piece.style;
    }
    room = head.length < piece.text.length ? 0 : room - change.length - bytesOf(head);
  }
  const reset = transition(style, PLAIN) === "" ? "" : RESET;
  return `${out}${reset}…[+${missing} chars]`;
}

function headInBytes(text: string, most: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += bytesOf(character);
    if (used > most) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) bytes += code < 0x800 || (code & 0xf800) === 0xd800 ? 1 : 2;
  }
  return bytes;
}

function charactersOf(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index += 1) if (isLowSurrogate(text, index)) count -= 1;
  return count;
}
