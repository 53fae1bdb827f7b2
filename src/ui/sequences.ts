// The grammar of terminal control sequences (ECMA-48, as terminals read it): where one that begins here ends.
//
//   ESC [ or U+009B           parameters, intermediates, one final       cursor, modes, colours (final "m"), replies
//   ESC ] P X ^ _ k, or C1    any text up to BEL (of ] only) or ST       title, clipboard, images, passthrough
//   ESC                       intermediates, one final                   character sets, resets
//
// Every character is looked at a bounded number of times, whatever the text. A string without its end goes on to the
// end of the line; any ESC ends it, as in terminals.

export interface Sequence {
  /** Index of the first character behind it. */
  readonly end: number;
  /** The parameters of a sequence that sets colours and styles; null for any other. */
  readonly sgr: string | null;
}

const ESC = 0x1b;
const CSI_BODY = /[0-?]*[ -/]*([@-~])?/uy;
const ESCAPE_BODY = /[ -/]*[0-~]/uy;
// CAN and SUB break a sequence off; a line feed ends the line and what was open in it.
// oxlint-disable-next-line no-control-regex -- these control characters are what is looked for
const STRING_END = /[\n\u0018\u001a\u001b\u009c]/gu;
// oxlint-disable-next-line no-control-regex -- as above, and BEL
const OSC_END = /[\u0007\n\u0018\u001a\u001b\u009c]/gu;

/** The sequence that the control character at `index` begins, or null: then it stands for itself. */
export function sequenceAt(text: string, index: number): Sequence | null {
  const code = text.charCodeAt(index);
  if (code !== ESC) return afterIntroducer(text, code, index + 1);
  const next = text.charCodeAt(index + 1);
  const string = next === 0x6b ? 0x98 : next + 0x40; // ESC k is screen's title; ESC [ is U+009B, and so on
  return afterIntroducer(text, string, index + 2) ?? plainEscape(text, index + 1);
}

function afterIntroducer(text: string, introducer: number, start: number): Sequence | null {
  switch (introducer) {
    case 0x9b:
      return controlSequence(text, start);
    case 0x9d:
      return { end: stringEnd(text, start, OSC_END), sgr: null };
    case 0x90:
    case 0x98:
    case 0x9e:
    case 0x9f:
      return { end: stringEnd(text, start, STRING_END), sgr: null };
    default:
      return null;
  }
}

function controlSequence(text: string, start: number): Sequence {
  CSI_BODY.lastIndex = start;
  const [body = "", final] = CSI_BODY.exec(text) ?? [];
  return { end: start + body.length, sgr: final === "m" ? body.slice(0, -1) : null };
}

function stringEnd(text: string, start: number, endings: RegExp): number {
  endings.lastIndex = start;
  const found = endings.exec(text);
  if (found === null) return text.length;
  const isSt = found[0] === "\u001b" && text[found.index + 1] === "\\";
  if (isSt) return found.index + 2;
  return found[0] === "\u001b" || found[0] === "\n" ? found.index : found.index + 1;
}

function plainEscape(text: string, start: number): Sequence | null {
  ESCAPE_BODY.lastIndex = start;
  const body = ESCAPE_BODY.exec(text)?.[0];
  return body === undefined ? null : { end: start + body.length, sgr: null };
}
