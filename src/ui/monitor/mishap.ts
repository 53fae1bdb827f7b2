// What is shown where drawing has failed, which is a bug of ours: the error, and that the keys still work.

import { type Line, part } from "../line.ts";
import { plainText } from "../sanitise.ts";
import type { Room } from "./frame.ts";

export function errorLines(error: unknown, { rows }: Room): readonly Line[] {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines: readonly Line[] = [
    [part(" This screen can't be drawn: a bug of dagtop. What runs goes on.", "bad")],
    [part(" Esc goes back, Ctrl-C leaves. Please report it with these lines.")],
    [],
    ...stack.split("\n").map((line): Line => [part(` ${plainText(line)}`, null, true)]),
  ];
  return lines.slice(0, rows);
}
