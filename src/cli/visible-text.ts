// Text of several lines for a terminal: the lines are ours, what stands in them may be anybody's.

import { plainText } from "../ui/sanitise.ts";

export function visibleText(text: string): string {
  return text
    .split("\n")
    .map((line) => plainText(line))
    .join("\n");
}
