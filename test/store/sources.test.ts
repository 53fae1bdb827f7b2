// Semantics 2.7: what the code of a run was is kept as it was when the run was asked for.

import { afterEach, beforeEach, expect, it } from "vitest";
import type { RunSource } from "../../src/engine/command.ts";
import { runId } from "../../src/pipeline/ids.ts";
import { SQL } from "../../src/store/schema/0002.ts";
import { sourceFeed, sourceTable } from "../../src/store/source-table.ts";
import type { Db } from "../../src/store/open.ts";
import { Home } from "./stored-world.ts";

let home: Home;
let db: Db;
beforeEach(() => {
  home = new Home();
  db = home.writer();
  const [table = ""] = /create table run_source[^;]+;/.exec(SQL) ?? [];
  db.exec(table);
});
afterEach(() => {
  home.remove();
});

const CLEAN: RunSource = { commit: "1f3a", branch: "main", dirty: false, patch: null };

it("2.7 what was found is found again, and nothing where nothing was", () => {
  const all: RunSource[] = [
    CLEAN,
    { commit: null, branch: null, dirty: true, patch: null },
    { ...CLEAN, dirty: true, patch: "-é\n+\u{1f600}\n".repeat(50_000) },
  ];
  for (const [at, source] of all.entries()) sourceTable(db).put(runId(`run-${at}`), source);
  const feed = sourceFeed(db);
  expect(all.map((_, at) => feed.ofRun(runId(`run-${at}`)))).toEqual(all);
  expect(feed.ofRun(runId("nobody's"))).toBeNull();
});

it("2.7 the first word of a run counts: a command that is done twice changes nothing", () => {
  const run = runId("run-1");
  sourceTable(db).put(run, CLEAN);
  sourceTable(db).put(run, { ...CLEAN, commit: "other" });
  expect(sourceFeed(db).ofRun(run)).toEqual(CLEAN);
});
