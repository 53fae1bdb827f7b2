// What a gate asks for, the number that it judges, and the champion, on one line: "f1 0.921 · floor 0.8 · champion v3 0.912".
// Before the gate has judged, what would come of it stands behind them.

import { type Champion, type Gate, championText, judge, number } from "../engine/gate.ts";
import { type Line, type Part, lineWidth, part } from "./line.ts";
import type { Meaning } from "./theme.ts";

/** The name of the metric has passed the sanitiser. */
export interface GateView {
  /** Of the model, as it may be shown. */
  readonly model: string;
  readonly gate: Gate;
  /** Null where it isn't known yet. */
  readonly value: number | null;
  readonly champion: Champion | null;
  /** Whether it has judged already: then the champion is the one that it was judged beside. */
  readonly isOver: boolean;
}

/** One line, or where it is wider than `columns` two: what would come of it stands on the second then. */
export function gateLines(view: GateView, columns: number, ascii: boolean): Line[] {
  const between = part(ascii ? ", " : " · ", null, true);
  const pieces = gatePieces(view, ascii).map((text) => part(text));
  const line = pieces.flatMap((piece, place): Part[] => (place === 0 ? [piece] : [between, piece]));
  const verdict = verdictOf(view);
  if (verdict === null) return [line];
  const arrow = (before: string): Part => part(`${before}${ascii ? "->" : "→"} `, null, true);
  const whole = [...line, arrow(" "), verdict];
  return lineWidth(whole) <= columns ? [whole] : [line, [arrow(""), verdict]];
}

function gatePieces({ gate, value, champion, isOver }: GateView, ascii: boolean): string[] {
  const { metric, min, max, goal, tolerance, betterThanChampion } = gate;
  const none = ascii ? "-" : "–";
  const beside = isOver ? [] : ["no champion yet"];
  return [
    `${metric} ${value === null ? none : number(value)}`,
    ...(min === null ? [] : [`floor ${number(min)}`]),
    ...(max === null ? [] : [`ceiling ${number(max)}`]),
    ...(champion === null ? beside : [championText(gate, champion)]),
    ...(betterThanChampion && tolerance > 0 ? [`tolerance ${number(tolerance)}`] : []),
    ...(goal === "min" ? ["lower is better"] : []),
  ];
}

function verdictOf({ gate, value, champion, isOver }: GateView): Part | null {
  if (isOver || value === null) return null;
  const [text, meaning] = WORDS[judge(gate, value, champion).is];
  return part(text, meaning);
}

const WORDS: {
  readonly [Is in ReturnType<typeof judge>["is"]]: readonly [text: string, meaning: Meaning];
} = {
  promote: ["passes", "ok"],
  keep: ["champion stays", "warn"],
  not_better: ["not better: refused", "bad"],
  refuse: ["refused", "bad"],
};
