// The lines of a crontab: settings, jobs with the comment above them, and what is neither. Also what cron does to a
// command before any shell sees it (%).

import { cronTimes, type CronTimes } from "./cron-times.ts";

export type CrontabLine =
  | { readonly is: "setting"; readonly line: number; readonly name: string; readonly value: string }
  | {
      readonly is: "job";
      readonly line: number;
      readonly times: Exclude<CronTimes, { readonly is: "bad" }>;
      /** Behind the times: the command, in a system's crontab with a user before it. */
      readonly rest: string;
      /** The comment right above it. */
      readonly about: string | null;
    }
  | { readonly is: "bad"; readonly line: number; readonly text: string };

export interface CrontabLines {
  readonly lines: readonly CrontabLine[];
  /** A comment names a column for the user. */
  readonly saysUser: boolean;
}

/** Reads any text; never throws. Lines count from 1. */
export function crontabLines(text: string): CrontabLines {
  const lines: CrontabLine[] = [];
  let above: string[] = [];
  let saysUser = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const bare = raw.trim();
    const line = index + 1;
    if (bare.startsWith("#")) {
      const said = bare.replace(/^#+\s*/, "");
      saysUser ||= /\buser(?:-?name)?\s+(?:command|cmd)\b/i.test(said);
      if (isWords(said)) above.push(said);
      else if (said !== "") above = [];
      continue;
    }
    if (bare !== "") lines.push(lineOf(bare, line, above.join(" ")));
    above = [];
  }
  return { lines, saysUser };
}

/** No rule, no picture of the columns, no job that was put out of work: what stands above these is about them. */
function isWords(said: string): boolean {
  if (!/\p{L}/u.test(said) || /^m(?:in(?:ute)?)?\s+h/i.test(said) || /^[*|.]/.test(said))
    return false;
  return lineOf(said, 0, "").is === "bad";
}

function lineOf(bare: string, line: number, about: string): CrontabLine {
  const setting = /^(?:"([^"]+)"|'([^']+)'|([^\s=*@#"'][^\s=]*))\s*=\s*(.*)$/.exec(bare);
  if (setting !== null) {
    const name = setting[1] ?? setting[2] ?? setting[3] ?? "";
    return { is: "setting", line, name, value: withoutQuotes(setting[4] ?? "") };
  }
  const job = /^-?(@[a-z_]+|(?:\S+\s+){4}\S+)\s+(\S.*)$/i.exec(bare);
  const times = cronTimes(job?.[1] ?? "");
  if (job === null || times.is === "bad") return { is: "bad", line, text: bare };
  return { is: "job", line, times, rest: job[2] ?? "", about: about === "" ? null : about };
}

function withoutQuotes(value: string): string {
  return /^"(.*)"$/.exec(value)?.[1] ?? /^'(.*)'$/.exec(value)?.[1] ?? value;
}

export interface CronCommand {
  readonly command: string;
  /** What the command reads; null for nothing. */
  readonly input: string | null;
}

/** The first % ends a command, the others end lines of what it reads; \% is a percent sign. */
export function cronCommand(text: string): CronCommand {
  const parts = text.split(/(?<!\\)%/).map((part) => part.replaceAll("\\%", "%"));
  const [command = "", ...input] = parts;
  return { command: command.trim(), input: input.length === 0 ? null : input.join("\n") };
}
