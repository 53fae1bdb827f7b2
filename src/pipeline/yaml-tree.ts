// Reads YAML text into a placed tree, within limits that a hostile file can not get around.
//
// The parser gives a flat list of events with offsets; the tree is built from them with a stack of our own, in
// time linear in the text. One number bounds everything that aliases and merge keys can blow up: the values
// counted as often as they would appear if every alias were written out.

import { EVENT_ID, getScalarValue, parseEvents, YAMLException, type Event } from "js-yaml";
import type { Report } from "./report.ts";
import type { MapNode, YamlNode } from "./yaml-node.ts";
import { checkTag, scalarValue } from "./yaml-scalar.ts";
import { MOST_DEPTH, reportSyntax } from "./yaml-syntax.ts";

const MOST_KEYS = 2000;
const MOST_VALUES = 100_000;

type EventOf<Id extends Event["type"]> = Extract<Event, { type: Id }>;
type ScalarEvent = EventOf<typeof EVENT_ID.SCALAR>;
type CollectionEvent = EventOf<typeof EVENT_ID.SEQUENCE> | EventOf<typeof EVENT_ID.MAPPING>;

/** A finished value: how many values it holds with its aliases written out, and how many levels. */
interface Done {
  readonly node: YamlNode;
  readonly size: number;
  readonly depth: number;
}

/** A list or map whose end has not come yet. */
interface Open {
  readonly node: YamlNode;
  readonly anchor: string | null;
  /** The key that waits for its value. */
  key: { readonly text: string; readonly at: number } | null;
  readonly merges: MapNode[];
  size: number;
  depth: number;
}

/** Thrown after the report has the reason: nothing more can be said about this file. */
class Refused extends Error {}

/** The tree of a file's one document, or null after its problems were added to the report (none for an empty file). */
export function treeOf(report: Report): YamlNode | null {
  try {
    const builder = new Builder(report);
    for (const event of parseEvents(report.text, { maxDepth: MOST_DEPTH })) builder.take(event);
    return builder.root;
  } catch (error) {
    if (error instanceof Refused) return null;
    if (!(error instanceof YAMLException)) throw error;
    reportSyntax(report, error.reason, error.mark?.position ?? 0);
    return null;
  }
}

