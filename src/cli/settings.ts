// Reading the user's configuration, with all that is wrong with it.

import { wholeText } from "../engine/host/plain-file.ts";
import { type Config, NO_CONFIG } from "../pipeline/config.ts";
import { loadConfig } from "../pipeline/load-config.ts";
import { problemText } from "../pipeline/problem.ts";
import { UserError } from "../pipeline/user-error.ts";

/** @throws UserError bad-config: every mistake of the file, with its place */
export function readConfig(file: string): Config {
  const text = textOf(file);
  if (text === null) return NO_CONFIG;
  const loaded = loadConfig(text, file, process.env["HOME"] ?? null);
  if (loaded.ok) return loaded.config;
  const count = loaded.problems.length === 1 ? "1 problem" : `${loaded.problems.length} problems`;
  throw new UserError("bad-config", loaded.problems.map(problemText).join("\n\n"), {
    hint: `${count} in your configuration; nothing was started.`,
  });
}

/** Null where there is none. */
function textOf(file: string): string | null {
  const read = wholeText(file);
  if (read.ok) return read.text;
  if (!read.isThere) return null;
  throw new UserError("bad-config", `Your configuration ${file} ${read.why}.`, {
    hint: "It is a file of yours: mend it or its mode, or move it away.",
  });
}

/** A warning for who only looks at a pipeline file; the same, whatever of the configuration was wanted. */
export function unreadable({ message }: UserError): string {
  return `warning: whether this machine has the pools and channels is not known\n  ${message}`;
}
