// How often the picture is drawn.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { part } from "../../../src/ui/line.ts";
import { linesOnly } from "../../../src/ui/monitor/frame.ts";
import { frames } from "../../../src/ui/monitor/frames.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function lab() {
  let text = "0";
  let drawn = 0;
  const source = frames(
    () => linesOnly([[part("title")], [part(text)]]),
    () => Date.now(),
  );
  source.subscribe(() => {
    drawn += 1;
  });
  return {
    source,
    say: (next: string) => {
      text = next;
      source.changed();
    },
    drawn: () => drawn,
    shown: () => source.current().lines[1]?.[0]?.text,
  };
}

describe("the picture", () => {
  it("is drawn at once at the first change, then four times a second", () => {
    const { say, drawn, shown } = lab();
    say("1");
    expect([drawn(), shown()]).toEqual([1, "1"]);
    for (let at = 2; at <= 100; at += 1) {
      vi.advanceTimersByTime(10);
      say(String(at));
    }
    expect(drawn()).toBeLessThanOrEqual(5);
    vi.advanceTimersByTime(250);
    expect(shown()).toBe("100");
  });

  it("comes at most fifteen times a second for a second after a key, then slowly again", () => {
    const { source, say, drawn } = lab();
    source.hurry();
    for (let at = 0; at < 100; at += 1) {
      say(String(at));
      vi.advanceTimersByTime(10);
    }
    const quick = drawn();
    expect(quick).toBeGreaterThan(10);
    expect(quick).toBeLessThanOrEqual(16);
    for (let at = 0; at < 100; at += 1) {
      say(`late ${at}`);
      vi.advanceTimersByTime(10);
    }
    expect(drawn() - quick).toBeLessThanOrEqual(5);
  });

  it("does not wait for a slow interval when a key is pressed", () => {
    const { source, say, shown } = lab();
    say("1");
    say("2");
    vi.advanceTimersByTime(70);
    source.hurry();
    say("3");
    expect(shown()).toBe("3");
  });

  it("is not drawn for what looks the same, and lines that say the same stay the same object", () => {
    const { source, say, drawn } = lab();
    const [title] = source.current().lines;
    say("0");
    vi.advanceTimersByTime(1000);
    expect(drawn()).toBe(0);
    say("1");
    expect(source.current().lines[0]).toBe(title);
  });
});
