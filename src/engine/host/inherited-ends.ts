// How the end of an attempt is seen that another host has started: no child tells it, so its record is looked for, twenty times
// a second for as long as there is such an attempt.

import type { AttemptId } from "../../pipeline/ids.ts";
import { type Tracked, learnRecord } from "./tracked.ts";

const PAUSE_MS = 50;

export interface InheritedEnds {
  /** Begins to look. */
  readonly watch: () => void;
  readonly close: () => void;
}

/** @param found - those whose records have come */
export function inheritedEnds(
  live: ReadonlyMap<AttemptId, Tracked>,
  found: (ones: readonly Tracked[]) => void,
): InheritedEnds {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const look = (): void => {
    timer = null;
    const inherited = [...live.values()].filter((one) => one.own === null && one.closing === null);
    if (inherited.length === 0) return;
    timer = setTimeout(look, PAUSE_MS);
    found(inherited.filter((one) => one.record === null && learnRecord(one) !== null));
  };
  return {
    watch: () => {
      if (timer === null) look();
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
