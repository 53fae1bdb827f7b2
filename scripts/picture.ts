// The picture of the README: the demo on a real terminal (tmux), caught while `train` waits for its second try and again at
// the end, drawn as SVG. `node scripts/picture.ts` after a change of what `run` looks like.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = resolve(import.meta.dirname, "..");
const OUT = join(ROOT, "docs/run.svg");
const SOCKET = `dagtop-picture-${process.pid}`;
const COLUMNS = 92;

const INK = { plain: "#d6deeb", dim: "#7f8ea3", back: "#0f1720" } as const;
const COLOURS: Readonly<Record<string, string>> = {
  31: "#ff6b6b",
  32: "#7fd962",
  33: "#ffcc66",
  35: "#d2a6ff",
  36: "#59c2ff",
};
const CELL = { width: 8.4, height: 19 };

function tmux(...args: string[]): string {
  return spawnSync("tmux", ["-L", SOCKET, "-f", "/dev/null", ...args], { encoding: "utf8" }).stdout;
}

async function screenWith(text: string): Promise<string[]> {
  for (let tries = 0; tries < 600; tries += 1) {
    const screen = tmux("capture-pane", "-p", "-e");
    if (screen.includes(text)) return screen.trimEnd().split("\n");
    await sleep(50);
  }
  throw new Error(`the screen never showed ${text}`);
}

interface Piece {
  readonly text: string;
  readonly colour: string;
}

function piecesOf(line: string): Piece[] {
  let colour: string = INK.plain;
  let dim = false;
  // oxlint-disable-next-line no-control-regex -- the escape is what it looks for
  return line.split(/(\u001b\[[\d;]*m)/).flatMap((part): Piece[] => {
    if (!part.startsWith("\u001b"))
      return part === "" ? [] : [{ text: part, colour: dim ? INK.dim : colour }];
    for (const code of part.slice(2, -1).split(";")) {
      if (code === "" || code === "0") [colour, dim] = [INK.plain, false];
      else if (code === "2") dim = true;
      else if (code === "22") dim = false;
      else colour = COLOURS[code] ?? (code === "39" ? INK.plain : colour);
    }
    return [];
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00a0");
}

function svg(lines: readonly string[]): string {
  const [width, height] = [COLUMNS * CELL.width + 24, lines.length * CELL.height + 24];
  const rows = lines.map((line, row) => {
    const spans = piecesOf(line).map(
      ({ text, colour }) => `<tspan fill="${colour}">${escaped(text)}</tspan>`,
    );
    return `<text x="12" y="${26 + row * CELL.height}">${spans.join("")}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="dagtop run on a terminal">`,
    `<rect width="100%" height="100%" rx="8" fill="${INK.back}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">`,
    ...rows,
    "</g></svg>\n",
  ].join("\n");
}

const home = mkdtempSync(join(tmpdir(), "dagtop-picture-"));
try {
  const shell = `cd ${ROOT}; PATH="${join(ROOT, "node_modules/.bin")}:$PATH" DAGTOP_HOME=${home}/home PS1='$ ' exec bash --norc --noprofile`;
  tmux("new-session", "-d", "-x", String(COLUMNS), "-y", "24", shell);
  await screenWith("$");
  tmux("send-keys", "clear; npx dagtop run examples/spam/pipeline.yaml", "Enter");
  const middle = await screenWith("try 2 of 2 in 2s");
  const end = await screenWith("succeeded");
  const lines = [
    "\u001b[2m$\u001b[0m npx dagtop run examples/spam/pipeline.yaml",
    ...middle.filter((line) => !line.includes("npx dagtop run")),
    "",
    ...end.filter((line) => /succeeded|dagtop show/.test(line)),
  ];
  writeFileSync(OUT, svg(lines));
} finally {
  tmux("kill-server");
  rmSync(home, { recursive: true, force: true });
}
