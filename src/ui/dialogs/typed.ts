// Text that a person types or pastes into a dialog: what could do anything to a terminal is taken out before it is held.

import { plainText } from "../sanitise.ts";

/** A key, and the characters that it types; of a paste there are many. */
export interface Press {
  /** As keys.ts names them. */
  readonly key: string;
  readonly text: string | null;
}

const MOST = 2000;

/** The text after a key; null where the key was no typing. What would make it longer than 2,000 characters is left out. */
export function typed(text: string, { key, text: more }: Press): string | null {
  if (key === "Backspace" || key === "Delete") return Array.from(text).slice(0, -1).join("");
  if (key === "C-w") return text.replace(/\S*\s*$/u, "");
  if (more === null) return null;
  const clean = more === " " ? more : plainText(more.slice(0, MOST).replace(/[\r\n]+$/u, ""));
  return text + clean.slice(0, Math.max(0, MOST - text.length)).toWellFormed();
}
