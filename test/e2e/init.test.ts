// `dagtop init` and `dagtop import` as a person uses them: files are written once, pass `validate`, and run.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, place, until } from "./program.ts";

let here: Place;
let socket = "";
beforeEach(() => {
  here = place();
  socket = `dagtop-init-${process.pid}-${Math.trunc(performance.now())}`;
});
afterEach(async () => {
  tmux("kill-server");
  await here.close();
});

function tmux(...args: string[]): string {
  return spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
}

const screen = (): string => tmux("capture-pane", "-p", "-J");

describe("init without a terminal", () => {
  it("writes an example that runs as it is, and says the next command", async () => {
    const { code, out } = await here.dagtop("init", "my project");
    expect({ code, out }).toEqual({
      code: 0,
      out: "Wrote my project/pipeline.yaml: my-project with 2 stages (data, train).\nNext: dagtop run 'my project/pipeline.yaml'\n",
    });
    const ran = await here.dagtop("run", "my project/pipeline.yaml");
    expect(ran.code).toBe(0);
    expect((await here.dagtop("logs", "my-project", "train")).out).toBe("training on 3 rows\n");
  });

  it("takes what is found first, and its file passes validate", async () => {
    here.file("Makefile", "all:\n\t@echo made\n");
    await here.dagtop("init", "--file", "make.yaml");
    const ran = await here.dagtop("run", "make.yaml");
    expect(ran.code).toBe(0);
    here.file("dvc.yaml", "stages:\n  a: { cmd: x, outs: [o] }\n  b: { cmd: y, deps: [o] }\n");
    here.file("train.py", "");
    expect((await here.dagtop("init")).out).toContain("with 2 stages (a, b)");
    expect((await here.dagtop("validate", "pipeline.yaml")).code).toBe(0);
    mkdirSync(join(here.folder, "py"));
    here.file("py/train.py", "print('trained')\n");
    expect((await here.dagtop("init", "py", "--yes")).out).toContain("with 1 stage (train)");
    expect((await here.dagtop("validate", "py/pipeline.yaml")).code).toBe(0);
  });

  it("never overwrites, not even where a link leads nowhere, and says a name that is free", async () => {
    here.file("pipeline.yaml", "mine");
    here.file("pipeline-2.yaml", "mine");
    const again = await here.dagtop("init");
    expect(again.code).toBe(2);
    expect(again.err).toContain("pipeline.yaml exists; nothing was written.");
    expect(again.err).toContain("hint: dagtop init --file pipeline-3.yaml");
    expect(here.read("pipeline.yaml")).toBe("mine");
    symlinkSync(join(here.folder, "elsewhere.yaml"), join(here.folder, "link.yaml"));
    expect((await here.dagtop("init", "--file", "link.yaml")).code).toBe(2);
    expect(existsSync(join(here.folder, "elsewhere.yaml"))).toBe(false);
  });

  it("refuses a name that run would not take for a file, and a folder that can't be made", async () => {
    const named = await here.dagtop("init", "--file", "nightly");
    expect(named.code).toBe(2);
    expect(named.err).toContain("hint: Let it end in .yaml.");
    here.file("taken", "");
    const under = await here.dagtop("init", "taken/below");
    expect(under.code).toBe(2);
    expect(under.err).toContain("can't be written");
  });
});

describe("init on a terminal", () => {
  function open(): void {
    const shell = `cd ${here.folder}; PS1='$ ' DAGTOP_HOME=${here.home} exec bash --norc --noprofile`;
    tmux("new-session", "-d", "-x", "100", "-y", "30", shell);
    tmux("send-keys", `${process.execPath} ${PROGRAM} init; echo "exit=$?"`, "Enter");
  }
  const answer = (text: string): void => {
    tmux("send-keys", text, "Enter");
  };

  it("asks for a name, for what to run and for when; a wrong answer is asked again", async () => {
    here.file("Makefile", "all:\n\ttrue\ntrain:\n\ttrue\n");
    open();
    await until(() => screen().includes("Name of the pipeline ("));
    answer("No Name");
    await until(() => screen().includes("Use lower-case letters"));
    answer("mine");
    await until(
      () => screen().includes("2  make train") && screen().trimEnd().endsWith("Number (1):"),
    );
    answer("9");
    await until(() => screen().includes("Write a number from 1 to 3."));
    answer("2");
    await until(() => screen().includes("2  every night at 02:00"));
    answer("2");
    await until(() => screen().includes("exit=0"));
    expect(screen()).toContain("Wrote pipeline.yaml: mine with 1 stage (train).");
    const text = here.read("pipeline.yaml");
    expect(text).toContain('\n# schedule: "0 2 * * *"\n');
    expect(text).toContain("run: make train\n");
  });

  it("takes a default by Enter, each time", async () => {
    open();
    for (const asked of ["Name of the pipeline", "a small example", "every night"]) {
      await until(() => screen().includes(asked) && screen().trimEnd().endsWith("):"));
      answer("");
    }
    await until(() => screen().includes("exit=0"));
    expect(here.read("pipeline.yaml")).not.toContain("schedule:");
  });

  it.each(["C-c", "C-d"])("writes nothing after %s", async (key) => {
    open();
    await until(() => screen().includes("Name of the pipeline"));
    tmux("send-keys", key);
    await until(() => screen().includes("exit=130"));
    expect(screen()).toContain("Nothing was written.");
    expect(existsSync(join(here.folder, "pipeline.yaml"))).toBe(false);
  });
});

