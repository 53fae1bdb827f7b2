// Reads the texts of a file that may have holes (`${{ … }}`), and maps of environment variables.
//
// What a hole names is checked here for parameters, and handed on for outputs: those need the graph.

import type { SourceText } from "./definition.ts";
import { isEnvName } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import { HOLE, templateOf, type Hole } from "./template.ts";
import { shown, type ScalarNode, type YamlNode } from "./yaml-node.ts";

/** A hole that names a stage's output, and where it stands. */
export interface OutputUse {
  readonly at: number;
  readonly stage: string;
  readonly name: string;
}

export class Texts {
  /** The outputs that the texts read so far name. */
  readonly outputs: OutputUse[] = [];
  readonly #report: Report;
  readonly #params: ReadonlySet<string>;

  constructor(report: Report, params: ReadonlySet<string>) {
    this.#report = report;
    this.#params = params;
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

  /** Environment variables: name → text. */
  env(node: YamlNode | undefined): Record<string, SourceText> {
    if (node?.is !== "map") return {};
    const entries = [...node.entries.values()];
    for (const { key, at } of entries) this.#checkName(key, at);
    return Object.fromEntries(
      entries.map(({ key, value }) => [key, this.read(value, `the variable "${key}"`)]),
    );
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
      if (hole.is === "param") this.#checkParam(hole.name, at);
      if (hole.is === "output") this.outputs.push({ at, stage: hole.stage, name: hole.name });
    }
    return pieces;
  }

  #checkParam(name: string, at: number): void {
    if (this.#params.has(name)) return;
    this.#report.add(at, "unknown-param", `there is no parameter "${name}"`, () => {
      const meant = didYouMean(name, this.#params);
      return meant === "" ? `Declare it: params: {${name}: default}.` : meant;
    });
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
  if (hole.is === "bad") {
    const variable = /\b(env|secrets)\.(\w+)/.exec(hole.message);
    if (variable === null) return 'Write shell only: there a parameter "x" is "$DAGTOP_PARAM_X".';
    return `Write "$${variable[2]}", and pass it on: pass_env: [${variable[2]}] at the top of the file.`;
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
