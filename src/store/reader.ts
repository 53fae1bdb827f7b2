// What readers see of a home: rows and events, never written to (semantics 5.11). Statements are prepared when they are
// first asked for, since `status` must be quick and needs few of them.

import { keptFeed } from "./cache-table.ts";
import { anyNew } from "./command-table.ts";
import { eventFeed } from "./event-log.ts";
import { historyFeed } from "./history.ts";
import { hostFeed } from "./host-table.ts";
import { isBusy } from "./lease.ts";
import { messageFeed } from "./message-table.ts";
import { metaFeed } from "./meta-table.ts";
import { metricFeed } from "./metric-table.ts";
import { SCHEMA_VERSION, refuseNewer, schemaVersion } from "./migrate.ts";
import { modelFeed } from "./model-table.ts";
import { type Db, openReader } from "./open.ts";
import { overviewFeed } from "./overview.ts";
import { roundFeed } from "./round-table.ts";
import { runFeed } from "./run-table.ts";
import { sampleFeed } from "./sample-table.ts";
import { secretFeed } from "./secret-table.ts";
import { sourceFeed } from "./source-table.ts";
import { stageFeed } from "./stage-table.ts";
import { versionFeed } from "./version-table.ts";

export type Reader = ReturnType<typeof readerOf>;

/**
 * Opens a home's database to look at it.
 *
 * @returns null when there is none yet, or when a host has still to bring it to this build's schema
 * @throws UserError newer-home
 */
export function openStore(file: string): Reader | null {
  let db: Db;
  try {
    db = openReader(file);
  } catch (error) {
    // A folder that is not there is a TypeError of better-sqlite3's.
    const { code } = error as { code?: string };
    if (code === "SQLITE_CANTOPEN" || error instanceof TypeError) return null;
    throw error;
  }
  const version = versionOrBusy(db);
  if (version === SCHEMA_VERSION) return readerOf(db);
  db.close();
  refuseNewer(version ?? 0);
  return null;
}

/** Whether an older dagtop made it, and no host of this build has been there yet. */
export function isOlderStore(file: string): boolean {
  let db: Db;
  try {
    db = openReader(file);
  } catch {
    return false;
  }
  const version = versionOrBusy(db) ?? 0;
  db.close();
  return version > 0 && version < SCHEMA_VERSION;
}

/** Null while a host is just making the database. */
function versionOrBusy(db: Db): number | null {
  try {
    return schemaVersion(db);
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

function readerOf(db: Db) {
  const known = new Map<unknown, unknown>();
  const lazily = <Feed>(make: (db: Db) => Feed): Feed => {
    const feed = (known.get(make) as Feed | undefined) ?? make(db);
    known.set(make, feed);
    return feed;
  };
  return {
    get runs() {
      return lazily(runFeed);
    },
    get stages() {
      return lazily(stageFeed);
    },
    get events() {
      return lazily(eventFeed);
    },
    get hosts() {
      return lazily(hostFeed);
    },
    get versions() {
      return lazily(versionFeed);
    },
    get metrics() {
      return lazily(metricFeed);
    },
    get samples() {
      return lazily(sampleFeed);
    },
    get rounds() {
      return lazily(roundFeed);
    },
    get sources() {
      return lazily(sourceFeed);
    },
    get secrets() {
      return lazily(secretFeed);
    },
    get kept() {
      return lazily(keptFeed);
    },
    get meta() {
      return lazily(metaFeed);
    },
    get models() {
      return lazily(modelFeed);
    },
    get messages() {
      return lazily(messageFeed);
    },
    get overview() {
      return lazily(overviewFeed);
    },
    get history() {
      return lazily(historyFeed);
    },
    /** Whether somebody has asked for something that no host has seen yet. */
    unanswered: (): boolean => anyNew(db),
    /** Changes whenever another process has committed. */
    dataVersion: (): number => db.pragma("data_version", { simple: true }) as number,
    /** Everything that `read` sees is of one moment. */
    snapshot: <T>(read: () => T): T => db.transaction(read).deferred(),
    close: (): void => {
      db.close();
    },
  };
}
