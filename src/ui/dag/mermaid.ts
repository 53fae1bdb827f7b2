// The graph as Mermaid text, for pages that draw it: GitHub, GitLab, Notion.

import { type Export, edgesOf, groupsOf } from "./export.ts";

/** Lines without their line breaks. */
export function mermaidLines(nodes: readonly Export[]): string[] {
  const line = (node: Export): string => `${idOf(node)}${shapeOf(node)}`;
  const { single, groups } = groupsOf(nodes);
  return [
    "flowchart LR",
    ...single.map((node) => `  ${line(node)}`),
    ...groups.flatMap(([name, members], place) => [
      `  subgraph g${place}["${escaped(name)}"]`,
      ...members.map((node) => `    ${line(node)}`),
      "  end",
    ]),
    ...edgesOf(nodes).map(
      ({ from, to, dashed }) =>
        `  ${from.map(idOf).join(" & ")} ${dashed ? "-.->" : "-->"} ${to.map(idOf).join(" & ")}`,
    ),
  ];
}

/** Stage names may hold words that mean something to Mermaid, such as `end`. */
function idOf({ place }: Export): string {
  return `n${place}`;
}

function shapeOf({ text, shape }: Export): string {
  const label = `"${escaped(text)}"`;
  switch (shape) {
    case "stage":
      return `[${label}]`;
    case "matrix":
      return `[[${label}]]`;
    case "approval":
      return `{{${label}}}`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '"': "#quot;",
  "&": "#amp;",
  "<": "#lt;",
  ">": "#gt;",
};

/** Mermaid takes entities with # in the place of &. Whatever else could be read as markup goes by its number. */
function escaped(text: string): string {
  return text.replaceAll(
    /["&<>#`\\*_]/gu,
    (character) => ENTITIES[character] ?? `#${character.codePointAt(0) ?? 0};`,
  );
}
