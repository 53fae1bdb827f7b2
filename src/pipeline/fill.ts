// Fills the holes of a text as far as they are known before a run: parameters and matrix values become text, outputs
// stay pieces.

import type { SourceText } from "./definition.ts";
import type { StageKey } from "./ids.ts";
import { valueText } from "./matrix.ts";
import { absolute } from "./paths.ts";
import type { ParamValue, Template, TemplatePiece } from "./plan.ts";

export interface Values {
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Of the member that the text belongs to. */
  readonly matrix: Readonly<Record<string, ParamValue>>;
  /** Left out where no outputs can stand. */
  readonly membersOf?: (stage: StageKey) => {
    readonly members: readonly StageKey[];
    readonly isMatrix: boolean;
  };
}

/** What was not given is empty. Neighbouring texts become one. */
export function filled(text: SourceText, values: Values): Template {
  const pieces: TemplatePiece[] = [];
  for (const piece of text) {
    if (piece.is === "output") {
      const from = values.membersOf?.(piece.stage);
      pieces.push(
        from?.isMatrix === true ? { is: "outputs", stages: from.members, name: piece.name } : piece,
      );
      continue;
    }
    const words = piece.is === "text" ? piece.text : wordsFor(piece, values);
    const last = pieces.at(-1);
    if (last?.is === "text") pieces[pieces.length - 1] = { is: "text", text: last.text + words };
    else if (words !== "") pieces.push({ is: "text", text: words });
  }
  return pieces;
}

function wordsFor(
  { is, name }: { readonly is: "param" | "matrix"; readonly name: string },
  values: Values,
): string {
  const from = is === "param" ? values.params : values.matrix;
  return Object.hasOwn(from, name) ? valueText(from[name]) : "";
}

/** The text of a template that has no outputs. */
export function plainText(template: Template): string {
  return template.map((piece) => (piece.is === "text" ? piece.text : "")).join("");
}

/**
 * A path that begins with a text is made absolute here. One that begins with an output can be either kind; whoever
 * fills it resolves it against the plan's folder.
 */
export function absoluteText(folder: string, template: Template): Template {
  const [first, ...rest] = template;
  if (first === undefined) return [{ is: "text", text: absolute(folder, "") }];
  if (first.is !== "text") return template;
  if (rest.length === 0) return [{ is: "text", text: absolute(folder, first.text) }];
  const start = first.text.startsWith("/") ? first.text : `${absolute(folder, "")}/${first.text}`;
  return [{ is: "text", text: start }, ...rest];
}
