// What a plain YAML word means: the "core schema" of YAML 1.2, so that `no`, `on` and `12:30` stay texts.
//
// Tags are refused but for !!str: a tag would let a file ask for values that its readers do not expect.

import { boolCoreTag, floatCoreTag, intCoreTag, nullCoreTag } from "js-yaml";
import type { Report } from "./report.ts";
import type { Scalar } from "./yaml-node.ts";

const MEANINGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

/** The value of an unquoted word: null, true or false, a number, or the text itself. */
export function scalarValue(source: string): Scalar {
  for (const meaning of MEANINGS) {
    const value: unknown = meaning.resolve(source, false, meaning.tagName);
    if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  }
  return source;
}

/** Reports a tag that is not `!!str` (or a bare `!`, which means the same). Offsets are -1 where there is none. */
export function checkTag(
  report: Report,
  start: number,
  end: number,
  on: "scalar" | "collection",
): void {
  if (start < 0) return;
  const tag = report.text.slice(start, end);
  if (on === "scalar" && (tag === "!!str" || tag === "!")) return;
  const hint = tag.startsWith("!!")
    ? "Remove it: a pipeline file holds texts, numbers, true, false, lists and maps."
    : "A text that begins with ! needs quotes.";
  report.add(start, "yaml-tag", `the YAML tag ${tag} is not supported`, hint);
}
