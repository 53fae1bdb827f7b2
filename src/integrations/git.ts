// What the code of a run was (semantics 2.7): commit, branch, and what differs from the commit, by asking git.
//
// A repository is somebody's data, and its configuration can name commands: none of them is run (git-guards.ts). Where git
// can't say, or does not in time, less is known, and the run goes on: nothing here throws.

import { execa } from "execa";
import type { RunSource } from "../engine/command.ts";
import { guardsOf } from "./git-guards.ts";
import { markAbove } from "./git-mark.ts";

type Env = Readonly<Record<string, string | undefined>>;

interface Said {
  readonly ok: boolean;
  readonly isTooLong: boolean;
  readonly isTooLate: boolean;
  readonly bytes: Uint8Array;
}
type Git = (args: readonly string[], mostBytes: number, limitMs: number) => Promise<Said>;

const LIMIT_MS = 5000;
const STATUS_LIMIT_MS = 4000;
/** For what is asked where everything else came too late. */
const LAST_LIMIT_MS = 1000;
const MOST_STATUS_BYTES = 16 * 1024 * 1024;
const MOST_PATCH_BYTES = 1024 * 1024;
const MOST_UNTRACKED = 100;
/** What a repository without a commit is compared with. */
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const STATUS = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal"];
// As plain as it can be, whatever the user likes to see.
const DIFF = "diff --no-color --no-ext-diff --no-textconv --no-relative --submodule=short";
const PREFIXES = ["--src-prefix=a/", "--dst-prefix=b/"];

/**
 * @param env - where git is looked for, and whose configuration it reads
 * @param hidden - files, absolute, of which the patch says nothing: they hold secrets
 * @returns null where the folder is in no work tree, where there is no git, and where git refuses to look
 */
export async function sourceOf(
  folder: string,
  env: Env,
  hidden: readonly string[] = [],
): Promise<RunSource | null> {
  const mark = markAbove(folder);
  if (mark === null) return null;
  const until = performance.now() + LIMIT_MS;
  const git = gitIn(folder, env, await guardsOf(mark, (args) => bareGit(folder, env, args)));
  const status = await git(STATUS, MOST_STATUS_BYTES, STATUS_LIMIT_MS);
  if (status.isTooLate) return headOnly(git);
  if (!status.ok && !status.isTooLong) return null;
  const { commit, branch, isChanged, untracked } = parseStatus(textOf(status.bytes));
  if (!isChanged && untracked.length === 0) return { commit, branch, dirty: false, patch: null };
  const without = hidden.map((file) => `:(exclude,literal)${file}`);
  const paths = without.length === 0 ? [] : [":(top)", ...without];
  const args = [...DIFF.split(" "), ...PREFIXES, commit ?? EMPTY_TREE, "--", ...paths];
  const diff = isChanged
    ? await git(args, MOST_PATCH_BYTES, Math.max(1, Math.ceil(until - performance.now())))
    : null;
  const patch = diff?.ok === false && !diff.isTooLong ? null : patchOf(diff, untracked);
  return { commit, branch, dirty: true, patch };
}

/** The work tree could not be looked through in time: it may differ in anything. */
async function headOnly(git: Git): Promise<RunSource | null> {
  const args = ["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"];
  const { ok, bytes } = await git(args, MOST_PATCH_BYTES, LAST_LIMIT_MS);
  if (!ok) return null;
  const [commit = null, ref = ""] = textOf(bytes).trim().split("\n");
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
  return { commit, branch, dirty: true, patch: null };
}

interface Status {
  readonly commit: string | null;
  readonly branch: string | null;
  /** Whether a file that git knows is another than in the commit. */
  readonly isChanged: boolean;
  readonly untracked: readonly string[];
}

/** See "Porcelain Format Version 2" of git-status(1). */
function parseStatus(text: string): Status {
  const header = (name: string): string | null => {
    const found = new RegExp(`(?:^|\\0)# branch\\.${name} ([^\\0]*)`).exec(text)?.[1] ?? null;
    return found?.startsWith("(") === true ? null : found;
  };
  const records = text.split("\0");
  return {
    commit: header("oid"),
    branch: header("head"),
    isChanged: records.some((record) => /^[12u] /.test(record)),
    untracked: records.filter((record) => record.startsWith("? ")).map((record) => record.slice(2)),
  };
}

/** What git said of known files, and below it, as comments, the names of those that it does not know. */
function patchOf(diff: Said | null, untracked: readonly string[]): string {
  const more = untracked.length - MOST_UNTRACKED;
  const names = [
    ...untracked.slice(0, MOST_UNTRACKED).map((name) => `# untracked: ${shown(name)}\n`),
    ...(more > 0 ? [`# and ${more} more untracked\n`] : []),
  ].join("");
  const whole = diff === null ? "" : textOf(diff.bytes);
  const room = MOST_PATCH_BYTES - Buffer.byteLength(names) - Buffer.byteLength(CUT);
  if (diff?.isTooLong !== true && Buffer.byteLength(whole) <= room) return whole + names;
  const begun = Buffer.from(whole).toString("utf8", 0, room);
  return begun.slice(0, begun.lastIndexOf("\n") + 1) + CUT + names;
}

const CUT = "# cut here: the patch is longer than is kept\n";

function shown(name: string): string {
  return /^[^\p{Cc}"\\]+$/u.test(name) ? name : JSON.stringify(name);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

function gitIn(folder: string, env: Env, guards: readonly string[]): Git {
  return (args, mostBytes, limitMs) =>
    said(folder, env, [...guards, ...args], { mostBytes, limitMs });
}

/** For what runs none of the repository's commands whatever it holds. */
async function bareGit(folder: string, env: Env, args: readonly string[]): Promise<string> {
  const { bytes } = await said(folder, env, args, {
    mostBytes: MOST_PATCH_BYTES,
    limitMs: LAST_LIMIT_MS,
  });
  return textOf(bytes);
}

async function said(
  folder: string,
  env: Env,
  args: readonly string[],
  { mostBytes, limitMs }: { readonly mostBytes: number; readonly limitMs: number },
): Promise<Said> {
  const result = await execa("git", args, {
    cwd: folder,
    env: environmentFor(env),
    extendEnv: false,
    stdin: "ignore",
    stderr: "ignore",
    encoding: "buffer",
    stripFinalNewline: false,
    maxBuffer: mostBytes,
    timeout: limitMs,
    reject: false,
  });
  return {
    ok: !result.failed,
    isTooLong: result.isMaxBuffer,
    isTooLate: result.timedOut,
    bytes: result.stdout ?? new Uint8Array(),
  };
}

const PASSED = ["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR"];

/** No variable of git's own comes along: a hook, for one, sets those of another repository. */
function environmentFor(env: Env): Record<string, string> {
  const passed = PASSED.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    // An object that is not here is not fetched, by whatever command the configuration has for that.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}
