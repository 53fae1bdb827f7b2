// What the user's configuration says of a host: read at its start and again whenever the file has changed, so that a pool
// can be mended while stages wait for it. A file with mistakes, or one that can't be reached, changes nothing: what was
// read before holds, and no host ends for it.
//
// The code that reads it is large, and most homes have no configuration: then it is loaded when the host has begun its work,
// and soon, since an upgrade may replace it.

import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { HostSettings } from "../engine/host/ports.ts";
import { type Config, NO_CONFIG } from "../pipeline/config.ts";

const LOAD_AFTER_MS = 1000;

/** Where there is a configuration its reader is there at once. */
export async function configReader(file: string): Promise<() => ConfigReader | null> {
  let reader: ConfigReader | null = null;
  const load = async (): Promise<void> => {
    reader = (await import("./settings.ts")).readConfig;
  };
  if (stampOf(file) === NONE)
    setTimeout(() => {
      void load();
    }, LOAD_AFTER_MS).unref();
  else await load();
  return () => reader;
}

/** Reads the configuration. @throws UserError bad-config */
export type ConfigReader = (file: string) => Config;

/**
 * @param reader - null until its code is there: the settings are the usual ones until then
 * @param note - is told once of each state of the file that can't be used
 */
export function settingsOf(
  file: string,
  reader: () => ConfigReader | null,
  note: (text: string) => void,
): () => HostSettings {
  let stamp = "";
  let settings = settingsFrom(NO_CONFIG);
  return () => {
    const read = reader();
    const now = stampOf(file);
    if (now === stamp || read === null) return settings;
    stamp = now;
    try {
      settings = settingsFrom(read(file));
    } catch (error) {
      note(`the configuration is left as it was: ${String(error)}`);
    }
    return settings;
  };
}

const NONE = "none";

/** Changes whenever the file does, and when it can no longer be reached, or can be again. */
function stampOf(file: string): string {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return NONE;
    const { mtimeMs, ctimeMs, size, ino } = found;
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch (error) {
    return `unreached ${(error as NodeJS.ErrnoException).code}`;
  }
}

/** Where the configuration says nothing: as many as CPUs, but 8 at least. */
function defaultMaxRunning(): number {
  return Math.max(8, availableParallelism());
}

export function settingsFrom(config: Config): HostSettings {
  const pools = Object.entries(config.pools).map(([name, slots]): [string, number] => [
    name,
    slots === "auto" ? gpuCount() : slots,
  ]);
  return {
    maxRunning: config.maxRunning ?? defaultMaxRunning(),
    pools: Object.fromEntries(pools),
    secretCommands: config.secretCommands,
    channels: config.channels,
  };
}

/** GPUs that the driver shows: of Linux by its own folder or the devices, of WSL2 by the one device that stands for all. */
function gpuCount(): number {
  const ofDriver = namesIn("/proc/driver/nvidia/gpus").length;
  if (ofDriver > 0) return ofDriver;
  const devices = namesIn("/dev");
  const numbered = devices.filter((name) => /^nvidia\d+$/.test(name)).length;
  return numbered > 0 ? numbered : devices.includes("dxg") ? 1 : 0;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
