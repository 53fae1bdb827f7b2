// Reads the arguments of one command (node:util parseArgs), and says in one sentence what is wrong with them.

import { parseArgs } from "node:util";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Command, Option, Parsed } from "./command.ts";

export const COMMON: Readonly<Record<string, Option>> = {
  home: {
    type: "string",
    value: "DIR",
    help: "the home (default: $DAGTOP_HOME, else ~/.local/state/dagtop)",
  },
  help: { type: "boolean", short: "h", help: "this page" },
  "no-color": { type: "boolean", help: "no colours (NO_COLOR does the same)" },
};

/** @throws UserError usage */
export function parse(command: Command, all: readonly string[]): Parsed {
  const at = command.takesRest === true ? all.indexOf("--") : -1;
  const args = at < 0 ? all : all.slice(0, at);
  const options = { ...command.options, ...COMMON };
  const { values, positionals } = args.length === 0 ? NOTHING : parsed(command, args, options);
  const [least, most] = command.counts;
  if (values["help"] !== true && (positionals.length < least || positionals.length > most)) {
    const extra = positionals[most];
    throw usage(
      command,
      extra === undefined
        ? `"${command.name}" needs ${command.takes}.`
        : `"${command.name}" takes ${command.takes === "" ? "no argument" : command.takes}; "${extra}" is too much.`,
      extra !== undefined && command.takesRest === true
        ? `Put -- before a command: dagtop ${command.name} -- ${positionals.join(" ")}`
        : "",
    );
  }
  return {
    positionals,
    rest: at < 0 ? null : all.slice(at + 1),
    text: (name) => {
      const value = values[name];
      return typeof value === "string" ? value : undefined;
    },
    texts: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
    },
    flag: (name) => values[name] === true,
  };
}

/** Known without asking node's parser, which is not loaded yet. */
const NOTHING: ReturnType<typeof parsed> = { values: {}, positionals: [] };

function parsed(
  command: Command,
  args: readonly string[],
  options: Readonly<Record<string, Option>>,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("ERR_PARSE_ARGS") !== true) throw error;
    const unknown = /Unknown option '(-[^']*)'/.exec(message)?.[1];
    if (unknown === undefined) throw usage(command, `${message.split(". ")[0]}.`);
    const names = Object.keys(options).map((name) => `--${name}`);
    const near = didYouMean(unknown, names);
    const hint = near === "" ? asCommand(command, args) : near;
    throw usage(command, `"${command.name}" has no option ${unknown}.`, hint);
  }
}

/** Whoever writes `run python3 -c …` means a command. */
function asCommand(command: Command, args: readonly string[]): string {
  const [first = ""] = args;
  const isCommand = command.takesRest === true && /^[^-]/.test(first) && !/\.ya?ml$/.test(first);
  return isCommand ? `Put -- before a command: dagtop ${command.name} -- ${first} …` : "";
}

function usage(command: Command, message: string, hint = ""): UserError {
  const way = `dagtop ${command.name} --help shows what it takes.`;
  return new UserError("usage", message, { hint: hint === "" ? way : `${hint}\n${way}` });
}
