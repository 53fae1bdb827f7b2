// What actions work with, and how they answer.

import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import type { LogSource } from "../log/source.ts";
import type { OpenHome } from "../open-home.ts";

export interface ActionContext extends Pick<OpenHome, "paths" | "reader" | "masks"> {
  readonly readonly: boolean;
  readonly logs: LogSource;
  /** Puts a sequence on the terminal. */
  readonly write: (escape: string) => void;
}

export type Tell = (told: Told) => void;

/** The wish of this kind. */
export type Of<Is extends Wish["is"]> = Extract<Wish, { readonly is: Is }>;
