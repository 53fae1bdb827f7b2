// Milliseconds as an argument.

import { UserError } from "../pipeline/user-error.ts";

/** @throws UserError usage */
export function milliseconds(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new UserError("usage", `"${text}" is no number of milliseconds.`, {
    hint: "For example 60000.",
  });
}
