// What the screens ask for and do, over a real home in which runs have really happened: forms, questions and menus as they
// are prepared, and what is copied and saved.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copied, osc52 } from "../../../src/cli/monitor/actions/copy.ts";
import { meanwhile } from "../../../src/cli/monitor/actions/news.ts";
import { answerDialog } from "../../../src/cli/monitor/actions/prepare-answer.ts";
import { cancelDialog } from "../../../src/cli/monitor/actions/prepare-cancel.ts";
import { rerunDialog } from "../../../src/cli/monitor/actions/prepare-rerun.ts";
import { triggerDialog } from "../../../src/cli/monitor/actions/prepare-trigger.ts";
import { saved } from "../../../src/cli/monitor/actions/save.ts";
import { newsFeed } from "../../../src/cli/monitor/news.ts";
import { logSource } from "../../../src/cli/monitor/log/source.ts";
import { type OpenHome, openHome } from "../../../src/cli/monitor/open-home.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { NO_MASK } from "../../../src/engine/host/mask.ts";
import { type RunId, pipelineName, stageKey } from "../../../src/pipeline/ids.ts";
import type { Dialog } from "../../../src/ui/dialogs/dialog.ts";
import type { Told } from "../../../src/ui/monitor/told.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import { type Place, place, until } from "../../e2e/program.ts";

const NIGHTLY = `name: nightly
params:
  epochs: { type: integer, default: 3, min: 1 }
  mode: { type: string, default: fast, choices: [fast, slow] }
  note: { type: string, required: true }
presets: { smoke: { epochs: 1, note: quick } }
stages:
  data: { run: 'echo "rows=10" >> $DAGTOP_OUTPUT' }
  train: { run: 'echo "{\\"f1\\":0.8341}" >> $DAGTOP_METRICS; test "$DAGTOP_PARAM_NOTE" != bad', needs: data }
  gate: { approval: "Promote it?", needs: train }
  push: { run: 'echo pushed', needs: gate }
  report: { run: 'echo over', if: always, needs: push }
`;

let here: Place;
let home: OpenHome;
const runs = new Map<string, RunId>();

beforeAll(async () => {
  here = place();
  const file = here.file("nightly.yaml", NIGHTLY);
  await here.dagtop("run", file, "-p", "note=bad");
  await here.dagtop("run", file, "-p", "note=good", "--detach");
  home = openHome(homePaths(here.home));
  await until(
    () =>
      home
        .reader()
        ?.stages.stages(idOf(2))
        .some(({ state }) => state === "waiting") ?? false,
  );
});
afterAll(async () => {
  home.drop();
  await here.close();
});

function idOf(number: number): RunId {
  const id = runs.get(String(number)) ?? home.reader()?.runs.named("nightly", number)?.id;
  if (id === undefined) throw new Error(`no run ${number}`);
  return id;
}

function dialogOf<Is extends Dialog["is"]>(told: Told, is: Is): Extract<Dialog, { is: Is }> {
  if (told.is !== "dialog" || told.dialog.is !== is) throw new Error(JSON.stringify(told));
  return told.dialog as Extract<Dialog, { is: Is }>;
}

describe("the form of a trigger", () => {
  it("has today's parameters with their types and presets, and says that the run will wait", async () => {
    const told = await triggerDialog(home, {
      is: "prepare-trigger",
      pipeline: pipelineName("nightly"),
    });
    const { fields, presets, remarks } = dialogOf(told, "trigger");
    expect(fields.map(({ name, hint, usual }) => [name, hint, usual])).toEqual([
      ["epochs", "integer, 1 or more", "3"],
      ["mode", "fast | slow", "fast"],
      ["note", "text, has to be given", null],
    ]);
    expect(presets).toEqual([{ name: "smoke", values: { epochs: "1", note: "quick" } }]);
    expect(remarks).toEqual(["a run is active (#2): this one will wait"]);
  });

  it("says what is wrong with the file by now, and where", async () => {
    const file = here.file("broken.yaml", "name: broken\nstages:\n  a: { run: 'true' }\n");
    await here.dagtop("run", file);
    writeFileSync(file, "name: broken\nstages:\n  a: { rum: 'true' }\n");
    const wish = { is: "prepare-trigger", pipeline: pipelineName("broken") } as const;
    await expect(triggerDialog(home, wish)).rejects.toThrow(/broken\.yaml:3:/);
    rmSync(file);
    await expect(triggerDialog(home, wish)).rejects.toThrow(/broken\.yaml/);
  });
});

