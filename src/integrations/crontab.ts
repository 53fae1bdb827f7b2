// From a crontab to pipeline files: a file for each job, with its schedule, its folder, its shell and its variables, and a
// note for whatever cron does that the file does not say.
//
// Any text gives an answer; nothing throws.

import { cronCommand, crontabLines, type CrontabLine } from "./crontab-lines.ts";
import { lockOf, nameOfCommand, unwrapped } from "./cron-command.ts";
import { type Imported, type ImportedFile, importedHead } from "./imported.ts";
import { takeName } from "./made-names.ts";
import { shownText } from "./pipeline-text.ts";
import { isSetting, type JobSettings, settingsOf } from "./cron-settings.ts";
import { jobText } from "./cron-job-text.ts";

export interface CrontabSource {
  /** What the text is called in comments: "crontab", "/etc/cron.d/backup". */
  readonly label: string;
  readonly text: string;
  /** Whether lines name a user before the command, as in /etc/crontab; null finds it out. */
  readonly userColumn: boolean | null;
  /** The users of the machine and their folders. */
  readonly users: ReadonlyMap<string, string>;
  /** Who imports. */
  readonly me: string;
  readonly schema: string;
  readonly version: string;
}

type Job = Extract<CrontabLine, { readonly is: "job" }>;

interface Placed {
  readonly job: Job;
  readonly settings: JobSettings;
}

export function importCrontab(source: CrontabSource): Imported {
  const { lines, saysUser } = crontabLines(source.text.replaceAll("\0", ""));
  const jobs = placed(lines);
  const hasUser = source.userColumn ?? (saysUser || namesUsers(jobs, source));
  const split = jobs.map(({ job, settings }) => ({ job, settings, ...userOf(job, hasUser) }));
  const locks = split.map(({ rest }) => lockOf(cronCommand(rest).command));
  const taken = new Set<string>();
  const files: ImportedFile[] = [];
  const notes = badNotes(lines);
  for (const { job, settings, user, rest } of split) {
    const isOwn = (lock: string): boolean => locks.filter((one) => one === lock).length === 1;
    const file = fileOf(source, { job, settings, user, rest }, isOwn, taken);
    if (typeof file === "string") notes.push(file);
    else files.push(file);
  }
  return { files, notes };
}

/** Each job with the settings that stand above it. */
function placed(lines: readonly CrontabLine[]): Placed[] {
  const settings = new Map<string, string>();
  const jobs: Placed[] = [];
  for (const line of lines) {
    if (line.is === "setting") settings.set(line.name, line.value);
    if (line.is === "job") jobs.push({ job: line, settings: settingsOf(settings) });
  }
  return jobs;
}

function badNotes(lines: readonly CrontabLine[]): string[] {
  return lines.flatMap((line) => {
    if (line.is === "bad") return [`line ${line.line} is no line of a crontab: ${cut(line.text)}`];
    if (line.is === "setting" && !isSetting(line.name))
      return [`line ${line.line} sets ${cut(line.name)}, which can be no variable here`];
    return [];
  });
}

/** True of a crontab of the system: all jobs begin with a user, and one of these is root, which is no command. */
function namesUsers(jobs: readonly Placed[], { users }: CrontabSource): boolean {
  const words = jobs.map(({ job }) => userOf(job, true));
  const all = words.every(({ user, rest }) => user !== null && rest !== "" && isUser(user, users));
  return all && words.some(({ user }) => user === "root");
}

function isUser(word: string, users: ReadonlyMap<string, string>): boolean {
  return word === "root" || users.has(word);
}

function userOf({ rest }: Job, hasUser: boolean): { user: string | null; rest: string } {
  if (!hasUser) return { user: null, rest };
  const [user = "", ...words] = rest.split(/(\s+)/);
  return { user, rest: words.join("").trim() };
}

interface Split extends Placed {
  readonly user: string | null;
  readonly rest: string;
}

/** The file, or why there is none. */
function fileOf(
  source: CrontabSource,
  { job, settings, user, rest }: Split,
  isOwn: (lock: string) => boolean,
  taken: Set<string>,
): ImportedFile | string {
  const { command: whole, input } = cronCommand(rest);
  const who = user ?? source.me;
  const home = settings.home ?? source.users.get(who) ?? null;
  const { command, folder, notes } = unwrapped(whole, home, isOwn);
  if (command.trim() === "") return `line ${job.line} has no command`;
  if (`${command}${input ?? ""}${folder ?? ""}`.includes("${{"))
    return `line ${job.line} is left out: \${{ means something else in a pipeline file: ${cut(command)}`;
  const name = takeName(nameOfCommand(command), taken);
  const isPlaced = home !== null || folder?.startsWith("/") === true;
  const all = [
    ...timeNotes(job),
    ...(who === source.me ? [] : [`cron ran it as ${who}; dagtop runs it as whoever starts it`]),
    ...settings.notes,
    ...(isPlaced ? [] : ["cron starts it in the home folder of its user: set cwd"]),
    ...notes,
  ].map(shownText);
  const about = [`Line ${job.line} of ${source.label}, imported by dagtop ${source.version}.`];
  const text = jobText({
    ...settings,
    head: importedHead(source.schema, about, all),
    name,
    about: job.about,
    cron: job.times.is === "times" ? job.times.cron : null,
    folder: folder ?? home,
    command,
    input,
  });
  return { name, notes: all, text };
}

function timeNotes({ times }: Job): readonly string[] {
  if (times.is === "times") return times.notes;
  return [times.why];
}

function cut(text: string): string {
  const shown = shownText(text);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
