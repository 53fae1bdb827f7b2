// A YAML document as a tree in which every key and value knows where it stands in the text.
//
// Aliases and merge keys are already followed, so a node may be reached along several ways; there are no cycles
// and no level is deeper than 64. Maps are real Maps: a key such as `__proto__` is a key like any other.

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly is: "scalar";
  readonly value: Scalar;
  /** As written, without quotes: `1.10` stays `1.10` where a text is wanted. */
  readonly source: string;
  /** Offset of its first character in the file's text, its quote included. */
  readonly at: number;
  /** Offset behind its last character. */
  readonly end: number;
}

export interface ListNode {
  readonly is: "list";
  readonly items: YamlNode[];
  readonly at: number;
}

export interface MapNode {
  readonly is: "map";
  readonly entries: Map<string, Entry>;
  readonly at: number;
  /** Written in braces, where a comma ends a value. */
  readonly inBraces: boolean;
}

export type YamlNode = ScalarNode | ListNode | MapNode;

export interface Entry {
  readonly key: string;
  /** Offset of the key. */
  readonly at: number;
  readonly value: YamlNode;
}

/** The node as plain values. Own properties only, so `__proto__` can do no harm. */
export function valueOf(node: YamlNode): unknown {
  if (node.is === "scalar") return node.value;
  if (node.is === "list") return node.items.map(valueOf);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, valueOf(entry.value)]));
}

/** The last node on a path that exists, and how many steps led to it. */
export function nodeAt(
  node: YamlNode,
  path: readonly PropertyKey[],
): { node: YamlNode; steps: number } {
  let here = node;
  for (const [steps, step] of path.entries()) {
    const next = here.is === "map" ? here.entries.get(String(step))?.value : itemOf(here, step);
    if (next === undefined) return { node: here, steps };
    here = next;
  }
  return { node: here, steps: path.length };
}

function itemOf(node: YamlNode, step: PropertyKey): YamlNode | undefined {
  return node.is === "list" && typeof step === "number" ? node.items[step] : undefined;
}

/** What a node is, in the words of a message: `a map`, `empty`, or the value itself. */
export function shown(node: YamlNode): string {
  if (node.is === "map") return "a map";
  if (node.is === "list") {
    const flat = node.items.length <= 8 && node.items.every((item) => item.is === "scalar");
    return flat ? cut(`[${node.items.map(shown).join(", ")}]`) : "a list";
  }
  if (node.value === null) return "empty";
  return cut(typeof node.value === "string" ? JSON.stringify(node.value) : node.source);
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
