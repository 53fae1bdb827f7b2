// What the screens ask a real host for: runs begun, stopped, gone on with and answered, a host started where none lives, and
// every refusal in words.

import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actions } from "../../../src/cli/monitor/actions/actions.ts";
import { type OpenHome, openHome } from "../../../src/cli/monitor/open-home.ts";
import { logSource } from "../../../src/cli/monitor/log/source.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { type RunId, pipelineName, stageKey } from "../../../src/pipeline/ids.ts";
import type { ConfirmDialog } from "../../../src/ui/dialogs/dialog.ts";
import type { Told } from "../../../src/ui/monitor/told.ts";
import type { Wish } from "../../../src/ui/monitor/wish.ts";
import { PROGRAM, type Place, alive, place, until } from "../../e2e/program.ts";

let here: Place;
let home: OpenHome;
const program = process.argv[1];

beforeEach(() => {
  here = place();
  home = openHome(homePaths(here.home));
  // Hosts and commands are started from the program that runs.
  process.argv[1] = PROGRAM;
});
afterEach(async () => {
  process.argv[1] = program ?? "";
  home.drop();
  await here.close();
});

/** What is told, but for that something takes its time. */
async function done(wish: Wish, readonly = false): Promise<readonly Told[]> {
  const logs = logSource(home);
  const all: Told[] = [];
  const acting = actions({ ...home, readonly, logs, write: () => undefined });
  await acting.perform(wish, (told) => all.push(told));
  logs.close();
  return all.filter((told) => told.is !== "toast" || told.meaning !== "quiet");
}

const said = (told: readonly Told[]): string[] =>
  told.flatMap((one) => (one.is === "toast" ? [`${one.meaning}: ${one.text}`] : []));

function row(name: string) {
  const [pipeline = "", number] = name.split("#");
  const found = home.reader()?.runs.named(pipeline, Number(number)) ?? null;
  if (found === null) throw new Error(`no run ${name}`);
  return found;
}

const state = (name: string) => () => row(name).state;
const stages = (name: string) => home.reader()?.stages.stages(row(name).id) ?? [];
const over = (name: string) => until(() => row(name).endedAt !== null);
const stageIs = (name: string, key: string, is: string) =>
  until(() => stages(name).some((stage) => stage.key === key && stage.state === is));

function trigger(pipeline: string, params: Record<string, string | number> = {}): Wish {
  return { is: "trigger", pipeline: pipelineName(pipeline), params, preset: null };
}

const SIMPLE = `name: simple
params: { n: { type: integer, default: 1, min: 1 } }
presets: { big: { n: 9 } }
stages:
  a: { run: 'echo $DAGTOP_PARAM_N >> got' }
`;
const LONG = "until test -e go; do sleep 0.05; done";

