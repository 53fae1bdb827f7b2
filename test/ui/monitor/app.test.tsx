// The screens on a terminal of a given size, through Ink: what is drawn, what is written for a change, and what comes of keys.

import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { part } from "../../../src/ui/line.ts";
import { showScreens, type Shown } from "../../../src/ui/monitor/app.tsx";
import { type Frame, linesOnly } from "../../../src/ui/monitor/frame.ts";
import { frames } from "../../../src/ui/monitor/frames.ts";
import { FakeTerminal } from "../fake-terminal.ts";

class FakeKeyboard extends PassThrough {
  readonly isTTY = true;
  setRawMode(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

let shown: Shown | null = null;
afterEach(async () => {
  await shown?.close();
  shown = null;
});

function open(columns: number, rows: number, first: Frame) {
  const terminal = new FakeTerminal(columns, rows);
  const keyboard = new FakeKeyboard();
  let frame = first;
  const source = frames(
    () => frame,
    () => performance.now(),
  );
  const pressed: string[] = [];
  shown = showScreens(source, {
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: terminal.asTty(),
    colour: true,
    press: ({ key, text }) => pressed.push(key === "" ? `paste ${text ?? ""}` : key),
  });
  return {
    terminal,
    keyboard,
    pressed,
    show: (next: Frame) => {
      frame = next;
      source.hurry();
      source.changed();
    },
  };
}

const lines = (count: number, change: string): Frame =>
  linesOnly(Array.from({ length: count }, (_, row) => [part(row === 3 ? change : `line ${row}`)]));

describe("the screens on a terminal", () => {
  it("copy the picture line by line, and write only the line that has changed", async () => {
    const { terminal, show } = open(40, 10, lines(10, "before"));
    await vi.waitFor(() => {
      expect(terminal.writes.join("")).toContain("line 9");
    });
    const drawn = terminal.writes.length;
    show(lines(10, "after"));
    await vi.waitFor(() => {
      expect(terminal.writes.slice(drawn).join("")).toContain("after");
    });
    const written = terminal.writes.slice(drawn).join("");
    expect(written).not.toContain("line 4");
    expect(written.length).toBeLessThan(200);
  });

  it("hand on keys by their names, each of a burst, and a paste as one", async () => {
    const { keyboard, pressed, terminal } = open(40, 10, lines(10, "x"));
    await vi.waitFor(() => {
      expect(terminal.writes.join("")).toContain("line 9");
      expect(keyboard.listenerCount("readable")).toBeGreaterThan(0);
    });
    keyboard.write("jjk");
    await vi.waitFor(() => {
      expect(pressed).toEqual(["j", "j", "k"]);
    });
    keyboard.write("\u001b[A");
    keyboard.write("\u001b[200~two\nlines\u001b[201~");
    await vi.waitFor(() => {
      expect(pressed).toEqual(["j", "j", "k", "Up", "paste two\nlines"]);
    });
  });

  it("draw a table in the rows that a screen leaves for it", async () => {
    const table = {
      at: 1,
      titles: ["TRY", "state"],
      records: [["1", "failed"]],
      meanings: ["bad"] as const,
      chosen: 0,
    };
    const { terminal } = open(40, 5, { lines: [[part("head")], [], [], [part("below")]], table });
    await vi.waitFor(() => {
      expect(terminal.screen().map((line) => line.trim())).toEqual([
        "head",
        "TRY  state",
        "1    failed",
        "below",
      ]);
    });
  });
});

// Ink listens to its terminals as to any emitter; many are opened here.
EventEmitter.defaultMaxListeners = 50;
