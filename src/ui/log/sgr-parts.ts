// The colours of a log in the words of this program: red is bad, yellow a warning, green fine, cyan and blue something that
// goes on. So a log keeps its meaning in 16 colours, in none, and in whatever theme the terminal has.
//
// Works on text that has passed the sanitiser: its only sequences are SGR.

import { type Part, part } from "../line.ts";
import { PLAIN, type Style, restyled } from "../sgr.ts";
import type { Meaning } from "../theme.ts";
import type { Stretch } from "./match.ts";

// oxlint-disable-next-line no-control-regex -- the sequence is what is looked for
const SGR = /\u001b\[([\d:;]*)m/gu;

// By the last digit of 30 to 37 and 90 to 97. Black and white are the terminal's own.
const MEANINGS: readonly (Meaning | null)[] = [
  null,
  "bad",
  "ok",
  "warn",
  "live",
  "wait",
  "live",
  null,
];

/** The text with its colours as parts; no two neighbours look the same. */
export function sgrParts(text: string): Part[] {
  const parts: Part[] = [];
  let style = PLAIN;
  let from = 0;
  for (const { index, 0: sequence, 1: parameters = "" } of text.matchAll(SGR)) {
    push(parts, text.slice(from, index), style);
    style = restyled(style, parameters);
    from = index + sequence.length;
  }
  push(parts, text.slice(from), style);
  return parts;
}

export function withoutSgr(text: string): string {
  return text.includes("\u001b") ? text.replaceAll(SGR, "") : text;
}

function push(parts: Part[], text: string, style: Style): void {
  if (text === "") return;
  const next = part(text, meaningOf(style), isDim(style));
  const last = parts.at(-1);
  if (last === undefined || last.meaning !== next.meaning || last.dim !== next.dim) {
    parts.push(next);
    return;
  }
  parts[parts.length - 1] = { ...last, text: last.text + text };
}

function meaningOf({ foreground }: Style): Meaning | null {
  const [, basic, indexed] = /^(?:([39][0-7])|38;5;(\d{1,2}))$/u.exec(foreground ?? "") ?? [];
  if (basic !== undefined) return MEANINGS[Number(basic.slice(1))] ?? null;
  if (indexed === undefined || Number(indexed) > 15) return null;
  return MEANINGS[Number(indexed) % 8] ?? null;
}

/** Bright black is what most programs write grey by. */
function isDim({ dim, foreground }: Style): boolean {
  return dim || foreground === "90" || foreground === "38;5;8";
}

/** The same parts with `mark` over the given stretches of their text. @param stretches - in order, apart */
export function markedParts(
  parts: readonly Part[],
  stretches: readonly Stretch[],
  mark: (part: Part) => Part,
): Part[] {
  if (stretches.length === 0) return [...parts];
  const out: Part[] = [];
  let begin = 0;
  for (const one of parts) {
    const end = begin + one.text.length;
    let at = begin;
    for (const { from, to } of stretches) {
      if (to <= at || from >= end) continue;
      const [first, last] = [Math.max(from, at), Math.min(to, end)];
      if (first > at) out.push({ ...one, text: one.text.slice(at - begin, first - begin) });
      out.push(mark({ ...one, text: one.text.slice(first - begin, last - begin) }));
      at = last;
    }
    if (at < end) out.push({ ...one, text: one.text.slice(at - begin) });
    begin = end;
  }
  return out;
}
