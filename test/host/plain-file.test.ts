// Files of the user's that a host reads whole: whatever stands there instead, it is said, and nobody waits for it.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvFile } from "../../src/engine/host/env-file.ts";
import { wholeText } from "../../src/engine/host/plain-file.ts";
import { type Lab, lab } from "./lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

function fifo(name: string): string {
  expect(spawnSync("mkfifo", ["-m", "600", here.path(name)]).status).toBe(0);
  return here.path(name);
}

function whyNot(file: string): string {
  const read = wholeText(file);
  return read.ok ? `read ${read.text.length}` : read.why;
}

describe("a file that is read whole", () => {
  it("has its text and mode, of 1 MiB at most", () => {
    const file = here.write("file", "zwölf\n");
    chmodSync(file, 0o640);
    expect(wholeText(file)).toMatchObject({ ok: true, text: "zwölf\n" });
    expect(whyNot(here.write("empty", ""))).toBe("read 0");
    const most = 1024 * 1024;
    expect(whyNot(here.write("most", "x".repeat(most)))).toBe(`read ${most}`);
    expect(whyNot(here.write("more", "x".repeat(most + 1)))).toBe("has more than 1 MiB");
  });

  it("may be one of /proc, whose size is said to be 0", () => {
    expect(whyNot("/proc/self/status")).toMatch(/^read [1-9]/);
  });

  it("is no FIFO, device or folder: nobody waits for a writer", () => {
    mkdirSync(here.path("folder"));
    for (const file of [fifo("fifo"), "/dev/zero", "/dev/tty", here.path("folder")])
      expect(whyNot(file)).toBe("is no plain file");
  });

  it("is not there, or can't be reached, which is not the same", () => {
    symlinkSync("circle", here.path("circle"));
    expect(wholeText(here.path("gone"))).toMatchObject({ isThere: false, why: "is not there" });
    writeFileSync(here.path("file"), "");
    expect(wholeText(here.path("file/below"))).toMatchObject({ isThere: false });
    expect(wholeText(here.path("circle"))).toEqual({
      ok: false,
      isThere: true,
      why: "can't be read (ELOOP)",
    });
  });
});

it("7.2 an env_file that is a FIFO lets no stage start, and no host stand still", () => {
  const file = fifo("secrets.env");
  expect(readEnvFile(file)).toEqual({
    ok: false,
    cause: `the env_file ${file} is no plain file`,
  });
  const big = here.write("big.env", `A=${"x".repeat(1024 * 1024)}\n`);
  chmodSync(big, 0o600);
  expect(readEnvFile(big)).toEqual({
    ok: false,
    cause: `the env_file ${big} has more than 1 MiB`,
  });
});
