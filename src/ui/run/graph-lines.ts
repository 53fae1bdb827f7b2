// A drawing with the states of this moment in it, as much of it as there is room for, around the selected node. Where
// not all of it is seen, a line below tells how each rank does.

import { type Line, type Part, bold, lineWidth, part } from "../line.ts";
import type { StageView } from "../project.ts";
import { type Mark, STAGE_MARKS, glyphOf } from "../theme.ts";
import { cut, widthOf } from "../width.ts";
import { clipped } from "./clip.ts";
import { type Layout, type Piece, moreText } from "./layout.ts";
import { foremost, isQuiet, markOf, tookText } from "./looks.ts";
import type { Model } from "./model.ts";
import type { RunPageView } from "./view.ts";

export interface GraphRoom {
  readonly columns: number;
  readonly rows: number;
  readonly ascii: boolean;
  readonly now: number;
}

/** @param at - the node that is selected */
export function graphLines(
  page: RunPageView,
  model: Model,
  layout: Layout,
  at: number,
  room: GraphRoom,
): Line[] {
  // One column for the mark of a node in the first.
  const columns = room.columns - 1;
  const place = layout.places.get(at) ?? { row: 0, x: 0, width: 0 };
  const top = around(place.row, 1, layout.rows.length, room.rows);
  const left = around(place.x, place.width, layout.width, columns) - 1;
  return layout.rows.slice(top, top + room.rows).map((pieces) => {
    const line: Part[] = [];
    let end = left;
    for (const piece of pieces) {
      const width = piece.is === "node" ? piece.width : piece.text.length;
      if (piece.x + width <= left) continue;
      if (piece.x >= left + room.columns) break;
      if (piece.x > end) line.push(part(" ".repeat(piece.x - end)));
      const own =
        piece.is === "lines"
          ? [part(piece.text, null, true)]
          : nodeLine(piece, page, model, at, room);
      line.push(...(piece.x < left ? clipped(own, left - piece.x, width - left + piece.x) : own));
      end = Math.max(end, piece.x + width);
    }
    return clipped(line, 0, room.columns);
  });
}

/** The first that is shown, so that what is selected stands in the middle if not all fits. */
function around(from: number, size: number, all: number, room: number): number {
  if (all <= room) return 0;
  const middle = from + Math.floor(size / 2) - Math.floor(room / 2);
  return Math.max(0, Math.min(all - room, middle));
}

function nodeLine(
  piece: Extract<Piece, { is: "node" }>,
  page: RunPageView,
  model: Model,
  at: number,
  { now, ascii }: GraphRoom,
): Line {
  const { node: ref, name, width, filler } = piece;
  const line: Part[] = [];
  if (ref.is === "more") {
    line.push(part(`   ${moreText(ref.count)} `, null, true));
  } else {
    const node = model.nodes[ref.node];
    const stages = stagesAt(page, node?.stages ?? []);
    const mark = markOf(stages);
    const isSelected = ref.node === at;
    const styled = (one: Part): Part => (isSelected ? bold(one) : one);
    const count = node?.isFolded === true ? ` ${ascii ? "x" : "×"}${node.stages.length}` : "";
    const dim = !isSelected && isQuiet(stages);
    line.push(
      part(isSelected ? markOfCursor(ascii) : " ", isSelected ? "live" : null),
      styled(part(`${glyphOf(mark, ascii)} `, mark.meaning)),
      styled(part(`${name}${count}`, null, dim)),
    );
    const room = width - 2 - lineWidth(line);
    const detail = detailsOf(stages, node?.isFolded === true, now).find(
      (text) => widthOf(text) <= room,
    );
    if (detail !== undefined) line.push(part(` ${detail}`, null, dim));
    line.push(part(" "));
  }
  const missing = width - lineWidth(line);
  return missing > 0 ? [...line, part(filler.repeat(missing), null, true)] : line;
}

export function markOfCursor(ascii: boolean): string {
  return ascii ? ">" : "▸";
}

function stagesAt({ run }: RunPageView, places: readonly number[]): StageView[] {
  return places.flatMap((place) => run.stages[place] ?? []);
}

/** How far, as long as it may be first: "28m 2/2" of a stage, "20/24" of a folded matrix; nothing before it begins. */
function detailsOf(stages: readonly StageView[], isFolded: boolean, now: number): string[] {
  if (isFolded) {
    const over = stages.filter(({ endedAt }) => endedAt !== null);
    return [`${over.length}/${stages.length}`];
  }
  const [stage] = stages;
  if (stage === undefined || stage.startedAt === null) return [];
  const took = tookText(stages, now);
  const number = stage.attempts.at(-1)?.number ?? 1;
  const tries = number > 1 ? [`${took} ${number}/${stage.maxAttempts}`] : [];
  return [...tries, took, ...(/^\d+[dh]/u.exec(took) ?? [])];
}

/** How each rank does, from what needs nothing on; of many those around the selected node. */
export function rankLine(page: RunPageView, model: Model, at: number, room: GraphRoom): Line {
  const { ranks } = model.layers;
  const own = model.ranks[at] ?? 0;
  const where = ` ${own + 1} of ${ranks.length}`;
  const title = " ranks ";
  const cells = Math.max(1, room.columns - widthOf(title) - widthOf(where) - 2);
  const from = around(own, 1, ranks.length, cells);
  const marks = worstByRank(page, model);
  const line: Part[] = [part(title, null, true)];
  for (let rank = from; rank < Math.min(ranks.length, from + cells); rank += 1) {
    const mark = marks[rank] ?? STAGE_MARKS.pending;
    if (rank === own) line.push(part(markOfCursor(room.ascii), "live"));
    const glyph = part(glyphOf(mark, room.ascii), mark.meaning, mark.meaning === "quiet");
    line.push(rank === own ? bold(glyph) : glyph);
  }
  line.push(part(where, null, true));
  return clipped(line, 0, room.columns);
}

function worstByRank({ run }: RunPageView, { nodes, ranks }: Model): Mark[] {
  const worst: StageView[] = [];
  for (const [node, { stages }] of nodes.entries()) {
    const rank = ranks[node] ?? 0;
    const before = worst[rank];
    const all = stages.flatMap((place) => run.stages[place] ?? []);
    const found = foremost(before === undefined ? all : [before, ...all]);
    if (found !== undefined) worst[rank] = found;
  }
  return worst.map(({ state }) => STAGE_MARKS[state]);
}

/** A title in the upper side of a box, and lines in it; as wide as the room. */
export function boxed(
  title: string,
  lines: readonly Line[],
  columns: number,
  ascii: boolean,
): Line[] {
  const [across, down] = ascii ? ["-", "|"] : ["─", "│"];
  const [a, b, c, d] = ascii ? ["+", "+", "+", "+"] : ["┌", "┐", "└", "┘"];
  const inner = columns - 3;
  const said = cut(title, inner - 2, ascii ? "~" : "…");
  const fill = (across ?? "").repeat(Math.max(0, inner - widthOf(said) - 2));
  return [
    [part(` ${a} ${said} ${fill}${b}`, null, true)],
    ...lines.map((line) => [part(` ${down}`, null, true), ...line, part(` ${down}`, null, true)]),
    [part(` ${c}${(across ?? "").repeat(inner)}${d}`, null, true)],
  ];
}
