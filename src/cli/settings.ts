// What the user's configuration says of a host: read at its start and again whenever the file has changed, so that a pool
// can be mended while stages wait for it. A file with mistakes, or one that can't be reached, changes nothing: what was
// read before holds, and no host ends for it.

import { readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { wholeText } from "../engine/host/plain-file.ts";
import type { HostSettings } from "../engine/host/ports.ts";
import { type Config, NO_CONFIG, loadConfig } from "../pipeline/load-config.ts";
import { problemText } from "../pipeline/problem.ts";
import { UserError } from "../pipeline/user-error.ts";

/** @throws UserError bad-config: every mistake of the file, with its place */
export function readConfig(file: string): Config {
  const text = textOf(file);
  if (text === null) return NO_CONFIG;
  const loaded = loadConfig(text, file);
  if (loaded.ok) return loaded.config;
  const count = loaded.problems.length === 1 ? "1 problem" : `${loaded.problems.length} problems`;
  throw new UserError("bad-config", loaded.problems.map(problemText).join("\n\n"), {
    hint: `${count} in your configuration; nothing was started.`,
  });
}

/** Null where there is none. */
function textOf(file: string): string | null {
  const read = wholeText(file);
  if (read.ok) return read.text;
  if (!read.isThere) return null;
  throw new UserError("bad-config", `Your configuration ${file} ${read.why}.`, {
    hint: "It is a file of yours: mend it or its mode, or move it away.",
  });
}

/** @param note - is told once of each state of the file that can't be used */
export function settingsOf(file: string, note: (text: string) => void): () => HostSettings {
  let stamp = "";
  let settings = settingsFrom(NO_CONFIG);
  return () => {
    const now = stampOf(file);
    if (now === stamp) return settings;
    stamp = now;
    try {
      settings = settingsFrom(readConfig(file));
    } catch (error) {
      note(`the configuration is left as it was: ${String(error)}`);
    }
    return settings;
  };
}

/** Changes whenever the file does, and when it can no longer be reached, or can be again. */
function stampOf(file: string): string {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found === undefined) return "none";
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
