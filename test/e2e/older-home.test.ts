// A home that an earlier release left, as a person meets it: commands that only look say what to do, and the screens have a host
// bring it up to date first (semantics 5.7, 5.9).

import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { PROGRAM, type Place, place } from "./program.ts";
import { type Robot, robot } from "./robot.ts";

let here: Place;
let screen: Robot | null = null;
beforeEach(() => {
  here = place();
  mkdirSync(here.home, { mode: 0o700 });
  const file = join(here.home, "dagtop.db");
  const db = new Database(file);
  const stored = resolve(import.meta.dirname, "../store/old-home-4.sql");
  db.exec(`begin; pragma defer_foreign_keys = on; ${readFileSync(stored, "utf8")}; commit`);
  db.close();
  chmodSync(file, 0o600);
});
afterEach(async () => {
  screen?.close();
  screen = null;
  await here.close();
});

it("5.7 commands that only look say that it is older, and what brings it up to date", async () => {
  const { code, err } = await here.dagtop("status");
  expect([code, err]).toEqual([5, expect.stringContaining("An older dagtop wrote the home")]);
  expect(err).toContain("dagtop daemon --once");
});

it("5.9 the screens show its pipelines, once a host has brought it up to date", async () => {
  screen = robot(here, [100, 30], `${process.execPath} ${PROGRAM}`);
  expect(await screen.sees(/measured/u)).toContain("nightly");
});

it("5.9 the screens of who may only look say so", async () => {
  screen = robot(here, [100, 30], `${process.execPath} ${PROGRAM} --readonly; sleep 60`);
  expect(await screen.sees(/An older dagtop wrote the home/u)).toContain("dagtop daemon --once");
});
