// Fingerprints of secrets under the random key of a home (semantics 7.3): by them a text is searched for values that are
// kept nowhere.
//
// Two hashes per form. The first is a cyclic polynomial (Cohen 1997) over the first bytes of the form, 20 bits of it: it
// can be rolled along a text. The second is HMAC-SHA256 of the whole form. The lengths over which the first is taken are
// few, so that a text is gone over a few times however many secrets there are.
//
// Without the key a row says the length of a value and nothing else. The key lies in the same home, so whoever reads the
// home can try guesses, and finds a value that can be guessed: rows keep values out of backups, screens and bug reports
// that hold rows alone, they do not make a weak secret strong.

import type { SecretRow } from "../secret-row.ts";
import { formsOf } from "./secret-forms.ts";

const KEY_BYTES = 32;
const ROLLING_BITS = 20;
const WINDOWS = [64, 48, 32, 24, 16, 12, 8, 6];

/** Loaded where there is a secret: commands that only look would wait for it in vain. */
function crypto() {
  return process.getBuiltinModule("node:crypto");
}

/** A new home's key, in hex. */
export function newKey(): string {
  return crypto().randomBytes(KEY_BYTES).toString("hex");
}

/** Rows of all secrets, by name → value. Those that are too short to be told from other text have none. */
export function fingerprintsOf(values: Readonly<Record<string, string>>, key: string): SecretRow[] {
  const hash = confirming(key);
  const table = rollingTable(key);
  return Object.entries(values).flatMap(([name, value]) =>
    [...formsOf(value)].map(([form, text]) => {
      const bytes = Buffer.from(text);
      const rolling = rollingText(rollingOf(bytes, windowOf(bytes.length), table));
      return { name, form, length: bytes.length, rolling, hmac: hash(bytes) };
    }),
  );
}

/** Over how many of its first bytes a form's rolling hash is taken. */
export function windowOf(length: number): number {
  return WINDOWS.find((window) => window <= length) ?? length;
}

/** A random word for each byte. */
export function rollingTable(key: string): Int32Array {
  const bytes = crypto().hkdfSync("sha256", Buffer.from(key, "hex"), "", "rolling", 256 * 4);
  return new Int32Array(bytes);
}

/** The hash of the first `window` bytes, as a whole 32-bit word. */
export function rollingOf(bytes: Uint8Array, window: number, table: Int32Array): number {
  let hash = 0;
  for (let at = 0; at < window; at += 1)
    hash = ((hash << 1) | (hash >>> 31)) ^ (table[bytes[at] ?? 0] ?? 0);
  return hash;
}

/** What a row has of the word: its upper bits. */
export function rollingText(hash: number): string {
  return (hash >>> (32 - ROLLING_BITS)).toString(16).padStart(ROLLING_BITS / 4, "0");
}

/** The hash that confirms, in hex. */
export function confirming(key: string): (bytes: Uint8Array) => string {
  const { createHmac, hkdfSync } = crypto();
  const secret = Buffer.from(hkdfSync("sha256", Buffer.from(key, "hex"), "", "confirming", 32));
  return (bytes) => createHmac("sha256", secret).update(bytes).digest("hex");
}