describe("a question before something is stopped", () => {
  it("names what it hits, and what still runs afterwards", async () => {
    const wish = { is: "prepare-cancel", run: idOf(2), stage: null, kill: false } as const;
    const { title, lines, onYes, yes } = dialogOf(await cancelDialog(home, wish), "confirm");
    expect(title).toBe("cancel nightly#2?");
    expect(lines).toEqual([
      "stops gate (waiting)",
      "push will not run",
      "nothing of it runs now; report still runs",
    ]);
    expect(onYes).toBe(false);
    expect(yes).toEqual({ is: "cancel", run: idOf(2), stage: null, kill: false });
  });

  it("is not put where the run is over", async () => {
    const wish = { is: "prepare-cancel", run: idOf(1), stage: null, kill: false } as const;
    await expect(cancelDialog(home, wish)).rejects.toThrow("nightly#1 is over");
  });
});

describe("the menu of a rerun", () => {
  it("says of each choice which stages it runs, and of one that can't be why", async () => {
    const wish = { is: "prepare-rerun", run: idOf(1), stage: null } as const;
    const { options, changed } = dialogOf(await rerunDialog(home, wish), "rerun");
    expect(options.map(({ letter, what, unable }) => [letter, what, unable])).toEqual([
      ["f", "train, gate, push, report", null],
      ["s", "train", null],
      ["d", "train, gate, push, report", null],
      ["a", "5 stages", null],
    ]);
    expect(changed).toBeNull();
    const running = { is: "prepare-rerun", run: idOf(2), stage: stageKey("train") } as const;
    const menu = dialogOf(await rerunDialog(home, running), "rerun");
    expect(menu.options.slice(0, 3).every(({ unable }) => unable !== null)).toBe(true);
  });

  it("says what is not as it was in the definition", async () => {
    here.file("nightly.yaml", NIGHTLY.replace("echo over", "echo changed"));
    const wish = { is: "prepare-rerun", run: idOf(1), stage: null } as const;
    const { changed, changes } = dialogOf(await rerunDialog(home, wish), "rerun");
    expect(changes.map((line) => line.trim())).toEqual([
      "definition",
      "stage report",
      "- echo over",
      "+ echo changed",
    ]);
    expect(changed).toBe("definition changed since: report.run");
    here.file("nightly.yaml", NIGHTLY);
  });
});

