// A process that says "asking", asks for the lease of a home, says "held" or "refused", and lives on with it. Run as
// `node lease-holder.ts LOCK WAIT_MS WAY`. WAY is `keep`; `drop`, which lets go of what takeLease gave and collects
// garbage before it says so; or `bare`, which does the same with a lock of its own that nobody keeps.

import Database from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import { takeLease } from "../../src/store/lease.ts";

const [file = "", wait = "0", way = "keep"] = process.argv.slice(2);

function bareLock(): boolean {
  const db = new Database(file);
  db.exec("begin exclusive");
  return db.inTransaction;
}

async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    globalThis.gc?.();
    await turn();
  }
}

process.stdout.write("asking\n");
const isHeld = way === "bare" ? bareLock() : takeLease(file, Number(wait)) !== null;
if (way !== "keep") await collectGarbage();
process.stdout.write(isHeld ? "held\n" : "refused\n");
if (isHeld) setInterval(() => {}, 60_000);
