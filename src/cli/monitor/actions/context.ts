// What actions work with.

import type { LogSource } from "../log/source.ts";
import type { OpenHome } from "../open-home.ts";

export interface ActionContext extends Pick<OpenHome, "paths" | "reader" | "masks"> {
  readonly readonly: boolean;
  readonly logs: LogSource;
  /** Puts a sequence on the terminal. */
  readonly write: (escape: string) => void;
}
