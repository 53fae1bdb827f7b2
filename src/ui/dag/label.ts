// What is written for a node: its name, which may be cut in its middle, between signs that stay whole.

import { cutMiddle, widthOf } from "../width.ts";

export interface Label {
  /** "◆ ", or nothing. */
  readonly before: string;
  /** It has passed the sanitiser. */
  readonly name: string;
  /** " ×12", or nothing. */
  readonly count: string;
  /** " (always)", or nothing. */
  readonly after: string;
  /** Whether the lines to it are drawn dashed: it does not simply follow success. */
  readonly dashed: boolean;
}

/** The whole label, with at most `most` columns for the name. */
export function labelText(label: Label, most: number, ellipsis: string): string {
  return label.before + cutMiddle(label.name, most, ellipsis) + label.count + label.after;
}

export function labelWidth({ before, name, count, after }: Label, most: number): number {
  return widthOf(before) + Math.min(widthOf(name), most) + widthOf(count) + widthOf(after);
}
