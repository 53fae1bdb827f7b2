// The rule of the rooms: who may import whom. Checked here by reading every import, and by the linter's configuration;
// both are then shown to fail on planted violations, since a check that sees nothing is green too.

import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

interface Room {
  readonly of: RegExp;
  readonly rooms: readonly string[];
  readonly packages: RegExp;
}

/** The first that fits a file is its room. */
const ROOMS: Readonly<Record<string, Room>> = {
  pipeline: { of: /^src\/pipeline\//, rooms: [], packages: /^(?:zod|js-yaml|croner)$/ },
  host: {
    of: /^src\/engine\/(?:host|executors)\//,
    rooms: ["engine", "pipeline"],
    packages: /^node:.*$/,
  },
  engine: { of: /^src\/engine\/[^/]+$/, rooms: ["pipeline"], packages: /^$/ },
  store: {
    of: /^src\/store\//,
    rooms: ["pipeline", "engine", "host"],
    packages: /^(?:better-sqlite3|node:util)$/,
  },
  ui: {
    of: /^src\/ui\//,
    rooms: ["pipeline", "engine"],
    packages: /^(?:ink|react|zustand(?:\/.*)?|ink-table|chalk)$/,
  },
  integrations: {
    of: /^src\/integrations\//,
    rooms: ["pipeline", "engine"],
    packages: /^(?:node:.*|execa|nodemailer)$/,
  },
  cli: {
    of: /^src\/cli\//,
    rooms: ["pipeline", "engine", "host", "store", "ui", "integrations"],
    packages: /^(?:node:.*|chalk|pino)$/,
  },
  bin: { of: /^bin\//, rooms: ["cli"], packages: /^node:.*$/ },
};
/** What store takes from the host's room: the ports that it implements, nothing else. */
const PORTS = "src/engine/host/ports.ts";

function roomOf(file: string): string {
  const found = Object.entries(ROOMS).find(([, { of }]) => of.test(file));
  if (found === undefined) throw new Error(`${file} is in no room`);
  return found[0];
}

/** Every module that a text imports, by any of the ways there are. */
function importsOf(text: string): string[] {
  // Both ends of a text are quotes, so what looks like a name may stand between two texts: a name has no spaces.
  const ways = /(?:[\w$}*]\s*\bfrom\s*|\bimport\s*\(?\s*)"([^"\s`,]+)"/g;
  const bare = text.replaceAll(/^\s*(?:\/\/|\*).*$/gm, "");
  return [...bare.matchAll(ways)].map(([, name]) => name ?? "");
}

function violations(file: string, text: string): string[] {
  const room = ROOMS[roomOf(file)]!;
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith(".")) return room.packages.test(name) ? [] : [`${file} imports ${name}`];
    const target = relative(ROOT, resolve(ROOT, dirname(file), name));
    if (target === "package.json") return [];
    const other = roomOf(target);
    const isPort = roomOf(file) === "store" && other === "host" && target !== PORTS;
    const isKnown = other === roomOf(file) || room.rooms.includes(other);
    return isKnown && !isPort ? [] : [`${file} imports ${target}`];
  });
}

const FILES = [
  ...readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).map(
    (file) => `src/${file}`,
  ),
  "bin/dagtop.ts",
].filter((file) => /\.tsx?$/.test(file));
const textOf = (file: string): string => readFileSync(join(ROOT, file), "utf8");

describe("the rooms", () => {
  it("are all there, and every file is in one", () => {
    expect(FILES.length).toBeGreaterThan(130);
    expect(new Set(FILES.map(roomOf))).toEqual(new Set(Object.keys(ROOMS)));
    const imports = FILES.flatMap((file) => importsOf(textOf(file)));
    expect(imports.length).toBeGreaterThan(500);
  });

  it("import only whom they may", () => {
    expect(FILES.flatMap((file) => violations(file, textOf(file)))).toEqual([]);
  });

  it.each([
    ["src/engine/decide.ts", 'import { x } from "node:fs";'],
    ["src/engine/decide.ts", 'import type { Journal } from "./host/ports.ts";'],
    ["src/pipeline/plan.ts", 'export { x } from "../engine/run.ts";'],
    ["src/ui/project.ts", 'const x = await import("../store/open.ts");'],
    ["src/ui/project.ts", 'import "node:fs";'],
    ["src/store/open.ts", 'import { now } from "../engine/host/proc.ts";'],
    ["src/engine/host/loop.ts", 'import { openWriter } from "../../store/open.ts";'],
    ["src/cli/main.ts", 'import Database from "better-sqlite3";'],
  ])("would be seen to break the rule: %s with %s", (file, line) => {
    expect(violations(file, line)).toHaveLength(1);
  });

  it("have only one that opens SQLite, and only one that wires the rooms together", () => {
    const importing = (what: RegExp) =>
      FILES.filter((file) => importsOf(textOf(file)).some((name) => what.test(name)));
    expect(new Set(importing(/^better-sqlite3$/).map(roomOf))).toEqual(new Set(["store"]));
    expect(importing(/engine\/host\/loop\.ts$/)).toEqual(["src/cli/compose.ts"]);
  });

  it("have files that can be read: the middle one about 100 lines, none over 300, no any", () => {
    const lengths = FILES.map((file) => textOf(file).trimEnd().split("\n").length).toSorted(
      (a, b) => a - b,
    );
    expect(lengths.at(-1)).toBeLessThanOrEqual(300);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(100);
    expect(FILES.filter((file) => /(?::|\bas|<) ?any\b/.test(textOf(file)))).toEqual([]);
  });

  it("begin with what each file knows", () => {
    expect(FILES.filter((file) => !/^(?:#!.*\n)?\/\/ /.test(textOf(file)))).toEqual([]);
  });
});

describe("the linter", () => {
  let copy = "";
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "dagtop-rooms-"));
    for (const name of [".oxlintrc.json", "tsconfig.json", "package.json", ".gitignore"])
      cpSync(join(ROOT, name), join(copy, name));
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  function lint(files: Readonly<Record<string, string>>): string {
    rmSync(join(copy, "src"), { recursive: true, force: true });
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), text);
    }
    const { stdout } = spawnSync(join(ROOT, "node_modules/.bin/oxlint"), ["src"], {
      cwd: copy,
      encoding: "utf8",
    });
    return stdout;
  }

  it.each([
    [
      "no-restricted-imports",
      "src/engine/a.ts",
      'import { readFileSync } from "node:fs";\nexport const a = readFileSync;\n',
    ],
    [
      "no-restricted-imports",
      "src/engine/a.ts",
      'import { now } from "./host/b.ts";\nexport const a = now;\n',
    ],
    [
      "no-restricted-imports",
      "src/ui/a.ts",
      'import { open } from "../store/b.ts";\nexport const a = open;\n',
    ],
    [
      "no-restricted-imports",
      "src/pipeline/a.ts",
      'import { run } from "../engine/b.ts";\nexport const a = run;\n',
    ],
    ["no-restricted-globals", "src/engine/a.ts", "export const a = (): number => Date.now();\n"],
    [
      "no-restricted-globals",
      "src/pipeline/a.ts",
      "export const a = (): unknown => process.env;\n",
    ],
    [
      "no-restricted-properties",
      "src/engine/a.ts",
      "export const a = (): number => Math.random();\n",
    ],
    ["no-explicit-any", "src/cli/a.ts", "export const a = (x: any): unknown => x;\n"],
    ["max-lines", "src/cli/a.ts", "export {};\n".repeat(301)],
    [
      "no-floating-promises",
      "src/cli/a.ts",
      "export function a(): void {\n  Promise.resolve(1);\n}\n",
    ],
    [
      "switch-exhaustiveness-check",
      "src/cli/a.ts",
      'export function a(x: "p" | "q"): number {\n  switch (x) {\n    case "p":\n      return 1;\n  }\n  return 0;\n}\n',
    ],
  ])("finds %s in %s", (rule, file, text) => {
    expect(lint({ [file]: text })).toContain(rule);
  });

  it("finds a cycle that only types make", () => {
    const found = lint({
      "src/cli/a.ts":
        'import type { B } from "./b.ts";\nexport interface A {\n  readonly b: B;\n}\n',
      "src/cli/b.ts":
        'import type { A } from "./a.ts";\nexport interface B {\n  readonly a: A;\n}\n',
    });
    expect(found).toContain("no-cycle");
  });

  it("finds nothing in a file that is right", () => {
    expect(lint({ "src/engine/a.ts": "// Right.\n\nexport const a = 1;\n" })).toContain(
      "Found 0 warnings and 0 errors",
    );
  });
});
