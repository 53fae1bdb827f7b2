// From what Ink says of the keyboard to keys by their names. Over a slow line several keys arrive as one text, so a text
// is taken apart into its characters: each is a key of its own.

import type { Key as InkKey } from "ink";
import type { Press } from "./update.ts";

const NAMED: readonly (readonly [keyof InkKey, string])[] = [
  ["upArrow", "Up"],
  ["downArrow", "Down"],
  ["leftArrow", "Left"],
  ["rightArrow", "Right"],
  ["pageDown", "PgDn"],
  ["pageUp", "PgUp"],
  ["home", "Home"],
  ["end", "End"],
  ["return", "Enter"],
  ["escape", "Esc"],
  ["backspace", "Backspace"],
  ["delete", "Delete"],
];

export function pressesOf(input: string, key: Partial<InkKey>): readonly Press[] {
  if (key.eventType === "release") return [];
  const named = NAMED.find(([name]) => key[name] === true);
  if (named !== undefined) return [{ key: named[1], text: null }];
  if (key.tab === true) return [{ key: key.shift === true ? "S-Tab" : "Tab", text: null }];
  if (key.ctrl === true)
    return input === "" ? [] : [{ key: `C-${input.toLowerCase()}`, text: null }];
  if (key.meta === true) return [];
  return Array.from(input).flatMap((character) => pressOf(character));
}

function pressOf(character: string): Press[] {
  if (character === "\r" || character === "\n") return [{ key: "Enter", text: null }];
  if (character === "\t") return [{ key: "Tab", text: null }];
  if (character === " ") return [{ key: "Space", text: " " }];
  return /\p{Cc}/u.test(character) ? [] : [{ key: character, text: character }];
}
