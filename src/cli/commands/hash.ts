// `dagtop hash`: the process that reads files for a host and says their digests (semantics 8.2). It leaves when its host
// does, and gives way to whatever else the machine has to do.

import { setPriority } from "node:os";
import { serve } from "../../engine/host/hashing/serve.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Command } from "../command.ts";
import { milliseconds } from "../durations.ts";
import { EXIT } from "../exit.ts";

const NICE = 10;
const IDLE_MS = 30_000;
const TERMINATED = 143;

export const hash: Command = {
  name: "hash",
  takes: "",
  summary: "Hash files for a host (a host starts this)",
  counts: [0, 0],
  options: {
    index: {
      type: "string",
      value: "FILE",
      help: "what is known of files that were hashed before",
    },
    "idle-ms": { type: "string", value: "MS", help: "leave after so long without a question" },
  },
  examples: [],
  run: async (args) => {
    const index = args.text("index");
    if (index === undefined) {
      throw new UserError("usage", "hash needs --index FILE.", {
        hint: "Hosts start it themselves.",
      });
    }
    const end = new AbortController();
    process.once("SIGTERM", () => {
      end.abort();
    });
    giveWay();
    await serve({
      input: process.stdin,
      output: process.stdout,
      index,
      idleMs: milliseconds(args.text("idle-ms")) ?? IDLE_MS,
      signal: end.signal,
    });
    // A read that hangs must not keep it.
    process.exit(end.signal.aborted ? TERMINATED : EXIT.succeeded);
  },
};

function giveWay(): void {
  try {
    setPriority(NICE);
  } catch {
    // It works as well without.
  }
}
