// Another build of the program, which calls itself another version: a copy of what was built, and nothing else of it differs.

import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROGRAM } from "./program.ts";

const ROOT = join(dirname(PROGRAM), "..");
const OWN = (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string })
  .version;

/** @returns the program's path */
export function buildCalled(version: string, folder: string): string {
  const root = join(folder, `build-${version}`);
  mkdirSync(root, { recursive: true });
  cpSync(dirname(PROGRAM), join(root, "dist"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  const own = readFileSync(join(ROOT, "package.json"), "utf8");
  writeFileSync(join(root, "package.json"), own.replace(`"${OWN}"`, `"${version}"`));
  for (const file of readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" })) {
    if (!/\.c?js$/u.test(file)) continue;
    const path = join(root, "dist", file);
    const text = readFileSync(path, "utf8");
    if (text.includes(`"${OWN}"`)) writeFileSync(path, text.replaceAll(`"${OWN}"`, `"${version}"`));
  }
  return join(root, "dist", "dagtop.cjs");
}
