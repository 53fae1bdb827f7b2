// A screen of a terminal, as tmux tells it with its colours, drawn as SVG: for pictures that are made from the real thing.

const INK = { plain: "#d6deeb", dim: "#7f8ea3", back: "#0f1720" } as const;
const COLOURS: Readonly<Record<string, string>> = {
  31: "#ff6b6b",
  32: "#7fd962",
  33: "#ffcc66",
  35: "#d2a6ff",
  36: "#59c2ff",
};
const CELL = { width: 8.4, height: 19 };
const MARGIN = 12;

interface Style {
  readonly colour: string;
  readonly dim: boolean;
  readonly bold: boolean;
  readonly inverse: boolean;
}

interface Piece extends Style {
  readonly text: string;
}

const PLAIN: Style = { colour: INK.plain, dim: false, bold: false, inverse: false };

const CODES: Readonly<Record<string, Partial<Style>>> = {
  1: { bold: true },
  2: { dim: true },
  7: { inverse: true },
  22: { bold: false, dim: false },
  27: { inverse: false },
  39: { colour: INK.plain },
};

function styled(style: Style, code: string): Style {
  if (code === "" || code === "0") return PLAIN;
  const colour = COLOURS[code];
  return { ...style, ...(colour === undefined ? CODES[code] : { colour }) };
}

function piecesOf(line: string): Piece[] {
  let style = PLAIN;
  // oxlint-disable-next-line no-control-regex -- the escape is what it looks for
  return line.split(/(\u001b\[[\d;]*m)/).flatMap((part): Piece[] => {
    if (!part.startsWith("\u001b")) return part === "" ? [] : [{ ...style, text: part }];
    for (const code of part.slice(2, -1).split(";")) style = styled(style, code);
    return [];
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00a0");
}

/** Each piece at its own column: fonts differ in how wide their glyphs are. Spaces at its ends are not drawn. */
function rowOf(line: string, row: number): string {
  let column = 0;
  return piecesOf(line)
    .map((piece) => {
      const began = column;
      column += Array.from(piece.text).length;
      return drawn(piece, began, row);
    })
    .join("");
}

function drawn({ text, colour, dim, bold, inverse }: Piece, column: number, row: number): string {
  const y = MARGIN + row * CELL.height;
  const fill = dim ? INK.dim : colour;
  const at = (columns: number): string => (columns * CELL.width).toFixed(1);
  const back = inverse
    ? `<rect x="${(MARGIN + column * CELL.width).toFixed(1)}" y="${y}" width="${at(Array.from(text).length)}" height="${CELL.height}" fill="${fill}"/>`
    : "";
  const shown = text.trim();
  if (shown === "") return back;
  const before = text.length - text.trimStart().length;
  const x = (MARGIN + (column + before) * CELL.width).toFixed(1);
  const weight = bold ? ' font-weight="bold"' : "";
  return `${back}<text x="${x}" y="${y + 14}" textLength="${at(Array.from(shown).length)}" fill="${inverse ? INK.back : fill}"${weight}>${escaped(shown)}</text>`;
}

/** @param lines - with SGR sequences, none longer than `columns` */
export function terminalSvg(lines: readonly string[], columns: number, label: string): string {
  const width = columns * CELL.width + 2 * MARGIN;
  const height = lines.length * CELL.height + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    `<rect width="100%" height="100%" rx="8" fill="${INK.back}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...lines.map(rowOf),
    "</g></svg>\n",
  ].join("\n");
}