class Builder {
  root: YamlNode | null = null;
  readonly #report: Report;
  readonly #open: Open[] = [];
  readonly #anchors = new Map<string, Done>();
  #values = 0;
  #aliases = 0;
  #last = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        return;
      case EVENT_ID.MAPPING: {
        const inBraces = event.style === 2;
        return this.#begin(event, { is: "map", entries: new Map(), at: event.start, inBraces });
      }
      case EVENT_ID.SEQUENCE:
        return this.#begin(event, { is: "list", items: [], at: event.start });
      case EVENT_ID.SCALAR:
        return this.#scalar(event);
      case EVENT_ID.ALIAS:
        return this.#alias(event);
      case EVENT_ID.POP:
        return this.#end();
    }
  }

  #begin(event: CollectionEvent, node: YamlNode): void {
    if (this.#awaitsKey()) {
      const hint = "A list or map cannot be a key. A text with { or [ in it needs quotes.";
      this.#refuse(event.start, "bad-key", "a key must be a word", hint);
    }
    checkTag(this.#report, event.tagStart, event.tagEnd, "collection");
    this.#count(event.start, 1);
    const anchor = this.#name(event.anchorStart, event.anchorEnd);
    // An older anchor of this name must not be reachable from inside the new one.
    if (anchor !== null) this.#anchors.delete(anchor);
    this.#open.push({ node, anchor, key: null, merges: [], size: 1, depth: 1 });
    if (this.#open.length > MOST_DEPTH) this.#tooDeep(event.start);
  }

  #end(): void {
    // The end of a document closes nothing of ours.
    const done = this.#open.pop();
    if (done === undefined) return;
    if (done.node.is === "map") mergeInto(done.node, done.merges);
    if (done.anchor !== null) this.#anchors.set(done.anchor, done);
    this.#put(done, done.node.at);
  }

  #scalar(event: ScalarEvent): void {
    const source = getScalarValue(this.#report.text, event);
    const quotes = event.style === 2 || event.style === 3 ? 1 : 0;
    const empty = event.valueStart < 0;
    const at = empty ? this.#last : event.valueStart - quotes;
    this.#last = empty ? at : event.valueEnd + quotes;
    if (source.includes("\0")) {
      const hint = "No command, path or variable can hold one: remove it.";
      this.#refuse(at, "control-character", "a NUL character", hint);
    }
    const parent = this.#awaitsKey();
    if (parent !== null) {
      parent.key = { text: source, at };
      return;
    }
    checkTag(this.#report, event.tagStart, event.tagEnd, "scalar");
    this.#count(at, 1);
    const value = event.style === 1 && event.tagStart < 0 ? scalarValue(source) : source;
    const node: YamlNode = { is: "scalar", value, source, at, end: this.#last };
    const anchor = this.#name(event.anchorStart, event.anchorEnd);
    if (anchor !== null) this.#anchors.set(anchor, { node, size: 1, depth: 0 });
    this.#put({ node, size: 1, depth: 0 }, at);
  }

  #alias(event: EventOf<typeof EVENT_ID.ALIAS>): void {
    const name = this.#report.text.slice(event.anchorStart, event.anchorEnd);
    const at = event.anchorStart - 1;
    this.#last = event.anchorEnd;
    if (this.#awaitsKey()) {
      const hint = "An alias cannot be a key: write the key out.";
      this.#refuse(at, "bad-key", "a key must be a word", hint);
    }
    if (this.#open.some((open) => open.anchor === name)) {
      const hint = "A value cannot hold itself: write out what is meant.";
      this.#refuse(at, "circular-alias", `*${name} is inside &${name} itself`, hint);
    }
    const meant = this.#anchors.get(name);
    if (meant === undefined) {
      const hint = `Put &${name} before the value that is meant. A text that begins with * needs quotes.`;
      this.#refuse(at, "unknown-alias", `no value above is marked &${name}`, hint);
    }
    this.#aliases += 1;
    this.#count(at, meant.size);
    this.#put(meant, at);
  }

  #put(done: Done, at: number): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      if (this.root !== null) {
        const hint = 'A pipeline file is one document: remove the line "---" and what follows.';
        this.#refuse(at, "second-document", "a second document begins here", hint);
      }
      this.root = done.node;
      return;
    }
    parent.size += done.size;
    parent.depth = Math.max(parent.depth, done.depth + 1);
    if (parent.depth > MOST_DEPTH) this.#tooDeep(at);
    if (parent.node.is === "list") parent.node.items.push(done.node);
    if (parent.node.is === "map") this.#pair(parent, parent.node, done.node);
  }

  #pair(parent: Open, map: MapNode, value: YamlNode): void {
    const key = parent.key;
    parent.key = null;
    if (key === null) return;
    if (key.text === "<<") return this.#merge(parent, value, key.at);
    const before = map.entries.get(key.text);
    if (before !== undefined) {
      const hint = `Line ${this.#report.lineOf(before.at)} has it too: keep one of them.`;
      this.#report.add(key.at, "duplicate-key", `"${key.text}" is given twice`, hint);
      return;
    }
    map.entries.set(key.text, { key: key.text, at: key.at, value });
    if (map.entries.size > MOST_KEYS) {
      const hint = "Split the file into several pipelines, or let one stage do more of the work.";
      this.#refuse(key.at, "too-many-keys", `more than ${MOST_KEYS} keys in one map`, hint);
    }
  }

  #merge(parent: Open, value: YamlNode, at: number): void {
    for (const map of value.is === "list" ? value.items : [value]) {
      if (map.is === "map") {
        parent.merges.push(map);
      } else {
        const hint = "Write `<<: *name`, where &name marks a map further up.";
        this.#report.add(at, "bad-merge", 'only maps can be merged by "<<"', hint);
      }
    }
  }

  #awaitsKey(): Open | null {
    const parent = this.#open.at(-1);
    return parent?.node.is === "map" && parent.key === null ? parent : null;
  }

  #name(start: number, end: number): string | null {
    return start < 0 ? null : this.#report.text.slice(start, end);
  }

  #count(at: number, values: number): void {
    this.#values += values;
    if (this.#values <= MOST_VALUES) return;
    const written = this.#aliases > 0 ? " once its aliases are written out" : "";
    const message = `the file has more than ${MOST_VALUES} values${written}`;
    this.#refuse(at, "too-many-values", message, "Make it smaller: a stage has about 10 values.");
  }

  #tooDeep(at: number): never {
    const hint = "Write it flatter: a pipeline file needs about 5 levels.";
    this.#refuse(at, "too-deep", `nested deeper than ${MOST_DEPTH} levels`, hint);
  }

  #refuse(at: number, code: string, message: string, hint: string): never {
    this.#report.add(at, code, message, hint);
    throw new Refused(message);
  }
}

/** Keys of its own win over merged ones, and an earlier merge over a later one, wherever "<<" stands. */
function mergeInto(map: MapNode, merges: readonly MapNode[]): void {
  for (const merge of merges) {
    for (const [key, entry] of merge.entries)
      if (!map.entries.has(key)) map.entries.set(key, entry);
  }
}
