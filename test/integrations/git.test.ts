// Semantics 2.7: each run records what its code was, found in real repositories as people leave them; and looking at a
// repository runs none of the commands that its configuration names.

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourceOf } from "../../src/integrations/git.ts";

let root = "";
let repo = "";
let env: NodeJS.ProcessEnv = {};
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dagtop-git-")));
  repo = join(root, "repo");
  mkdirSync(join(root, "home"));
  // Whatever this machine's user has configured stays out of it.
  env = { PATH: process.env["PATH"], HOME: join(root, "home") };
  git(root, "init", "--quiet", "--initial-branch=main", repo);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const WHO = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];

function git(cwd: string, ...args: string[]): string {
  const own = { ...env, HOME: join(root, "home"), GIT_CONFIG_NOSYSTEM: "1" };
  const all = [...WHO, "-c", "protocol.file.allow=always", ...args];
  return execFileSync("git", all, { cwd, env: own, encoding: "utf8", stdio: "pipe" }).trim();
}

function file(name: string, text: string, folder = repo): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** @returns the commit */
function commit(folder = repo): string {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message=x");
  return git(folder, "rev-parse", "HEAD");
}

const found = (folder = repo) => sourceOf(folder, env);

describe("2.7 what the code of a run was", () => {
  it("2.7 is the commit and the branch where nothing differs, from any folder below", async () => {
    file("in/a.py", "1\n");
    const oid = commit();
    const clean = { commit: oid, branch: "main", dirty: false, patch: null };
    expect(await found()).toEqual(clean);
    expect(await found(join(repo, "in"))).toEqual(clean);
    git(repo, "switch", "--quiet", "--create", "feature/ä-1");
    expect(await found()).toEqual({ ...clean, branch: "feature/ä-1" });
    git(repo, "switch", "--quiet", "--detach");
    expect(await found()).toEqual({ ...clean, branch: null });
  });

  it("2.7 has a patch of all that differs, staged or not, which makes the same of the commit", async () => {
    file("a.py", "1\n2\n3\n");
    file("b.py", "1\n");
    file("gone.py", "1\n");
    const oid = commit();
    file("a.py", "1\ntwo\n3\n");
    file("b.py", "staged\n");
    file("new.py", "staged too\n");
    rmSync(join(repo, "gone.py"));
    git(repo, "add", "b.py", "new.py");
    file("b.py", "and changed again\n");
    file("in/untracked.txt", "");
    file('odd "name"\n', "");
    // Whatever the user likes to see.
    for (const [key, value] of [
      ["diff.noprefix", "true"],
      ["color.ui", "always"],
      ["diff.relative", "true"],
      ["status.showUntrackedFiles", "no"],
    ])
      git(repo, "config", key!, value!);
    mkdirSync(join(repo, "in"), { recursive: true });
    const source = await found(join(repo, "in"));
    expect(source).toMatchObject({ commit: oid, branch: "main", dirty: true });
    expect(source?.patch).toContain("# untracked: ");
    expect(source?.patch).toContain(String.raw`odd \"name\"\n`);
    const copy = join(root, "copy");
    git(root, "clone", "--quiet", repo, copy);
    git(copy, "apply", file("p.patch", source?.patch ?? "", root));
    for (const name of ["a.py", "b.py", "new.py"])
      expect(execFileSync("cat", [join(copy, name)])).toEqual(
        execFileSync("cat", [join(repo, name)]),
      );
    expect(existsSync(join(copy, "gone.py"))).toBe(false);
  });

  it("2.7 is dirty by files that git does not know, which are named, at most 100", async () => {
    file("a.py", "1\n");
    commit();
    file("one.txt", "");
    expect(await found()).toMatchObject({ dirty: true, patch: "# untracked: one.txt\n" });
    for (let at = 0; at < 120; at += 1) file(`u${at}.txt`, "");
    const { patch = "" } = (await found()) ?? {};
    expect(patch?.match(/^# untracked: /gm)).toHaveLength(100);
    expect(patch).toMatch(/# and 21 more untracked\n$/);
    file(".gitignore", "*.txt\n");
    commit();
    expect(await found()).toMatchObject({ dirty: false, patch: null });
  });

  it("2.7 has no commit before the first, and all that was added is its patch", async () => {
    expect(await found()).toEqual({ commit: null, branch: "main", dirty: false, patch: null });
    file("a.py", "1\n");
    git(repo, "add", "a.py");
    const source = await found();
    expect(source).toMatchObject({ commit: null, branch: "main", dirty: true });
    expect(source?.patch).toContain("+1\n");
  });

  it("2.7 has a patch of 1 MiB at most, whole lines and a word that it was cut", async () => {
    file("a.txt", "");
    commit();
    file("a.txt", `${"é".repeat(50)}\n`.repeat(60_000));
    file("untracked", "");
    const patch = (await found())?.patch ?? "";
    expect(Buffer.byteLength(patch)).toBeLessThanOrEqual(1024 * 1024);
    expect(Buffer.byteLength(patch)).toBeGreaterThan(1000 * 1024);
    expect(patch).toMatch(/\n\+é{50}\n# cut here: [^\n]*\n# untracked: untracked\n$/);
  });

  it("2.7 is that of the further work tree, and of the submodule, in which the folder is", async () => {
    file("a.py", "1\n");
    const oid = commit();
    const other = join(root, "other");
    git(repo, "worktree", "add", "--quiet", "-b", "side", other);
    file("a.py", "2\n", other);
    expect(await found(other)).toMatchObject({ commit: oid, branch: "side", dirty: true });
    expect(await found()).toMatchObject({ branch: "main", dirty: false });

    const outer = join(root, "outer");
    git(root, "init", "--quiet", "--initial-branch=main", outer);
    git(outer, "submodule", "--quiet", "add", repo, "sub");
    const outerOid = commit(outer);
    expect(await found(join(outer, "sub"))).toMatchObject({ commit: oid, dirty: false });
    expect(await found(outer)).toMatchObject({ commit: outerOid, dirty: false });
    file("sub/a.py", "3\n", outer);
    expect(await found(join(outer, "sub"))).toMatchObject({ commit: oid, dirty: true });
    expect((await found(outer))?.patch).toContain("-dirty");
  });
});

describe("2.7 where nothing can be known", () => {
  it("2.7 it is nothing: in no repository, without git, in a folder that is not there", async () => {
    const outside = join(root, "outside");
    mkdirSync(outside);
    expect(await found(outside)).toBeNull();
    expect(await found(join(root, "nowhere/at/all"))).toBeNull();
    expect(await found(join(repo, "nowhere"))).toBeNull();
    expect(await sourceOf(repo, { ...env, PATH: outside })).toBeNull();
    file(".git", "this is no repository", outside);
    expect(await found(outside)).toBeNull();
    expect(await found(join(repo, ".git"))).toBeNull();
  });

  it("2.7 git is not even started where there is no .git above", async () => {
    const outside = join(root, "outside");
    const path = file("bin/git", `#!/bin/sh\necho x >>"${root}/started"\n`, root);
    chmodSync(path, 0o755);
    mkdirSync(outside);
    const own = { ...env, PATH: `${dirname(path)}:${env["PATH"] ?? ""}` };
    expect(await sourceOf(outside, own)).toBeNull();
    expect(existsSync(join(root, "started"))).toBe(false);
    await sourceOf(repo, own);
    expect(existsSync(join(root, "started"))).toBe(true);
  });

  it("2.7 it is nothing where git refuses, since the repository is somebody else's", async () => {
    file("a.py", "1\n");
    commit();
    const path = file(
      "bin/git",
      '#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "$REAL" "$@"\n',
      root,
    );
    writeFileSync(
      path,
      `#!/bin/sh\nexport GIT_TEST_ASSUME_DIFFERENT_OWNER=1\nexec ${realGit()} "$@"\n`,
    );
    chmodSync(path, 0o755);
    expect(
      await sourceOf(repo, { ...env, PATH: `${dirname(path)}:${env["PATH"] ?? ""}` }),
    ).toBeNull();
  });

  it("2.7 a git that takes too long leaves it at the commit", async () => {
    file("a.py", "1\n");
    const oid = commit();
    const script = `#!/bin/sh\ncase "$*" in *status*) exec sleep 60 ;; esac\nexec ${realGit()} "$@"\n`;
    const path = file("bin/git", script, root);
    chmodSync(path, 0o755);
    const source = await sourceOf(repo, { ...env, PATH: `${dirname(path)}:${env["PATH"] ?? ""}` });
    expect(source).toEqual({ commit: oid, branch: "main", dirty: true, patch: null });
  });

  it("2.7 the variables of another repository, as a hook has them, mislead nobody", async () => {
    file("a.py", "1\n");
    const oid = commit();
    const wrong = { GIT_DIR: "/nowhere", GIT_WORK_TREE: "/nowhere", GIT_INDEX_FILE: "/nowhere" };
    expect(await sourceOf(repo, { ...env, ...wrong })).toMatchObject({ commit: oid, dirty: false });
  });
});

describe("2.7 a repository whose configuration names commands", () => {
  const arm = (folder: string, name: string): void => {
    const evil = join(root, "evil");
    writeFileSync(evil, `#!/bin/sh\necho "$0" "$@" >>"${root}/${name}"\ncat\n`);
    chmodSync(evil, 0o755);
    for (const [key, value] of [
      ["core.fsmonitor", evil],
      ["core.hooksPath", join(root, "hooks")],
      ["core.pager", evil],
      ["pager.status", evil],
      ["pager.diff", evil],
      ["diff.external", evil],
      ["diff.evil.command", evil],
      ["diff.evil.textconv", evil],
      ["filter.evil.clean", evil],
      ["filter.evil.smudge", evil],
    ])
      git(folder, "config", key!, value!);
    file(".gitattributes", "*.py filter=evil diff=evil\n*.c filter=included\n", folder);
  };

  it("2.7 runs none of them, and tells the same", async () => {
    file("a.py", "1\n");
    file("a.c", "1\n");
    const oid = commit();
    arm(repo, "ran");
    file("a.py", "2\n");
    file("a.c", "2\n");
    // What is in another file, and what a further work tree has for itself, are the repository's too.
    file("more.cfg", `[filter "included"]\n\tclean = ${join(root, "evil")}\n`, root);
    git(repo, "config", "include.path", join(root, "more.cfg"));
    const source = await found();
    expect(source).toMatchObject({ commit: oid, branch: "main", dirty: true });
    expect(source?.patch).toContain("-1\n+2\n");
    expect(existsSync(join(root, "ran"))).toBe(false);
    git(repo, "status");
    git(repo, "diff");
    expect(existsSync(join(root, "ran"))).toBe(true);
  });

  it("2.7 runs none of a submodule's either", async () => {
    file("a.py", "1\n");
    commit();
    const outer = join(root, "outer");
    git(root, "init", "--quiet", "--initial-branch=main", outer);
    git(outer, "submodule", "--quiet", "add", "--name", "a/b", repo, "sub");
    commit(outer);
    arm(join(outer, "sub"), "ran");
    file("sub/a.py", "2\n", outer);
    expect(await found(outer)).toMatchObject({ dirty: true });
    expect(existsSync(join(root, "ran"))).toBe(false);
    git(outer, "status");
    expect(existsSync(join(root, "ran"))).toBe(true);
  });

  it("2.7 leaves the filters that the user has for all repositories as they are", async () => {
    git(repo, "config", "--global", "filter.upper.clean", "tr a-z A-Z");
    file(".gitattributes", "*.txt filter=upper\n");
    file("a.txt", "text\n");
    commit();
    git(repo, "config", "filter.other.clean", "false");
    file("a.txt", "TEXT\n");
    expect(await found()).toMatchObject({ dirty: false });
  });
});

function realGit(): string {
  return execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
}
