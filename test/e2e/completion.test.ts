// `dagtop completion` of the built program: its scripts offer all that its commands take, and its names are those of the home.

import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROGRAM, type Place, place } from "./program.ts";

let here: Place;
beforeAll(async () => {
  here = place();
  const file = here.file(
    "p.yaml",
    "name: t\nstages:\n  data: { run: 'true' }\n  train: { run: 'false', needs: data }\n",
  );
  await here.dagtop("run", file);
  chmodSync(here.file("dagtop", `#!/bin/sh\nexec ${process.execPath} ${PROGRAM} "$@"\n`), 0o755);
});
afterAll(() => here.close());

function offered(...words: string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const script = `source <(dagtop completion bash); COMP_WORDS=(dagtop ${quoted}); COMP_CWORD=${words.length}; _dagtop; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], {
    cwd: here.folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${here.folder}:${process.env["PATH"] ?? ""}`,
      DAGTOP_HOME: here.home,
    },
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter(Boolean);
}

describe("completion", () => {
  it("offers every command of the help page, and of each the options of its own page", async () => {
    const { out } = await here.dagtop("--help");
    const names = [...out.matchAll(/^ {2}([a-z]+)(?: .*?)? {2}\S/gm)].map(([, name]) => name ?? "");
    const commands = names.filter((name) => name !== "dagtop");
    expect(offered("")).toEqual(commands);
    for (const name of ["run", "logs", "import"]) {
      const page = (await here.dagtop(name, "--help")).out;
      const options = [...page.matchAll(/^ {2}(?:-\w, | {4})(--[\w-]+)/gm)].map(
        ([, option]) => option,
      );
      expect(offered(name, "--")).toEqual(options);
    }
  });

  it("offers runs, pipelines and the stages of a run from the home", () => {
    expect(offered("logs", "")).toEqual(["last", "last:failed", "t#1"]);
    expect(offered("logs", "t#1", "")).toEqual(["data", "train"]);
    expect(offered("status", "")).toEqual(["t"]);
  });

  it.each([
    ["zsh", /^#compdef dagtop\n/],
    ["fish", /\ncomplete -c dagtop -f\n/],
  ])("has a script for %s that names every command", async (shell, part) => {
    const { out, code } = await here.dagtop("completion", shell);
    expect(code).toBe(0);
    expect(out).toMatch(part);
    for (const name of offered("")) expect(out).toContain(name);
  });

  it("is silent where there is no home, a home that can't be used, or no such run", async () => {
    const empty = place();
    expect(await empty.dagtop("completion", "--names", "runs")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    await empty.close();
    const args = ["completion", "--names", "stages", "nothing#1"];
    expect(await here.dagtop(...args)).toEqual({ code: 0, out: "", err: "" });
    expect(await here.dagtop("completion", "--names", "runs", "--home", "/etc/passwd")).toEqual({
      code: 0,
      out: "",
      err: "",
    });
  });

  it("refuses another shell, with the ones that there are", async () => {
    for (const args of [["completion"], ["completion", "tcsh"]]) {
      const ended = await here.dagtop(...args);
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toContain("hint: dagtop completion bash, zsh or fish.");
    }
  });
});