describe("the question of a stage", () => {
  it("8.3 comes with the metrics and outputs of what it needs, and later is the preset answer", async () => {
    const wish = { is: "prepare-answer", run: idOf(2), stage: stageKey("gate") } as const;
    const dialog = dialogOf(await answerDialog(home, wish), "answer");
    expect(dialog.title).toBe("Promote it?");
    expect(dialog.lines[0]).toMatch(/^ +f1 +rows$/);
    expect(dialog.lines[1]).toMatch(/^nightly#2 +\.834 +10$/);
    expect(dialog.choice).toBe("later");
  });

  it("is gone where nobody waits", async () => {
    const wish = { is: "prepare-answer", run: idOf(1), stage: stageKey("gate") } as const;
    await expect(answerDialog(home, wish)).rejects.toThrow("waits for nobody");
  });
});

describe("copying", () => {
  it("puts the text into one OSC 52, and says so", () => {
    const written: string[] = [];
    const told = copied({ is: "copy", text: "train 漢", what: "its name" }, (text) =>
      written.push(text),
    );
    expect(written).toEqual([`\u001b]52;c;${Buffer.from("train 漢").toString("base64")}\u0007`]);
    expect(told).toMatchObject({ is: "toast", meaning: "ok" });
  });

  it("is refused with words where the text is longer than terminals take", () => {
    const written: string[] = [];
    const told = copied({ is: "copy", text: "x".repeat(80_000), what: "it" }, (text) =>
      written.push(text),
    );
    expect(written).toEqual([]);
    expect(told).toMatchObject({ meaning: "warn", text: expect.stringContaining("too long") });
    expect(osc52("x".repeat(74_994))).not.toBeNull();
  });
});

describe("saving a log", () => {
  it("writes a file of its own here, and none over another", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dagtop-save-"));
    const before = process.cwd();
    process.chdir(folder);
    try {
      const attempt = home
        .reader()!
        .stages.attempts(idOf(1))
        .find(({ stage }) => stage === "report")!;
      const target = {
        is: "attempt",
        run: idOf(1),
        stage: attempt.stage,
        attempt: attempt.id,
      } as const;
      const logs = logSource(home);
      for (const name of ["nightly-1-report-1.log", "nightly-1-report-1-2.log"]) {
        await saved({ logs, reader: home.reader }, { is: "save", target, filter: null });
        expect(readFileSync(join(folder, name), "utf8")).toBe("over\n");
      }
      expect(existsSync(join(folder, "nightly-1-report-1-3.log"))).toBe(false);
      logs.close();
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("what happened of late", () => {
  it("is told in the order of the events, what a run did at one moment as one", () => {
    const feed = newsFeed(home.reader()!, () => NO_MASK);
    const news = feed.read();
    expect(news.map(({ name }) => name)).toContain("nightly#1");
    const words = news.flatMap(({ items }) =>
      items.map((item) =>
        item
          .map(({ text }) => text)
          .join(" ")
          .trim(),
      ),
    );
    expect(words).toContain("started");
    expect(words).toContain("train exit 1");
    expect(words.find((each) => each.startsWith("gate"))).toBeDefined();
    expect(feed.read()).toBe(news);
  });

  it("is said as a toast where another run has ended or asks, and not of the one that is open", () => {
    const pipeline = (asks: boolean, ended: boolean, name: string, run: RunId) => ({
      id: pipelineName(name),
      name,
      strip: [
        { number: 4, state: ended ? ("failed" as const) : ("running" as const), forYou: asks },
      ],
      week: [],
      active: ended
        ? null
        : {
            id: run,
            number: 4,
            state: "running" as const,
            startedAt: 1,
            others: 0,
            says: "Promote it?",
            brief: "",
            dueAt: null,
            eta: null,
            asks: asks ? stageKey("gate") : null,
          },
      last: ended
        ? { id: run, number: 4, state: "failed" as const, endedAt: 5, reason: "data: exit 3" }
        : null,
    });
    const viewOf = (asks: boolean, ended: boolean, open: RunId | null): View => {
      const dashboard = {
        pipelines: [pipeline(asks, false, "a", idOf(1)), pipeline(false, ended, "b", idOf(2))],
        runs: null,
        news: [],
        empty: null,
      };
      const run = { pipeline: "b", run: { id: open, name: "b#4" } };
      return { dashboard, now: 0, run: open === null ? null : run } as unknown as View;
    };
    const texts = (open: RunId | null): string[] =>
      meanwhile(viewOf(false, false, open), viewOf(true, true, open)).map((told) =>
        told.is === "toast" ? told.text : "",
      );
    expect(texts(null)).toEqual(["b#4 failed: data: exit 3", "a#4 waits for you: Promote it?"]);
    expect(texts(idOf(2))).toEqual(["a#4 waits for you: Promote it?"]);
  });
});
