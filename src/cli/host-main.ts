// The life of a host process: detached, started by whoever needs it, or in the foreground as `dagtop daemon`.

import { closeSync, readFileSync, readdirSync } from "node:fs";
import type { HomePaths } from "../engine/home-paths.ts";
import { type RunningHost, startHost } from "./compose.ts";
import { isUserError } from "../pipeline/user-error.ts";
import { EXIT } from "./exit.ts";
import { configReader } from "./host-settings.ts";
import { inWords } from "./storage-errors.ts";
import { configFile, prepareHome } from "./home.ts";
import type { HostLog } from "./host-log.ts";

/**
 * Runs a host until it leaves. SIGTERM and SIGINT make it leave; what runs goes on.
 *
 * @param idleMs - how long it stays without work; null stays
 * @returns the exit code: 5 when another host holds the lease
 */
export async function hostMain(
  paths: HomePaths,
  idleMs: number | null,
  log: HostLog,
): Promise<number> {
  process.umask(0o077);
  prepareHome(paths);
  const config = configFile(process.env);
  const host = startHost({
    paths,
    config,
    reader: await configReader(config),
    idleMs,
    note: log.note,
  });
  if (host === null) {
    log.note("another host holds the lease of this home");
    return EXIT.unusableHome;
  }
  const leave = leaveOnSignals(host);
  try {
    await host.done;
    log.note(`host ${host.epoch} left`);
    return EXIT.succeeded;
  } catch (error) {
    const known = inWords(error);
    log.failed(known);
    return isUserError(known) ? EXIT.unusableHome : EXIT.bug;
  } finally {
    leave();
  }
}

function leaveOnSignals(host: RunningHost): () => void {
  const signals = ["SIGTERM", "SIGINT"] as const;
  for (const signal of signals) process.on(signal, host.leave);
  return () => {
    for (const signal of signals) process.off(signal, host.leave);
  };
}

const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes what the starter's own starter left open: a descriptor without O_CLOEXEC, of a `flock` for one, would be held
 * for as long as this host lives. Node marks its own.
 */
export function closeInherited(): void {
  for (const name of readdirSync("/proc/self/fd")) {
    const fd = Number(name);
    if (fd <= 2) continue;
    try {
      const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, "latin1"));
      if (flags !== null && (parseInt(flags[1] ?? "", 8) & CLOSE_ON_EXEC) === 0) closeSync(fd);
    } catch {
      // It was the descriptor of this very look.
    }
  }
}
