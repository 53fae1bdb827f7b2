// What SQLite says of a home that can't be used, as words for who uses it. A damaged database is refused, never mended.

import { UserError } from "../pipeline/user-error.ts";

const KNOWN: readonly (readonly [codes: RegExp, what: string, hint: string])[] = [
  [
    /^SQLITE_(?:CORRUPT|NOTADB)/,
    "The database of this home is damaged",
    "Keep a copy of the folder as it is; another --home works meanwhile. dagtop never mends it by guessing.",
  ],
  [/^SQLITE_FULL/, "There is no room on the disk of this home", "Free some room and try again."],
  [
    /^SQLITE_READONLY/,
    "This home can't be written to",
    "See who owns it: ls -ld, and dagtop doctor.",
  ],
  [
    /^SQLITE_(?:IOERR|CANTOPEN)/,
    "The database of this home can't be read",
    "Look at the folder and at its disk.",
  ],
  [
    /^SQLITE_BUSY/,
    "The database of this home is held by another program",
    "Try again in a moment.",
  ],
];

/** The error in words, where it is SQLite's; else the error itself. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string")
    return error;
  const { code, message } = error;
  const found = KNOWN.find(([codes]) => codes.test(code));
  if (found === undefined) return error;
  const [, what, hint] = found;
  return new UserError("unusable-home", `${what}: ${message}.`, { hint, exit: 5 });
}
