// Colours and text styles: the only part of a terminal's language that text from outside may speak.
//
// A style is a set of attributes; a sequence changes it, and it is written out again in one canonical form, so nothing
// of the original bytes survives. Blinking, hidden text and fonts are not in the set: they serve only to deceive.

export interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: "none" | "single" | "double";
  readonly inverse: boolean;
  readonly strike: boolean;
  /** The SGR parameters that set it, such as "31" or "38;5;208"; null for the terminal's own. */
  readonly foreground: string | null;
  readonly background: string | null;
}

export const PLAIN: Style = {
  bold: false,
  dim: false,
  italic: false,
  underline: "none",
  inverse: false,
  strike: false,
  foreground: null,
  background: null,
};

export const RESET = "\u001b[0m";

const CHANGES = new Map<number, Partial<Style>>([
  [1, { bold: true }],
  [2, { dim: true }],
  [3, { italic: true }],
  [4, { underline: "single" }],
  [7, { inverse: true }],
  [9, { strike: true }],
  [21, { underline: "double" }],
  [22, { bold: false, dim: false }],
  [23, { italic: false }],
  [24, { underline: "none" }],
  [27, { inverse: false }],
  [29, { strike: false }],
  [39, { foreground: null }],
  [49, { background: null }],
]);

const NUMBERS_ONLY = /^[\d:;]*$/;
// Terminals keep 16 to 32 parameters; more is nobody's colour.
const MOST_PARAMETERS = 32;

/** The style after the sequence `CSI parameters m`; unknown parameters change nothing. */
export function restyled(style: Style, parameters: string): Style {
  if (!NUMBERS_ONLY.test(parameters)) return style;
  const fields = parameters.split(";", MOST_PARAMETERS);
  let next = style;
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? "";
    const code = Number(field.split(":", 1)[0]);
    if (field.includes(":")) {
      next = withColons(next, code, field.split(":"));
    } else if (code === 38 || code === 48 || code === 58) {
      const colour = colourOf(fields.slice(index + 1, index + 5));
      if (colour === null) return next;
      next = coloured(next, code, colour.set);
      index += colour.taken;
    } else {
      next = changed(next, code);
    }
  }
  return next;
}

function changed(style: Style, code: number): Style {
  if (code === 0) return PLAIN;
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    return { ...style, foreground: String(code) };
  }
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
    return { ...style, background: String(code) };
  }
  const change = CHANGES.get(code);
  return change === undefined ? style : { ...style, ...change };
}

interface Colour {
  /** "5;208" or "2;255;0;0"; null if a number is out of range, which sets nothing. */
  readonly set: string | null;
  /** Parameters that belong to it. */
  readonly taken: number;
}

/** What follows 38, 48 or 58; null when it is none of the two forms, and the rest can't be understood. */
function colourOf(rest: readonly string[]): Colour | null {
  const taken = rest[0] === "5" ? 2 : 4;
  if ((rest[0] !== "5" && rest[0] !== "2") || rest.length < taken) return null;
  const numbers = rest.slice(1, taken);
  const set = numbers.every(isByte) ? [rest[0], ...numbers.map(Number)].join(";") : null;
  return { set, taken };
}

// The form with colons may hold a colour space before red: 38:2::255:0:0.
function withColons(style: Style, code: number, fields: readonly string[]): Style {
  if (code === 4) return changed(style, fields[1] === "0" ? 24 : 4);
  const rest =
    fields[1] === "2" && fields.length >= 6 ? ["2", ...fields.slice(3)] : fields.slice(1);
  return coloured(style, code, colourOf(rest)?.set ?? null);
}

function coloured(style: Style, code: number, set: string | null): Style {
  if (set === null) return style;
  if (code === 38) return { ...style, foreground: `38;${set}` };
  if (code === 48) return { ...style, background: `48;${set}` };
  return style;
}

function isByte(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= 255;
}

/** The sequence that takes a terminal from one style to another; empty when they are the same. */
export function transition(from: Style, to: Style): string {
  const before = parametersOf(from);
  const after = parametersOf(to);
  if (before === after) return "";
  if (after === "") return RESET;
  return before === "" ? `\u001b[${after}m` : `\u001b[0;${after}m`;
}

function parametersOf(style: Style): string {
  if (style === PLAIN) return "";
  const parameters = [
    style.bold ? "1" : null,
    style.dim ? "2" : null,
    style.italic ? "3" : null,
    style.underline === "single" ? "4" : null,
    style.inverse ? "7" : null,
    style.strike ? "9" : null,
    style.underline === "double" ? "21" : null,
    style.foreground,
    style.background,
  ];
  return parameters.filter((parameter) => parameter !== null).join(";");
}
