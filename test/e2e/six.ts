// The six processes of a stage that do what they can to outlive it, each known by its arguments.

import { readFileSync, readdirSync } from "node:fs";

/** What each of them does to be left alone. */
export const SIX_KINDS = ["deaf", "session", "forked", "stopped", "bare", "plain"] as const;

/**
 * The lines of a stage that starts them and waits for them, indented as in a file. They run under any shell.
 *
 * @param tag - stands among the arguments of each, and of nothing else
 */
export function sixProcesses(tag: string, indent = "      "): string {
  const hold = (kind: (typeof SIX_KINDS)[number]): string => `perl -e "sleep" ${tag}-${kind}`;
  return [
    `(trap '' TERM INT HUP; exec ${hold("deaf")}) &`,
    `setsid ${hold("session")} &`,
    `( ( exec ${hold("forked")} ) & )`,
    `perl -e 'kill "STOP", $$; sleep' ${tag}-stopped &`,
    `env -i "$(command -v perl)" -e "sleep" ${tag}-bare &`,
    `${hold("plain")} &`,
    "wait",
  ]
    .map((line) => `${indent}${line}`)
    .join("\n");
}

/** Pids of all that live with this tag, or of one kind of them. */
export function taggedWith(tag: string, kind = ""): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "latin1").split("\0");
        return words.some((word) => word.startsWith(`${tag}-${kind}`));
      } catch {
        return false; // It has ended.
      }
    })
    .map(Number);
}
