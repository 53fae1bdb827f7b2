// The only place where the rooms are wired together: a home and its store, a host and what it needs.

import { closeSync, futimesSync, openSync, realpathSync, watch } from "node:fs";
import { diskOf, makeBallast } from "../engine/host/disk.ts";
import { newKey } from "../engine/host/fingerprint.ts";
import { hasher } from "../engine/host/hashing/hasher.ts";
import { startHashing } from "../engine/host/hashing/start.ts";
import { startLoop } from "../engine/host/loop.ts";
import type { Left, Loop } from "../engine/host/loop-ports.ts";
import { hiderOf } from "../engine/host/hiding.ts";
import type { HostKind } from "../engine/host/ports.ts";
import { bootId, now, pidNamespace, processOf } from "../engine/host/proc.ts";
import { senderOf } from "../engine/host/sender.ts";
import { startSending } from "../engine/host/start-sending.ts";
import { uuidv7 } from "../engine/host/uuid.ts";
import { localExecutor } from "../engine/executors/local.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import { nvidiaProbe } from "../integrations/nvidia.ts";
import { openJournal } from "../store/journal.ts";
import { type Lease, takeLease } from "../store/lease.ts";
import { openWriter } from "../store/open.ts";
import { machineName, placeOf } from "./host-process.ts";
import { type ConfigReader, settingsOf } from "./host-settings.ts";
import { beginning, turnTeller } from "./host-words.ts";
import { VERSION } from "./version.ts";

export interface HostOptions {
  readonly paths: HomePaths;
  readonly config: string;
  /** Reads it; null until that can be done. */
  readonly reader: () => ConfigReader | null;
  /** Leaves after so long without work; null stays. */
  readonly idleMs: number | null;
  readonly kind: HostKind;
  readonly note: (text: string) => void;
}

export interface RunningHost {
  readonly epoch: number;
  /** Looks for commands now. */
  readonly wake: () => void;
  readonly leave: () => void;
  readonly stopAll: Loop["stopAll"];
  readonly done: Promise<Left>;
}

/** Whether the paths still lead to what they lead to now. By stat alone: no descriptor of a database may be closed. */
function stillThere(...paths: readonly string[]): () => boolean {
  const places = paths.map(placeOf);
  return () => paths.every((path, place) => placeOf(path) === places[place]);
}

const LEASE_WAIT_MS = 2000;
const BALLAST_AFTER_MS = 5000;

/**
 * Takes the lease of a prepared home and begins to work.
 *
 * @returns null when another host holds the lease
 * @throws UserError newer-home
 */
export function startHost(options: HostOptions): RunningHost | null {
  const lease = takeLease(options.paths.lock, LEASE_WAIT_MS);
  if (lease === null) return null;
  try {
    return work(options, lease);
  } catch (error) {
    lease.release();
    throw error;
  }
}

function work(options: HostOptions, lease: Lease): RunningHost {
  const { paths, note } = options;
  const db = openWriter(paths.database);
  const journal = openJournal(db);
  const { at } = now();
  const inherited = journal.enter({
    pid: process.pid,
    startTime: processOf(process.pid)?.startTime ?? 0,
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    version: VERSION,
    kind: options.kind,
    machine: machineName(),
    place: placeOf(paths.home) ?? "",
    since: at,
    homeIdIfNew: uuidv7(at),
    secretKeyIfNew: newKey(),
  });
  const who = `pid ${process.pid}, dagtop ${VERSION}, home ${paths.home}`;
  for (const line of beginning(inherited, who)) note(line);
  const tell = turnTeller(inherited, hiderOf(journal, inherited.secretKey), note);
  const wakeFile = openSync(paths.wake, "a", 0o600);
  const touch = (): void => {
    const seconds = Date.now() / 1000;
    futimesSync(wakeFile, seconds, seconds);
  };
  const loop = startLoop({
    ...options,
    program: [process.execPath, realpathSync(process.argv[1] ?? "")],
    journal,
    inherited,
    executor: localExecutor,
    settings: settingsOf(options.config, options.reader, note),
    hasher: hasher({
      start: () => startHashing(process.argv[1] ?? "", paths.fileHashes),
      note,
    }),
    sender: senderOf(() => startSending(process.argv[1] ?? "", paths.home)),
    gpu: nvidiaProbe(process.env),
    committed: (turn) => {
      touch();
      if (turn !== null) tell(turn);
    },
    disk: diskOf(paths.ballast),
    homeIsThere: stillThere(paths.home, paths.database),
  });
  touch();
  const watcher = watch(paths.wake, loop.wake);
  const ballast = setTimeout(() => {
    makeBallast(paths.ballast).catch((error: unknown) => {
      note(`the ballast could not be made: ${String(error)}`);
    });
  }, BALLAST_AFTER_MS);
  const done = loop.done.finally(() => {
    clearTimeout(ballast);
    watcher.close();
    closeSync(wakeFile);
    journal.close();
    lease.release();
  });
  const { wake, leave, stopAll } = loop;
  return { epoch: inherited.epoch, wake, leave, stopAll, done };
}
