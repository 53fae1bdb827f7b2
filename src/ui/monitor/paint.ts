// A line as text with the terminal's own sixteen colours, so that it fits the theme of whoever looks. Without colours what
// is selected is still bold, and a hit of a search still inverse.

import { Chalk, type ChalkInstance } from "chalk";
import type { Line, Part } from "../line.ts";
import { COLOURS } from "../theme.ts";

// The level is settled here: whether colours are wanted was asked before, once.
const chalk = new Chalk({ level: 1 });

export function lineText(line: Line, colour: boolean): string {
  return line.map((one) => partText(one, colour)).join("") || " ";
}

function partText(one: Part, colour: boolean): string {
  const { text, meaning, dim, bold, inverse } = one;
  if (text === "") return "";
  let style: ChalkInstance = chalk;
  const name = meaning === null || !colour ? null : COLOURS[meaning];
  if (name !== null) style = style[name];
  if (dim && colour) style = style.dim;
  if (bold) style = style.bold;
  if (inverse) style = style.inverse;
  return style === chalk ? text : style(text);
}
