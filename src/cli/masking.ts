// Hides the secrets of a run in whatever is printed of it (semantics 7.3). The fingerprints of an attempt's secrets are
// committed before its command starts: who reads a log first and asks for the mask then has those of all that it may hold.

import { type Masker, NO_MASK, maskerOf } from "../engine/host/mask.ts";
import type { SecretRow } from "../engine/secret-row.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Reader } from "../store/reader.ts";
import { sanitise } from "../ui/sanitise.ts";

/** As it is now, with what the runs had that it goes on from. Cheap in a home that has had no secrets. */
export function maskOfRun(reader: Reader, run: RunId): Masker {
  return made(reader, rowsOf(reader, run));
}

function rowsOf(reader: Reader, run: RunId): readonly SecretRow[] {
  return reader.secrets.any() ? reader.secrets.ofRun(run) : [];
}

function made(reader: Reader, rows: readonly SecretRow[]): Masker {
  const key = rows.length === 0 ? null : reader.secrets.key();
  return key === null ? NO_MASK : maskerOf(rows, key);
}

/** The mask of a run that goes on: looked up again after each commit of the host's. */
export function liveMask(reader: Reader, run: RunId): () => Masker {
  let version = -1;
  let known = "";
  let mask = NO_MASK;
  return () => {
    const now = reader.dataVersion();
    if (now === version) return mask;
    version = now;
    const rows = rowsOf(reader, run);
    const hashes = rows
      .map(({ hmac }) => hmac)
      .toSorted()
      .join(" ");
    if (hashes !== known) mask = made(reader, rows);
    known = hashes;
    return mask;
  };
}

/** The masks of all runs of a home, each as it is when it is first asked for after a commit. */
export function masksOfRuns(reader: Reader): (run: RunId) => Masker {
  const masks = new Map<RunId, () => Masker>();
  return (run) => {
    const mask = masks.get(run) ?? liveMask(reader, run);
    masks.set(run, mask);
    return mask();
  };
}

/** Every text in a value for `--json`, names of fields too. */
export function maskedValue<Value>(value: Value, mask: Masker): Value {
  return mask.none ? value : (maskedDeeply(value, mask) as Value);
}

function maskedDeeply(value: unknown, mask: Masker): unknown {
  if (typeof value === "string") return mask.text(value);
  if (Array.isArray(value)) return value.map((each) => maskedDeeply(each, mask));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [mask.text(name), maskedDeeply(each, mask)]),
  );
}

/**
 * A line of a log that was masked and has passed the sanitiser since, which may have brought together what escape
 * sequences had kept apart. Where colours still do, the line loses them.
 */
export function maskedLine(clean: string, mask: Masker): string {
  if (mask.none) return clean;
  const plain = clean.includes("\u001b") ? sanitise(clean, { colour: false }) : clean;
  const masked = mask.text(plain);
  return masked === plain ? clean : masked;
}
