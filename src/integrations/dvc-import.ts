// From a dvc.yaml to a pipeline file that no longer asks DVC: its commands, what has to come before them, and `cache` where
// DVC would have left a stage out. What can't be said in a pipeline file stays with `dvc repro -s STAGE`.

import { type DvcStage, dvcFile, dvcNeeds, listOf } from "./dvc-file.ts";
import { type Binding, Params, filled, valuesOf } from "./dvc-values.ts";
import { type Members, membersOf } from "./dvc-members.ts";
import { type DvcPart, dvcText } from "./dvc-text.ts";
import { type ImportedFile } from "./imported.ts";
import { madeName, takeName } from "./made-names.ts";
import { shownText } from "./pipeline-text.ts";
import { shellWord } from "./shell-words.ts";

export interface DvcSource {
  readonly label: string;
  readonly text: string;
  /** The values of params.yaml beside it; null without one. */
  readonly params: unknown;
  /** Of the pipeline, made from what the folder is called. */
  readonly name: string;
  readonly schema: string;
  readonly version: string;
}

export type DvcImport =
  | { readonly ok: true; readonly file: ImportedFile; readonly count: number }
  | { readonly ok: false; readonly line: number; readonly message: string };

export function importDvc(source: DvcSource): DvcImport {
  const read = dvcFile(source.text);
  if (!read.ok) return read;
  const params = new Params();
  const notes = topNotes(read.others, read.vars);
  const needs = dvcNeeds(read.stages);
  const taken = new Set<string>();
  const drafts = read.stages.map((stage) => {
    const values = valuesOf(source.params, read.vars, stage.vars);
    return draftOf(stage, membersOf(stage, params, values), taken);
  });
  const names = new Map(
    drafts.map(({ stage, parts }) => [stage.address, parts.map(({ name }) => name)]),
  );
  const parts = drafts.flatMap(({ stage, parts }) =>
    parts.map((part) => ({
      ...part,
      needs: (needs.get(stage.address) ?? []).flatMap((address) => names.get(address) ?? []),
    })),
  );
  notes.push(
    ...drafts.flatMap((draft) => draft.notes),
    ...stageNotes(read.stages),
    ...paramNotes(params),
  );
  const shown = [...new Set(notes)].map(shownText);
  const text = dvcText({ ...source, parts, params: [...params.made.values()], notes: shown });
  return { ok: true, count: parts.length, file: { name: source.name, text, notes: shown } };
}

export interface ReproStage {
  readonly name: string;
  readonly run: string;
  readonly needs: readonly string[];
  readonly description: string | null;
}

/** The stages of a dvc.yaml with DVC in charge of each; empty for a text that is none. */
export function dvcReproStages(text: string): ReproStage[] {
  const read = dvcFile(text);
  if (!read.ok) return [];
  const taken = new Set<string>();
  const names = new Map(
    read.stages.map(({ address }) => [address, takeName(madeName(address, "stage"), taken)]),
  );
  const needs = dvcNeeds(read.stages);
  return read.stages.map(({ address, description }) => ({
    name: names.get(address) ?? address,
    run: reproOf(address),
    needs: (needs.get(address) ?? []).flatMap((other) => names.get(other) ?? []),
    description,
  }));
}

function reproOf(address: string): string {
  return `dvc repro -s ${shellWord(address)}`;
}

interface Draft {
  readonly stage: DvcStage;
  readonly parts: readonly Omit<DvcPart, "needs">[];
  readonly notes: readonly string[];
}

