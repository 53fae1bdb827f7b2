// The scripts that shells complete by: golden texts for three commands, and the one for bash really run by bash. The home
// answers through a `dagtop` of the test's own.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command, Option } from "../../src/cli/command.ts";
import { bashScript } from "../../src/cli/completion-bash.ts";
import { fishScript } from "../../src/cli/completion-fish.ts";
import { completedOf } from "../../src/cli/completion-words.ts";
import { zshScript } from "../../src/cli/completion-zsh.ts";

function command(name: string, takes: string, options: Readonly<Record<string, Option>>): Command {
  return {
    name,
    takes,
    summary: `What ${name} does: it's [all] here`,
    counts: [0, 9],
    options,
    examples: [],
    run: async () => Promise.resolve(0),
  };
}

const COMMANDS = completedOf([
  command("run", "FILE or NAME, or -- COMMAND…", {
    param: { type: "string", short: "p", multiple: true, value: "NAME=VALUE", help: "a value" },
    from: { type: "string", value: "STAGE", help: "begin here" },
    detach: { type: "boolean", short: "d", help: "do not follow" },
  }),
  command("logs", "RUN [STAGE]", { follow: { type: "boolean", short: "f", help: "go on" } }),
  command("import", "crontab|dvc FILE", {
    dir: { type: "string", value: "DIR", help: "a folder" },
    format: { type: "string", value: "ascii|dot", help: "a form" },
  }),
]);

describe("what a command takes", () => {
  it("is read from its record: either of two, one after the other, words, and nothing behind --", () => {
    expect(COMMANDS.map((each) => each.arguments)).toEqual([
      [[{ is: "pipeline-file" }, { is: "pipelines" }]],
      [[{ is: "runs" }], [{ is: "stages" }]],
      [[{ is: "words", words: ["crontab", "dvc"] }], [{ is: "file" }]],
    ]);
  });
});

describe("the script", () => {
  it.each([
    ["bash", bashScript],
    ["zsh", zshScript],
    ["fish", fishScript],
  ])("for %s keeps its golden text", async (shell, script) => {
    const file = join(import.meta.dirname, "completion", `dagtop.${shell}`);
    await expect(`${script(COMMANDS, "0.0.0")}\n`).toMatchFileSnapshot(file);
  });
});

describe("bash", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dagtop-completion-"));
    writeFileSync(join(folder, "dagtop.bash"), bashScript(COMMANDS, "0.0.0"));
    const answers = `#!/bin/sh
case "$*" in
  "completion --names runs") printf 'last\\nlast:failed\\nspam#1\\n$(touch hit)\\n' ;;
  "completion --names runs --home h") printf 'other#1\\n' ;;
  "completion --names pipelines") printf 'spam\\n' ;;
  "completion --names stages -- spam#1") printf 'data\\ntrain[lr=0.1]\\ntrain[lr=0.2]\\n' ;;
  *) echo "asked: $*" >&2; exit 1 ;;
esac
`;
    writeFileSync(join(folder, "dagtop"), answers);
    chmodSync(join(folder, "dagtop"), 0o755);
    for (const name of ["p.yaml", "q.ts", "notes.txt", "with space.yml", "a.crontab"])
      writeFileSync(join(folder, name), "");
    mkdirSync(join(folder, "parts"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What is offered behind these words; the last one is the one that is being typed. */
  function offered(...words: string[]): string[] {
    const quoted = words.map((word) => `'${word}'`).join(" ");
    const script = `source ./dagtop.bash; COMP_WORDS=(dagtop ${quoted}); COMP_CWORD=${words.length}; _dagtop; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-uc", script], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` },
    });
    expect(stderr).toBe("");
    return stdout.split("\n").filter(Boolean).toSorted();
  }

  it.each<[string, string[], string[]]>([
    ["commands", [""], ["import", "logs", "run"]],
    ["commands that begin so", ["i"], ["import"]],
    ["options before a command", ["--v"], ["--version"]],
    [
      "options of a command and those of all",
      ["run", "--"],
      ["--detach", "--from", "--help", "--home", "--no-color", "--param"],
    ],
    ["short options", ["logs", "-f"], ["-f"]],
    [
      "pipeline files, folders and names",
      ["run", ""],
      ["p.yaml", "parts", "q.ts", "spam", "with space.yml"],
    ],
    ["any file where one is wanted", ["import", "crontab", "a"], ["a.crontab"]],
    ["words", ["import", ""], ["crontab", "dvc"]],
    ["words of an option", ["import", "--format", ""], ["ascii", "dot"]],
    ["folders of an option", ["import", "--dir", ""], ["parts"]],
    ["nothing where a value is free", ["run", "-p", ""], []],
    [
      "runs, as text whatever they hold",
      ["logs", ""],
      ["$(touch hit)", "last", "last:failed", "spam#1"],
    ],
    ["runs of the home that was named", ["logs", "--home", "h", ""], ["other#1"]],
    ["stages of the run that was named", ["logs", "-f", "spam#1", "d"], ["data"]],
    [
      "the rest of a word that bash takes apart",
      ["logs", "spam#1", "train[lr", "=", "0"],
      ["0.1]", "0.2]"],
    ],
    ["the rest of a word with a colon", ["logs", "last", ":", "f"], ["failed"]],
    ["nothing for a command that is none", ["nonsense", ""], []],
    ["nothing past the last argument", ["logs", "spam#1", "data", ""], []],
  ])("offers %s", (_what, words, expected) => {
    expect(offered(...words)).toEqual(expected);
    expect(spawnSync("test", ["-e", join(folder, "hit")]).status).toBe(1);
  });
});
