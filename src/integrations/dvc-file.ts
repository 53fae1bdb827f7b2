// A dvc.yaml as DVC 3 reads it, as far as running its stages goes: their commands, what these read and write, and which
// stage has to come before which. Templates (`${lr}`) are still in the texts.
//
// Any text gives an answer; what has not the shape that DVC wants is passed over.

import { posix } from "node:path";
import { plainYaml } from "../pipeline/plain-yaml.ts";

export interface DvcStage {
  /** As DVC calls it. */
  readonly address: string;
  /** One after the other. */
  readonly commands: readonly string[];
  readonly description: string | null;
  /** Relative to the folder of dvc.yaml; null is that folder. */
  readonly wdir: string | null;
  /** Relative to the folder of dvc.yaml. Parameter files are among them. */
  readonly deps: readonly string[];
  readonly outs: readonly string[];
  /** Whether single keys of parameter files are named. */
  readonly tracksParams: boolean;
  /** What is at another place than this machine's disk: "s3://…". */
  readonly remote: readonly string[];
  readonly isFrozen: boolean;
  readonly isAlwaysChanged: boolean;
  /** What the stage is repeated over: `foreach`, `matrix`; null for a stage that is one. */
  readonly each: { readonly by: "foreach" | "matrix"; readonly of: unknown } | null;
  readonly vars: unknown;
  /** Keys that only DVC has a use for. */
  readonly others: readonly string[];
}

export type DvcFile =
  | {
      readonly ok: true;
      readonly stages: readonly DvcStage[];
      readonly vars: unknown;
      /** Keys at the top besides stages and vars. */
      readonly others: readonly string[];
    }
  | { readonly ok: false; readonly line: number; readonly message: string };

type Values = Readonly<Record<string, unknown>>;

export function dvcFile(text: string): DvcFile {
  const read = plainYaml(text);
  if (!read.ok) return read;
  const top = mapOf(read.value);
  const stages = Object.entries(mapOf(top["stages"])).flatMap(([address, value]) =>
    stageOf(address, mapOf(value)),
  );
  const others = Object.keys(top).filter((key) => key !== "stages" && key !== "vars");
  return { ok: true, stages, vars: top["vars"], others };
}

export function mapOf(value: unknown): Values {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Values)
    : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function stageOf(address: string, outer: Values): DvcStage[] {
  const body = "do" in outer ? mapOf(outer["do"]) : outer;
  const commands = [body["cmd"], ...listOf(body["cmd"])].filter(
    (one): one is string => typeof one === "string" && one.trim() !== "",
  );
  if (commands.length === 0) return [];
  const wdir = typeof body["wdir"] === "string" ? body["wdir"] : null;
  const here = (path: string): string => joined(wdir, path);
  const params = listOf(body["params"]);
  const written = [...listOf(body["outs"]), ...listOf(body["metrics"]), ...listOf(body["plots"])];
  const deps = [...listOf(body["deps"]).flatMap(pathOf), ...params.flatMap(paramFile)];
  const outs = written.flatMap(pathOf);
  const away = (path: string): boolean => /^[a-z][a-z0-9+]*:\/\//i.test(path);
  return [
    {
      address,
      commands,
      description: typeof body["desc"] === "string" ? body["desc"] : null,
      wdir: wdir === null || plainPath(wdir) === "." ? null : plainPath(wdir),
      deps: [...new Set(deps.filter((path) => !away(path)).map(here))],
      outs: [...new Set(outs.filter((path) => !away(path)).map(here))],
      tracksParams: params.some(
        (one) => typeof one === "string" || listOf(Object.values(mapOf(one))[0]).length > 0,
      ),
      remote: [...deps, ...outs].filter(away),
      isFrozen: body["frozen"] === true,
      isAlwaysChanged: body["always_changed"] === true,
      each: eachOf(outer),
      vars: body["vars"],
      others: othersOf(body, written),
    },
  ];
}

function eachOf(outer: Values): DvcStage["each"] {
  if ("foreach" in outer) return { by: "foreach", of: outer["foreach"] };
  return "matrix" in outer ? { by: "matrix", of: outer["matrix"] } : null;
}

/** What the stage has that no pipeline file says. */
function othersOf(body: Values, written: readonly unknown[]): string[] {
  const flags = new Set(
    written.flatMap((one) => Object.values(mapOf(one)).flatMap((of) => Object.keys(mapOf(of)))),
  );
  const keys = ["plots", "meta"].filter((key) => key in body);
  return flags.has("remote") ? [...keys, "remote"] : keys;
}

/** "path", or {path: {cache: false}}. */
function pathOf(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Object.keys(mapOf(value)).filter((key) => key !== "");
}

/** "lr" is a key of params.yaml; {conf.yaml: [lr]} names the file. */
function paramFile(value: unknown): string[] {
  return typeof value === "string" ? ["params.yaml"] : Object.keys(mapOf(value));
}

function joined(wdir: string | null, path: string): string {
  return plainPath(wdir === null || path.startsWith("/") ? path : `${wdir}/${path}`);
}

/** To DVC ~ is a name like any other. */
function plainPath(path: string): string {
  const plain = posix.normalize(path).replace(/(?<=.)\/$/, "");
  return plain.startsWith("~") ? `./${plain}` : plain;
}

/**
 * Which stages have to end before each one begins: those that write what it reads, or a folder around that, or something
 * inside it. By address, in the order of the file.
 */
export function dvcNeeds(stages: readonly DvcStage[]): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  const written = stages.map((stage) => stage.outs.map(segments));
  for (const stage of stages) {
    const read = stage.deps.map(segments);
    const before = stages.filter(
      (other, place) =>
        other !== stage &&
        (written[place] ?? []).some((out) => read.some((dep) => overlap(out, dep))),
    );
    needs.set(
      stage.address,
      before.map(({ address }) => address),
    );
  }
  return needs;
}

function segments(path: string): readonly string[] {
  return path.split("/");
}

/** Whether one path is the other, or inside it. A template stands for anything within its segment. */
function overlap(a: readonly string[], b: readonly string[]): boolean {
  const least = Math.min(a.length, b.length);
  for (let place = 0; place < least; place += 1) {
    if (!alike(a[place] ?? "", b[place] ?? "")) return false;
  }
  return true;
}

const TEMPLATE = /\$\{[^}]*\}/;

function alike(a: string, b: string): boolean {
  if (a === b) return true;
  const [from, to] = [a, b].map((text) => text.split(TEMPLATE));
  if (from === undefined || to === undefined || from.length + to.length === 2) return false;
  const begins = [from[0] ?? "", to[0] ?? ""].toSorted((x, y) => x.length - y.length);
  const ends = [from.at(-1) ?? "", to.at(-1) ?? ""].toSorted((x, y) => x.length - y.length);
  return (begins[1] ?? "").startsWith(begins[0] ?? "") && (ends[1] ?? "").endsWith(ends[0] ?? "");
}
