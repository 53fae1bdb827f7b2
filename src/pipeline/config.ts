// What the user's config.yaml says, once it has been read (load-config.ts). Apart from that, since a host begins sooner than the
// code that reads files is there.

import { type Channel, OWN_CHANNELS } from "./channels.ts";

export interface Config {
  /** How many slots a pool has; `auto` is for the host to count. */
  readonly pools: Readonly<Record<string, number | "auto">>;
  /** How many attempts the host may have live; null leaves it to the host. */
  readonly maxRunning: number | null;
  /** Name of a secret → the words of the command that prints it. */
  readonly secretCommands: Readonly<Record<string, readonly string[]>>;
  /** By name: those of the file, and those that are always there. */
  readonly channels: Readonly<Record<string, Channel>>;
  readonly theme: string | null;
}

export const NO_CONFIG: Config = {
  pools: { gpu: "auto" },
  maxRunning: null,
  secretCommands: {},
  channels: OWN_CHANNELS,
  theme: null,
};
