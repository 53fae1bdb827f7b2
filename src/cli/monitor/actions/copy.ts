// Copying by OSC 52: the terminal itself puts the text on the clipboard, over any number of hops. Whether it does can't be
// seen, so what is said says how to get at the text otherwise.

import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";

/** What terminals are known to take: 100,000 bytes with the sequence. */
const MOST_BYTES = 74_994;

/** Null where the text is longer than terminals take. */
export function osc52(text: string): string | null {
  const bytes = Buffer.from(text);
  return bytes.length > MOST_BYTES ? null : `\u001b]52;c;${bytes.toString("base64")}\u0007`;
}

export function copied(
  { text, what }: Extract<Wish, { readonly is: "copy" }>,
  write: (escape: string) => void,
): Told {
  const escape = osc52(text);
  if (escape === null)
    return { is: "toast", text: `${what}: too long to copy; s saves it`, meaning: "warn" };
  write(escape);
  const inTmux = process.env["TMUX"] === undefined ? "" : " (tmux: set-clipboard on)";
  return { is: "toast", text: `copied ${what}${inTmux}`, meaning: "ok" };
}
