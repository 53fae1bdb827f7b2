// What went wrong, as one line for a toast: the first line that is said of it, and how to mend it.

import { isUserError } from "../../../pipeline/user-error.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { inWords } from "../../storage-errors.ts";

export function wordsOf(error: unknown): string {
  const said = inWords(error);
  if (!isUserError(said)) return plainText(said instanceof Error ? said.message : String(said));
  const [message, hint] = [said.message, said.hint].map((text) => text.split("\n", 1)[0] ?? "");
  return plainText([message, hint].filter((text) => text !== "").join(" "));
}
