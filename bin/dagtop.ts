#!/usr/bin/env node
// The program's entry: refuses what it can't run on in one sentence, before anything else is loaded; turns the compile
// cache on; hands over to src/cli/main. It must parse, and say that sentence, on a Node that is too old.

import module from "node:module";
import { homedir } from "node:os";

const LEAST_NODE = 24;

function refusal(): string | null {
  const { platform, versions } = process;
  if (platform !== "linux") return "dagtop runs on Linux and in WSL2; this is another system.";
  if (Number(versions.node.split(".")[0]) >= LEAST_NODE) return null;
  return `dagtop needs Node ${LEAST_NODE} or newer, and this is ${versions.node}: npx -p node@${LEAST_NODE} -p dagtop dagtop, or npm install -g node@${LEAST_NODE}.`;
}

async function start(): Promise<void> {
  const cache = process.env["XDG_CACHE_HOME"] ?? `${homedir()}/.cache`;
  module.enableCompileCache?.(`${cache}/dagtop/compile`);
  const { main } = await import("../src/cli/main.ts");
  process.exitCode = await main(process.argv.slice(2));
}

const refused = refusal();
if (refused === null) {
  void start();
} else {
  process.stderr.write(`${refused}\n`);
  process.exitCode = 2;
}
