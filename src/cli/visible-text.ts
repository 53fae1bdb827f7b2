// Text of several lines for a terminal: the lines are ours, what stands in them may be anybody's.

import { plainText } from "../ui/sanitise.ts";
import { remark } from "./output.ts";

export function visibleText(text: string): string {
  return text
    .split("\n")
    .map((line) => plainText(line))
    .join("\n");
}

/** What is printed of warnings, paragraphs that may name anything, passes here. */
export function warn(warnings: readonly string[]): void {
  for (const warning of warnings) remark(visibleText(warning));
}
