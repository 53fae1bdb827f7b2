// Reads what a built-in is given (`with`): which keys it has, which it must have, and what is written out already. Values
// may have holes; what those stand for is known to the run alone, and checked again by the step that gets them.

import { checkKeys } from "./check-keys.ts";
import type { SourceWith, SourceWithValue } from "./definition.ts";
import type { Texts } from "./load-texts.ts";
import { NAME } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import { shown, type Entry, type MapNode, type ScalarNode, type YamlNode } from "./yaml-node.ts";

/** What a key holds: a stage above, words to choose from, a number, a name, any text, or names in a list. */
type Kind =
  | { readonly is: "stage" | "number" | "name" | "text" | "names" }
  | { readonly is: "word"; readonly words: readonly string[] };

interface Known {
  readonly keys: Readonly<Record<string, Kind>>;
  readonly required: readonly string[];
  readonly example: string;
}

const word = (...words: readonly string[]): Kind => ({ is: "word", words });
const STAGE: Kind = { is: "stage" };
const NUMBER: Kind = { is: "number" };
const TEXT: Kind = { is: "text" };

const BUILT_INS: Readonly<Record<string, Known>> = {
  promote: {
    keys: {
      from: STAGE,
      metrics_from: STAGE,
      model: { is: "name" },
      path: TEXT,
      metric: TEXT,
      goal: word("max", "min"),
      min: NUMBER,
      max: NUMBER,
      better_than: word("champion"),
      tolerance: NUMBER,
      complete: TEXT,
      if_not_better: word("ok", "warn", "fail"),
      registry: word("embedded", "mlflow"),
    },
    required: ["from", "model", "metric"],
    example: "with: {from: train, model: my-model, metric: f1, better_than: champion}",
  },
  notify: {
    keys: { channels: { is: "names" }, message: TEXT },
    required: ["channels"],
    example: "with: {channels: [terminal, file]}",
  },
};

/** Reports what is wrong with it; what can be read is given back all the same. */
export function readWith(
  report: Report,
  texts: Texts,
  uses: Entry | undefined,
  given: Entry | undefined,
): SourceWith {
  const name = nameOf(uses);
  const known = Object.hasOwn(BUILT_INS, name) ? BUILT_INS[name] : undefined;
  const map = given?.value;
  if (uses === undefined || known === undefined) {
    if (map !== undefined) texts.check(map);
    return {};
  }
  if (map === undefined) {
    checkRequired(report, undefined, uses.at, name, known);
    return {};
  }
  if (map.is !== "map") return {}; // said by the schema
  checkKeys(report, map, keysOf(name, known));
  checkRequired(report, map, map.at, name, known);
  const read: [string, SourceWithValue][] = [];
  for (const [key, kind] of Object.entries(known.keys)) {
    const entry = map.entries.get(key);
    const value = entry === undefined ? null : readValue(report, texts, entry, kind);
    if (value !== null) read.push([key, value]);
  }
  return Object.fromEntries(read);
}

function nameOf(uses: Entry | undefined): string {
  return uses?.value.is === "scalar" ? String(uses.value.value) : "";
}

function keysOf(name: string, known: Known) {
  return {
    of: `the "with" of ${name}`,
    known: Object.keys(known.keys),
    elsewhere: {},
    extensions: false,
    instead: () => null,
  };
}

function checkRequired(
  report: Report,
  map: MapNode | undefined,
  at: number,
  name: string,
  known: Known,
): void {
  const missing = known.required.filter((key) => map?.entries.has(key) !== true);
  if (missing.length === 0) return;
  const list = missing.map((key) => `"${key}"`).join(", ");
  report.add(
    at,
    "bad-value",
    `"uses: ${name}" must be given ${list}`,
    `Write ${known.example}, for one.`,
  );
}

function readValue(
  report: Report,
  texts: Texts,
  { key, value }: Entry,
  kind: Kind,
): SourceWithValue | null {
  if (kind.is === "names") return namesOf(report, texts, key, value);
  const before = texts.uses.length;
  const text = texts.read(value, `"${key}"`);
  if (value.is !== "scalar" || value.value === null) return null;
  if (kind.is === "stage") {
    // It names what must have ended, as an output does; holes would hide which stage that is.
    texts.uses.splice(before);
    texts.uses.push({ at: value.at, stage: value.source, of: "output" });
    return { is: "text", text: [{ is: "text", text: value.source }] };
  }
  if (text.every((piece) => piece.is === "text")) checkWritten(report, key, value, kind);
  return { is: "text", text };
}

/** Whether a value without holes is what the key takes. */
function checkWritten(report: Report, key: string, node: ScalarNode, kind: Kind): void {
  const { value, source, at } = node;
  const wrong = (must: string, hint: string): void => {
    report.add(at, "bad-value", `"${key}" must be ${must}, not ${shown(node)}`, hint);
  };
  if (kind.is === "number" && !isNumber(value, source))
    wrong("a number", "Write digits: 0.8. A parameter can give it too: ${{ params.NAME }}.");
  if (kind.is === "name" && !MODEL_NAME.test(source))
    wrong("a name", "Use letters, digits, - and _, at most 63, beginning with a letter.");
  if (kind.is === "word" && !kind.words.includes(source)) {
    const list = kind.words.join(", ");
    wrong(
      kind.words.length === 1 ? list : `one of ${list}`,
      didYouMean(source, kind.words) || `Write one of ${list}.`,
    );
  }
  if (kind.is === "text" && source.trim() === "") wrong("a text", "Write it, or leave it out.");
}

export const MODEL_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

function isNumber(value: unknown, source: string): boolean {
  return typeof value === "number" ? Number.isFinite(value) : /^-?\d+(\.\d+)?$/.test(source);
}

function namesOf(
  report: Report,
  texts: Texts,
  key: string,
  node: YamlNode,
): SourceWithValue | null {
  const items = node.is === "list" ? node.items : [node];
  const wrong = items.find((item) => item.is !== "scalar" || typeof item.value !== "string");
  if (wrong !== undefined || items.length === 0) {
    const hint = `Write their names: ${key}: [terminal, file].`;
    report.add((wrong ?? node).at, "bad-value", `"${key}" must be a list of names`, hint);
    return null;
  }
  return {
    is: "list",
    items: items.map((item) => {
      if (item.is === "scalar" && !item.source.includes("${{") && !NAME.test(item.source)) {
        const hint = "Channels are named like stages: team-slack, terminal, file.";
        report.add(item.at, "bad-name", `${shown(item)} cannot be the name of a channel`, hint);
      }
      return texts.read(item, `each of "${key}"`);
    }),
  };
}
