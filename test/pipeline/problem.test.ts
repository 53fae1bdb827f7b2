// How a problem reads: place, line, caret, hint, and nothing that a terminal would obey.

import { expect, it } from "vitest";
import { excerpt, type Problem, problemText, visible } from "../../src/pipeline/problem.ts";

const problem: Problem = {
  code: "unknown-key",
  file: "pipeline.yaml",
  line: 7,
  column: 5,
  text: "    depends_on: [a]",
  message: 'unknown key "depends_on"',
  hint: 'Use "needs".\nAs a list.',
};

it("shows the place, the line with a caret under the column, and the hint", () => {
  expect(problemText(problem)).toBe(
    [
      'pipeline.yaml:7:5  unknown key "depends_on"',
      "  7 |     depends_on: [a]",
      "    |     ^",
      '  hint: Use "needs".',
      "        As a list.",
    ].join("\n"),
  );
});

it("writes escape sequences and characters that turn text around out as text", () => {
  expect(visible("\u001b[31m\u0007\u009b\u202e\u200b\ttab")).toBe(
    "\\x1b[31m\\x07\\x9b\\u202e\\u200b\\ttab",
  );
  const nasty = {
    ...problem,
    file: "a\u001b",
    message: "b\u001b",
    text: "\u001bxyz c",
    hint: "d\r",
  };
  expect(problemText(nasty)).not.toMatch(/[^\n -~]/);
});

it("keeps the caret under the offending place behind characters that are written out", () => {
  const lines = problemText({ ...problem, text: "\u001bab", column: 2 }).split("\n");
  expect(lines[1]?.indexOf("a")).toBe(lines[2]?.indexOf("^"));
});

it("cuts long lines at 80 characters around the column", () => {
  const line = `${"a".repeat(200)}X${"b".repeat(200)}`;
  const text = excerpt(line, 201);
  expect(text).toHaveLength(82);
  const lines = problemText({ ...problem, text, column: 201 }).split("\n");
  expect(lines[1]?.indexOf("X")).toBe(lines[2]?.indexOf("^"));
  expect(excerpt("short", 3)).toBe("short");
});
