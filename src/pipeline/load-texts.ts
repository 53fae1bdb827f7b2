// Reads the texts of a file that may have holes (`${{ … }}`), and maps of environment variables.
//
// What a hole names is checked here for parameters, and handed on for outputs: those need the graph.

import type { SourceText } from "./definition.ts";
import { isEnvName } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import { HOLE, templateOf, type Hole } from "./template.ts";
import { shown, type ScalarNode, type YamlNode } from "./yaml-node.ts";

/** Where a text or an `if` looks at another stage: at an output of it, or at its state. */
export interface StageUse {
  readonly at: number;
  readonly stage: string;
  readonly of: "output" | "state";
}

export interface Names {
  readonly params: ReadonlySet<string>;
  /** Of the stage's own matrix; null where there is none. */
  readonly matrix: ReadonlySet<string> | null;
}

export class Texts {
  /** The stages that the texts read so far look at. */
  readonly uses: StageUse[] = [];
  readonly #report: Report;
  readonly #names: Names;

  constructor(report: Report, names: Names) {
    this.#report = report;
    this.#names = names;
  }

  /** A text or number of the file; numbers and booleans keep the letters they were written with. */
  read(node: YamlNode, what: string): SourceText {
    if (node.is !== "scalar" || node.value === null) {
      const hint = 'Write a text or a number; "" is the empty text.';
      this.#report.add(node.at, "bad-value", `${what} must be a text, not ${shown(node)}`, hint);
      return [];
    }
    return this.#template(node);
  }

  /** Of a value that only texts are read of: what else it may be is said by the schema. */
  readText(node: YamlNode | undefined, what: string): SourceText | null {
    return node?.is === "scalar" && typeof node.value === "string" ? this.read(node, what) : null;
  }

  /** Environment variables: name → text. */
  env(node: YamlNode | undefined): Record<string, SourceText> {
    if (node?.is !== "map") return {};
    const entries = [...node.entries.values()];
    for (const { key, at } of entries) this.#checkName(key, at);
    return Object.fromEntries(
      entries.map(({ key, value }) => [key, this.read(value, `the variable "${key}"`)]),
    );
  }

  /** Texts anywhere inside a value: checked, but not kept. */
  check(node: YamlNode): void {
    if (node.is === "scalar") this.#template(node);
    if (node.is === "list") for (const item of node.items) this.check(item);
    if (node.is === "map") for (const { value } of node.entries.values()) this.check(value);
  }

  /** Paths, one or a list, that hold parameters and matrix values only: they are known before the run. */
  paths(node: YamlNode | undefined, what: string): SourceText[] {
    if (node === undefined) return [];
    const items = node.is === "list" ? node.items : [node];
    return items.flatMap((item) => {
      const before = this.uses.length;
      const text = this.read(item, `a path of ${what}`);
      const [use] = this.uses.splice(before);
      const hint =
        "Only parameters and matrix values can stand here: it is settled before the run.";
      if (use !== undefined) this.#report.add(use.at, "bad-hole", `${what} takes no outputs`, hint);
      if (item.is === "scalar") this.#checkPath(item, what);
      return [text];
    });
  }

  #checkPath({ source, at }: ScalarNode, what: string): void {
    if (source !== "" && !source.startsWith("~")) return;
    const hint = "Write it out, or relative to this file; ~ means nothing here.";
    const wrong = source === "" ? "is empty" : "begins with ~";
    this.#report.add(at, "bad-value", `a path of ${what} ${wrong}`, hint);
  }

  /** Reports each hole of a script: nothing is ever put into one. */
  refuseHoles(node: ScalarNode): void {
    const { holes } = templateOf(node.source);
    const places = placesOf(this.#report.text, node, holes.length);
    for (const [index, hole] of holes.entries()) {
      const message = 'a script is never filled in: ${{ }} does not work in "run"';
      this.#report.add(places[index] ?? node.at, "hole-in-run", message, insteadOfHole(hole));
    }
  }

  #template(node: ScalarNode): SourceText {
    const { pieces, holes } = templateOf(node.source);
    const places = placesOf(this.#report.text, node, holes.length);
    for (const [index, hole] of holes.entries()) {
      const at = places[index] ?? node.at;
      if (hole.is === "bad") this.#report.add(at, "bad-hole", hole.message, hole.hint);
      if (hole.is === "param") this.checkParam(hole.name, at);
      if (hole.is === "matrix") this.checkMatrix(hole.name, at);
      if (hole.is === "output") this.uses.push({ at, stage: hole.stage, of: "output" });
    }
    return pieces;
  }

  checkParam(name: string, at: number): void {
    const { params } = this.#names;
    if (params.has(name)) return;
    this.#report.add(at, "unknown-param", `there is no parameter "${name}"`, () => {
      const meant = didYouMean(name, params);
      return meant === "" ? `Declare it: params: {${name}: default}.` : meant;
    });
  }

  checkMatrix(name: string, at: number): void {
    const { matrix } = this.#names;
    if (matrix === null) {
      const hint = `Only a stage that has it can use it: matrix: {${name}: [a, b]}.`;
      this.#report.add(at, "no-matrix", `there is no matrix here to take "${name}" from`, hint);
    } else if (!matrix.has(name)) {
      this.#report.add(at, "unknown-axis", `there is no "${name}" in the matrix`, () => {
        return didYouMean(name, matrix) || `It has ${[...matrix].join(", ")}.`;
      });
    }
  }

  #checkName(name: string, at: number): void {
    if (name.startsWith("DAGTOP_")) {
      const hint = "Names that begin with DAGTOP_ are dagtop's own: choose another.";
      this.#report.add(at, "bad-env-name", `"${name}" cannot be set`, hint);
    } else if (!isEnvName(name)) {
      const hint = "Use letters, digits and _, not beginning with a digit.";
      this.#report.add(at, "bad-env-name", `"${name}" cannot be the name of a variable`, hint);
    }
  }
}

function insteadOfHole(hole: Hole): string {
  if (hole.is === "param") {
    return `Write "$DAGTOP_PARAM_${hole.name.toUpperCase()}": parameters arrive as environment variables.`;
  }
  if (hole.is === "matrix") {
    return `Write "$DAGTOP_MATRIX_${hole.name.toUpperCase()}": values of the matrix arrive as environment variables.`;
  }
  if (hole.is === "bad") {
    const variable = /\b(env|secrets)\.(\w+)/.exec(hole.message);
    if (variable === null) return 'Write shell only: there a parameter "x" is "$DAGTOP_PARAM_X".';
    return variable[1] === "secrets"
      ? `Write "$${variable[2]}", and declare it at the top of the file: secrets: [${variable[2]}].`
      : `Write "$${variable[2]}", and pass it on: pass_env: [${variable[2]}] at the top of the file.`;
  }
  const written = `\${{ stages.${hole.stage}.outputs.${hole.name} }}`;
  const name = `${hole.stage}_${hole.name}`.toUpperCase().replaceAll("-", "_");
  return `Add  env: {${name}: "${written}"}  to the stage, and write "$${name}" here.`;
}

/** The offsets of a text's holes; none where escapes hide them, so that the text itself is the place. */
function placesOf(text: string, node: ScalarNode, holes: number): number[] {
  const places: number[] = [];
  for (
    let at = text.indexOf(HOLE, node.at);
    places.length < holes;
    at = text.indexOf(HOLE, at + 1)
  ) {
    if (at < 0 || at >= node.end) return [];
    places.push(at);
  }
  return places;
}
