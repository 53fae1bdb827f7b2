// The tests of the whole program run what is in dist/, so it is built anew first.

import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

export function setup(): void {
  const root = resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, ["scripts/build.ts"], { cwd: root, stdio: "inherit" });
}
