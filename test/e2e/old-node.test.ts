// The entry on machines that it can't work on: one sentence, and nothing else is loaded.

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { PROGRAM } from "./program.ts";

/** What the entry says and sets on a machine with this Node and system. */
function started(
  node: string,
  platform: string,
): { said: string; exitCode: unknown; loaded: string[] } {
  const loaded: string[] = [];
  let said = "";
  const fake = {
    platform,
    versions: { node },
    env: {},
    argv: [],
    exitCode: undefined as unknown,
    stderr: { write: (text: string) => (said += text) },
  };
  const fakeRequire = (name: string) => {
    loaded.push(name);
    if (name === "node:os") return { homedir: () => "/" };
    return name === "./main.cjs" ? { main: () => Promise.resolve(0) } : {};
  };
  const text = readFileSync(PROGRAM, "utf8").replace(/^#!.*\n/, "");
  runInContext(
    text,
    createContext({ process: fake, require: fakeRequire, module: { exports: {} } }),
  );
  return { said, exitCode: fake.exitCode, loaded };
}

describe("the entry", () => {
  it("refuses a Node that is too old with one sentence and the way out", () => {
    const { said, exitCode, loaded } = started("20.20.2", "linux");
    expect(said).toBe(
      "dagtop needs Node 24 or newer, and this is 20.20.2: npx -p node@24 -p dagtop dagtop, or npm install -g node@24.\n",
    );
    expect(exitCode).toBe(2);
    expect(loaded.filter((name) => !name.startsWith("node:"))).toEqual([]);
  });

  it("refuses another system with one sentence", () => {
    const { said, exitCode } = started("24.21.0", "darwin");
    expect(said).toBe("dagtop runs on Linux and in WSL2; this is another system.\n");
    expect(exitCode).toBe(2);
  });

  it("goes on where it can work", () => {
    const { said, loaded } = started("24.21.0", "linux");
    expect(said).toBe("");
    expect(loaded).toContain("node:module");
  });
});
