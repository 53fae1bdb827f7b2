// Both texts are read again with small grammars of what dagtop writes, after the rules of the two languages for quotes and
// escapes: whatever a stage is called, the same graph comes out.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dotLines } from "../../../src/ui/dag/dot.ts";
import type { Export } from "../../../src/ui/dag/export.ts";
import { folded } from "../../../src/ui/dag/fold.ts";
import { mermaidLines } from "../../../src/ui/dag/mermaid.ts";
import { plainText } from "../../../src/ui/sanitise.ts";
import { graphs } from "./graphs.ts";

interface Read {
  readonly labels: ReadonlyMap<string, string>;
  readonly edges: ReadonlySet<string>;
}

/** DOT: strings in quotes, in which a backslash takes itself or a quote along; labels also know HTML entities. */
function readDot(text: string): Read {
  const token = /\s*(?:"((?:\\.|[^"\\])*)"|(->)|([{}[\];,=])|(\w[\w.-]*))/suy;
  const tokens: { readonly is: "text" | "sign"; readonly text: string }[] = [];
  for (let at = 0; text.slice(at).trim() !== ""; at = token.lastIndex) {
    token.lastIndex = at;
    const [, quoted, arrow, sign, word] = token.exec(text) ?? [];
    const found = quoted ?? arrow ?? sign ?? word;
    if (found === undefined) throw new Error(`not DOT: ${text.slice(at, at + 40)}`);
    tokens.push({ is: quoted === undefined ? "sign" : "text", text: found });
  }
  const labels = new Map<string, string>();
  const edges = new Set<string>();
  let at = 0;
  const next = (): string => tokens[at++]?.text ?? "";
  const peek = (): string => (tokens[at]?.is === "sign" ? (tokens[at]?.text ?? "") : "");
  const expectSign = (sign: string): void => {
    if (peek() !== sign) throw new Error(`${sign} is missing before ${tokens[at]?.text}`);
    at += 1;
  };
  const side = (): string[] => {
    if (peek() !== "{") return [next()];
    expectSign("{");
    const names: string[] = [];
    while (peek() !== "}") names.push(next());
    expectSign("}");
    return names;
  };
  const attributes = (): Map<string, string> => {
    const found = new Map<string, string>();
    if (peek() !== "[") return found;
    for (expectSign("["); ; expectSign(",")) {
      const name = next();
      expectSign("=");
      found.set(name, next());
      if (peek() === "]") break;
    }
    expectSign("]");
    return found;
  };
  const statements = (): void => {
    for (expectSign("{"); peek() !== "}";) {
      if (peek() === "subgraph") {
        at += 2;
        statements();
        continue;
      }
      if (tokens[at + 1]?.text === "=" && tokens[at]?.is === "sign") at += 3;
      else if (peek() === "node") {
        at += 1;
        attributes();
      } else {
        const from = side();
        if (peek() === "->") {
          expectSign("->");
          const to = side();
          const how = attributes().get("style") ?? "solid";
          for (const one of from) for (const other of to) edges.add(`${one} ${how} ${other}`);
        } else labels.set(from[0] ?? "", shownByDot(attributes().get("label") ?? ""));
      }
      expectSign(";");
    }
    expectSign("}");
  };
  expectSign("digraph");
  at += 1;
  statements();
  if (at !== tokens.length) throw new Error("more than one graph");
  return { labels, edges };
}

function shownByDot(label: string): string {
  return label.replaceAll(/\\(.)/gu, "$1").replaceAll("&amp;", "&");
}

const MERMAID_NODE = /^ +(n\d+)(?:\["([^"]*)"\]|\[\["([^"]*)"\]\]|\{\{"([^"]*)"\}\})$/;
const MERMAID_EDGE = /^ +(n\d+(?: & n\d+)*) (-->|-\.->) (n\d+(?: & n\d+)*)$/;

