// The one thing that components look at: a run that is followed, and what time it is. It is filled from outside and
// only holds; nothing here reads rows, clocks or files.
//
// `now` is epoch milliseconds. Whoever follows moves it about once a second while something runs.

import { type StoreApi, createStore } from "zustand/vanilla";
import type { RunView } from "./project.ts";

export interface Followed {
  /** Null until its first rows were read. */
  readonly run: RunView | null;
  readonly now: number;
}

export type FollowedStore = StoreApi<Followed>;

export function followedStore(now: number): FollowedStore {
  return createStore<Followed>(() => ({ run: null, now }));
}
