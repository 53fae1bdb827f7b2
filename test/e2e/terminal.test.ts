// `dagtop run` on a real terminal (tmux), at the sizes that people have: the live block, what stays of it, and Ctrl-C.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, place, until } from "./program.ts";

let here: Place;
let socket = "";
beforeEach(() => {
  here = place();
  socket = `dagtop-${process.pid}-${Math.trunc(performance.now())}`;
});
afterEach(async () => {
  tmux("kill-server");
  await here.close();
});

function tmux(...args: string[]): string {
  return spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
}

const screen = (): string => tmux("capture-pane", "-p");

/** A shell on a terminal of this size that has just been told to run the program. */
function open(columns: number, rows: number, args: string, env = ""): void {
  const shell = `cd ${here.folder}; PS1='$ ' DAGTOP_HOME=${here.home} exec bash --norc --noprofile`;
  tmux("new-session", "-d", "-x", String(columns), "-y", String(rows), shell);
  tmux("send-keys", `${env} ${process.execPath} ${PROGRAM} ${args}; echo "exit=$?"`, "Enter");
}

const STAGES = `name: t
stages:
  first: { run: 'echo one; until test -e go; do sleep 0.05; done; echo "f1=0.9" >> $DAGTOP_OUTPUT' }
  second: { run: 'test $DAGTOP_ATTEMPT = 2', needs: first, retry: { times: 1, delay: 300ms } }
  third: { run: 'true', needs: second }
`;

describe("run on a terminal", () => {
  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
    [40, 10],
  ])(
    "of %i columns and %i rows shows one block, and leaves a short summary in its place",
    async (columns, rows) => {
      const file = here.file("p.yaml", STAGES);
      open(columns, rows, `run ${file}`);
      await until(() => /● first +\d+s {3}one/.test(screen()) && screen().includes("◌ third"));
      const lines = screen().split("\n");
      expect(lines.filter((line) => line.includes("● first"))).toHaveLength(1);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(screen()).toContain("Ctrl-C cancels this run");
      here.file("go", "");
      await until(() => screen().includes("exit=0"));
      const after = screen();
      expect(after).toContain("t#1  ✓ succeeded in");
      expect(after).toContain("dagtop show t#1");
      expect(after).not.toContain("◌ third");
      expect(after).not.toContain("Ctrl-C cancels");
      expect(tmux("display-message", "-p", "#{cursor_flag} #{alternate_on}")).toBe("1 0\n");
    },
  );

  it("cancels at Ctrl-C, kills at the second, and gives the terminal back", async () => {
    const file = here.file(
      "p.yaml",
      `name: t\nstages:\n  a: { run: "trap '' TERM; touch ready; while :; do sleep 0.1; done", grace: 10m }\n`,
    );
    open(80, 24, `run ${file}`);
    await until(() => existsSync(`${here.folder}/ready`));
    tmux("send-keys", "C-c");
    await until(() => screen().includes("Ctrl-C again stops it at once"));
    tmux("send-keys", "C-c");
    await until(() => screen().includes("exit=130"));
    expect(screen()).toContain("⊘ cancelled");
  });

  it("tells states without colours under NO_COLOR, and without glyphs under --ascii", async () => {
    const file = here.file("p.yaml", "name: t\nstages:\n  a: { run: exit 3 }\n");
    open(80, 24, `run ${file} --ascii`, "NO_COLOR=1");
    await until(() => screen().includes("exit=1"));
    expect(screen()).toContain("x failed");
    const [line = ""] = tmux("capture-pane", "-p", "-e")
      .split("\n")
      .filter((each) => each.includes("x failed"));
    // oxlint-disable-next-line no-control-regex -- the escape is what it looks for
    expect(line).not.toMatch(/\u001b\[3\d/);
  });

  it("lets no escape sequence of a stage reach the terminal", async () => {
    const file = here.file(
      "p.yaml",
      `name: t\nstages:\n  a: { run: "printf 'left-\\\\033]0;pwned\\\\007\\\\033[2Jright'; until test -e go; do sleep 0.05; done" }\n`,
    );
    open(80, 24, `run ${file}`);
    await until(() => screen().includes("left-right"));
    expect(tmux("display-message", "-p", "#{pane_title}")).not.toContain("pwned");
    expect(screen()).toContain("● running");
    here.file("go", "");
    await until(() => screen().includes("exit=0"));
  });

  it.each([
    [80, 24],
    [120, 40],
    [200, 60],
  ])(
    "of %i columns and %i rows asks a long question whole, and its commands work",
    async (columns, rows) => {
      const question = `Promote model v8 to production? ${"Nothing else has changed since Friday. ".repeat(4)}Yes?`;
      const file = here.file(
        "p.yaml",
        `name: t\nstages:\n  a: { run: 'true' }\n  gate: { approval: "${question}", needs: a }\n`,
      );
      open(columns, rows, `run ${file}`);
      await until(() => screen().includes("dagtop reject t#1 gate"));
      const lines = screen().split("\n");
      expect(lines.join(" ").replaceAll(/\s+/g, " ")).toContain(question);
      expect(lines).toContain("   dagtop approve t#1 gate");
      expect((await here.dagtop("approve", "t#1", "gate")).code).toBe(0);
      await until(() => screen().includes("exit=0"));
      expect(screen()).not.toContain("Promote");
    },
  );

  it("tells 36 members of a matrix apart at 80 columns", async () => {
    const file = here.file(
      "p.yaml",
      `name: t
stages:
  sweep:
    run: until test -e go; do sleep 0.05; done
    matrix:
      { learning_rate: [1e-5, 2e-5, 3e-4], batch_size: [8, 16], weight_decay: [0.1, 0.01, 0], optimizer: [adamw, sgd], max_parallel: 2 }
`,
    );
    open(80, 60, `run ${file}`);
    await until(() => screen().includes("sweep 0.0003 16 0 sgd"));
    const names = screen()
      .split("\n")
      .flatMap((line) => /sweep \S+ \S+ \S+ \S+/.exec(line)?.[0] ?? []);
    expect(new Set(names).size).toBe(36);
    here.file("go", "");
    await until(() => screen().includes("exit=0"));
  });
});

