// Finds rows by what they show, without making each row what it shows: most are only looked at as bytes.
//
//   block ─▶ text without colours ─▶ rows that may fit ─▶ each as it is shown ─▶ rows that do
//
// What may fit must hold all that does. What a row shows is a part of its text once colours are gone, but for rows with
// other sequences, backspaces, what is invisible, or a secret: those are always looked at as they are shown.

import { isAscii } from "node:buffer";
import type { Masker } from "../../../engine/host/mask.ts";
import type { Matcher } from "../../../ui/log/match.ts";
import { withoutSgr } from "../../../ui/log/sgr-parts.ts";
import { type Block, spansOfBlock } from "./blocks.ts";
import { maskedRows, reachOf } from "./row-bytes.ts";
import { rowText } from "./row-text.ts";
import type { Span } from "./spans.ts";

export interface Probe {
  /** Whether a row that shows this text fits. */
  readonly test: (text: string) => boolean;
  /**
   * For a text of many lines, where the next line that may fit is found from an index on; -1 when there is none. A line
   * that fits is never missed.
   */
  readonly within: (text: string, ascii: boolean) => (from: number) => number;
  /** Whether what is looked for could lie over a tab, which is shown as spaces. */
  readonly spaced: boolean;
}

const PLAIN = /^[ -~]*$/;

export function probeOf(matcher: Matcher): Probe {
  const { needle, pattern, isCaseSensitive, test } = matcher;
  const lower = needle.toLowerCase();
  return {
    test,
    spaced: needle.includes(" "),
    within: (text, ascii) => {
      if (isCaseSensitive) return (from) => text.indexOf(needle, from);
      if (!ascii || !PLAIN.test(needle)) return searching(text, new RegExp(pattern, "giu"));
      const folded = text.toLowerCase();
      return (from) => folded.indexOf(lower, from);
    },
  };
}

/** @param pattern - global */
export function searching(text: string, pattern: RegExp): (from: number) => number {
  return (from) => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.index ?? -1;
  };
}

/** What fits both. */
export function both(one: Probe, other: Probe): Probe {
  return { ...one, test: (text) => one.test(text) && other.test(text) };
}

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for; tabs and returns take part below
const ODD = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
// oxlint-disable-next-line no-control-regex -- as above
const ODD_OR_TAB = /[\0-\u0009\u000b\u000c\u000e-\u001f\u007f]/g;
const ODD_ANYWHERE = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\n\r\t]]/gv;
const ODD_ANYWHERE_OR_TAB =
  /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]--[\n\r]]/gv;

/** The rows of a block that fit, in order. */
export function fitting(block: Block, probe: Probe, mask: Masker): Span[] {
  const ascii = isAscii(block.bytes);
  const written = block.bytes.toString(ascii ? "latin1" : "utf8");
  const text = withoutSgr(written);
  const numbers = new Set([
    ...linesWith(text, probe.within(text, ascii)),
    ...linesWith(text, searching(text, oddOnes(ascii, probe.spaced))),
    ...linesWithSecrets(block, mask),
    ...(text === written ? [] : linesWithRanges(Buffer.from(text), 0, mask)),
  ]);
  if (numbers.size === 0) return [];
  const { file, isWhole } = block.log;
  return spansOfBlock(block).filter((span, number) => {
    if (!numbers.has(number)) return false;
    const [row] = mask.none
      ? [block.bytes.subarray(span.from - block.from, span.to - block.from)]
      : maskedRows(file, [span], mask, isWhole);
    return row !== undefined && probe.test(rowText(row, mask, false));
  });
}

function oddOnes(ascii: boolean, tabs: boolean): RegExp {
  if (ascii) return tabs ? ODD_OR_TAB : ODD;
  return tabs ? ODD_ANYWHERE_OR_TAB : ODD_ANYWHERE;
}

/** The numbers of the lines in which something is found, each once. */
function linesWith(text: string, next: (from: number) => number): number[] {
  const numbers: number[] = [];
  let number = 0;
  let end = -1;
  for (let at = next(0); at >= 0; at = next(end + 1)) {
    for (end = text.indexOf("\n", end + 1); end >= 0 && end < at; end = text.indexOf("\n", end + 1))
      number += 1;
    numbers.push(number);
    if (end < 0) break;
    number += 1;
  }
  return numbers;
}

/** Those are shown otherwise than they are written. */
function linesWithSecrets({ log, from, to, bytes }: Block, mask: Masker): number[] {
  if (mask.none) return [];
  const reach = reachOf(mask);
  const before = log.file.slice(Math.max(0, from - reach), from);
  const after = log.file.slice(to, to + reach);
  return linesWithRanges(Buffer.concat([before, bytes, after]), before.length, mask);
}

/** The numbers of the lines in which a secret stands, or a part of one. @param begin - where line 0 begins */
function linesWithRanges(bytes: Buffer, begin: number, mask: Masker): number[] {
  const found = mask.ranges(bytes);
  if (found.length === 0) return [];
  const numbers: number[] = [];
  let passed = 0;
  for (let at = begin, number = 0; at < bytes.length; number += 1) {
    const next = bytes.indexOf("\n", at);
    const end = next < 0 ? bytes.length : next;
    while ((found[passed]?.to ?? Infinity) <= at) passed += 1;
    if ((found[passed]?.from ?? Infinity) < end) numbers.push(number);
    at = end + 1;
  }
  return numbers;
}
