// What differs between two plans, but for their parameters: fields of the pipeline, stages that came and went, and of those
// in both each field by the name that it has in the pipeline file. Pure.

import type { CommandPlan, Plan, StagePlan } from "../pipeline/plan.ts";
import { type LineChange, lineChanges } from "./line-diff.ts";
import { commandLines, templateText } from "./plan-words.ts";

/** A named text in one run and in the other; null where it is not there. */
export interface Change {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface StageChange {
  readonly stage: string;
  readonly fields: readonly Change[];
  /** Of the script, or of the words of the command. */
  readonly command: readonly LineChange[];
}

export interface DefinitionDiff {
  readonly pipeline: readonly Change[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly StageChange[];
}

type Texts = Readonly<Record<string, string>>;

export function diffPlans(before: Plan, after: Plan): DefinitionDiff {
  const old = new Map(before.stages.map((stage) => [stage.key, stage]));
  const now = new Map(after.stages.map((stage) => [stage.key, stage]));
  return {
    pipeline: changes(pipelineTexts(before), pipelineTexts(after)),
    added: after.stages.map(({ key }) => key).filter((key) => !old.has(key)),
    removed: before.stages.map(({ key }) => key).filter((key) => !now.has(key)),
    changed: after.stages.flatMap((stage) => {
      const then = old.get(stage.key);
      return then === undefined ? [] : stageChanges(then, stage);
    }),
  };
}

/** By name, those of the first in their order and then what is only in the second. */
export function changes(before: Texts, after: Texts): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .map((name) => ({ name, before: textIn(before, name), after: textIn(after, name) }))
    .filter((change) => change.before !== change.after);
}

function textIn(texts: Texts, name: string): string | null {
  return Object.hasOwn(texts, name) ? (texts[name] ?? null) : null;
}

function stageChanges(before: StagePlan, after: StagePlan): StageChange[] {
  const fields = changes(stageTexts(before), stageTexts(after));
  const command = lineChanges(commandLines(before.command), commandLines(after.command));
  return fields.length + command.length === 0 ? [] : [{ stage: after.key, fields, command }];
}

function pipelineTexts(plan: Plan): Texts {
  const { stages: _stages, params: _params, v: _v, pipeline, groups, ...fields } = plan;
  return {
    name: pipeline,
    ...flat(fields),
    ...Object.assign({}, ...groups.map(({ key, ...group }) => flat(group, `${key}.matrix`))),
  } as Texts;
}

function stageTexts(stage: StagePlan): Texts {
  const { key: _key, command, condition: _settled, ifText, cwd, env, if: kind, ...rest } = stage;
  const envTexts = Object.entries(env).map(([name, value]) => [`env.${name}`, templateText(value)]);
  return {
    ...kindTexts(command),
    if: ifText ?? kind,
    cwd: templateText(cwd),
    ...Object.fromEntries(envTexts),
    ...flat(rest),
  } as Texts;
}

/** What else there is to say of a command than its lines. */
function kindTexts(command: CommandPlan): Texts {
  switch (command.is) {
    case "shell":
      return { kind: "run", shell: command.shell.join(" ") };
    case "argv":
      return { kind: "argv" };
    case "builtin":
      return { kind: "uses" };
    case "approval":
      return { kind: "approval", by: command.by.join(" ") };
  }
}

/** Fields whose own fields are named by people. */
const NAMED_BY_PEOPLE = new Set(["env", "slots", "values"]);

/** What is not given is not there; an object's own fields are named "retry.delay". */
function flat(value: object, above = "", isOwn = false): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (inner === null) continue;
    const field = isOwn ? name : fieldName(name);
    const whole = above === "" ? field : `${above}.${field}`;
    if (typeof inner === "object" && !Array.isArray(inner)) {
      Object.assign(texts, flat(inner, whole, NAMED_BY_PEOPLE.has(name)));
    } else {
      texts[whole] = fieldText(isOwn ? "" : name, inner);
    }
  }
  return texts;
}

/** As in the file: `timeoutMs` is `timeout`, `onFail` is `on_fail`. */
function fieldName(name: string): string {
  return name.replace(/Ms$/, "").replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function fieldText(name: string, value: unknown): string {
  if (typeof value === "number" && name.endsWith("Ms")) return exactly(value);
  if (Array.isArray(value)) return value.map(String).join(" ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** "1h30m", "1.5s": unlike what is shown elsewhere, never rounded. */
function exactly(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const parts = [
    [Math.floor(minutes / 60), "h"],
    [minutes % 60, "m"],
    [(ms % 60_000) / 1000, "s"],
  ] as const;
  const text = parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
  return text === "" ? "0s" : text;
}
