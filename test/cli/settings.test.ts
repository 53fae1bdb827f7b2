// The configuration of a host while it lives: what can't be read changes nothing, is said once, and ends no host.

import { spawnSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { settingsOf } from "../../src/cli/host-settings.ts";
import { readConfig } from "../../src/cli/settings.ts";
import { type Lab, lab } from "../host/lab.ts";

let here: Lab;
let notes: string[];
beforeEach(() => {
  here = lab();
  notes = [];
});
afterEach(() => here.close());

const GOOD = "max_running: 3\npools: { disk: 2 }\n";

/** What may stand in the place of a file, by how it is put there. */
const ODD: readonly (readonly [what: string, put: (file: string) => void, why: string])[] = [
  ["a link in a circle", (file) => symlinkSync(file, file), "can't be read (ELOOP)"],
  ["a FIFO", (file) => void spawnSync("mkfifo", [file]), "is no plain file"],
  ["a device", (file) => symlinkSync("/dev/zero", file), "is no plain file"],
  ["a file of 2 MiB", () => void here.write("config.yaml", "#".repeat(2 ** 21)), "than 1 MiB"],
  [
    "a file with a mistake",
    () => void here.write("config.yaml", "max_running: no\n"),
    "max_running",
  ],
];

describe("a configuration that becomes", () => {
  it.each(ODD)("%s changes nothing, is said once, and is read again afterwards", (_what, put) => {
    const file = here.write("config.yaml", GOOD);
    const settings = settingsOf(
      file,
      () => readConfig,
      (text) => notes.push(text),
    );
    const before = settings();
    expect(before).toMatchObject({ maxRunning: 3, pools: { disk: 2 } });
    rmSync(file);
    put(file);
    for (let n = 0; n < 3; n += 1) expect(settings()).toBe(before);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("the configuration is left as it was");
    rmSync(file);
    here.write("config.yaml", "max_running: 4\n");
    expect(settings().maxRunning).toBe(4);
    expect(notes).toHaveLength(1);
  });
});

it.each(ODD)("a host that starts with %s has the defaults, and says why", (_what, put) => {
  const file = here.path("config.yaml");
  put(file);
  const settings = settingsOf(
    file,
    () => readConfig,
    (text) => notes.push(text),
  );
  expect(settings().maxRunning).toBeGreaterThanOrEqual(8);
  expect(settings().pools).toHaveProperty("gpu");
  expect(notes).toHaveLength(1);
});

it("a configuration in a folder that is none is as one that is not there", () => {
  const settings = settingsOf(
    `${here.write("file", "")}/config.yaml`,
    () => readConfig,
    (text) => notes.push(text),
  );
  expect(settings().secretCommands).toEqual({});
  expect(notes).toEqual([]);
});

it.each(ODD)("who starts a run with %s is told so, with a way out", (_what, put, why) => {
  const file = here.path("config.yaml");
  put(file);
  expect(() => readConfig(file)).toThrowError(
    expect.objectContaining({ code: "bad-config", exit: 2, hint: expect.stringMatching(/./) }),
  );
  expect(() => readConfig(file)).toThrowError(why);
});
