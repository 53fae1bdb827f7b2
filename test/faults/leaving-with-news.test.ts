// A host that is told to leave between the moment at which it hears what files come to and the commit of that: the next host
// reads them once more, so no stage waits for them for ever (semantics 5.2).

import { expect, it } from "vitest";
import { localExecutor } from "../../src/engine/executors/local.ts";
import { startLoop } from "../../src/engine/host/loop.ts";
import type { Hashed } from "../../src/engine/host/hashing/protocol.ts";
import { uuidv7 } from "../../src/engine/host/uuid.ts";
import { openJournal } from "../../src/store/journal.ts";
import { openReader, openWriter } from "../../src/store/open.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { earlierHost } from "../host/homes.ts";
import { lab, until } from "../host/lab.ts";

const OF_NOBODY = {
  pid: 999_999,
  startTime: 1,
  bootId: "-",
  pidNamespace: "-",
  version: "0",
  kind: "daemon" as const,
  machine: "here",
  place: "1:1",
  since: 0,
};

it("5.2 what a host has heard and not yet committed when it leaves is done once more", async () => {
  const here = lab();
  const cache = { deps: [here.write("in", "1")], outs: [] };
  const earlier = earlierHost(here);
  earlier.trigger(planOf([stagePlan("known", { cache })], { folder: here.folder }));
  earlier.die();
  const { paths } = earlier;
  const journal = openJournal(openWriter(paths.database));
  const keys = { homeIdIfNew: uuidv7(Date.now()), secretKeyIfNew: "00".repeat(32) };
  const asked: ((hashed: Hashed) => void)[] = [];
  const loop = startLoop({
    paths,
    config: "/nowhere/config.yaml",
    program: [process.execPath],
    journal,
    inherited: journal.enter({ ...OF_NOBODY, ...keys }),
    executor: localExecutor,
    settings: () => ({
      maxRunning: 4,
      pools: {},
      secretCommands: {},
      channels: {},
    }),
    hasher: { hash: () => new Promise((done) => asked.push(done)), close: () => undefined },
    gpu: { latest: () => null, close: () => undefined },
    sender: { send: () => Promise.reject(new Error("nothing is sent")), close: () => undefined },
    idleMs: null,
    committed: () => undefined,
    disk: { giveUp: () => undefined, hasRoom: () => true },
    homeIsThere: () => true,
    note: () => undefined,
  });
  await until(() => asked.length > 0);
  asked[0]?.({ is: "failed", cause: "of no matter" });
  // Every promise that waits for this has its turn, and nothing that the loop has put off.
  await new Promise<void>((done) => {
    process.nextTick(done);
  });
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  loop.leave();
  await loop.done;
  journal.close();
  const db = openReader(paths.database);
  const left = db.prepare("select kind from effect").all();
  const state = db.prepare("select state from stage").get();
  db.close();
  expect({ left, state }).toEqual({ left: [{ kind: "hash" }], state: { state: "queued" } });
  await here.close();
});
