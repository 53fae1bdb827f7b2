// Makes the frozen plan of a run: parameters settled, paths absolute, shells chosen, stages in an order in which
// every need comes first. The same definition and context give the same plan, letter for letter.

import type { Definition, SourceText, StageDefinition } from "./definition.ts";
import { graphOf, orderOf } from "./graph.ts";
import { absolute } from "./paths.ts";
import type { CommandPlan, ParamValue, Plan, StagePlan, Template, TemplatePiece } from "./plan.ts";

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
  return {
    v: 1,
    pipeline: definition.name,
    description: definition.description,
    file: context.file,
    folder: absolute("/", folder),
    params,
    env: mapValues(definition.env, (text) => plainText(filled(text, params))),
    envFile: definition.envFile === null ? null : absolute(folder, definition.envFile),
    python: context.python,
    timeoutMs: definition.timeoutMs,
    maxParallel: definition.maxParallel,
    maxActiveRuns: definition.maxActiveRuns,
    stages: sorted.order.flatMap((place) => {
      const stage = definition.stages[place];
      return stage === undefined ? [] : stagePlan(stage, definition, context);
    }),
  };
}

function stagePlan(
  stage: StageDefinition,
  definition: Definition,
  context: PlanContext,
): StagePlan {
  const { folder, params } = context;
  return {
    key: stage.key,
    description: stage.description,
    needs: stage.needs,
    if: stage.if,
    uses: null,
    command: commandPlan(stage, definition, context),
    cwd: absoluteText(folder, filled(stage.cwd ?? definition.cwd ?? [], params)),
    env: mapValues(stage.env, (text) => filled(text, params)),
    retry: stage.retry,
    timeoutMs: stage.timeoutMs,
    stop: stage.stop,
    onFail: stage.onFail,
    onCrash: stage.onCrash,
  };
}

function commandPlan(
  stage: StageDefinition,
  definition: Definition,
  context: PlanContext,
): CommandPlan {
  if (stage.command.is === "argv") {
    return { is: "argv", argv: stage.command.argv.map((word) => filled(word, context.params)) };
  }
  const shell = stage.shell ?? definition.shell ?? (context.hasBash ? BASH : SH);
  return { is: "shell", shell, script: stage.command.script };
}

/** Parameters become text; an optional one that was not given is empty. Neighbouring texts become one. */
function filled(text: SourceText, params: Readonly<Record<string, ParamValue>>): Template {
  const pieces: TemplatePiece[] = [];
  for (const piece of text) {
    if (piece.is === "output") {
      pieces.push(piece);
      continue;
    }
    const words = piece.is === "text" ? piece.text : String(params[piece.name] ?? "");
    const last = pieces.at(-1);
    if (last?.is === "text") pieces[pieces.length - 1] = { is: "text", text: last.text + words };
    else if (words !== "") pieces.push({ is: "text", text: words });
  }
  return pieces;
}

function plainText(template: Template): string {
  return template.map((piece) => (piece.is === "text" ? piece.text : "")).join("");
}

/**
 * A path that begins with a text is made absolute here. One that begins with an output can be either kind; whoever
 * fills it resolves it against the plan's folder.
 */
function absoluteText(folder: string, template: Template): Template {
  const [first, ...rest] = template;
  if (first === undefined) return [{ is: "text", text: absolute(folder, "") }];
  if (first.is === "output") return template;
  if (rest.length === 0) return [{ is: "text", text: absolute(folder, first.text) }];
  const start = first.text.startsWith("/") ? first.text : `${absolute(folder, "")}/${first.text}`;
  return [{ is: "text", text: start }, ...rest];
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
