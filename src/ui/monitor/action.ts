// Something that can be done on a screen, as hints, help and palette show it.

import type { Key } from "./keys.ts";

export interface Action {
  readonly command: string;
  readonly keys: readonly Key[];
  readonly label: string;
  readonly help: string;
  readonly hint: number | null;
  /** Why it can't be done now; null when it can. */
  readonly unable: string | null;
}
