// The graph as DOT text, for Graphviz.

import { type Export, edgesOf, groupsOf } from "./export.ts";

/** Lines without their line breaks. */
export function dotLines(pipeline: string, nodes: readonly Export[]): string[] {
  const { single, groups } = groupsOf(nodes);
  return [
    `digraph ${quoted(pipeline)} {`,
    "  rankdir=LR;",
    '  node [shape=box, style=rounded, fontname="sans-serif"];',
    ...single.map((node) => `  ${nodeLine(node)}`),
    ...groups.flatMap(([name, members], place) => [
      `  subgraph cluster_${place} {`,
      `    label=${label(name)};`,
      ...members.map((node) => `    ${nodeLine(node)}`),
      "  }",
    ]),
    ...edgesOf(nodes).map(
      ({ from, to, dashed }) => `  ${side(from)} -> ${side(to)}${dashed ? " [style=dashed]" : ""};`,
    ),
    "}",
  ];
}

function nodeLine({ key, text, shape }: Export): string {
  const look = { stage: "", matrix: ", peripheries=2", approval: ", shape=hexagon" }[shape];
  return `${quoted(key)} [label=${label(text)}${look}];`;
}

function side(nodes: readonly Export[]): string {
  const names = nodes.map(({ key }) => quoted(key));
  return names.length === 1 ? (names[0] ?? "") : `{ ${names.join(" ")} }`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** A text that is shown: there HTML entities mean something too. */
function label(text: string): string {
  return quoted(text.replaceAll("&", "&amp;"));
}
