// Prints logs of attempts, each from where it was left, piece by piece: a log of any size needs little memory.

import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { Masker } from "../engine/host/mask.ts";
import { type MaskStream, maskStream } from "../engine/host/mask-stream.ts";
import type { AttemptRow } from "../engine/rows.ts";
import type { AttemptId } from "../pipeline/ids.ts";
import { logLine, plainText } from "../ui/sanitise.ts";
import { type LogLines, bytesFrom, logLines } from "./log-lines.ts";
import { maskedLine } from "./masking.ts";
import { readerHasGone, say, sayBytes } from "./output.ts";

export interface LogPrinter {
  /** Prints what is new; with `whole`, a last line without its end too. */
  readonly print: (attempt: AttemptRow, whole: boolean) => void;
}

export interface LogPrinterOptions {
  readonly json: boolean;
  readonly raw: boolean;
  readonly colour: boolean;
  /** Whether each line begins with its stage. */
  readonly names: boolean;
  /** Of the run, as it is by now. */
  readonly mask: () => Masker;
}

/** How long a line may stay unfinished before it is shown as it is, and between two showings. */
const BAR_MS = 1000;

export function logPrinter(paths: HomePaths, options: LogPrinterOptions): LogPrinter {
  const open = new Map<AttemptId, LogLines>();
  const bars = new Map<AttemptId, { readonly text: string; readonly at: number }>();
  const copied = new Map<AttemptId, Copied>();

  function linesOf(attempt: AttemptRow): LogLines | null {
    const known = open.get(attempt.id);
    if (known !== undefined) return known;
    const lines = logLines(`${attemptFolder(paths, attempt.id)}/log`, options.mask);
    if (lines !== null) open.set(attempt.id, lines);
    return lines;
  }

  function text(attempt: AttemptRow, line: Buffer): string {
    const raw = line.toString("utf8");
    if (options.json) {
      const { stage, number } = attempt;
      return `${JSON.stringify({ stage, attempt: number, line: raw })}\n`;
    }
    const cleaned = logLine(raw, { colour: options.colour });
    const clean = cleaned === raw ? raw : maskedLine(cleaned, options.mask());
    return options.names ? `${plainText(attempt.stage)} | ${clean}\n` : `${clean}\n`;
  }

  function write(attempt: AttemptRow, lines: readonly Buffer[]): void {
    sayBytes(Buffer.from(lines.map((line) => text(attempt, line)).join("")));
  }

  /** A line that is still being written, a progress bar most often: again where it has changed, once a second. */
  function unfinished(attempt: AttemptRow, lines: LogLines): void {
    const line = lines.unfinished();
    if (line === null) return;
    const now = Date.now();
    const before = bars.get(attempt.id);
    if (before === undefined) {
      bars.set(attempt.id, { text: "", at: now });
      return;
    }
    const shown = text(attempt, line);
    if (shown === before.text || now - before.at < BAR_MS) return;
    bars.set(attempt.id, { text: shown, at: now });
    say(shown.trimEnd());
  }

  return {
    print: (attempt, whole) => {
      if (options.raw) return copy(attempt, whole);
      const lines = linesOf(attempt);
      if (lines === null) return;
      for (let next = lines.next(); next !== null; next = lines.next()) {
        if (readerHasGone()) return;
        bars.delete(attempt.id);
        write(attempt, next);
      }
      if (!whole) return unfinished(attempt, lines);
      write(attempt, lines.rest());
    },
  };

  /** The bytes as they are, but for secrets. */
  function copy(attempt: AttemptRow, whole: boolean): void {
    const file = `${attemptFolder(paths, attempt.id)}/log`;
    const { offset, stream } = copied.get(attempt.id) ?? {
      offset: 0,
      stream: maskStream(options.mask),
    };
    let read = offset;
    for (const bytes of bytesFrom(file, offset)) {
      if (readerHasGone()) break;
      sayBytes(stream.push(bytes));
      read += bytes.length;
    }
    if (whole) sayBytes(stream.rest());
    copied.set(attempt.id, { offset: read, stream });
  }
}

/** How far a log was copied, and what of it waits. */
interface Copied {
  readonly offset: number;
  readonly stream: MaskStream;
}
