// Where one is in the help page: the keys as they were when it was opened, which screen it was opened from, and how far
// down one has read.

import type { Interest } from "./interest.ts";

export type HelpRow =
  | { readonly is: "title"; readonly text: string }
  | {
      readonly is: "key";
      readonly keys: readonly string[];
      readonly help: string;
      readonly unable: string | null;
    };

export interface HelpState {
  /** The screen that it was opened from: "Dashboard". */
  readonly of: string;
  readonly rows: readonly HelpRow[];
  readonly top: number;
  readonly filter: string;
  /** What that screen wants to see, which is kept up to date. */
  readonly below: Interest;
}
