// What a cron command says that has a place of its own in a pipeline file: `cd FOLDER &&`, `flock LOCK`, where output
// goes; and what a good name for it is.
//
// Only what is certain is taken out of a command. The rest stays as it is, and works as it did.

import { posix } from "node:path";
import { madeName } from "./made-names.ts";
import { firstWord } from "./shell-words.ts";

export interface Unwrapped {
  readonly command: string;
  /** As the command has it, with ~ and $HOME written out. */
  readonly folder: string | null;
  /** The lock file whose flock was taken away. */
  readonly lock: string | null;
  readonly notes: readonly string[];
}

/**
 * @param home - where cron starts its commands; null when that is not known
 * @param isOwn - whether a lock file is used by this job alone
 */
export function unwrapped(
  text: string,
  home: string | null,
  isOwn: (lock: string) => boolean,
): Unwrapped {
  const { folder, rest } = withoutCd(text, home);
  const locked = flockOf(rest);
  const isTaken = locked !== null && isOwn(locked.lock);
  const command = isTaken ? locked.rest : rest;
  return {
    command,
    folder,
    lock: isTaken ? locked.lock : null,
    notes: [...lockNotes(locked, isTaken), ...outputNotes(command)],
  };
}

/** The lock file that a command takes at its beginning, if it is certain which. */
export function lockOf(text: string): string | null {
  return flockOf(withoutCd(text, "/").rest)?.lock ?? null;
}

const CD = /^cd\s+(?:"([^"\\`]*)"|'([^']*)'|(\S+))\s*&&\s*(?=\S)/;

function withoutCd(text: string, home: string | null): { folder: string | null; rest: string } {
  const [all = "", double, single, bare] = CD.exec(text) ?? [];
  const path =
    single ?? (double === undefined ? bareFolder(bare ?? "", home) : atHome(double, home));
  if (path === null || path === "" || path.startsWith("-")) return { folder: null, rest: text };
  const folder = home === null ? path : posix.resolve("/", home, path);
  return { folder, rest: text.slice(all.length) };
}

/** A path without quotes, where it means itself. */
function bareFolder(text: string, home: string | null): string | null {
  const path = /^~(?:\/|$)/.test(text) ? home && home + text.slice(1) : atHome(text, home);
  const word = firstWord(path ?? "");
  return word?.rest === "" ? path : null;
}

/** With $HOME written out; null where there is another variable. */
function atHome(text: string, home: string | null): string | null {
  const path = home === null ? text : text.replace(/^\$(?:HOME(?!\w)|\{HOME\})/, () => home);
  return path.includes("$") ? null : path;
}

interface Flock {
  readonly lock: string;
  readonly rest: string;
  readonly waits: boolean;
}

/** `flock [-n] FILE COMMAND…`; with any other option it is left alone. */
function flockOf(text: string): Flock | null {
  let word = firstWord(text);
  if (word === null || !/^(?:\/(?:usr\/)?bin\/)?flock$/.test(word.word)) return null;
  let waits = true;
  for (word = firstWord(word.rest); word !== null; word = firstWord(word.rest)) {
    if (/^(?:-n|-nx|-xn|--nb|--nonblock)$/.test(word.word)) waits = false;
    else if (!/^(?:-x|-e|--exclusive)$/.test(word.word)) break;
  }
  if (word === null || word.word.startsWith("-") || /^(?:-|$)/.test(word.rest)) return null;
  return { lock: word.word, rest: word.rest, waits };
}

function lockNotes(locked: Flock | null, isTaken: boolean): string[] {
  if (locked === null) return [];
  if (!isTaken)
    return [
      `flock ${locked.lock} is kept: other jobs take this lock too; a pool of one slot does the same`,
    ];
  const then = locked.waits ? " (a second one waits)" : "";
  return [
    `flock ${locked.lock} is left out: a pipeline has one run at a time${then}; put it back if something outside this crontab takes that lock`,
  ];
}

function outputNotes(command: string): string[] {
  if (/(?:>|&>)\s*\/dev\/null/.test(command))
    return ["output goes to /dev/null: without that, dagtop keeps it as the log of each attempt"];
  if (/(?:^|[^<>=-])>>?\s*[^&\s]/.test(command))
    return ["output goes to a file: without that, dagtop keeps it as the log of each attempt"];
  return [];
}

const WRAPPERS =
  /^(?:sudo|nice|ionice|nohup|env|time|timeout|chronic|exec|setsid|stdbuf|bash|sh|dash|zsh|uv|poetry|pipenv|run|npx|node|perl|ruby|php|Rscript|python[\d.]*)$/;
/** What only looks or goes somewhere before the work. */
const BEFORE = /^[{(\s]*(?:cd|test|\[)\s[^;&|]*(?:&&|\|\||;)\s*/;
const LOCK = /^\s*\S*\bflock\s+(?:-\S+\s+)*\S+\s+/;
const MOST_WORDS = 12;

/** A name after the program or script that does the work: "train" of `/usr/bin/python3 -u /opt/train.py --fast`. */
export function nameOfCommand(command: string): string {
  let text = command.slice(0, 2000);
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(BEFORE, "").replace(LOCK, "");
  }
  for (const word of text.split(/\s+/).slice(0, MOST_WORDS)) {
    const bare = word.replace(/^["']|["']$/g, "");
    if (!/^[\w./~-]*\p{L}/u.test(bare) || /^(?:-|[A-Za-z_]\w*=|\d+[smhd]?$)/.test(bare)) continue;
    const base = bare.split("/").findLast((part) => part !== "") ?? "";
    if (WRAPPERS.test(base)) continue;
    return madeName(base.replace(/\.(?:sh|bash|py|pl|rb|js|mjs|ts|R|php)$/i, ""), "job");
  }
  return "job";
}
