// What was told over channels of the type `terminal`: whoever looks is the terminal. One of that name is always there; others stand
// in the configuration.

import type { OutboxRow } from "../engine/outbox.ts";
import { OWN_CHANNELS } from "../pipeline/channels.ts";
import { UserError } from "../pipeline/user-error.ts";
import { readConfig } from "./settings.ts";

export type IsShown = (row: OutboxRow) => boolean;

/** Accepted ones, by the configuration as it is now; of one that can't be read only those of the channel `terminal`. */
export function shownHere(configFile: string): IsShown {
  const channels = channelsOf(configFile);
  return ({ channel, state }) =>
    state === "accepted" &&
    Object.hasOwn(channels, channel) &&
    channels[channel]?.type === "terminal";
}

function channelsOf(configFile: string) {
  try {
    return readConfig(configFile).channels;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return OWN_CHANNELS;
  }
}
