import chalk from "chalk";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { runView } from "../../src/ui/project.ts";
import { type RunBlockOptions, showRun } from "../../src/ui/run-block.tsx";
import { type Followed, followedStore } from "../../src/ui/view.ts";
import { widthOf } from "../../src/ui/width.ts";
import { FakeTerminal } from "./fake-terminal.ts";
import { randomRuns } from "./random-runs.ts";
import { spamRun, T0, view } from "./rows.ts";

const PLAIN = { ascii: false, colour: false, inline: false };
const opened: (() => void)[] = [];

afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function show(run: Followed["run"], columns = 80, rows = 24, options: RunBlockOptions = PLAIN) {
  const terminal = new FakeTerminal(columns, rows);
  const store = followedStore(T0 + 8900);
  store.setState({ run });
  const shown = showRun(store, terminal.asTty(), options);
  opened.push(shown.unmount);
  return { terminal, store, shown };
}

const spam = () => runView(spamRun(), null);
const rested = (ms = 300) => new Promise((resolve) => setTimeout(resolve, ms));

describe("the block of a run on a terminal", () => {
  it.each([
    [80, 24],
    [40, 10],
    [120, 40],
  ])("stands whole at %d columns and %d rows", (columns, rows) => {
    const screen = show(spam(), columns, rows).terminal.screen();
    expect(screen).toHaveLength(7);
    expect(screen[0]).toMatch(/^spam#3 {2}● running {2}8s/u);
    expect(screen[4]).toMatch(/^ ↻ train {6}try 2 of 2 in 3s {3}exit 7/u);
    expect(Math.max(...screen.map(widthOf))).toBeLessThanOrEqual(columns);
  });

  it("draws nothing before the run is known, and the first thing known at once", async () => {
    const { terminal, store } = show(null);
    expect(terminal.screen()).toEqual([]);
    store.setState({ run: spam() });
    await rested(100);
    expect(terminal.screen()[0]).toContain("spam#3");
  });

  it("counts down once a second, and writes nothing in between", async () => {
    const { terminal, store } = show(spam());
    await rested(50);
    const writes = terminal.writes.length;
    for (const ms of [10, 40, 99]) store.setState({ now: T0 + 8900 + ms });
    await rested();
    expect(terminal.writes).toHaveLength(writes);
    store.setState({ now: T0 + 9100 });
    await rested();
    expect(terminal.screen()[4]).toContain("try 2 of 2 in 2s");
  });

  it("draws four frames a second at most while something changes all the time", async () => {
    const { terminal, store } = show(spam());
    await rested(50);
    const before = terminal.writes.length;
    const began = performance.now();
    for (let n = 0; n < 40; n += 1) {
      store.setState({ run: { ...spam(), note: `note ${n}` } });
      await rested(20);
    }
    // Each frame stands between a mark that begins a synchronised update and one that ends it.
    const frames = terminal.writes.slice(before).filter((text) => text === "\x1b[?2026h").length;
    expect(frames).toBeGreaterThan(1);
    expect(frames).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250) + 1);
    await rested();
    expect(terminal.screen()[0]).toContain("note 39");
  });

  it("fits the terminal again after its size has changed", async () => {
    const { terminal } = show(spam());
    const before = terminal.writes.length;
    terminal.resize(40, 6);
    await rested(100);
    const small = terminal.screen(before);
    expect(small).toHaveLength(5);
    expect(small).toContain(" … 3 more: 3 ✓");
    expect(Math.max(...small.map(widthOf))).toBeLessThanOrEqual(40);
    terminal.resize(120, 40);
    await rested(100);
    expect(terminal.screen().at(-1)).toContain("dagtop status");
  });

  it("leaves only the summary when the run is over", async () => {
    const { terminal, shown } = show(spam());
    await shown.finish(["spam#3  ✓ succeeded in 11.4s", " dagtop show spam#3"]);
    expect(terminal.screen()).toEqual(["spam#3  ✓ succeeded in 11.4s", " dagtop show spam#3"]);
    expect(terminal.writes.join("")).toContain("\x1b[?25h");
  });

  it("shows no change that comes after its end", async () => {
    const { terminal, store, shown } = show(spam());
    await shown.finish(["over"]);
    store.setState({ run: view({}) });
    await rested();
    shown.unmount();
    expect(terminal.screen()).toEqual(["over"]);
  });

  it("cleans the summary too", async () => {
    const { terminal, shown } = show(spam());
    await shown.finish(["a\x1b]52;c;eA==\x07b"]);
    expect(terminal.screen()).toEqual(["ab"]);
    expect(terminal.writes.join("")).not.toContain("]52");
  });

  it("leaves the block standing and gives the cursor back when the follower goes", () => {
    const { terminal, shown } = show(spam());
    shown.unmount();
    expect(terminal.screen()).toHaveLength(7);
    expect(terminal.writes.join("").lastIndexOf("\x1b[?25h")).toBeGreaterThan(
      terminal.writes.join("").lastIndexOf("\x1b[?25l"),
    );
  });

  it("says what a second Ctrl-C does, and that an inline run ends with its command", () => {
    const cancelling = { ...spam(), state: "cancelling" as const };
    expect(show(cancelling).terminal.screen().at(-1)).toMatch(/^Ctrl-C again stops it at once/u);
    const inline = show(spam(), 80, 24, { ...PLAIN, inline: true }).terminal.screen();
    expect(inline.at(-1)).toBe("Ctrl-C cancels this run · it runs inside this command");
  });

  it("has colour by meaning, and none where colour is off", () => {
    const { level } = chalk;
    try {
      chalk.level = 3;
      const coloured = show(spam(), 80, 24, { ...PLAIN, colour: true }).terminal.writes.join("");
      const plain = show(spam()).terminal.writes.join("");
      expect(coloured).toContain("\x1b[36m● running");
      expect(coloured).toContain("\x1b[32m ✓ ");
      // oxlint-disable-next-line no-control-regex -- colours are what must be missing
      expect(plain).not.toMatch(/\u001B\[[\d;]*m/u);
    } finally {
      chalk.level = level;
    }
  });

  it("never draws a frame taller or wider than the terminal, whatever the run", () => {
    const sizes = fc.constantFrom([80, 24] as const, [40, 10] as const, [120, 40] as const);
    fc.assert(
      fc.property(randomRuns, sizes, (run, [columns, rows]) => {
        const { terminal, shown } = show(runView(run, null), columns, rows);
        const screen = terminal.screen();
        shown.unmount();
        expect(screen.length).toBeGreaterThan(0);
        expect(screen.length).toBeLessThan(rows);
        expect(Math.max(...screen.map(widthOf))).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 40 },
    );
  });
});
