// Reads logs for whoever looks at them: windows at once, whatever the size, and what takes longer in pieces. Every text
// that it gives has passed the sanitiser, and has its secrets hidden by the mask of its run.
//
// The size of a log is looked up before the mask is asked for, and nothing behind that size is read: so the mask knows all
// secrets that can stand there.

import { attemptFolder, type HomePaths } from "../../../engine/home-paths.ts";
import type { Masker } from "../../../engine/host/mask.ts";
import type { AttemptRow } from "../../../engine/rows.ts";
import type { RunId } from "../../../pipeline/ids.ts";
import {
  type LogAsk,
  type LogPlace,
  type LogTarget,
  type LogWindow,
  targetKey,
} from "../../../ui/log/view.ts";
import { type Added, added } from "./added.ts";
import { attemptLogs } from "./attempt-log.ts";
import { type LogDocument, attemptsOf, sequence } from "./document.ts";
import { type Filtered, filtered } from "./filter.ts";
import { type Course, findRow, queryProbe } from "./find.ts";
import { firstError } from "./first-error.ts";
import { logBytes } from "./log-bytes.ts";
import { merged } from "./merged.ts";
import { save } from "./save.ts";
import { windowOf } from "./window.ts";

/** What goes beside the looking. */
export interface Aside {
  /** Only rows that hold it. */
  readonly filter?: string | null;
  /** How far it is, 0 to 1. */
  readonly progress?: (share: number) => void;
}

export interface LogSource {
  /** The very same as before where nothing has changed. */
  readonly window: (ask: LogAsk) => LogWindow;
  /**
   * The next row behind a place, or before it, that shows the text.
   *
   * @param query - not empty
   * @returns null when there are no more, and when it was aborted
   */
  readonly search: (
    target: LogTarget,
    query: string,
    from: LogPlace | "start" | "end",
    direction: 1 | -1,
    signal: AbortSignal,
    aside?: Aside,
  ) => Promise<LogPlace | null>;
  /** Where a failure begins to show: first-error.ts says what that is. @returns as `search` */
  readonly firstError: (
    target: LogTarget,
    signal: AbortSignal,
    aside?: Aside,
  ) => Promise<LogPlace | null>;
  /**
   * All of it, or the rows that a filter leaves, into a new file of mode 0600.
   *
   * @returns its bytes
   * @throws UserError not-written; the signal's reason where that is aborted, and the file has gone again
   */
  readonly save: (
    target: LogTarget,
    filter: string | null,
    file: string,
    signal?: AbortSignal,
    aside?: Aside,
  ) => Promise<number>;
  /** The file itself, for a pager: of one attempt, and only where its run has no secrets. */
  readonly rawFile: (target: LogTarget) => string | null;
  /** Bytes that were read from files so far. */
  readonly bytesRead: () => number;
  /** Ends what goes on by itself. */
  readonly close: () => void;
}

/** Where rows come from, and how what is secret in a run is hidden. */
export interface LogHome {
  readonly paths: Pick<HomePaths, "attempts">;
  /** Null where nothing has run yet. */
  readonly reader: () => {
    readonly stages: { readonly attempts: (run: RunId) => readonly AttemptRow[] };
  } | null;
  /** Good as long as `reader` was asked before. */
  readonly masks: (run: RunId) => Masker;
}

const MOST_WINDOWS = 4;

/** By what a window is known to be still good. */
interface Known {
  readonly signature: string;
  readonly mask: Masker;
  readonly window: LogWindow;
}

