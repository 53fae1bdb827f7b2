// Texts with holes: `--lr=${{ params.lr }}`, `${{ stages.train.outputs.run_id }}`.
//
// Only `params.NAME`, `matrix.NAME` and `stages.KEY.outputs.NAME` are known. Nothing is computed in a hole: what it stands for
// becomes one piece of text, never syntax.

import type { SourcePiece, SourceText } from "./definition.ts";
import { stageKey } from "./ids.ts";

export type Hole =
  | Exclude<SourcePiece, { readonly is: "text" }>
  | { readonly is: "bad"; readonly message: string; readonly hint: string };

export interface ReadTemplate {
  /** Without empty texts, and without the bad holes. */
  readonly pieces: SourceText;
  /** Every hole in its order, the bad ones too. */
  readonly holes: readonly Hole[];
}

export const HOLE = "${{";

const KNOWN =
  "Known are ${{ params.NAME }}, ${{ matrix.NAME }} and ${{ stages.KEY.outputs.NAME }}.";

export function templateOf(text: string): ReadTemplate {
  const pieces: SourcePiece[] = [];
  const holes: Hole[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(HOLE, from);
    if (start < 0) break;
    if (start > from) pieces.push({ is: "text", text: text.slice(from, start) });
    const end = text.indexOf("}}", start);
    const hole = end < 0 ? UNCLOSED : holeOf(text.slice(start + HOLE.length, end).trim());
    holes.push(hole);
    if (hole.is !== "bad") pieces.push(hole);
    if (end < 0) return { pieces, holes };
    from = end + 2;
  }
  if (from < text.length) pieces.push({ is: "text", text: text.slice(from) });
  return { pieces, holes };
}

const UNCLOSED: Hole = {
  is: "bad",
  message: "${{ is opened here and never closed",
  hint: "Close it with }}.",
};

function holeOf(inside: string): Hole {
  const value = /^(params|matrix)\.([A-Za-z_][A-Za-z0-9_]*)$/.exec(inside);
  if (value?.[2] !== undefined) {
    return { is: value[1] === "params" ? "param" : "matrix", name: value[2] };
  }
  const output = /^stages\.([^.\s]+)\.outputs\.([A-Za-z_][A-Za-z0-9_-]*)$/.exec(inside);
  if (output?.[1] !== undefined && output[2] !== undefined) {
    return { is: "output", stage: stageKey(output[1]), name: output[2] };
  }
  return { is: "bad", message: `\${{ ${inside} }} is not known`, hint: hintFor(inside) };
}

function hintFor(inside: string): string {
  const env = /^env\.(\w+)$/.exec(inside);
  if (env !== null)
    return `The environment is read by the command itself: $${env[1]} in "run".\n${KNOWN}`;
  const secret = /^secrets\.(\w+)$/.exec(inside);
  if (secret !== null) {
    return `A secret is a variable: secrets: [${secret[1]}] at the top of the file, and "$${secret[1]}" in "run".`;
  }
  if (/^stages\.[\w-]+\[/.test(inside)) {
    return "A member of a matrix has no name here: without the [ ] its stage gives a list of all members.";
  }
  const param = /^(?:inputs|param|parameters|vars)\.(\w+)$/.exec(inside);
  if (param !== null) return `Did you mean \${{ params.${param[1]} }}?`;
  const output = /^(?:needs|steps|jobs|stages)\.([\w-]+)\.(?:outputs?\.)?([\w-]+)$/.exec(inside);
  if (output !== null) return `Did you mean \${{ stages.${output[1]}.outputs.${output[2]} }}?`;
  if (/^(params|matrix)\.[A-Za-z_]/.test(inside)) {
    return `Nothing is computed between \${{ and }}: do it in the command.\n${KNOWN}`;
  }
  return KNOWN;
}