describe("status and runs on a terminal", () => {
  it("have no line that wraps, whatever is said and however long a name is", async () => {
    const name = "a-name-that-nobody-would-want-to-type-twice-in-a-day";
    const said = "x".repeat(90);
    await here.dagtop("run", here.file("a.yaml", `name: ${name}\nstages:\n  a: { run: 'true' }\n`));
    const failing = `name: t\nstages:\n  stage-${"x".repeat(50)}: { run: exit 3 }\n  b: { approval: ${said} }\n`;
    await here.dagtop("run", here.file("b.yaml", failing), "--detach");
    await until(async () => (await here.dagtop("status")).out.includes(said));
    open(80, 24, "status");
    await until(() => screen().includes("exit=0"));
    const shown = screen().split("\n");
    const from = shown.findIndex((line) => line.includes("host up"));
    const to = shown.indexOf("exit=0");
    // A host, two pipelines and a question: four lines.
    expect(shown.slice(from, to)).toHaveLength(4);
    expect(screen()).toMatch(/◆ dagtop approve t#1 {3}x+…/);
    // A server that is being ended takes a new session along.
    tmux("clear-history");
    tmux("send-keys", `clear; ${process.execPath} ${PROGRAM} runs; echo "exit=$?."`, "Enter");
    await until(() => screen().includes("exit=0."));
    expect(screen()).toMatch(/^a-name-that-.*…e-in-a-day#1 {2}✓ succeeded/m);
    expect((await here.dagtop("runs")).out).toContain(`${name}#1`);
    await here.dagtop("cancel", "t");
  });
});