/** @param changed - there is more to see of a filtered window than was given: it is to be asked for again */
export function logSource(home: LogHome, changed: () => void = () => undefined): LogSource {
  const bytes = logBytes();
  const logs = attemptLogs(home.paths, bytes);
  const windows = new Map<string, Known>();
  const counts = new Map<string, Added>();
  let filter: { readonly key: string; readonly filtered: Filtered } | null = null;

  /** As it is now, with the mask for all that it can hold. */
  function opened(target: LogTarget): { readonly document: LogDocument; readonly mask: Masker } {
    const own = logs.of(attemptsOf(target, home.reader()?.stages.attempts(target.run) ?? []));
    const mask = home.masks(target.run);
    if (target.is === "run") return { document: merged(own), mask };
    return { document: sequence(own, target.is === "stage" ? "headings" : "nothing"), mask };
  }

  function filterOf(key: string, text: string): Filtered {
    if (filter?.key === key) return filter.filtered;
    filter?.filtered.stop();
    filter = { key, filtered: filtered(text, changed) };
    return filter.filtered;
  }

  function countOf(key: string): Added {
    const known = counts.get(key) ?? added();
    counts.set(key, known);
    return known;
  }

  function windowNow(document: LogDocument, ask: LogAsk, mask: Masker): LogWindow {
    const { target, filter, top } = ask;
    const key = targetKey(target);
    const count = countOf(key).after(document, top === "end");
    const window =
      filter === null || filter === ""
        ? windowOf(document, { ...ask, filter: null }, mask)
        : filterOf(`${key}\n${filter}`, filter).window(document, ask, mask);
    return { ...window, ask, added: count };
  }

  return {
    window: (ask) => {
      const { document, mask } = opened(ask.target);
      const key = JSON.stringify(ask);
      const signature = signatureOf(document);
      const known = windows.get(key);
      const isGood = known?.signature === signature && known.mask === mask;
      if (isGood && ask.filter === null) return known.window;
      const window = windowNow(document, ask, mask);
      if (isGood && sameRows(known.window, window)) return known.window;
      windows.delete(key);
      windows.set(key, { signature, mask, window });
      for (const oldest of windows.keys()) {
        if (windows.size <= MOST_WINDOWS) break;
        windows.delete(oldest);
      }
      return window;
    },
    search: (target, query, from, direction, signal, aside) => {
      const { document, mask } = opened(target);
      const probe = queryProbe(query, aside?.filter ?? null);
      const course = courseOf(signal, aside);
      return unlessAborted(signal, findRow(document, probe, mask, from, direction, course));
    },
    firstError: (target, signal, aside) => {
      const { document, mask } = opened(target);
      return unlessAborted(signal, firstError(document, mask, courseOf(signal, aside)));
    },
    save: (target, filter, file, signal = new AbortController().signal, aside = {}) => {
      const { document, mask } = opened(target);
      return save(document, filter, mask, file, courseOf(signal, aside));
    },
    rawFile: (target) => {
      const { document, mask } = opened(target);
      const [log] = document.logs;
      if (target.is !== "attempt" || !mask.none || log === undefined) return null;
      return log.writtenAt === null ? null : `${attemptFolder(home.paths, log.attempt.id)}/log`;
    },
    bytesRead: bytes.count,
    close: () => {
      filter?.filtered.stop();
      filter = null;
    },
  };
}

function courseOf(signal: AbortSignal, aside: Aside = {}): Course {
  return { signal, progress: aside.progress ?? (() => undefined) };
}

async function unlessAborted<Result>(
  signal: AbortSignal,
  result: Promise<Result>,
): Promise<Result | null> {
  try {
    return await result;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** Changes whenever a log of the document has. */
function signatureOf({ logs }: LogDocument): string {
  const live = logs.filter(({ isWhole }) => !isWhole);
  return [
    logs.length,
    live.length,
    ...live.map(({ attempt, file, writtenAt }) => `${attempt.id} ${file.size} ${writtenAt}`),
  ].join(" ");
}

function sameRows(a: LogWindow, b: LogWindow): boolean {
  return (
    a.busy === b.busy &&
    a.top === b.top &&
    a.atStart === b.atStart &&
    a.atEnd === b.atEnd &&
    a.added === b.added &&
    a.rows.length === b.rows.length &&
    a.rows.every(({ place, text }, index) => {
      const other = b.rows[index];
      return (
        other?.place.offset === place.offset &&
        other.place.attempt === place.attempt &&
        other.text === text
      );
    })
  );
}
