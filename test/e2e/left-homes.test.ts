// Homes that each earlier release left when its host was killed, with the records that its shims then wrote: today's host
// opens them and takes over (semantics 5.9, 6). They were made by those releases, of schema 1 to 4, and are never made anew:
//
//   good   has ended: 0, with an output     lost    lost its shim with all below it: a claim and no exit
//   bad    has ended: 7, on_fail: warn      unmade  was committed; its host died before it made the folder
//   first  was over before                  after   waits for good, bad and unmade, if: always

import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BOOT, pidNamespace } from "../../src/engine/host/proc.ts";
import { type Place, type ShownRun, place } from "./program.ts";

const STORED = resolve(import.meta.dirname, "../store/left-homes");
const ANOTHER_BOOT = "6c1f3f8e-0000-4000-8000-000000000000";
const SCHEMAS = [1, 2, 3, 4] as const;
let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

/** @param boot - in which all of it happened: this one, or one before it */
function left(schema: number, boot: "this boot" | "another boot"): void {
  const stored = join(STORED, String(schema));
  mkdirSync(here.home, { mode: 0o700 });
  cpSync(join(stored, "attempts"), join(here.home, "attempts"), { recursive: true });
  const [, theirs = ""] = /'([0-9a-f-]{36})', 'pid:\[/.exec(text(stored)) ?? [];
  expect(theirs).not.toBe("");
  const content = text(stored)
    .replaceAll("/tmp/project", here.folder)
    .replaceAll(/pid:\[\d+\]/g, pidNamespace())
    .replaceAll(theirs, boot === "this boot" ? BOOT : ANOTHER_BOOT);
  const file = join(here.home, "dagtop.db");
  const db = new Database(file);
  db.pragma("journal_mode = wal");
  db.exec(`begin; pragma defer_foreign_keys = on; ${content}; commit`);
  db.close();
  chmodSync(file, 0o600);
  here.file("go", "");
}

const text = (stored: string): string => readFileSync(join(stored, "home.sql"), "utf8");

/** A host comes, does what is to be done and leaves. */
async function takenOver(): Promise<ShownRun> {
  const host = await here.dagtop("daemon", "--once");
  expect(host).toMatchObject({ code: 0 });
  expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  return here.json<ShownRun>("show", "left#1");
}

/** Each attempt: stage, its state, exit code and cause. */
const ends = ({ stages }: ShownRun): unknown[] =>
  stages.flatMap(({ key, attempts }) =>
    attempts.map(({ state, exit_code: code, cause }) => [key, state, code, cause]),
  );

describe("5.9 a home that was left with running attempts is taken over", () => {
  it.each(SCHEMAS)("of schema %i: in the same boot by the records and /proc", async (schema) => {
    left(schema, "this boot");
    const run = await takenOver();
    expect(ends(run)).toEqual([
      ["good", "succeeded", 0, null],
      ["bad", "failed", 7, "exit 7"],
      ["lost", "crashed", null, "exit code unknown"],
      ["first", "succeeded", 0, null],
      ["unmade", "fenced", null, expect.any(String)],
      ["unmade", "succeeded", 0, null],
      ["after", "succeeded", 0, null],
    ]);
    expect(run).toMatchObject({ state: "partial" });
    expect(run.stages[0]?.outputs).toEqual({ loss: "0.25" });
    for (const [stage, said] of [
      ["good", "good\n"],
      ["lost", "lost\n"],
      ["after", "after\n"],
    ] as const)
      expect((await here.dagtop("logs", "left#1", stage)).out).toBe(said);
    // No command ran twice, and what never ran never will.
    const folders = readdirSync(join(here.home, "attempts"));
    const claims = folders.map((id) =>
      readFileSync(join(here.home, "attempts", id, "claim"), "utf8"),
    );
    expect(claims.filter((claim) => claim === "fenced\n.\n")).toHaveLength(1);
    expect(folders).toHaveLength(7);
  });

  it.each(SCHEMAS)("of schema %i: in another boot by the records alone", async (schema) => {
    left(schema, "another boot");
    const run = await takenOver();
    expect(ends(run)).toEqual([
      ["good", "succeeded", 0, expect.stringContaining("restarted")],
      ["bad", "failed", 7, expect.stringContaining("restarted")],
      ["lost", "crashed", null, expect.any(String)],
      ["first", "succeeded", 0, null],
      ["unmade", "crashed", null, expect.any(String)],
      ["after", "succeeded", 0, null],
    ]);
    expect(run).toMatchObject({ state: "failed" });
    expect(run.stages[0]?.outputs).toEqual({ loss: "0.25" });
  });

  it("I10 in another boot a 0 whose output file is missing is no success", async () => {
    left(4, "another boot");
    const folder = join(here.home, "attempts");
    for (const id of readdirSync(folder)) rmSync(join(folder, id, "output"));
    const run = await takenOver();
    const [good, bad] = run.stages;
    expect(good?.state).toBe("crashed");
    expect(bad?.attempts).toMatchObject([{ state: "failed", exit_code: 7 }]);
  });

  it.each(SCHEMAS)("of schema %i, by a run that somebody starts there", async (schema) => {
    left(schema, "this boot");
    const file = here.file("q.yaml", "name: q\nstages:\n  x: { run: 'true' }\n");
    expect(await here.dagtop("run", file, "--idle-ms", "50")).toMatchObject({ code: 0 });
    const { stages } = await here.json<ShownRun>("show", "left#1");
    expect(stages.slice(0, 2)).toMatchObject([{ state: "succeeded" }, { state: "failed" }]);
  });
});

describe("5.9 a home of a newer release", () => {
  it.each(["status", "runs", "run", "daemon --once"])(
    "is refused by dagtop %s with words, and nothing in it is touched",
    async (command) => {
      left(4, "this boot");
      const file = join(here.home, "dagtop.db");
      const db = new Database(file);
      db.pragma("user_version = 99");
      db.close();
      const before = readFileSync(file);
      const q = here.file("q.yaml", "name: q\nstages:\n  x: { run: 'true' }\n");
      const words = command === "run" ? ["run", q] : command.split(" ");
      const { code, err } = await here.dagtop(...words);
      expect([code, err]).toEqual([5, expect.stringMatching(/newer dagtop/u)]);
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(readdirSync(join(here.home, "attempts"))).toHaveLength(4);
    },
  );
});
