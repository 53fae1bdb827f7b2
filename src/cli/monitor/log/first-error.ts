// The row that a person wants who asks why: where the failure begins to show.
//
// A row is a sign of an error when it is, behind at most a name in front such as "[rank0]:":
//   strong  a traceback's or a panic's first line, a segmentation fault, an error by which memory ran out, "Killed"
//   weak    "SomethingError: …" or "…Exception: …", "error: …", or a level ERROR, FATAL or CRITICAL in capitals
// Of an attempt that ended badly the last burst of signs counts, in which none is far from the next: errors before it were
// lived through. In a burst the first strong sign is the cause, since others follow from it; else the first weak one.
// Of any other attempt it is the first strong sign, else the first weak one.

import type { Masker } from "../../../engine/host/mask.ts";
import type { AttemptState } from "../../../engine/rows.ts";
import type { LogPlace } from "../../../ui/log/view.ts";
import { isBadEnd } from "../../../ui/theme.ts";
import type { AttemptLog } from "./attempt-log.ts";
import { blocksOf, turns } from "./blocks.ts";
import type { LogDocument } from "./document.ts";
import type { Course } from "./find.ts";
import { type Probe, fitting, searching } from "./probe.ts";

/** Signs that are farther apart belong to two bursts. */
const FAR_BYTES = 32 * 1024;

const STRONG = [
  String.raw`Traceback \(most recent call last\)`,
  String.raw`panic: |panicked at |fatal error: |Fatal Python error`,
  String.raw`[Ss]egmentation fault|core dumped`,
  String.raw`\b[Oo]ut of memory\b|\bOutOfMemoryError\b|\bMemoryError\b|\bOOM\b`,
  String.raw`^(?:.{0,60}: +(?:\d+ )?)?Killed\b`,
].join("|");
const WEAK = [
  String.raw`\b(?:\w*(?:Error|Exception)|[Ee]rror|[Ff]atal): `,
  String.raw`\b(?:ERROR|FATAL|CRITICAL)\b`,
].join("|");

const IS_STRONG = new RegExp(STRONG, "u");

const IS_SIGN = new RegExp(`${STRONG}|${WEAK}`, "u");
/** Every sign has one of these, and they are found several times faster. */
const TRACES =
  /rror|ERROR|xception|raceback|panic|atal|ATAL|RITICAL|egmentation|dumped|emory|OOM|Killed/g;

const SIGNS: Probe = {
  test: (text) => IS_SIGN.test(text),
  within: (text) => searching(text, TRACES),
  spaced: true,
};
const STRONG_SIGNS: Probe = { ...SIGNS, test: (text) => IS_STRONG.test(text) };

/** @throws the signal's reason when it is aborted */
export async function firstError(
  document: LogDocument,
  mask: Masker,
  course: Course,
): Promise<LogPlace | null> {
  const guilty = guiltyOf(document);
  let seen = 0;
  const heard = {
    ...course,
    progress: (bytes: number) => {
      seen += bytes;
      course.progress(Math.min(1, seen / Math.max(1, document.bytes)));
    },
  };
  if (guilty !== null) {
    const found = await lastBurst(guilty, mask, heard);
    if (found !== null) return placeIn(guilty, found);
  }
  for (const log of document.logs) {
    const found = log === guilty ? null : await firstSign(log, mask, heard);
    if (found !== null) return placeIn(log, found);
  }
  return null;
}

function placeIn({ attempt }: AttemptLog, offset: number): LogPlace {
  return { attempt: attempt.id, offset };
}

/** Of the stages whose last try ended badly, the one that did so first. */
function guiltyOf({ logs }: LogDocument): AttemptLog | null {
  const last = new Map(logs.map((log) => [log.attempt.stage, log]));
  const isBad = ({ attempt }: AttemptLog): boolean =>
    isBadEnd(attempt.state satisfies AttemptState);
  const ended = (log: AttemptLog): number => log.attempt.endedAt ?? Infinity;
  return [...last.values()].filter(isBad).toSorted((a, b) => ended(a) - ended(b))[0] ?? null;
}

async function lastBurst(log: AttemptLog, mask: Masker, course: Course): Promise<number | null> {
  const turn = turns(course.signal);
  let strong: number | null = null;
  let weak: number | null = null;
  for (const block of blocksOf([{ log, from: 0, to: log.file.size }], -1)) {
    await turn();
    const signs = fitting(block, SIGNS, mask).toReversed();
    const strongOnes = signs.length === 0 ? [] : fitting(block, STRONG_SIGNS, mask);
    for (const { from, to } of signs) {
      if (isFar(to, strong, weak)) return strong ?? weak;
      if (strongOnes.some((one) => one.from === from)) strong = from;
      else weak = from;
    }
    if (isFar(block.from, strong, weak)) break;
    course.progress(block.to - block.from);
  }
  return strong ?? weak;
}

async function firstSign(log: AttemptLog, mask: Masker, course: Course): Promise<number | null> {
  const turn = turns(course.signal);
  let weak: number | null = null;
  for (const block of blocksOf([{ log, from: 0, to: log.file.size }], 1)) {
    await turn();
    const strong = fitting(block, STRONG_SIGNS, mask)[0];
    if (strong !== undefined) return strong.from;
    weak ??= fitting(block, SIGNS, mask)[0]?.from ?? null;
    course.progress(block.to - block.from);
  }
  return weak;
}

/** Whether what ends here is of another burst than these. */
function isFar(end: number, ...signs: readonly (number | null)[]): boolean {
  const known = signs.filter((sign) => sign !== null);
  return known.length > 0 && Math.min(...known) - end > FAR_BYTES;
}
