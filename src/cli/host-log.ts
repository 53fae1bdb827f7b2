// The host's own log. In the background lines of JSON in a file, for programs and for people who look into what happened (pino); in
// the foreground one plain line each. Written at once, so that the last line before a crash is there.

import { writeSync } from "node:fs";
import pino from "pino";
import { isUserError } from "../pipeline/user-error.ts";
import { oneLine } from "../ui/sanitise.ts";

export interface HostLog {
  readonly note: (text: string) => void;
  readonly failed: (error: unknown) => void;
}

const STDERR = 2;

/** @param file - null writes to standard error, for people */
export function hostLog(file: string | null): HostLog {
  return file === null ? plainLog() : jsonLog(file);
}

function jsonLog(file: string): HostLog {
  const logger = pino(
    { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: file, sync: true, mode: 0o600, append: true }),
  );
  return {
    note: (text) => {
      written(() => {
        logger.info(text);
      });
    },
    failed: (error) => {
      written(() => {
        logger.fatal(error);
      });
    },
  };
}

/** "2026-11-25 12:10:07  spam#3 succeeded", in the time of this machine. */
function plainLog(): HostLog {
  const note = (text: string): void => {
    written(() => {
      writeSync(STDERR, `${timeOf(new Date())}  ${oneLine(text)}\n`);
    });
  };
  return {
    note,
    failed: (error) => {
      if (isUserError(error)) {
        note(error.message);
        if (error.hint !== "") note(`hint: ${error.hint}`);
        return;
      }
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      for (const line of stack.split("\n")) note(line);
    },
  };
}

function timeOf(at: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** No room for a line is no reason to end a host: least of all for the line that says so. */
function written(write: () => void): void {
  try {
    write();
  } catch {
    // The line is lost.
  }
}
