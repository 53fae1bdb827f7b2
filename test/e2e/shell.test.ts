// `dagtop shell RUN STAGE` from outside: a real shell where a stage ran, fed by a pipe.

import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, place } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

function shell(args: readonly string[], input: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, "shell", ...args], {
    cwd: here.folder,
    env: { ...process.env, DAGTOP_HOME: here.home, NO_COLOR: "1", SHELL: "/bin/sh", ...env },
    input,
    encoding: "utf8",
    timeout: 30_000,
  });
  return { code: status, out: stdout.trim(), err: stderr.trim() };
}

async function ran(): Promise<void> {
  here.file("work/keep", "");
  chmodSync(here.file("secret.env", "TOKEN=secret\n"), 0o600);
  const file = here.file(
    "t.yaml",
    [
      "name: t",
      "params: { epochs: 3 }",
      "secrets: [TOKEN]",
      "env_file: secret.env",
      "stages:",
      "  train: { run: 'exit 75', cwd: work, env: { LEVEL: '2' }, retry: 1 }",
      "  gate: { approval: 'promote?', needs: train }",
      "  fit: { matrix: { lr: [1, 2] }, run: 'true', needs: gate }",
    ].join("\n"),
  );
  await here.dagtop("run", file);
}

describe("dagtop shell", () => {
  it("stands where the stage ran, with its variables, and ends with the shell's own code", async () => {
    await ran();
    const ask = "pwd; echo $DAGTOP_STAGE $DAGTOP_ATTEMPT $DAGTOP_PARAM_EPOCHS $LEVEL; exit 7";
    expect(shell(["last", "train"], ask)).toEqual({
      code: 7,
      out: `${here.folder}/work\ntrain 2 3 2`,
      err: "",
    });
    const first = shell(["last", "train", "--attempt", "1"], "echo $DAGTOP_ATTEMPT");
    expect(first).toEqual({ code: 0, out: "1", err: "" });
    expect(shell(["last", "train"], 'echo "[$TOKEN$DAGTOP_MARK]"').out).toBe("[]");
    expect(shell(["last", "train"], 'echo "[$TOKEN]"', { TOKEN: "own" }).out).toBe("[own]");
  });

  it("says why there is none, what else was meant, and exits 4", async () => {
    await ran();
    expect(shell(["last", "gate"], "")).toMatchObject({
      code: 4,
      err: expect.stringContaining("it runs nothing: a person is asked") as string,
    });
    expect(shell(["last", "fit"], "")).toMatchObject({
      code: 4,
      err: expect.stringContaining("Name one of fit[lr=1], fit[lr=2].") as string,
    });
    expect(shell(["last", "fit[lr=1]"], "").err).toContain("it has had no try yet");
    expect(shell(["last", "train", "--attempt", "9"], "").err).toContain("Its last try is 2.");
    expect(shell(["last", "trian"], "")).toMatchObject({
      code: 4,
      err: expect.stringContaining("train") as string,
    });
    expect(shell(["last", "train"], "", { SHELL: "/no/such/shell" }).err).toContain(
      "/no/such/shell can't be started",
    );
  });
});
