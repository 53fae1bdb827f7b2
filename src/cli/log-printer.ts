// Prints logs of attempts, each from where it was left, piece by piece: a log of any size needs little memory.

import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { AttemptRow } from "../engine/rows.ts";
import type { AttemptId } from "../pipeline/ids.ts";
import { logLine, plainText } from "../ui/sanitise.ts";
import { sayBytes } from "./output.ts";
import { type LogLines, logLines } from "./log-lines.ts";

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
}

export function logPrinter(paths: HomePaths, options: LogPrinterOptions): LogPrinter {
  const open = new Map<AttemptId, LogLines>();

  function linesOf(attempt: AttemptRow): LogLines | null {
    const known = open.get(attempt.id);
    if (known !== undefined) return known;
    const lines = logLines(`${attemptFolder(paths, attempt.id)}/log`);
    if (lines !== null) open.set(attempt.id, lines);
    return lines;
  }

  function text(attempt: AttemptRow, line: Buffer): string | Buffer {
    if (options.raw) return Buffer.concat([line, Buffer.from("\n")]);
    if (options.json) {
      const { stage, number } = attempt;
      return `${JSON.stringify({ stage, attempt: number, line: line.toString("utf8") })}\n`;
    }
    const clean = logLine(line, { colour: options.colour });
    return options.names ? `${plainText(attempt.stage)} | ${clean}\n` : `${clean}\n`;
  }

  function write(attempt: AttemptRow, lines: readonly Buffer[]): void {
    const parts = lines.map((line) => text(attempt, line));
    sayBytes(Buffer.concat(parts.map((part) => Buffer.from(part))));
  }

  return {
    print: (attempt, whole) => {
      const lines = linesOf(attempt);
      if (lines === null) return;
      for (let next = lines.next(); next !== null; next = lines.next()) write(attempt, next);
      const rest = whole ? lines.rest() : null;
      if (rest !== null) write(attempt, [rest]);
    },
  };
}
