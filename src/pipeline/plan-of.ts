// Makes the frozen plan of a run: matrices written out, parameters settled, paths absolute, shells chosen, stages in
// an order in which every need comes first. The same definition and context give the same plan, letter for letter.

import { settleCondition } from "./condition-parser.ts";
import { sourceText } from "./condition-text.ts";
import type { Definition, SourceWith, StageDefinition } from "./definition.ts";
import { absoluteText, filled, plainText, type Values } from "./fill.ts";
import { graphOf, orderOf } from "./graph.ts";
import type { StageKey } from "./ids.ts";
import { membersOf, type Member } from "./matrix.ts";
import { absolute } from "./paths.ts";
import type { CachePlan, CommandPlan, ParamValue, Plan, StagePlan, With } from "./plan.ts";

export interface PlanContext {
  /** The pipeline file, absolute, or null. */
  readonly file: string | null;
  /** The project folder, absolute. */
  readonly folder: string;
  /** From `paramsOf`. */
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Whether the machine that runs the stages has bash. */
  readonly hasBash: boolean;
  /** The folder of the chosen Python interpreter, or null. */
  readonly python: string | null;
}

const BASH: readonly string[] = ["bash", "-eo", "pipefail", "-c"];
const SH: readonly string[] = ["/bin/sh", "-e", "-c"];

/**
 * @throws RangeError when the definition has a cycle: `loadDefinition` lets none through, so it is a caller's bug
 */
export function planOf(definition: Definition, context: PlanContext): Plan {
  const sorted = orderOf(graphOf(definition.stages));
  if (!sorted.ok) throw new RangeError(`a definition with a cycle: ${sorted.cycle.join(" → ")}`);
  const { folder, params } = context;
  const stages = sorted.order.flatMap((place) => definition.stages[place] ?? []);
  const planner = new Planner(definition, context);
  return {
    v: 2,
    pipeline: definition.name,
    description: definition.description,
    file: context.file,
    folder: absolute("/", folder),
    params,
    env: mapValues(definition.env, (text) => plainText(filled(text, { params, matrix: {} }))),
    envFile: definition.envFile === null ? null : absolute(folder, definition.envFile),
    python: context.python,
    timeoutMs: definition.timeoutMs,
    maxParallel: definition.maxParallel,
    maxActiveRuns: definition.maxActiveRuns,
    retryRun: definition.retryRun,
    secrets: definition.secrets,
    groups: stages.flatMap(({ key, matrix }) =>
      matrix === null ? [] : { key, maxParallel: matrix.maxParallel, failFast: matrix.failFast },
    ),
    stages: stages.flatMap((stage) => planner.plansOf(stage)),
  };
}

class Planner {
  readonly #definition: Definition;
  readonly #context: PlanContext;
  /** Of stages with a matrix only. */
  readonly #members: ReadonlyMap<StageKey, readonly Member[]>;
  readonly #keys: ReadonlyMap<StageKey, readonly StageKey[]>;

  constructor(definition: Definition, context: PlanContext) {
    this.#definition = definition;
    this.#context = context;
    this.#members = new Map(
      definition.stages.flatMap(({ key, matrix }) =>
        matrix === null ? [] : [[key, membersOf(key, matrix)] as const],
      ),
    );
    this.#keys = new Map(
      [...this.#members].map(([key, members]) => [key, members.map((member) => member.key)]),
    );
  }

  /** One plan, or one for each member of its matrix. */
  plansOf(stage: StageDefinition): StagePlan[] {
    const members = this.#members.get(stage.key);
    const needs = stage.needs.flatMap((need) => this.#keys.get(need) ?? [need]);
    if (members === undefined) return [this.#plan(stage, needs, null)];
    return members.map((member) => this.#plan(stage, needs, member));
  }

  #plan(stage: StageDefinition, needs: readonly StageKey[], member: Member | null): StagePlan {
    const definition = this.#definition;
    const { folder, params } = this.#context;
    const values = { params, matrix: member?.values ?? {}, membersOf: this.#membersOf };
    return {
      key: member?.key ?? stage.key,
      description: stage.description,
      needs,
      if: stage.if,
      condition: stage.condition === null ? null : settleCondition(stage.condition, values),
      ifText: stage.condition === null ? null : sourceText(stage.condition),
      matrix: member === null ? null : { group: stage.key, values: member.values },
      uses: stage.command.is === "uses" ? stage.command.uses : null,
      command: this.#command(stage, values),
      cwd: absoluteText(folder, filled(stage.cwd ?? definition.cwd ?? [], values)),
      env: mapValues(stage.env, (text) => filled(text, values)),
      retry: stage.retry,
      timeoutMs: stage.timeoutMs,
      stop: stage.stop,
      onFail: stage.onFail,
      onCrash: stage.onCrash,
      slots: stage.slots,
      priority: stage.priority,
      cache: stage.cache === null ? null : cachePlan(stage.cache, folder, values),
      leaveRunning: stage.leaveRunning,
    };
  }

  readonly #membersOf = (stage: StageKey) => {
    const members = this.#keys.get(stage);
    return { members: members ?? [stage], isMatrix: members !== undefined };
  };

  #command({ command, shell }: StageDefinition, values: Values): CommandPlan {
    switch (command.is) {
      case "shell": {
        const words = shell ?? this.#definition.shell ?? (this.#context.hasBash ? BASH : SH);
        return { is: "shell", shell: words, script: command.script };
      }
      case "argv":
        return { is: "argv", argv: command.argv.map((word) => filled(word, values)) };
      case "approval":
        return { is: "approval", message: filled(command.message, values), by: command.by };
      case "uses":
        return { is: "builtin", uses: command.uses, with: withPlan(command.with, values) };
    }
  }
}

function withPlan(given: SourceWith, values: Values): With {
  return mapValues(given, (value) =>
    value.is === "text"
      ? { is: "text", text: filled(value.text, values) }
      : { is: "list", items: value.items.map((item) => filled(item, values)) },
  );
}

function cachePlan(
  cache: NonNullable<StageDefinition["cache"]>,
  folder: string,
  values: Values,
): CachePlan {
  const paths = (texts: typeof cache.deps): string[] => [
    ...new Set(texts.map((text) => absolute(folder, plainText(filled(text, values))))),
  ];
  return { deps: paths(cache.deps), outs: paths(cache.outs) };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
