// The log of one attempt as it is at one moment, with when its bytes were written. What can't change any more is not looked
// up again; of the indexes those that were used last are kept.

import { attemptFolder, type HomePaths } from "../../../engine/home-paths.ts";
import type { AttemptRow } from "../../../engine/rows.ts";
import type { AttemptId } from "../../../pipeline/ids.ts";
import type { LogBytes, LogSize } from "./log-bytes.ts";
import type { LogFile } from "./spans.ts";
import { type TimeIndex, timeIndex } from "./time-index.ts";

const MOST_INDEXES = 128;

export interface AttemptLog {
  readonly attempt: AttemptRow;
  /** Its place among the logs of its document, by when they began. */
  readonly order: number;
  /** Its attempt has ended: nothing more is to come. */
  readonly isWhole: boolean;
  readonly file: LogFile & {
    /** As `slice`, for who goes through all of it. */
    readonly read: (from: number, to: number) => Buffer;
  };
  /** When it was last written to; null where there is none. */
  readonly writtenAt: number | null;
  readonly index: () => TimeIndex;
}

export interface AttemptLogs {
  /** @param attempts - in the order of their document */
  readonly of: (attempts: readonly AttemptRow[]) => AttemptLog[];
}

export function attemptLogs(paths: Pick<HomePaths, "attempts">, bytes: LogBytes): AttemptLogs {
  const settled = new Map<AttemptId, LogSize>();
  const indexes = new Map<AttemptId, { readonly index: TimeIndex; isWhole: boolean }>();

  function sizeOf({ id, endedAt }: AttemptRow, file: string): LogSize {
    const known = settled.get(id);
    if (known !== undefined) return known;
    const size = bytes.size(file);
    if (endedAt !== null) settled.set(id, size);
    return size;
  }

  function indexOf({ id, endedAt }: AttemptRow, folder: string): TimeIndex {
    const known = indexes.get(id) ?? {
      index: timeIndex(bytes, `${folder}/log.idx`),
      isWhole: false,
    };
    if (!known.isWhole) known.index.refresh();
    known.isWhole = endedAt !== null;
    indexes.delete(id);
    indexes.set(id, known);
    for (const oldest of indexes.keys()) {
      if (indexes.size <= MOST_INDEXES) break;
      indexes.delete(oldest);
    }
    return known.index;
  }

  return {
    of: (attempts) =>
      attempts.map((attempt, order) => {
        const folder = attemptFolder(paths, attempt.id);
        const file = `${folder}/log`;
        const size = sizeOf(attempt, file);
        let index: TimeIndex | null = null;
        return {
          attempt,
          order,
          isWhole: attempt.endedAt !== null,
          file: {
            size: size.bytes,
            slice: (from, to) => bytes.slice(file, from, Math.min(to, size.bytes)),
            read: (from, to) => bytes.read(file, from, Math.min(to, size.bytes)),
          },
          writtenAt: size.writtenAt,
          index: () => (index ??= indexOf(attempt, folder)),
        };
      }),
  };
}
