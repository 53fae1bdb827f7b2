// `dagtop import crontab|dvc FILE`: pipeline files made from what another tool runs, printed or written into a folder. What
// could not be carried over is said in the file and on stderr.

import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { importCrontab } from "../../integrations/crontab.ts";
import { importDvc } from "../../integrations/dvc-import.ts";
import type { Imported, ImportedFile } from "../../integrations/imported.ts";
import { madeName } from "../../integrations/made-names.ts";
import { shellWord } from "../../integrations/shell-words.ts";
import { plainYaml } from "../../pipeline/plain-yaml.ts";
import { problemText } from "../../pipeline/problem.ts";
import { loadDefinition } from "../../pipeline/load.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Command, Parsed } from "../command.ts";
import { EXIT } from "../exit.ts";
import { isTaken, writeNew } from "../new-files.ts";
import { notActedOn } from "../not-yet.ts";
import { remark, say } from "../output.ts";
import { outsideText } from "../outside-text.ts";
import { SCHEMA_URL } from "../published.ts";
import { VERSION } from "../version.ts";
import { visibleText } from "../visible-text.ts";

const KINDS = ["crontab", "dvc"];

export const importCommand: Command = {
  name: "import",
  takes: "crontab|dvc FILE",
  summary: "Make pipeline files from a crontab or a dvc.yaml (FILE or -)",
  counts: [2, 2],
  options: {
    dir: { type: "string", value: "DIR", help: "write a file for each pipeline into this folder" },
    "user-column": {
      type: "boolean",
      help: "lines name a user before the command, as in /etc/crontab (found out where it can be)",
    },
  },
  examples: [
    "dagtop import dvc dvc.yaml > pipeline.yaml",
    "crontab -l | dagtop import crontab - --dir pipelines",
  ],
  run: async (args) => {
    const [kind = "", file = ""] = args.positionals;
    if (!KINDS.includes(kind)) {
      throw new UserError("usage", `"${kind}" can't be imported.`, {
        hint: "dagtop import crontab FILE, or dagtop import dvc FILE.",
      });
    }
    const text = outsideText(file);
    const imported = kind === "dvc" ? fromDvc(file, text) : fromCrontab(file, text, args);
    const folder = args.text("dir");
    tell(imported);
    const areRight = await checked(imported.files);
    if (folder === undefined) print(imported.files);
    else write(folder, imported.files);
    return areRight ? EXIT.succeeded : EXIT.failed;
  },
};

function fromCrontab(file: string, text: string, args: Parsed): Imported {
  const isOfSystem = /^\/etc\/cron(?:tab$|\.d\/)/.test(resolve(file));
  const imported = importCrontab({
    label: file === "-" ? "the crontab" : file,
    text,
    userColumn: isOfSystem || args.flag("user-column") ? true : null,
    users: usersOf("/etc/passwd"),
    me: userInfo().username,
    schema: SCHEMA_URL,
    version: VERSION,
  });
  if (imported.files.length > 0) return imported;
  const notes = imported.notes.map((note) => `\n  ${note}`).join("");
  throw new UserError("nothing-to-import", `${nameOf(file)} has no job.${notes}`, {
    hint: "A job is a line such as: 0 2 * * * python train.py",
  });
}

function fromDvc(file: string, text: string): Imported {
  const folder = file === "-" ? process.cwd() : dirname(resolve(file));
  const imported = importDvc({
    label: file === "-" ? "dvc.yaml" : basename(file),
    text,
    params: paramsBeside(folder),
    name: madeName(basename(folder), "pipeline"),
    schema: SCHEMA_URL,
    version: VERSION,
  });
  if (!imported.ok) {
    throw new UserError("bad-yaml", `${nameOf(file)}:${imported.line}  ${imported.message}`, {
      hint: "DVC says more: dvc stage list.",
    });
  }
  if (imported.count > 0) return { files: [imported.file], notes: [] };
  throw new UserError("nothing-to-import", `${nameOf(file)} has no stage with a command.`, {
    hint: "Name the dvc.yaml of a pipeline; .dvc files only track data.",
  });
}

function nameOf(file: string): string {
  return file === "-" ? "what comes in" : file;
}

function paramsBeside(folder: string): unknown {
  const file = join(folder, "params.yaml");
  if (!existsSync(file)) return null;
  const read = plainYaml(outsideText(file));
  return read.ok ? read.value : null;
}

/** Users and their folders; none where there is no such file. */
function usersOf(file: string): Map<string, string> {
  const own: [string, string][] = [[userInfo().username, userInfo().homedir]];
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    const all = lines.map((line) => line.split(":"));
    return new Map([
      ...all.map(([name = "", , , , , home = ""]): [string, string] => [name, home]),
      ...own,
    ]);
  } catch {
    return new Map(own);
  }
}

/** What holds for several files is said once. */
function tell({ files, notes }: Imported): void {
  for (const note of notes) remark(`note: ${visibleText(note)}`);
  const of = new Map<string, string[]>();
  for (const { name, notes } of files) {
    for (const note of notes) of.set(note, [...(of.get(note) ?? []), name]);
  }
  for (const [note, names] of of) {
    const where = names.length === files.length ? "" : `${names.join(", ")}: `;
    remark(visibleText(`note: ${where}${note}`));
  }
}

/** Whether a pipeline file was made of all: if not, it is our fault or at a limit, and shows what has to be mended. */
async function checked(files: readonly ImportedFile[]): Promise<boolean> {
  const warnings = new Set<string>();
  let areRight = true;
  for (const { name, text } of files) {
    const loaded = await loadDefinition({ file: `${name}.yaml`, text });
    if (loaded.ok) {
      for (const { message } of loaded.warnings) warnings.add(`warning: ${message}`);
      for (const line of notActedOn(loaded.definition)) warnings.add(line);
    } else {
      areRight = false;
      for (const problem of loaded.problems) remark(problemText(problem));
    }
  }
  for (const warning of warnings) remark(visibleText(warning));
  return areRight;
}

/** One after the other, as YAML puts documents into one text; a pipeline file holds one. */
function print(files: readonly ImportedFile[]): void {
  for (const [place, { name, text }] of files.entries()) {
    if (place > 0) say("---");
    if (files.length > 1) say(`# ${name}.yaml`);
    say(text.trimEnd());
  }
  if (files.length > 1) {
    remark(`${files.length} pipelines: --dir DIR writes a file for each.`);
  }
}

function write(folder: string, files: readonly ImportedFile[]): void {
  const paths = files.map(({ name }) => join(folder, `${name}.yaml`));
  const there = paths.filter(isTaken);
  if (there.length > 0) {
    throw new UserError("file-exists", `${there.join(", ")} exists; nothing was written.`, {
      hint: "Name another folder: --dir DIR.",
    });
  }
  for (const [place, { text }] of files.entries()) {
    const path = paths[place] ?? "";
    writeNew(path, text, "Name another folder: --dir DIR.");
    say(visibleText(`wrote ${path}`));
  }
  say(visibleText(`Next: dagtop validate ${shellWord(paths[0] ?? "")}`));
}
