// What is wrong with a pipeline file: one problem, its place, and how a person reads it.
//
// A problem's text is the source line it stands on, cut at 80 characters around the offending place. Where the
// cut falls depends on the column alone, so the caret can be drawn without keeping anything else.
// Whatever comes from the file is untrusted: `problemText` lets no control character through.

export interface Problem {
  /** Stable: tests and scripts may rely on it. */
  readonly code: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The offending line, cut at 80; raw, so it may hold control characters. */
  readonly text: string;
  readonly message: string;
  /** How to mend it; may have several lines. */
  readonly hint: string;
}

const WIDTH = 80;
const LEAD = 20;

// Control characters, what turns the direction of text around, and what has no width: all of them could make a
// terminal show something else than the file has.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text with every control and invisible character written out, such as `\x1b` or `\u202e`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const unit = character.charCodeAt(0);
    if (character === "\t") return "\\t";
    if (character === "\n") return "\\n";
    if (unit < 0x100) return `\\x${unit.toString(16).padStart(2, "0")}`;
    return `\\u${unit.toString(16).padStart(4, "0")}`;
  });
}

/** Where the excerpt of a line begins for a problem in this column, from 0. */
function cutAt(column: number): number {
  return column <= WIDTH - LEAD ? 0 : column - 1 - LEAD;
}

/** The part of a source line that a problem in `column` (from 1) shows: at most 80 characters and the marks of a cut. */
export function excerpt(line: string, column: number): string {
  const from = cutAt(column);
  const part = line.slice(from, from + WIDTH);
  return (from > 0 ? "…" : "") + part + (line.length > from + WIDTH ? "…" : "");
}

/**
 * The problem as a person reads it: place and message, the source line with a caret, the hint. Plain text of
 * several lines, without a line break at its end; safe to print on a terminal.
 */
export function problemText(problem: Problem): string {
  const place = `${visible(problem.file)}:${problem.line}:${problem.column}`;
  const lines = [`${place}  ${visible(problem.message)}`];
  if (problem.text !== "") {
    const gutter = String(problem.line);
    const from = cutAt(problem.column);
    const before = problem.text.slice(0, problem.column - 1 - from + (from > 0 ? 1 : 0));
    lines.push(`  ${gutter} | ${visible(problem.text)}`);
    lines.push(`  ${" ".repeat(gutter.length)} | ${" ".repeat(visible(before).length)}^`);
  }
  if (problem.hint !== "") {
    const hint = problem.hint.split("\n").map((line) => visible(line));
    lines.push(`  hint: ${hint.join("\n        ")}`);
  }
  return lines.join("\n");
}
