// What comes back from outside to what screens have wished for, or happens by itself.

import type { RunId } from "../../pipeline/ids.ts";
import type { Dialog } from "../dialogs/dialog.ts";
import type { LogPlace, LogTarget } from "../log/view.ts";
import type { Meaning } from "../theme.ts";

export type Told =
  | { readonly is: "toast"; readonly text: string; readonly meaning: Meaning }
  /** In the place of the one that waits for it. */
  | { readonly is: "dialog"; readonly dialog: Dialog }
  /** What was prepared can't be had: the dialog that waits for it closes. */
  | { readonly is: "no dialog"; readonly why: string }
  /** A run has begun that was asked for here: it is opened. */
  | { readonly is: "run"; readonly run: RunId }
  | {
      readonly is: "found";
      readonly target: LogTarget;
      /** Null where there is none. */
      readonly place: LogPlace | null;
      readonly query: string | null;
    };
