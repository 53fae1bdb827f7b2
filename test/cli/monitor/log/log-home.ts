// A home with nothing in it but logs, written by the tests themselves: what the Log screen reads of a home.

import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_MASK, type Masker } from "../../../../src/engine/host/mask.ts";
import type { AttemptRow, AttemptState } from "../../../../src/engine/rows.ts";
import { attemptId, runId, stageKey } from "../../../../src/pipeline/ids.ts";
import { type LogSource, logSource } from "../../../../src/cli/monitor/log/source.ts";
import type { LogAsk, LogRow, LogTarget } from "../../../../src/ui/log/view.ts";

export const RUN = runId("0199-run");
export const WHOLE_RUN: LogTarget = { is: "run", run: RUN };
const LIVE: ReadonlySet<AttemptState> = new Set<AttemptState>(["starting", "running", "stopping"]);

export interface LogHomeLab {
  readonly folder: string;
  readonly source: LogSource;
  /** How often the source said that there is more to see. */
  readonly changes: () => number;
  /** An attempt that runs from then on; its id is its number among all. */
  readonly begin: (stage: string, startedAt?: number) => LogTarget & { readonly is: "attempt" };
  readonly end: (target: LogTarget, state?: AttemptState, endedAt?: number) => void;
  /** Appends to a log, and notes its time where there is one, as the host does. */
  readonly write: (target: LogTarget, text: string | Uint8Array, at?: number) => void;
  readonly file: (target: LogTarget) => string;
  readonly hide: (mask: Masker) => void;
  readonly close: () => void;
}

export function logHome(): LogHomeLab {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-logs-"));
  const rows: AttemptRow[] = [];
  const sizes = new Map<string, number>();
  let mask = NO_MASK;
  let changes = 0;
  const home = {
    paths: { attempts: join(folder, "attempts") },
    reader: () => ({ stages: { attempts: () => [...rows] } }),
    masks: () => mask,
  };
  const source = logSource(home, () => {
    changes += 1;
  });
  const folderOf = (target: LogTarget): string =>
    join(home.paths.attempts, target.is === "attempt" ? target.attempt : "none");

  return {
    folder,
    source,
    changes: () => changes,
    begin: (stage, startedAt = rows.length) => {
      const attempt = attemptId(`a${String(rows.length).padStart(4, "0")}`);
      const key = stageKey(stage);
      rows.push({
        id: attempt,
        runId: RUN,
        stage: key,
        number: 1 + rows.filter((row) => row.stage === key).length,
        round: 1,
        state: "running",
        startedAt,
        endedAt: null,
        exitCode: null,
        signal: null,
        cause: null,
        pid: null,
        cpuMs: null,
        peakRssBytes: null,
      });
      const target = { is: "attempt", run: RUN, stage: key, attempt } as const;
      mkdirSync(folderOf(target), { recursive: true });
      appendFileSync(join(folderOf(target), "log"), "");
      return target;
    },
    end: (target, state = "succeeded", endedAt = 1e12) => {
      const index = rows.findIndex(({ id }) => target.is === "attempt" && id === target.attempt);
      const isOver = !LIVE.has(state);
      rows[index] = { ...rows[index]!, state, endedAt: isOver ? endedAt : null };
    },
    write: (target, text, at) => {
      const own = folderOf(target);
      appendFileSync(join(own, "log"), text);
      const size = (sizes.get(own) ?? 0) + Buffer.byteLength(text);
      sizes.set(own, size);
      if (at !== undefined) appendFileSync(join(own, "log.idx"), `${size} ${at}\n`);
    },
    file: (target) => join(folderOf(target), "log"),
    hide: (next) => {
      mask = next;
    },
    close: () => {
      source.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function ask(target: LogTarget, more: Partial<LogAsk> = {}): LogAsk {
  return { target, top: "end", above: 0, rows: 10, times: false, filter: null, ...more };
}

/** All rows, by windows from the start down. */
export function downwards(source: LogSource, target: LogTarget, rows: number): LogRow[] {
  const all: LogRow[] = [];
  let window = source.window(ask(target, { top: "start", rows }));
  all.push(...window.rows);
  while (!window.atEnd) {
    const last = all.at(-1)!;
    window = source.window(ask(target, { top: last.place, rows }));
    const at = window.rows.findIndex((row) => key(row) === key(last));
    all.push(...window.rows.slice(at + 1));
  }
  return all;
}

/** All rows, by windows from the end up. */
export function upwards(source: LogSource, target: LogTarget, rows: number): LogRow[] {
  let window = source.window(ask(target, { rows }));
  let all = [...window.rows];
  while (!window.atStart) {
    const first = all[0]!;
    window = source.window(ask(target, { top: first.place, rows }));
    const at = window.rows.findIndex((row) => key(row) === key(first));
    all = [...window.rows.slice(0, at), ...all];
  }
  return all;
}

export function key({ place }: Pick<LogRow, "place">): string {
  return `${place.attempt} ${place.offset}`;
}

export function texts(rows: readonly LogRow[]): string[] {
  return rows.map(({ text }) => text);
}