/** Mermaid: one statement a line; quoted texts without quotes inside; entities that begin with #. */
function readMermaid(lines: readonly string[]): Read {
  const labels = new Map<string, string>();
  const edges = new Set<string>();
  if (lines[0] !== "flowchart LR") throw new Error("no flowchart");
  for (const line of lines.slice(1)) {
    const node = MERMAID_NODE.exec(line);
    const edge = MERMAID_EDGE.exec(line);
    if (node !== null) {
      const [, id = "", ...shapes] = node;
      labels.set(id, shownByMermaid(shapes.find((text) => text !== undefined) ?? ""));
    } else if (edge !== null) {
      const [, from = "", arrow, to = ""] = edge;
      const how = arrow === "-->" ? "solid" : "dashed";
      for (const one of from.split(" & "))
        for (const other of to.split(" & ")) edges.add(`${one} ${how} ${other}`);
    } else if (!/^ {2}(?:subgraph g\d+\["[^"<>]*"\]|end)$/.test(line))
      throw new Error(`not Mermaid: ${line}`);
  }
  return { labels, edges };
}

function shownByMermaid(text: string): string {
  if (/["<>&`\\*_]|#(?![a-z]+;|\d+;)/.test(text)) throw new Error(`not quoted: ${text}`);
  const names: Readonly<Record<string, string>> = { quot: '"', amp: "&", lt: "<", gt: ">" };
  return text.replaceAll(/#(\w+);/g, (_, name: string) =>
    /^\d/.test(name) ? String.fromCodePoint(Number(name)) : (names[name] ?? "?"),
  );
}

const evil = fc.oneof(
  fc.constantFrom(
    'say "hi"',
    "a\\",
    '\\"',
    "<b>&amp;",
    "#35;",
    "end",
    "`x`",
    "a[b=1,c=*d_]",
    "x -> y;",
  ),
  fc.string({ maxLength: 12 }),
);

const cases = fc
  .record({
    graph: graphs(12, 3),
    names: fc.array(evil, { minLength: 12, maxLength: 12 }),
    dashed: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    groups: fc.array(fc.constantFrom(null, null, "m", "n"), { minLength: 12, maxLength: 12 }),
  })
  .map(({ graph, names, dashed, groups }) =>
    graph.keys.map((_, place): Export => {
      const group = groups[place] ?? null;
      const text = plainText(`${place} ${names[place] ?? ""}`);
      // Members of a matrix need the same.
      const first = group === null ? place : groups.indexOf(group);
      return {
        key: text,
        text,
        place,
        group,
        stages: [place],
        isFolded: false,
        needs: [...new Set(graph.needs[first] ?? [])].filter((need) => need !== place),
        shape: (["stage", "matrix", "approval"] as const)[place % 3] ?? "stage",
        dashed: dashed[first] ?? false,
      };
    }),
  );

/** A bundle goes between whole groups: what is needed is closed over them, as in a file. */
function closed(nodes: readonly Export[]): Export[] {
  return nodes.map((node) => {
    const needs = node.needs.flatMap((need) => {
      const group = nodes[need]?.group ?? null;
      return group === null
        ? [need]
        : nodes.filter((other) => other.group === group).map(({ place }) => place);
    });
    const isOwn = (need: number): boolean =>
      need === node.place || (node.group !== null && nodes[need]?.group === node.group);
    return { ...node, needs: [...new Set(needs)].filter((need) => !isOwn(need)) };
  });
}

function edgesOf(nodes: readonly Export[], name: (node: Export) => string): Set<string> {
  return new Set(
    nodes.flatMap((node) =>
      node.needs.flatMap((need) => {
        const from = nodes[need];
        return from === undefined
          ? []
          : [`${name(from)} ${node.dashed ? "dashed" : "solid"} ${name(node)}`];
      }),
    ),
  );
}

const sameNeeds = (nodes: readonly Export[]): Export[] => {
  const first = new Map<string, Export>();
  return closed(nodes).map((node) => {
    if (node.group === null) return node;
    const known = first.get(node.group) ?? node;
    first.set(node.group, known);
    return { ...node, needs: known.needs, dashed: known.dashed };
  });
};

describe("the graph for other programs", () => {
  it("is DOT that says the same, whatever stages are called", () => {
    fc.assert(
      fc.property(cases.map(sameNeeds), (nodes) => {
        const { labels, edges } = readDot(dotLines('a "b" \\', nodes).join("\n"));
        expect([...labels.values()].toSorted()).toEqual(nodes.map(({ text }) => text).toSorted());
        // Names are compared as Graphviz keeps them: only the quote is taken out of its escape.
        const name = ({ key }: Export): string =>
          key.replaceAll(/["\\]/g, (sign) => (sign === '"' ? '\\"' : "\\\\"));
        expect(edges).toEqual(edgesOf(nodes, name));
      }),
    );
  });

  it("is Mermaid that says the same, whatever stages are called", () => {
    fc.assert(
      fc.property(cases.map(sameNeeds), (nodes) => {
        const { labels, edges } = readMermaid(mermaidLines(nodes));
        const all = new Map(nodes.map(({ place, text }) => [`n${place}`, text]));
        expect(Object.fromEntries(labels)).toEqual(Object.fromEntries(all));
        expect(edges).toEqual(edgesOf(nodes, ({ place }) => `n${place}`));
      }),
    );
  });

  it("has the members of a matrix in a frame, and one statement for all of them", () => {
    const members = Array.from({ length: 1000 }, (_, at) => ({
      key: `t[x=${at}]`,
      group: "t",
      needs: ["data"],
    }));
    const stages = [{ key: "data", group: null, needs: [] }, ...members];
    const nodes = folded([...stages, { key: "u[y=1]", group: "u", needs: ["t"] }], () => true).map(
      (node, place): Export => ({ ...node, place, text: node.key, shape: "stage", dashed: false }),
    );
    expect(mermaidLines(nodes).filter((line) => line.includes("-->"))).toHaveLength(2);
    expect(dotLines("p", nodes).filter((line) => line.includes("->"))).toHaveLength(2);
    expect(mermaidLines(nodes)).toContain('  subgraph g0["t"]');
    expect(dotLines("p", nodes)).toContain('    label="t";');
  });
});
