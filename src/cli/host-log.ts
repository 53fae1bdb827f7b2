// The host's own log: JSON lines for people who look into what happened (pino). Written at once, so that the last line
// before a crash is there.

import pino from "pino";

export interface HostLog {
  readonly note: (text: string) => void;
  readonly failed: (error: unknown) => void;
}

/** @param file - null writes to standard error */
export function hostLog(file: string | null): HostLog {
  const destination = file === null ? 2 : file;
  const logger = pino(
    { base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: destination, sync: true, mode: 0o600, append: true }),
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

/** No room for a line is no reason to end a host: least of all for the line that says so. */
function written(write: () => void): void {
  try {
    write();
  } catch {
    // The line is lost.
  }
}