describe("import", () => {
  it("of one cron job prints a file that validates and runs, and its notes beside it", async () => {
    const tab = here.file(
      "tab",
      `MAILTO=a@b.c\n0 2 * * * cd ${here.folder} && echo 5\\% > out; cat%in%put\n`,
    );
    const { code, out, err } = await here.dagtop("import", "crontab", tab);
    expect(code).toBe(0);
    expect(err).toContain("note: MAILTO=a@b.c");
    expect(err).toContain("`schedule` is not acted on");
    const file = here.file("echo.yaml", out);
    expect((await here.dagtop("validate", file)).code).toBe(0);
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(here.read("out")).toBe("5%\n");
    expect((await here.dagtop("logs", "last", "echo")).out).toBe("in\nput\n");
  });

  it("of several prints them one after the other, or writes a file for each, once", async () => {
    const tab = here.file("tab", "0 2 * * * /srv/a.sh\n@reboot /srv/b.sh\nnonsense\n");
    const printed = await here.dagtop("import", "crontab", tab);
    expect(printed.out.split("\n---\n")).toHaveLength(2);
    expect(printed.out).toContain("# b.yaml\n");
    expect(printed.err).toContain("note: line 3 is no line of a crontab");
    expect(printed.err).toContain("--dir DIR writes a file for each");
    const written = await here.dagtop("import", "crontab", tab, "--dir", "jobs");
    expect(written.out).toBe(
      "wrote jobs/a.yaml\nwrote jobs/b.yaml\nNext: dagtop validate jobs/a.yaml\n",
    );
    expect((await here.dagtop("validate", "jobs/b.yaml")).code).toBe(0);
    const again = await here.dagtop("import", "crontab", tab, "--dir", "jobs");
    expect(again.code).toBe(2);
    expect(again.err).toContain("exists; nothing was written.");
  });

  it("of a dvc.yaml runs its stages in DVC's order with the values of params.yaml", async () => {
    here.file("params.yaml", "rows: 3\n");
    const dvc = here.file(
      "dvc.yaml",
      "stages:\n  count: { cmd: wc -l < d > n, deps: [d], outs: [n] }\n  make: { cmd: 'seq ${rows} > d', outs: [d] }\n",
    );
    const { code, out } = await here.dagtop("import", "dvc", dvc);
    expect(code).toBe(0);
    expect((await here.dagtop("run", here.file("p.yaml", out))).code).toBe(0);
    expect(here.read("n").trim()).toBe("3");
  });

  it("reads what comes in by -", () => {
    const { stdout, status } = spawnSync(process.execPath, [PROGRAM, "import", "crontab", "-"], {
      input: "0 2 * * * true\n",
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stdout).toContain('schedule: "0 2 * * *"');
  });

  it("says what it can't import", async () => {
    writeFileSync(join(here.folder, "empty"), "# nothing\n");
    for (const [args, said] of [
      [["dvc", "nowhere"], "nowhere is not there."],
      [["dvc", "."], ". is a folder."],
      [["crontab", "empty"], "empty has no job."],
      [["dvc", "empty"], "empty has no stage with a command."],
      [["airflow", "empty"], '"airflow" can\'t be imported.'],
    ] as const) {
      const ended = await here.dagtop("import", ...args);
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toContain(said);
      expect(ended.err).toContain("hint: ");
    }
  });
});
