// What a person may do about a bad end, told from what the stage and its log say of it. A guess by the words that programs
// use; without one, the way to do it over.

import type { RunView, StageView } from "../project.ts";
import { shellWord } from "../shell-word.ts";
import { isBadEnd, runIsOver } from "../theme.ts";

const GUESSES: readonly (readonly [RegExp, string])[] = [
  [/\block(?:ed)?\b|\bis busy\b|\bheld by\b|database is locked/iu, "wait for it"],
  [/no space left|disk (?:is )?full|ENOSPC/iu, "make room on the disk"],
  [/CUDA out of memory|CUDA error: out of memory/iu, "a smaller batch, or a freer GPU"],
  [
    /out of memory|MemoryError|\boom\b|Cannot allocate memory|\bKilled\b|SIGKILL|exit 137/iu,
    "give it more memory, or less to hold",
  ],
  [
    /ModuleNotFoundError|No module named|Cannot find module/u,
    "install what is missing where it looks (e opens a shell)",
  ],
  [/command not found|exit 127\b/iu, "see whether its program is in PATH (e opens a shell)"],
  [/permission denied|exit 126\b/iu, "see whose file it is, and its mode"],
  [
    /connection (?:refused|reset|timed out)|could not resolve|name resolution|timed out connecting/iu,
    "see whether the other side answers",
  ],
];

/** Lines in which programs say what went wrong. */
const ERROR =
  /\b(?:error|exception|fatal|failed|failure|panic|killed|cannot|denied|refused|traceback)\b|\w(?:Error|Exception)\b/iu;
/** Names that there is an error, and not which. */
const HEADING = /^\s*(?:Traceback \(most recent call last\)|error|failed)\s*:?\s*$/iu;

/** The last line of a log that names an error; null where none does. */
export function errorLine(lines: readonly string[]): string | null {
  const found = lines.findLast((line) => ERROR.test(line) && !HEADING.test(line));
  return found === undefined ? null : found.trim();
}

/** What may come next, commands ready to be copied; null where nothing is to be done. */
export function nextHint(run: RunView, stage: StageView, words: string): string | null {
  const name = shellWord(run.name);
  if (stage.state === "waiting")
    return `a answers it, or  dagtop approve ${name} ${shellWord(stage.name)}`;
  if (!isBadEnd(stage.state)) return null;
  if (stage.state === "rejected") return over(run, null, `dagtop retry ${name} asks again`);
  return over(run, guess(stage, words), `dagtop retry ${name}`);
}

function guess({ state }: StageView, words: string): string | null {
  if (state === "timed_out") return "a longer timeout in its file";
  return GUESSES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function over({ state }: RunView, first: string | null, command: string): string | null {
  if (!runIsOver(state)) return first;
  return first === null ? command : `${first}, or  ${command}`;
}
