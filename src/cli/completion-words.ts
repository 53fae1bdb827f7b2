// What can stand where on a command line, read from the command records: the scripts for each shell are made of nothing
// else, so that they can't offer what the program does not take.

import { COMMON } from "./args.ts";
import type { Command, Option } from "./command.ts";

/** What one argument may be; several of these at once where the command takes either. */
export type Kind =
  | { readonly is: "words"; readonly words: readonly string[] }
  | { readonly is: "pipeline-file" | "file" | "folder" }
  /** Asked of the home when the time comes. */
  | { readonly is: "runs" | "stages" | "pipelines" | "channels" };

export interface CompletedOption {
  readonly long: string;
  readonly short: string | null;
  readonly help: string;
  readonly isMultiple: boolean;
  /** What its value is called and may be; null for an option without one. */
  readonly value: { readonly name: string; readonly kinds: readonly Kind[] } | null;
}

export interface Completed {
  readonly name: string;
  readonly summary: string;
  /** By their places. */
  readonly arguments: readonly (readonly Kind[])[];
  readonly options: readonly CompletedOption[];
}

export function completedOf(commands: readonly Command[]): Completed[] {
  return commands.map(({ name, summary, takes, options }) => ({
    name,
    summary,
    arguments: argumentsOf(takes),
    options: Object.entries({ ...options, ...COMMON }).map(([long, option]) =>
      optionOf(long, option),
    ),
  }));
}

/** "RUN [STAGE]" is two arguments, "FILE or NAME" is one that is either. */
function argumentsOf(takes: string): Kind[][] {
  const places: Kind[][] = [];
  let isEither = false;
  for (const word of takes
    .replace(/[[\],…]|\.{3}/g, " ")
    .split(/\s+/)
    .filter(Boolean)) {
    if (word === "--") break;
    if (word === "or" || word === "|") {
      isEither = true;
      continue;
    }
    const last = places.at(-1);
    const kinds = kindsOf(word, places.length === 0 || (isEither && places.length === 1));
    if (isEither && last !== undefined) last.push(...kinds);
    else places.push(kinds);
    isEither = false;
  }
  return places;
}

function optionOf(long: string, { short, help, multiple, type, value }: Option): CompletedOption {
  return {
    long,
    short: short ?? null,
    help,
    isMultiple: multiple === true,
    value: type === "boolean" ? null : { name: value ?? "", kinds: kindsOf(value ?? "", false) },
  };
}

/** @param isFirst - a file that a command begins with is a pipeline's */
function kindsOf(word: string, isFirst: boolean): Kind[] {
  if (/^[a-z0-9-]+(?:\|[a-z0-9-]+)+$/.test(word)) return [{ is: "words", words: word.split("|") }];
  switch (word) {
    case "FILE":
      return [{ is: isFirst ? "pipeline-file" : "file" }];
    case "DIR":
      return [{ is: "folder" }];
    case "RUN":
      return [{ is: "runs" }];
    case "STAGE":
      return [{ is: "stages" }];
    case "CHANNEL":
      return [{ is: "channels" }];
    case "NAME":
    case "PIPELINE":
      return isFirst ? [{ is: "pipelines" }] : [];
    default:
      return [];
  }
}
