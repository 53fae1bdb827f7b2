import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastOfCarriageReturns, logLine, plainText, sanitise } from "../../src/ui/sanitise.ts";
import { ATTACKS } from "./attacks.ts";

// Written apart from the sanitiser: what is allowed to reach a terminal, by code points.
const UNSAFE: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0000, 0xe0fff],
];
const COLOUR = "[34]8;(?:5;\\d{1,3}|2;\\d{1,3};\\d{1,3};\\d{1,3})";
const STYLE = `(?:[123479]|21|3[0-7]|9[0-7]|4[0-7]|10[0-7]|${COLOUR})`;
const ALLOWED_SGR = new RegExp(`\u001b\\[(?:0|(?:0;)?${STYLE}(?:;${STYLE})*)m`, "gu");

function unsafePart(output: string): string | null {
  for (const character of output.replaceAll(ALLOWED_SGR, "")) {
    const code = character.codePointAt(0) ?? 0;
    if (UNSAFE.some(([first, last]) => code >= first && code <= last)) return code.toString(16);
  }
  return null;
}

const pieces = fc.constantFrom(
  ...ATTACKS.map((one) => one.text),
  ..."\x1b\x9b\x9d\x90\x9c\x07\b\r\t\n\x18[]P_^Xkm;:0?31 a\\é漢😀\uD83D\uDE00\u202E\u200D\uFE0F".split(
    "",
  ),
);
const hostile = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

describe("the sanitiser", () => {
  it("knows more than 44 attacks", () => {
    expect(new Set(ATTACKS.map((one) => one.name)).size).toBe(ATTACKS.length);
    expect(ATTACKS.length).toBeGreaterThan(44);
  });

  it.each(ATTACKS)("leaves only what is harmless when a line $name", ({ text, shown }) => {
    expect(sanitise(text)).toBe(shown);
    expect(unsafePart(shown)).toBeNull();
  });

  it("lets nothing through but colours, whatever it is given", () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, colour) => {
        expect(unsafePart(sanitise(text, { colour }))).toBeNull();
        expect(unsafePart(plainText(text))).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });

  it("changes nothing when a text passes it again", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 64, max: 400 }), (text, maxBytes) => {
        const once = sanitise(text, { maxBytes });
        expect(sanitise(once, { maxBytes })).toBe(once);
        expect(plainText(plainText(text))).toBe(plainText(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("never gives more bytes than its limit", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 64, max: 300 }), (text, maxBytes) => {
        expect(Buffer.byteLength(sanitise(text, { maxBytes }))).toBeLessThanOrEqual(maxBytes);
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves no trace of a colour where colours are off", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(sanitise(text, { colour: false })).not.toContain("\x1b");
      }),
      { numRuns: 1000 },
    );
  });

  it("ends in the terminal's own style, so a line never colours the next", () => {
    const output = sanitise("\x1b[7;41mred until the end of time");
    expect(output.endsWith("\x1b[0m")).toBe(true);
  });

  it("cuts a long line and counts what is missing", () => {
    const output = sanitise("x".repeat(10_000));
    expect(output).toMatch(/^x+…\[\+\d+ chars\]$/u);
    const [, missing = ""] = /\+(\d+)/u.exec(output) ?? [];
    expect(output.indexOf("…") + Number(missing)).toBe(10_000);
  });

  it("cuts between characters, not inside one", () => {
    for (let limit = 64; limit < 80; limit += 1) {
      const output = sanitise("😀".repeat(100), { maxBytes: limit });
      expect(output).toMatch(/^(?:😀)+…\[\+\d+ chars\]$/u);
    }
  });

  it("closes the colour of a line that was cut", () => {
    expect(sanitise(`\x1b[31m${"x".repeat(500)}`, { maxBytes: 64 })).toMatch(
      // oxlint-disable-next-line no-control-regex -- the reset is what is looked for
      /^\u001B\[31mx+\u001B\[0m…\[\+\d+ chars\]$/u,
    );
  });

  it("gets through hostile lines of hundreds of kilobytes in work that grows with their length only", () => {
    const lines = [
      "\x1b]0;".repeat(50_000),
      "\x1b[1".repeat(50_000),
      "a\t\b".repeat(100_000),
      "\x1b]x\r".repeat(50_000),
      `\x1b[${"1;".repeat(200_000)}m`,
      "\x1b".repeat(200_000),
    ];
    // Quadratic work would be minutes here, far beyond the time limit of a test.
    for (const line of lines) expect(sanitise(line).length).toBeLessThan(8300);
  });
});

describe("a name or an error in one line", () => {
  it("shows what could hide a part of it", () => {
    expect(plainText("safe\r\x1b[2Kevil")).toBe("safe<0D>evil");
    expect(plainText("ab\b\bcd")).toBe("ab<08><08>cd");
    expect(plainText("one\ntwo\tthree")).toBe("one<0A>two<09>three");
  });

  it("has no colours", () => {
    expect(plainText("\x1b[31mtrain\x1b[0m")).toBe("train");
  });
});

describe("a line of a log", () => {
  it("is read leniently from bytes", () => {
    expect(logLine(Uint8Array.of(0x61, 0xff, 0x62, 0x0d, 0x0a))).toBe("a\uFFFDb");
    expect(logLine(Uint8Array.of(0xef, 0xbb, 0xbf, 0x78))).toBe("<FEFF>x");
  });

  it("hides no C1 control in a byte or in two", () => {
    expect(logLine(Uint8Array.of(0x9b, 0x32, 0x4a))).toBe("\uFFFD2J");
    expect(logLine(Uint8Array.of(0xc2, 0x9b, 0x32, 0x4a, 0x78))).toBe("x");
  });

  it("shows the last state of a progress bar", () => {
    expect(lastOfCarriageReturns(" 10%\r 20%\r 30%")).toBe(" 30%");
    expect(lastOfCarriageReturns(" 10%\r 20%\r\r")).toBe(" 20%");
    expect(lastOfCarriageReturns("done\r      \r")).toBe("done");
    expect(lastOfCarriageReturns("\r\r")).toBe("");
    expect(logLine("10%\r20%\r\n")).toBe("20%");
  });
});
