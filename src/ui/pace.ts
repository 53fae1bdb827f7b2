// Turns a store that may change at any rate into one that components can afford to follow: the first change at once,
// then at most one per interval, and nothing for changes that would look the same.
//
// Frames are the budget of a terminal program: each costs the same however little changed in it.

import type { StoreApi } from "zustand/vanilla";

export interface Paced<State> {
  readonly current: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly stop: () => void;
}

/**
 * @param looksSame - whether a change from one state to the other would draw the same
 * @param intervalMs - the least time between two changes that are passed on
 */
export function paced<State>(
  store: StoreApi<State>,
  looksSame: (a: State, b: State) => boolean,
  intervalMs: number,
): Paced<State> {
  const listeners = new Set<() => void>();
  let shown = store.getState();
  let resting: ReturnType<typeof setTimeout> | null = null;

  const rested = (): void => {
    resting = null;
    show();
  };
  const show = (): void => {
    const next = store.getState();
    if (resting !== null || looksSame(shown, next)) return;
    shown = next;
    resting = setTimeout(rested, intervalMs);
    for (const listener of listeners) listener();
  };
  const unsubscribe = store.subscribe(show);

  return {
    current: () => shown,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      unsubscribe();
      if (resting !== null) clearTimeout(resting);
      listeners.clear();
    },
  };
}
