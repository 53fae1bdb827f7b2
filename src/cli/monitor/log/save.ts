// Writes a log as people read it into a file: secrets hidden, no colours, nothing cut. The file is for its owner alone, and
// never one that was there before.

import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";
import type { Masker } from "../../../engine/host/mask.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import { type Block, blocksOf, spansOfBlock, turns } from "./blocks.ts";
import { type LogDocument, isHeading } from "./document.ts";
import { type Course, probeFor } from "./find.ts";
import { type Probe, fitting } from "./probe.ts";
import { maskedRows } from "./row-bytes.ts";
import { wholeText } from "./row-text.ts";
import { headingOf, labelOf } from "./window.ts";

/**
 * @param filter - only rows that hold it; null for all
 * @returns the bytes that were written
 * @throws UserError not-written; the signal's reason when it is aborted, and nothing is left of the file
 */
export async function save(
  document: LogDocument,
  filter: string | null,
  mask: Masker,
  file: string,
  course: Course,
): Promise<number> {
  const fd = opened(file);
  try {
    return await written(document, probeFor(filter), mask, course, fd);
  } catch (error) {
    unlinkSync(file);
    throw course.signal.aborted ? error : notWritten(file, error);
  } finally {
    closeSync(fd);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "wx", 0o600);
  } catch (error) {
    throw notWritten(file, error);
  }
}

function notWritten(file: string, error: unknown): UserError {
  const { code = "?" } = error as NodeJS.ErrnoException;
  const why = code === "EEXIST" ? "exists already" : `can't be written (${code})`;
  return new UserError("not-written", `${file} ${why}.`, {
    hint: "Name a file that is not there, in a folder that you may write to.",
  });
}

async function written(
  document: LogDocument,
  probe: Probe | null,
  mask: Masker,
  { signal, progress }: Course,
  fd: number,
): Promise<number> {
  const turn = turns(signal);
  let [bytes, seen] = [0, 0];
  for (const stretch of document.forward("start")) {
    if (isHeading(stretch)) bytes += put(fd, `── ${headingOf(stretch.log)} ──\n`);
    for (const block of blocksOf([stretch], 1)) {
      await turn();
      bytes += put(fd, textOf(document, block, probe, mask));
      seen += block.to - block.from;
      progress(seen / Math.max(1, document.bytes));
    }
  }
  return bytes;
}

function textOf(document: LogDocument, block: Block, probe: Probe | null, mask: Masker): string {
  const spans = probe === null ? spansOfBlock(block) : fitting(block, probe, mask);
  const { file, isWhole } = block.log;
  const label = document.apart === "labels" ? `${labelOf(block.log, document)} | ` : "";
  return maskedRows(file, spans, mask, isWhole)
    .map((row) => `${label}${wholeText(row, mask)}\n`)
    .join("");
}

/** A write may take a part only. @returns its bytes */
function put(fd: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
  return bytes.length;
}
