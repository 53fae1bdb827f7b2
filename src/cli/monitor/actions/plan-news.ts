// What today's definition does otherwise than that of a run: in a line for the menu of a rerun, and in full.

import type { Plan } from "../../../pipeline/plan.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { diffPage } from "../../diff-page.ts";
import { type DefinitionDiff, type StageChange, changes, diffPlans } from "../../diff-plans.ts";

export interface PlanNews {
  /** "definition changed since: train.run, train.retry"; null where nothing has. */
  readonly changed: string | null;
  readonly changes: readonly string[];
}

const MOST_NAMED = 4;

export function planNews(before: Plan, after: Plan): PlanNews {
  const definition = diffPlans(before, after);
  const params = changes(textsOf(before), textsOf(after));
  const names = [...namesOf(definition), ...params.map(({ name }) => plainText(name))];
  if (names.length === 0) return { changed: null, changes: [] };
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  const nothing = { git: [], environment: [], metrics: [], outputs: [], durations: [], states: [] };
  const diff = { runs: ["", ""] as const, definition, params, ...nothing };
  // The page of a diff, without its title.
  const page = diffPage(diff, { colour: false, ascii: true }).slice(2);
  return {
    changed: `definition changed since: ${names.slice(0, MOST_NAMED).join(", ")}${more}`,
    changes: page,
  };
}

function textsOf({ params }: Plan): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

function namesOf({ pipeline, added, removed, changed }: DefinitionDiff): string[] {
  return [
    ...changed.flatMap(fieldsOf),
    ...added.map((stage) => `${plainText(stage)} (new)`),
    ...removed.map((stage) => `${plainText(stage)} (gone)`),
    ...new Set(pipeline.map(({ name }) => plainText(topOf(name)))),
  ];
}

/** By the names that they have in the file; `retry` once, whatever of it is another. */
function fieldsOf({ stage, fields, command }: StageChange): string[] {
  const names = new Set([
    ...(command.length === 0 ? [] : ["run"]),
    ...fields.map(({ name }) => topOf(name)),
  ]);
  return [...names].map((name) => plainText(`${stage}.${name}`));
}

function topOf(name: string): string {
  return name.split(".", 1)[0] ?? name;
}