describe("a run that is begun from the screens", () => {
  it("is one of today's file with what was changed, is opened, and is named", async () => {
    const file = here.file("simple.yaml", SIMPLE);
    const first = await done({ is: "trigger-file", file });
    expect(first[0]).toEqual({ is: "run", run: row("simple#1").id });
    await over("simple#1");
    here.file("simple.yaml", SIMPLE.replace("echo $", "echo new $"));
    const told = await done(trigger("simple", { n: 5 }));
    expect(told).toEqual([
      { is: "run", run: row("simple#2").id },
      { is: "toast", text: "started simple#2", meaning: "ok" },
    ]);
    await over("simple#2");
    await done({ ...trigger("simple"), preset: "big" } as Wish);
    await over("simple#3");
    expect(here.read("got")).toBe("1\nnew 5\nnew 9\n");
  });

  it("starts a host where none lives", async () => {
    await here.dagtop("run", here.file("simple.yaml", SIMPLE));
    const pid = (await here.hostPid()) ?? 0;
    process.kill(pid, "SIGKILL");
    await until(() => !alive(pid));
    expect(said(await done(trigger("simple"))).at(-1)).toBe("ok: started simple#2");
    await over("simple#2");
  });

  it("2.8 says what it waits for", async () => {
    const file = here.file("long.yaml", `name: long\nstages:\n  a: { run: '${LONG}' }\n`);
    await here.dagtop("run", file, "--detach");
    const told = await done(trigger("long"));
    expect(said(told)).toEqual([expect.stringMatching(/^ok: long#2 is queued: waits for long#1/u)]);
    here.file("go", "");
    await over("long#2");
  });

  it("is refused in one line where the file is wrong by now, or has gone, and nothing is opened", async () => {
    const file = here.file("simple.yaml", SIMPLE);
    await here.dagtop("run", file);
    expect(await done(trigger("simple", { n: 0 }))).toEqual([
      {
        is: "toast",
        text: expect.stringContaining('the parameter "n" must be at least 1, not 0'),
        meaning: "bad",
      },
    ]);
    here.file("simple.yaml", "name: simple\nstages:\n  a: { rum: x }\n");
    expect(said(await done(trigger("simple")))).toEqual([
      expect.stringMatching(/^bad: .*simple\.yaml:3:.*rum/u),
    ]);
    rmSync(file);
    expect(said(await done(trigger("simple")))[0]).toContain("There is no file");
    expect(said(await done(trigger("unknown")))[0]).toContain("No pipeline");
  });

  it("says a warning of the file once, and starts nevertheless", async () => {
    const file = here.file("env.yaml", "name: env\nstages:\n  a: { run: 'echo $ODD_NAME' }\n");
    process.env["ODD_NAME"] = "1";
    const told = await done({ is: "trigger-file", file });
    delete process.env["ODD_NAME"];
    expect(said(told)).toEqual([
      "warn: warning: the stage a reads $ODD_NAME, which is set here but not passed on",
      "ok: started env#1",
    ]);
    await over("env#1");
  });

  it("of a program is begun by a command, and its refusal is that of the command", async () => {
    const text = `const n = process.env.BAD === undefined ? 1 : undefined;
export const pipeline = { name: "made", params: { k: 1 }, stages: { a: { run: "echo $DAGTOP_PARAM_K > got" } }, ...(n ? {} : { n }) };
`;
    const file = here.file("made.mjs", text);
    expect(said(await done({ is: "trigger-file", file }))).toEqual(["ok: started made#1"]);
    await over("made#1");
    const told = await done(trigger("made", { k: 3 }));
    expect(told[0]).toEqual({ is: "run", run: row("made#2").id });
    await over("made#2");
    expect(here.read("got")).toBe("3\n");
    const again = { is: "rerun", run: row("made#1").id, choice: { is: "all" } } as const;
    expect(said(await done(again))).toEqual(["ok: started made#3"]);
    await over("made#3");
    here.file("made.mjs", 'throw new Error("no such table");\n');
    expect(said(await done(trigger("made")))).toEqual([
      expect.stringMatching(/^bad: .*made\.mjs.*no such table/u),
    ]);
  });
});

const SHAPES = `name: shapes
stages:
  first: { run: 'echo first >> got' }
  second: { run: 'test -e good', needs: first }
  third: { run: 'echo third >> got', needs: second }
`;

describe("a run that is done over", () => {
  it("2.4 is gone on with where it failed, as another round", async () => {
    await here.dagtop("run", here.file("shapes.yaml", SHAPES));
    here.file("good", "");
    const { id } = row("shapes#1");
    expect(said(await done({ is: "retry", run: id }))).toEqual(["ok: shapes#1 goes on: round 2"]);
    await over("shapes#1");
    await until(() => state("shapes#1")() === "succeeded");
    expect(here.read("got")).toBe("first\nthird\n");
    expect(said(await done({ is: "rerun", run: id, choice: { is: "failed" } }))).toEqual([
      "bad: refused: shapes#1 succeeded",
    ]);
  });

  it("2.5 keeps what was chosen to be kept, and says why it can't", async () => {
    await here.dagtop("run", here.file("shapes.yaml", SHAPES));
    const { id } = row("shapes#1");
    const from = (stage: string): Wish => ({
      is: "rerun",
      run: id,
      choice: { is: "from", stage: stageKey(stage) },
    });
    expect(said(await done(from("third")))[0]).toMatch(/^bad: second comes before what you chose/u);
    here.file("good", "");
    expect(said(await done(from("second")))).toEqual(["ok: started shapes#2"]);
    await over("shapes#2");
    expect(here.read("got")).toBe("first\nthird\n");
    expect(row("shapes#2").trigger).toBe("rerun");
  });

  it("shows a menu also where today's file is wrong: then only another round can be chosen", async () => {
    await here.dagtop("run", here.file("shapes.yaml", SHAPES));
    here.file("shapes.yaml", "name: shapes\nstages: 3\n");
    const [told] = await done({ is: "prepare-rerun", run: row("shapes#1").id, stage: null });
    expect(told).toMatchObject({
      is: "dialog",
      dialog: {
        at: 0,
        options: [
          { letter: "f", what: "second, third", unable: null },
          { letter: "s", unable: expect.stringContaining("shapes.yaml") },
          { letter: "d", unable: expect.stringContaining("shapes.yaml") },
          { letter: "a", unable: expect.stringContaining("shapes.yaml") },
        ],
      },
    });
  });
});

const STOPPED = `name: stopped
stages:
  train: { run: 'trap "" TERM; echo up; ${LONG}', stop: { grace: 1h } }
  push: { run: 'echo', needs: train }
  tell: { run: 'echo told > told', if: always, needs: [train, push] }
`;

describe("what is stopped", () => {
  async function asked(kill: boolean): Promise<ConfirmDialog> {
    const wish = { is: "prepare-cancel", run: row("stopped#1").id, stage: null, kill } as const;
    const [told] = await done(wish);
    if (told?.is !== "dialog" || told.dialog.is !== "confirm")
      throw new Error(JSON.stringify(told));
    return told.dialog;
  }

  it("3.3 is named before, with what still runs; the second time it is killed, and the question says so", async () => {
    await here.dagtop("run", here.file("stopped.yaml", STOPPED), "--detach");
    await stageIs("stopped#1", "train", "running");
    const first = await asked(false);
    expect(first.lines).toEqual([
      expect.stringMatching(/^stops train \(try 1, \d+s of work\)$/u),
      "push will not run",
      "TERM now, KILL after 1h00; tell still runs",
    ]);
    expect(said(await done(first.yes))).toEqual(["ok: stopped#1: cancelling"]);
    await until(() => state("stopped#1")() === "cancelling");
    const second = await asked(false);
    expect(second.title).toBe("kill stopped#1?");
    expect(second.lines).toEqual([
      expect.stringMatching(/^stops train/u),
      "tell will not run",
      "KILL at once: nothing of it can be tidied up",
    ]);
    expect(said(await done(second.yes))).toEqual(["ok: stopped#1: killing what is left"]);
    await over("stopped#1");
    expect(existsSync(join(here.folder, "told"))).toBe(false);
    expect(said(await done(second.yes))).toEqual(["bad: refused: that run has ended"]);
  });

  it("is killed at the first time where that is asked for", async () => {
    await here.dagtop("run", here.file("stopped.yaml", STOPPED), "--detach");
    await stageIs("stopped#1", "train", "running");
    const { title, yes } = await asked(true);
    expect(title).toBe("kill stopped#1?");
    expect(said(await done(yes))).toEqual(["ok: stopped#1: killing what is left"]);
    await over("stopped#1");
  });

  it("may be one stage, and then what needs it is named", async () => {
    await here.dagtop("run", here.file("stopped.yaml", STOPPED), "--detach");
    await stageIs("stopped#1", "train", "running");
    const stage = stageKey("train");
    const wish = { is: "prepare-cancel", run: row("stopped#1").id, stage, kill: false } as const;
    const [told] = await done(wish);
    expect(told).toMatchObject({
      dialog: {
        title: "cancel train of stopped#1?",
        lines: [
          expect.stringMatching(/^stops train .*; no other try$/u),
          "push will not run after it",
          "TERM now, KILL after 1h00",
        ],
      },
    });
    const kill = { is: "cancel", run: row("stopped#1").id, stage, kill: true } as const;
    expect(said(await done(kill))).toEqual(["ok: train of stopped#1: killing it"]);
    await over("stopped#1");
    expect(readFileSync(join(here.folder, "told"), "utf8")).toBe("told\n");
  });
});

const GATE = `name: gate
env_file: .env
secrets: [TOKEN]
stages:
  train: { run: 'echo "key=$TOKEN" >> $DAGTOP_OUTPUT; echo "{\\"f1\\":$(cat f1)}" >> $DAGTOP_METRICS' }
  ask: { approval: "Promote it?", needs: train }
`;

describe("what a person is asked", () => {
  const answer = (
    run: RunId,
    approved: boolean,
    round = 1,
    message: string | null = null,
  ): Wish => ({
    is: "answer",
    run,
    stage: stageKey("ask"),
    round,
    approved,
    message,
  });

  beforeEach(async () => {
    chmodSync(here.file(".env", "TOKEN=hunter2-and-more\n"), 0o600);
    here.file("f1", "0.81");
    here.file("gate.yaml", GATE);
    await done({ is: "trigger-file", file: join(here.folder, "gate.yaml") });
    await stageIs("gate#1", "ask", "waiting");
  });

  it("8.3 is answered for the round whose question was seen, once", async () => {
    const { id } = row("gate#1");
    expect(said(await done(answer(id, true, 2)))).toEqual([
      "bad: refused: ask of gate#1 is in round 1 now",
    ]);
    expect(said(await done(answer(id, true)))).toEqual(["ok: ask of gate#1: approved"]);
    await over("gate#1");
    expect(said(await done(answer(id, false)))[0]).toMatch(/^bad: refused: /u);
  });

  it("is refused with the reason as it was typed, whatever that begins with", async () => {
    const { id } = row("gate#1");
    expect(said(await done(answer(id, false, 1, "--no-way")))).toEqual([
      "ok: ask of gate#1: rejected",
    ]);
    await over("gate#1");
    expect(stages("gate#1")[1]?.reason).toMatch(/^rejected by .*: --no-way$/u);
  });

  it("7.3 is shown with the values of the last good run beside its own, and no secret in them", async () => {
    await done(answer(row("gate#1").id, true));
    await over("gate#1");
    here.file("f1", "0.834");
    await done(trigger("gate"));
    await stageIs("gate#2", "ask", "waiting");
    const wish = { is: "prepare-answer", run: row("gate#2").id, stage: stageKey("ask") } as const;
    const [told] = await done(wish);
    if (told?.is !== "dialog" || told.dialog.is !== "answer") throw new Error(JSON.stringify(told));
    const { lines } = told.dialog;
    expect(lines.map((line) => line.split(/ {2,}/u))).toEqual([
      ["", "f1", "key"],
      ["gate#2", ".834", "***TOKEN***"],
      ["gate#1", ".81", "***TOKEN***"],
      ["differs by", "+.024"],
    ]);
    await done(answer(row("gate#2").id, true));
    await over("gate#2");
  });
});

describe("a home that is only looked at", () => {
  it("gets nothing asked for, and the reason is said each time", async () => {
    await here.dagtop("run", here.file("simple.yaml", SIMPLE));
    const { id: run } = row("simple#1");
    const stage = stageKey("a");
    const wishes: readonly Wish[] = [
      trigger("simple"),
      { is: "trigger-file", file: "simple.yaml" },
      { is: "cancel", run, stage: null, kill: false },
      { is: "retry", run },
      { is: "rerun", run, choice: { is: "all" } },
      { is: "answer", run, stage, round: 1, approved: true, message: null },
      { is: "init" },
    ];
    for (const wish of wishes)
      expect(said(await done(wish, true))).toEqual([expect.stringMatching(/^bad: read-only: /u)]);
    const prepared = await done({ is: "prepare-rerun", run, stage: null }, true);
    expect(prepared).toEqual([{ is: "no dialog", why: expect.stringMatching(/^read-only: /u) }]);
    expect(home.reader()?.runs.recent(5, null)).toHaveLength(1);
    expect(said(await done({ is: "copy", text: "x", what: "it" }, true))[0]).toMatch(
      /^ok: copied/u,
    );
  });
});
