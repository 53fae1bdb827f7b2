// `dagtop dag FILE`: which stage follows which, as a drawing or as text for other programs. Parameters need not be given,
// and no home is touched.

import type { Definition } from "../../pipeline/definition.ts";
import { didYouMean } from "../../pipeline/nearest.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { drawColumns } from "../../ui/dag/columns.ts";
import { dotLines } from "../../ui/dag/dot.ts";
import { layersOf } from "../../ui/dag/layers.ts";
import { listLines } from "../../ui/dag/list.ts";
import { mermaidLines } from "../../ui/dag/mermaid.ts";
import type { Command } from "../command.ts";
import { sourceText } from "../../pipeline/condition-text.ts";
import {
  type Detail,
  type PipelineDag,
  conditionLines,
  conditionOf,
  dagOf,
  exportsOf,
  labelsOf,
  needNames,
} from "../dag-text.ts";
import { EXIT } from "../exit.ts";
import { readDefinition } from "../load-pipeline.ts";
import { LOOKING } from "../looking.ts";
import { remark, say, sayJson } from "../output.ts";

const FORMATS = ["ascii", "mermaid", "dot"] as const;
type Format = (typeof FORMATS)[number];

export const dag: Command = {
  name: "dag",
  takes: "FILE",
  summary: "Draw the graph of a pipeline file",
  counts: [1, 1],
  options: {
    format: {
      type: "string",
      value: "ascii|mermaid|dot",
      help: "ascii (a drawing; default), mermaid or dot",
    },
    expand: { type: "boolean", help: "show each member of a matrix" },
    ...LOOKING,
  },
  examples: [
    "dagtop dag pipeline.yaml",
    "dagtop dag pipeline.yaml --format mermaid",
    "dagtop dag pipeline.yaml --format dot | dot -Tsvg > pipeline.svg",
  ],
  run: async (args) => {
    const [file = ""] = args.positionals;
    const format = formatFrom(args.text("format"));
    const { definition } = await readDefinition(file);
    const graph = dagOf(definition, args.flag("expand"));
    if (args.flag("json")) sayJson(shapeOf(definition, graph));
    else if (format === "ascii") draw(graph, args.flag("ascii"));
    else {
      const nodes = exportsOf(graph);
      const lines = format === "dot" ? dotLines(definition.name, nodes) : mermaidLines(nodes);
      for (const line of lines) say(line);
    }
    return EXIT.succeeded;
  },
};

/** @throws UserError usage */
function formatFrom(text = "ascii"): Format {
  const format = FORMATS.find((known) => known === text);
  if (format !== undefined) return format;
  const near = didYouMean(text, FORMATS);
  throw new UserError("usage", `--format ${text} is no format.`, {
    hint: `${near === "" ? "" : `${near}\n`}There are ascii, mermaid and dot; --json is for programs.`,
  });
}

const DETAILS: readonly Detail[] = ["piece", "sign", "none"];

function draw(graph: PipelineDag, ascii: boolean): void {
  const room = { columns: columnsHere(), ascii };
  const layers = layersOf({ needs: graph.nodes.map(({ needs }) => needs) });
  let least: number | null = null;
  for (const detail of DETAILS) {
    const labels = labelsOf(graph, ascii, detail);
    const drawing = drawColumns(layers, labels, room);
    if (drawing.is === "drawn") {
      const left = conditionLines(graph, labels);
      return [...drawing.lines, ...(left.length > 0 ? ["", ...left] : [])].forEach(say);
    }
    least = drawing.columns;
  }
  const after = needNames(graph, ascii);
  const rows = labelsOf(graph, ascii, "none").map((label, node) => {
    const stage = graph.sources[node];
    const condition = stage === undefined ? "" : conditionOf(stage);
    return { label, condition, after: after[node] ?? [] };
  });
  listLines(layers, rows, room).forEach(say);
  remark(
    least === null
      ? "As a list: it is too much of a web to be drawn. --format dot or mermaid gives it to other programs."
      : `As a list: a drawing takes ${least} columns, here are ${room.columns}. COLUMNS=${least} draws it all the same.`,
  );
}

const USUAL_COLUMNS = 80;

/** COLUMNS where it is set, else the terminal's own. */
function columnsHere(): number {
  const { COLUMNS = "" } = process.env;
  const wanted = /^[1-9]\d{0,5}$/.test(COLUMNS) ? Number(COLUMNS) : process.stdout.columns;
  return wanted ?? USUAL_COLUMNS;
}

function shapeOf(definition: Definition, { nodes, sources }: PipelineDag) {
  const layers = layersOf({ needs: nodes.map(({ needs }) => needs) });
  return {
    pipeline: definition.name,
    stages: nodes.map((node, place) => {
      const stage = sources[place];
      const condition = stage?.condition ?? null;
      return {
        key: node.key,
        needs: node.needs.map((need) => nodes[need]?.key),
        rank: layers.cells[place]?.rank,
        if: stage?.if,
        condition: condition === null ? null : sourceText(condition),
        approval: stage?.command.is === "approval",
        matrix: node.group,
        members: node.isFolded ? node.stages.length : null,
      };
    }),
  };
}
