// What the program does with its arguments: finds the command, runs it, and says what went wrong. A mistake of the
// user's is one clear message; everything else is a bug of ours and shows its stack.

import type { ChildProcess } from "node:child_process";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError, isUserError } from "../pipeline/user-error.ts";
import { parse } from "./args.ts";
import type { Command, Parsed } from "./command.ts";
import { EXIT } from "./exit.ts";
import { isTerminal, outputFailure, remark, say } from "./output.ts";
import { inWords } from "./storage-errors.ts";
import { COMMANDS, HIDDEN } from "./registry.ts";
import { VERSION } from "./version.ts";

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return exitWith(await dispatch(args));
  } catch (error) {
    return await told(inWords(error));
  }
}

/** The command's own code; but what could not be said at all is no success. */
function exitWith(code: number): number {
  const failure = outputFailure();
  if (failure === null) return code;
  remark(`The output can't be written: ${failure}`);
  return code === EXIT.succeeded ? EXIT.failed : code;
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args;
  if (first === undefined) return command(await load(screensOrStatus()), []);
  if (first === "--version" || first === "-V") return printed(VERSION);
  if (first === "--help" || first === "-h" || first === "help") return help(rest[0]);
  if (first === "--daemon") return command(await load("daemon"), rest);
  if (first === "run") return run(rest);
  const loader = COMMANDS[first] ?? HIDDEN[first];
  if (loader !== undefined) return command(await loader(), rest);
  if (first.startsWith("-")) return optionsFirst(args);
  throw unknown(first);
}

/** Options of all commands may stand before the name, as in `dagtop --home DIR status`; without a name they are the screens'. */
async function optionsFirst(args: readonly string[]): Promise<number> {
  const at = args.findIndex((word) => COMMANDS[word] !== undefined);
  if (at < 0) return command(await load(screensOrStatus()), args);
  return dispatch([args[at] ?? "", ...args.slice(0, at), ...args.slice(at + 1)]);
}

/** What dagtop alone is: the screens, or one look where there is no terminal for them. */
function screensOrStatus(): "monitor" | "status" {
  return isTerminal(0) && isTerminal(1) ? "monitor" : "status";
}

/** A host begins while the code that reads pipeline files is still being loaded; it goes if nothing comes of that. */
async function run(args: readonly string[]): Promise<number> {
  const { earlyHost } = await import("./early-host.ts");
  return command(await load("run"), args, earlyHost(args));
}

async function command(
  record: Command,
  args: readonly string[],
  early: ChildProcess | null = null,
): Promise<number> {
  const parsed = parsedOrNothing(record, args, early);
  return parsed.flag("help") ? help(record.name) : record.run(parsed, early);
}

function parsedOrNothing(
  record: Command,
  args: readonly string[],
  early: ChildProcess | null,
): Parsed {
  try {
    return parse(record, args);
  } catch (error) {
    early?.kill("SIGTERM");
    throw error;
  }
}

async function help(name: string | undefined): Promise<number> {
  const { commandPage, overviewPage } = await import("./help.ts");
  if (name !== undefined) return printed(commandPage(await load(name)));
  const all = await Promise.all(Object.values(COMMANDS).map((loader) => loader()));
  return printed(overviewPage(all));
}

async function load(name: string): Promise<Command> {
  const loader = COMMANDS[name];
  if (loader === undefined) throw unknown(name);
  return loader();
}

function printed(text: string): number {
  say(text);
  return EXIT.succeeded;
}

function unknown(name: string): UserError {
  const near = didYouMean(name, Object.keys(COMMANDS));
  const hint = `${near === "" ? "" : `${near}\n`}dagtop --help lists the commands.`;
  return new UserError("usage", `There is no command "${name}".`, { hint });
}

async function told(error: unknown): Promise<number> {
  const { visibleText } = await import("./visible-text.ts");
  if (isUserError(error)) {
    remark(visibleText(error.message));
    if (error.hint !== "")
      remark(visibleText(`  hint: ${error.hint.replaceAll("\n", "\n        ")}`));
    return error.exit;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  remark(`This is a bug of dagtop ${VERSION}; please report it with these lines.`);
  remark(visibleText(stack));
  return EXIT.bug;
}
