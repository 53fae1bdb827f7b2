// Why a host starts nothing, in the words that whoever waits is told. A pause also keeps runs from beginning, so that no
// time limit of theirs runs meanwhile; a hold for want of room does not: it is over in a moment.

import type { Draft } from "./draft.ts";

const DRAINS = "the host drains";
export const COPY =
  "this home is a copy of one in which stages ran: dagtop doctor --take-over makes them its own";

/** What lasts until a person, or another host, changes it. */
export function pauseOf({ drains, isCopy }: Pick<Draft, "drains" | "isCopy">): string | null {
  if (isCopy) return COPY;
  return drains ? DRAINS : null;
}

/** Null where stages may start. */
export function heldFor(draft: Pick<Draft, "hold" | "drains" | "isCopy">): string | null {
  return pauseOf(draft) ?? draft.hold;
}
