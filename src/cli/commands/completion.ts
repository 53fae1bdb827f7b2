// `dagtop completion SHELL`: a script that lets a shell complete commands, options, files and names. The script asks back for
// names by `--names`; that is quick, and silent where there is no home.

import { runName } from "../../engine/run.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import type { Command, Parsed } from "../command.ts";
import { bashScript } from "../completion-bash.ts";
import { fishScript } from "../completion-fish.ts";
import { type Completed, completedOf } from "../completion-words.ts";
import { zshScript } from "../completion-zsh.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { configFile } from "../home.ts";
import { looking } from "../looking.ts";
import { say } from "../output.ts";
import { VERSION } from "../version.ts";

type Script = (commands: readonly Completed[], version: string) => string;

const SCRIPTS: Readonly<Record<string, Script>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export const completion: Command = {
  name: "completion",
  takes: "bash|zsh|fish",
  summary: "Print a script that completes commands and names in your shell",
  counts: [0, 1],
  options: {
    names: {
      type: "string",
      value: "runs|pipelines|stages|channels",
      help: "list such names, as the scripts do (stages: of RUN)",
    },
  },
  examples: [
    "source <(dagtop completion bash)",
    "dagtop completion zsh > ~/.zfunc/_dagtop",
    "dagtop completion fish > ~/.config/fish/completions/dagtop.fish",
  ],
  run: async (args) => {
    const names = args.text("names");
    if (names !== undefined) return list(names, args);
    const [shell = ""] = args.positionals;
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
    if (script === undefined) {
      throw new UserError(
        "usage",
        shell === "" ? "Which shell?" : `There is nothing for the shell "${shell}".`,
        {
          hint: "dagtop completion bash, zsh or fish.",
        },
      );
    }
    const { COMMANDS } = await import("../registry.ts");
    const records = await Promise.all(Object.values(COMMANDS).map((loader) => loader()));
    say(script(completedOf(records), VERSION));
    return EXIT.succeeded;
  },
};

const MOST = 100;
/** Others could mean something to a shell; names of pipeline files are all of this kind, keys of a matrix most. */
const HARMLESS = /^[A-Za-z0-9_.:#@=+,%[\]-]{1,200}$/;

/** One name a line. Whoever asks is a shell in the middle of a line: no word of what is wrong. */
async function list(kind: string, args: Parsed): Promise<number> {
  try {
    const names = kind === "channels" ? await channels() : namesOfHome(kind, args);
    for (const name of new Set(names)) if (HARMLESS.test(name)) say(name);
  } catch {
    // no such run, or a home or configuration that can't be read: nothing to offer
  }
  return EXIT.succeeded;
}

/** What reads a configuration is large, and loaded for this alone. */
async function channels(): Promise<readonly string[]> {
  const { readConfig } = await import("../settings.ts");
  return Object.keys(readConfig(configFile(process.env)).channels);
}

function namesOfHome(kind: string, args: Parsed): readonly string[] {
  const { reader } = looking(args);
  return reader === null ? [] : namesOf(reader, kind, args.positionals[0] ?? "last");
}

function namesOf(reader: Reader, kind: string, run: string): readonly string[] {
  if (kind === "pipelines") return reader.overview.pipelines().map(({ name }) => name);
  if (kind === "stages") return reader.stages.stages(findRun(reader, run).id).map(({ key }) => key);
  if (kind !== "runs") return [];
  const recent = reader.runs.recent(MOST, null).map(runName);
  const failed = reader.runs.lastFailed() === null ? [] : ["last:failed"];
  return recent.length === 0 ? [] : ["last", ...failed, ...recent];
}
