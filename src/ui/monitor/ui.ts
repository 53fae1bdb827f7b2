// Where a person is in the screens: which lie on top of each other, the dialog over them, the line that is being typed,
// and what was said a moment ago. Plain data, changed only by update.ts.

import type { Dialog } from "../dialogs/dialog.ts";
import type { Meaning } from "../theme.ts";
import type { Screen } from "./screens.ts";

/** What is typed in the place of the hints. */
export type Typed =
  | { readonly is: "find"; readonly text: string; readonly before: string }
  | { readonly is: "palette"; readonly text: string; readonly at: number };

export interface Toast {
  readonly text: string;
  readonly meaning: Meaning;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface Ui {
  /** The last one is shown; the first one stays. */
  readonly stack: readonly [Screen, ...Screen[]];
  readonly dialog: Dialog | null;
  readonly typed: Typed | null;
  /** The newest last. */
  readonly toasts: readonly Toast[];
}

export const topOf = ({ stack }: Ui): Screen => stack.at(-1) ?? stack[0];

export function withTop(ui: Ui, screen: Screen): Ui {
  if (screen === topOf(ui)) return ui;
  const [first, ...rest] = ui.stack;
  return { ...ui, stack: rest.length === 0 ? [screen] : [first, ...rest.slice(0, -1), screen] };
}

export function pushed(ui: Ui, screen: Screen): Ui {
  return { ...ui, stack: [...ui.stack, screen] };
}

export function popped(ui: Ui): Ui {
  const [first, ...rest] = ui.stack;
  return { ...ui, stack: [first, ...rest.slice(0, -1)] };
}

const TOAST_MS = 6000;
const MOST_TOASTS = 20;

export function told(ui: Ui, text: string, meaning: Meaning, now: number): Ui {
  const toasts = [
    ...ui.toasts.filter((toast) => toast.text !== text),
    { text, meaning, until: now + TOAST_MS },
  ];
  return { ...ui, toasts: toasts.slice(-MOST_TOASTS) };
}

/** Without what has been said long enough. */
export function aged(ui: Ui, now: number): Ui {
  const toasts = ui.toasts.filter(({ until }) => until > now);
  return toasts.length === ui.toasts.length ? ui : { ...ui, toasts };
}