function draftOf(stage: DvcStage, members: Members, taken: Set<string>): Draft {
  const { address } = stage;
  const made = madeName(address, "stage");
  const take = (name: string): string => takeName(name, taken);
  if (stage.isFrozen) {
    const part = {
      ...emptyPart(stage),
      name: take(made),
      run: "true",
      comment: `Frozen in DVC: ${stage.commands.join("; ")}`,
    };
    return { stage, parts: [part], notes: [`${address} is frozen: here it does nothing`] };
  }
  const list =
    members.is === "many"
      ? members.members.map(({ suffix, bind }) => ({ bind, name: `${made}-${suffix}` }))
      : members.is === "unknown"
        ? []
        : [{ bind: members.bind, name: made }];
  const axes = members.is === "matrix" ? members.axes : null;
  const parts = list.map(({ bind, name }) => partOf(stage, bind, madeName(name, "stage"), axes));
  const failed = parts.flatMap((part) => (typeof part === "string" ? [part] : []));
  if (members.is === "unknown" || failed.length > 0) {
    const why = members.is === "unknown" ? members.why : failed[0];
    const part = { ...emptyPart(stage), name: take(made), run: reproOf(address), comment: null };
    return { stage, parts: [part], notes: [`${address} stays with DVC: ${why}`] };
  }
  const good = parts.filter((part) => typeof part !== "string");
  const named = good.map((part) => ({ ...part.part, name: take(part.part.name) }));
  return {
    stage,
    parts: named,
    notes: [...renamed(stage, members, named), ...new Set(good.flatMap(({ notes }) => notes))],
  };
}

function renamed(
  { address }: DvcStage,
  members: Members,
  parts: readonly { readonly name: string }[],
): string[] {
  const names = parts.map(({ name }) => name).join(", ");
  return members.is === "many" || names !== address ? [`${address} is called ${names}`] : [];
}

function emptyPart(stage: DvcStage): Omit<DvcPart, "name" | "needs" | "run" | "comment"> {
  return { description: stage.description, axes: null, cwd: null, deps: [], outs: [] };
}

/** The stage, or what in it there is no word for. */
function partOf(
  stage: DvcStage,
  bind: Binding,
  name: string,
  axes: DvcPart["axes"],
): { part: Omit<DvcPart, "needs">; notes: string[] } | string {
  const { address } = stage;
  const script = filled(stage.commands.join("\n"), bind, "script");
  const path = (text: string) => filled(text, bind, "path");
  const cwd = stage.wdir === null ? null : path(stage.wdir);
  const deps = stage.deps.map(path);
  const outs = stage.outs.map(path);
  const all = [script, ...(cwd === null ? [] : [cwd]), ...deps, ...outs];
  const unknown = all.flatMap((one) => one.unknown)[0];
  if (unknown !== undefined) return `\${${unknown}} is no single value that is known here`;
  const texts = [...stage.commands, stage.wdir ?? "", ...stage.deps, ...stage.outs];
  if (script.text.includes("${{") || texts.some((text) => text.includes("${{")))
    return "${{ means something else in a pipeline file";
  const notes: string[] = [];
  if (script.isQuoted)
    notes.push(`${address} has a value between single quotes, which now hide it from the shell`);
  if (stage.remote.length > 0)
    notes.push(`${address} has no cache: ${stage.remote.join(", ")} is not on this disk`);
  const isCached = stage.remote.length === 0 && !stage.isAlwaysChanged;
  return {
    notes,
    part: {
      name,
      description: stage.description,
      axes,
      cwd: cwd?.text ?? null,
      run: script.text,
      deps: isCached ? deps.map(({ text }) => text) : [],
      outs: isCached ? outs.map(({ text }) => text) : [],
      comment: null,
    },
  };
}

function topNotes(others: readonly string[], vars: unknown): string[] {
  const files = listOf(vars).filter((one) => typeof one === "string");
  return [
    ...others.map((key) => `"${key}" at the top is left out: no stage is run by it`),
    ...files.map((file) => `the values in ${file} are not read`),
  ];
}

function stageNotes(stages: readonly DvcStage[]): string[] {
  const tracks = stages.some(
    (stage) => stage.tracksParams && !stage.isFrozen && !stage.isAlwaysChanged,
  );
  return [
    ...stages.flatMap(({ address, others }) =>
      others.map((key) => `${address}: "${key}" is left out`),
    ),
    ...(tracks
      ? ["cache looks at a parameter file as a whole, DVC at the keys that a stage names"]
      : []),
  ];
}

function paramNotes(params: Params): string[] {
  const made = [...params.made.values()];
  if (made.length === 0) return [];
  const pairs = made.map(
    ({ name, path }) => `\${${path}} is "$DAGTOP_PARAM_${name.toUpperCase()}"`,
  );
  const open = made.filter(({ value }) => value === undefined);
  return [
    `values are copied from DVC's files and then stand here: ${pairs.join(", ")}`,
    ...open.map(({ name }) => `nothing here says what ${name} is: give it by -p ${name}=VALUE`),
  ];
}
