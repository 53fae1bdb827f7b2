// The one thing that is drawn: what is seen of the home, where a person is in the screens, and how large the terminal is.
// It is filled from outside and only holds; what a message changes is settled by update.ts.

import { type StoreApi, createStore } from "zustand/vanilla";
import type { Room } from "./frame.ts";
import { screenRoom } from "./picture.ts";
import { type Message, update } from "./update.ts";
import type { Ui } from "./ui.ts";
import type { View } from "./view.ts";
import type { Wish } from "./wish.ts";

export interface Monitor {
  readonly view: View;
  readonly ui: Ui;
  /** The whole of it. */
  readonly terminal: Room;
}

export type MonitorStore = StoreApi<Monitor>;

export function monitorStore(view: View, ui: Ui, terminal: Room): MonitorStore {
  return createStore<Monitor>(() => ({ view, ui, terminal }));
}

/** @returns what is to be done outside */
export function dispatch(store: MonitorStore, message: Message, now: number): readonly Wish[] {
  const { view, ui, terminal } = store.getState();
  const updated = update(ui, message, { view, room: screenRoom(terminal), now });
  if (updated.ui !== ui) store.setState({ ui: updated.ui });
  return updated.wishes;
}

/** The same screens over what is seen by now. */
export function see(store: MonitorStore, view: View): void {
  const { ui, terminal } = store.getState();
  const around = { view, room: screenRoom(terminal), now: view.now };
  store.setState({ view, ui: update(ui, { is: "seen" }, around).ui });
}

export function resize(store: MonitorStore, columns: number, rows: number): void {
  const { view, ui, terminal: before } = store.getState();
  const terminal = { ...before, columns, rows };
  const around = { view, room: screenRoom(terminal), now: view.now };
  store.setState({ terminal, ui: update(ui, { is: "seen" }, around).ui });
}
