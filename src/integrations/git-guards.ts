// What is put before every question to git, so that none of the commands that a repository's own configuration names is
// run: the file-system monitor, hooks, and the filters that files pass through before they are compared. Those that the
// user has configured for all repositories stay, and so does git-lfs, whose files would all seem changed without it.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const ALWAYS = [
  "--no-pager",
  ...options({
    "core.fsmonitor": "false",
    "core.hooksPath": "/dev/null",
    "core.untrackedCache": "false",
    "diff.external": "",
  }),
];

/** As `git lfs install` writes them. */
const LFS = /^git-lfs (?:clean|smudge|filter-process)(?: --skip)?(?: -- %f)?$/;

/**
 * @param mark - the `.git` of the work tree: a folder, or a file that names one
 * @param ask - asks git something that can run no command
 */
export async function guardsOf(
  mark: string,
  ask: (args: readonly string[]) => Promise<string>,
): Promise<string[]> {
  const own = folderOf(mark);
  const common = commonOf(own);
  const inner = options(disarmedIn(submodules(join(common, "modules"))));
  // Nearly no repository has filters of its own: then git need not be asked for them.
  const texts = [join(common, "config"), join(own, "config.worktree")].map(read);
  if (!texts.some((text) => /filter|include/i.test(text))) return [...ALWAYS, ...inner];
  const found = await ask(["config", "--null", "--show-scope", "--get-regexp", FILTERS]);
  return [...ALWAYS, ...inner, ...options(disarmed(found))];
}

const FILTERS = String.raw`^filter\..*\.(clean|smudge|process)$`;

/** @param found - of `git config`: scope NUL key LF value NUL, in turn */
function disarmed(found: string): Record<string, string> {
  const words = found.split("\0");
  const off: Record<string, string> = {};
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [scope = "", entry = ""] = words.slice(at, at + 2);
    const [key = "", command = ""] = entry.split("\n");
    if (scope !== "local" && scope !== "worktree") continue;
    if (LFS.test(command)) continue;
    Object.assign(off, without(key.replace(/^filter\.|\.[a-z]+$/g, "")));
  }
  return off;
}

/** Git looks into submodules with the options that it got itself, and with their own configurations. */
function disarmedIn(folders: readonly string[]): Record<string, string> {
  const names = folders.flatMap((folder) => {
    const sections = read(join(folder, "config")).matchAll(/\[\s*filter\s+"((?:[^"\\]|\\.)*)"/gi);
    return [...sections].map(([, name = ""]) => name.replaceAll(/\\(.)/g, "$1"));
  });
  return Object.assign({}, ...names.map(without)) as Record<string, string>;
}

function without(filter: string): Record<string, string> {
  const of = `filter.${filter}`;
  return {
    [`${of}.clean`]: "",
    [`${of}.smudge`]: "",
    [`${of}.process`]: "",
    [`${of}.required`]: "false",
  };
}

function options(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
}

/** Where the repositories of submodules are, those in submodules too. */
function submodules(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const one = join(folder, name);
    if (statSync(one, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    // The name of a submodule may have slashes.
    if (!existsSync(join(one, "HEAD"))) return submodules(one);
    return [one, ...submodules(join(one, "modules"))];
  });
}

/** Further work trees share their configuration with the first. */
function commonOf(own: string): string {
  const shared = read(join(own, "commondir")).trim();
  return shared === "" ? own : resolve(own, shared);
}

/** A file says "gitdir: PATH": a further work tree, or a submodule. */
function folderOf(mark: string): string {
  if (statSync(mark, { throwIfNoEntry: false })?.isFile() !== true) return mark;
  const [, path = mark] = /^gitdir: (.+)$/m.exec(read(mark)) ?? [];
  return resolve(dirname(mark), path);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
