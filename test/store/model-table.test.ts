// The registry and the outbox in a real database: written in the transaction that answers, read back as they were.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Message } from "../../src/engine/message.ts";
import type { Submit } from "../../src/engine/model-ask.ts";
import { afterTry } from "../../src/engine/outbox.ts";
import { attemptId, runId, stageKey } from "../../src/pipeline/ids.ts";
import { messageFeed, messageTable } from "../../src/store/message-table.ts";
import { migrate } from "../../src/store/migrate.ts";
import { modelFeed, modelTable } from "../../src/store/model-table.ts";
import type { Db } from "../../src/store/open.ts";
import { GATE } from "../engine/gate.ts";
import { Home } from "./stored-world.ts";

let home: Home;
let db: Db;
beforeEach(() => {
  home = new Home();
  db = home.writer();
  migrate(db);
});
afterEach(() => {
  home.remove();
});

function submit(run: string, f1: number): Submit {
  return {
    act: "submit",
    model: "bert",
    attempt: attemptId(run),
    files: { hash: run, bytes: 10, files: 1, name: "model.bin" },
    metrics: { f1 },
    from: {
      runId: runId(run),
      run: `${run}#1`,
      round: 1,
      stage: stageKey("train"),
      attempt: attemptId("t"),
      source: { commit: "3f2a", branch: "main", dirty: true, patch: "-a\n+b" },
      params: { epochs: 3 },
      data: { data: "d00d" },
    },
    gate: GATE,
    by: "ada",
    gone: [],
  };
}

describe("the registry's tables", () => {
  it("hold versions with their provenance, one champion, and what happened", () => {
    const table = modelTable(db);
    const ask = submit("a", 0.9);
    table.answer(ask, "host", 1);
    table.answer(submit("b", 0.95), "host", 2);
    table.answer(submit("c", 0.7), "host", 3);
    const feed = modelFeed(db);
    const { versions, aliases, lastVersion } = feed.state("bert");
    expect(lastVersion).toBe(3);
    expect(aliases).toEqual({ champion: 2, previous: 1 });
    expect(versions[0]).toEqual({
      model: "bert",
      version: 1,
      files: ask.files,
      metrics: { f1: 0.9 },
      from: ask.from,
      by: "ada",
      at: 1,
      archivedAt: null,
    });
    expect(feed.ofRun(runId("b")).map(({ version }) => version)).toEqual([2]);
    expect(feed.names()).toEqual(["bert"]);
    expect(feed.history("bert", 2).map(({ version, event }) => [version, event])).toEqual([
      [3, "refused"],
      [3, "made"],
    ]);
  });

  it("give no number twice, and tell which files nobody needs any more", () => {
    const table = modelTable(db);
    for (const run of ["a", "b"]) table.answer(submit(run, 0.9), "host", 1);
    const gone = { act: "delete", model: "bert", versions: [2], force: false } as const;
    expect(table.answer(gone, "ada", 2).answer.unused).toEqual(["b"]);
    const feed = modelFeed(db);
    expect([feed.isUsed("a"), feed.isUsed("b")]).toEqual([true, false]);
    table.answer(submit("c", 0.9), "host", 3);
    expect(feed.state("bert").versions.map(({ version }) => version)).toEqual([1, 3]);
  });
});

describe("8.4 the outbox", () => {
  const of = { run: runId("r"), round: 1, stage: stageKey("tell"), giveUpAt: 600_000 };
  const message = { id: "msg_1", title: "train: exit 1" } as Message;
  const asked = (attempt: string) => ({
    ...of,
    attempt: attemptId(attempt),
    messages: [{ channel: "team", message }],
  });

  it("has a message once however often it is asked for; what was accepted stays so", () => {
    const table = messageTable(db);
    table.add(asked("first"), 1);
    table.add(asked("second"), 2);
    const [row, ...more] = table.waiting();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ attempt: "second", tries: 0, nextAt: 2, message });
    table.put(afterTry(row!, { is: "accepted" }, 3));
    table.add(asked("third"), 4);
    expect(table.waiting()).toEqual([]);
    const feed = messageFeed(db);
    expect(feed.ofRun(of.run)).toMatchObject([{ state: "accepted", tries: 1, endedAt: 3 }]);
    expect(feed.ofStage(of.run, 1, of.stage)).toMatchObject([{ id: "msg_1", state: "accepted" }]);
  });

  it("begins anew with what was given up, when it is asked for again", () => {
    const table = messageTable(db);
    table.add(asked("first"), 1);
    table.put(afterTry(table.waiting()[0]!, { is: "refused", why: "404" }, 2));
    expect(messageFeed(db).recent(9)).toMatchObject([{ state: "refused", error: "404" }]);
    table.add(asked("second"), 3);
    expect(table.waiting()).toMatchObject([{ attempt: "second", endedAt: null }]);
  });
});
