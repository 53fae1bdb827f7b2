// How often the picture is drawn: the first change at once, then at most four times a second while things change by
// themselves, fifteen for a second after a key, and never for a picture that would look the same.
//
// Frames are the budget of a terminal program: each costs the same however little changed in it.

import type { Line } from "../line.ts";
import type { Paced } from "../pace.ts";
import type { Frame, FrameTable } from "./frame.ts";

export interface Frames extends Paced<Frame> {
  /** Something may look different. */
  readonly changed: () => void;
  /** A person has pressed a key: what comes of it is wanted at once. */
  readonly hurry: () => void;
}

const SLOW_MS = 250;
const QUICK_MS = 66;
const QUICK_FOR_MS = 1000;

/** @param draw - the picture as it is now @param clock - milliseconds that only grow */
export function frames(draw: () => Frame, clock: () => number): Frames {
  const listeners = new Set<() => void>();
  let shown = draw();
  let drawnAt = -Infinity;
  let pressedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const show = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const next = kept(draw(), shown);
    if (next === shown) return;
    shown = next;
    drawnAt = clock();
    for (const listener of listeners) listener();
  };

  const restMs = (): number => {
    const now = clock();
    return drawnAt + (now - pressedAt < QUICK_FOR_MS ? QUICK_MS : SLOW_MS) - now;
  };

  const changed = (): void => {
    const rest = restMs();
    if (rest <= 0) show();
    else timer ??= setTimeout(show, rest);
  };

  return {
    current: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    hurry: () => {
      const wasSlow = clock() - pressedAt >= QUICK_FOR_MS;
      pressedAt = clock();
      if (timer === null || !wasSlow) return;
      // What waits was to come within a slow interval; what the key changes comes first.
      clearTimeout(timer);
      timer = setTimeout(show, Math.max(0, restMs()));
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      listeners.clear();
    },
  };
}

/** The frame with the lines of the one before that say the same; that one itself where all do. */
function kept(next: Frame, before: Frame): Frame {
  const lines = next.lines.map((line, row) => {
    const old = before.lines[row];
    return old !== undefined && isSameLine(line, old) ? old : line;
  });
  const table = isSameTable(next.table, before.table) ? before.table : next.table;
  const isSame =
    table === before.table &&
    lines.length === before.lines.length &&
    lines.every((line, row) => line === before.lines[row]);
  return isSame ? before : { lines, table };
}

function isSameLine(a: Line, b: Line): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((one, place) => {
    const other = b[place];
    return (
      other !== undefined &&
      one.text === other.text &&
      one.meaning === other.meaning &&
      one.dim === other.dim &&
      one.bold === other.bold &&
      one.inverse === other.inverse
    );
  });
}

function isSameTable(a: FrameTable | null, b: FrameTable | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
