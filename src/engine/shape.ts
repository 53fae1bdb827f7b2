// What of a plan decides the order of things, worked out once: edges both ways, and who waits for whom among the
// stages that run whatever happened (`if: always | failure`, "guards" below).
//
// Built in time linear in stages and edges. Stages are numbers here: their places in the plan.

import type { StageKey } from "../pipeline/ids.ts";
import type { GroupPlan, Plan, StagePlan } from "../pipeline/plan.ts";

export interface Shape {
  readonly stages: readonly StagePlan[];
  readonly index: ReadonlyMap<StageKey, number>;
  readonly needs: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
  /** Guards and what is below one: these outlive the run's cancel if the guard is `always`. */
  readonly belowGuard: readonly boolean[];
  readonly belowAlways: readonly boolean[];
  readonly belowNotify: readonly boolean[];
  /** How many stages are no guard nor below one, and how many are not below a notify guard. */
  readonly normal: number;
  readonly beforeNotify: number;
  /** Guards that wait for more than their needs, where rounds may follow all of them and what is below, and are looked at
   * when a count reaches zero. */
  readonly waitForNormal: readonly number[];
  readonly waitForAll: readonly number[];
  /** The members of each matrix, by the key that it has in the file. */
  readonly groups: ReadonlyMap<StageKey, Group>;
  /** Whether stages start in the order in which they became ready: none has slots, a priority or a matrix's limit. */
  readonly isPlain: boolean;
}

export interface Group extends GroupPlan {
  readonly members: readonly number[];
}

export function isGuard(stage: StagePlan): boolean {
  return stage.if !== "success";
}

/** A notification that runs whatever happened: it waits for everything but its like. */
export function isNotifyGuard(stage: StagePlan): boolean {
  return isGuard(stage) && stage.uses === "notify";
}

/** A guard without needs waits for every stage that is no guard and is below none. */
export function waitsForNormal(stage: StagePlan): boolean {
  return isGuard(stage) && stage.needs.length === 0 && !isNotifyGuard(stage);
}

/** @throws Error when a key is there twice, or a need is missing or stands after the stage that has it. */
export function shapeOf(plan: Plan): Shape {
  const { stages } = plan;
  const edges = edgesOf(stages);
  return {
    stages,
    ...edges,
    ...guardsOf(stages, edges.needs, plan.retryRun.times > 0),
    groups: groupsOf(plan),
    isPlain: stages.every(isPlain) && plan.groups.every((group) => group.maxParallel === null),
  };
}

function isPlain(stage: StagePlan): boolean {
  return stage.priority === 0 && Object.keys(stage.slots).length === 0 && stage.uses !== "notify";
}

function groupsOf(plan: Plan): Map<StageKey, Group> {
  const groups = new Map<StageKey, Group & { readonly members: number[] }>();
  for (const group of plan.groups) groups.set(group.key, { ...group, members: [] });
  for (const [place, { matrix }] of plan.stages.entries()) {
    if (matrix !== null) groups.get(matrix.group)?.members.push(place);
  }
  return groups;
}

function edgesOf(stages: readonly StagePlan[]): Pick<Shape, "index" | "needs" | "children"> {
  const index = new Map<StageKey, number>();
  const needs: number[][] = [];
  const children: number[][] = [];
  for (const stage of stages) {
    const place = needs.length;
    const above: number[] = [];
    for (const key of stage.needs) {
      const need = index.get(key);
      if (need === undefined)
        throw new Error(`${stage.key} needs ${key}, which does not stand before it`);
      children[need]?.push(place);
      above.push(need);
    }
    if (index.has(stage.key)) throw new Error(`two stages have the key ${stage.key}`);
    index.set(stage.key, place);
    needs.push(above);
    children.push([]);
  }
  return { index, needs, children };
}

type Guards = Omit<Shape, "stages" | "index" | "needs" | "children" | "groups" | "isPlain">;

// One walk from the roots down: what a stage has above it is known when the stage is reached.
function guardsOf(stages: readonly StagePlan[], needs: Shape["needs"], mayRepeat: boolean): Guards {
  const belowGuard: boolean[] = [];
  const belowAlways: boolean[] = [];
  const belowNotify: boolean[] = [];
  const waitForNormal: number[] = [];
  const waitForAll: number[] = [];
  let normal = 0;
  let beforeNotify = 0;
  for (const stage of stages) {
    const place = belowGuard.length;
    let guard = isGuard(stage);
    let always = stage.if === "always";
    let notify = isNotifyGuard(stage);
    if (notify) waitForAll.push(place);
    for (const need of needs[place] ?? []) {
      guard ||= belowGuard[need] === true;
      always ||= belowAlways[need] === true;
      notify ||= belowNotify[need] === true;
    }
    if (waitsForNormal(stage) || (guard && mayRepeat)) waitForNormal.push(place);
    belowGuard.push(guard);
    belowAlways.push(always);
    belowNotify.push(notify);
    if (!guard) normal += 1;
    if (!notify) beforeNotify += 1;
  }
  return { belowGuard, belowAlways, belowNotify, normal, beforeNotify, waitForNormal, waitForAll };
}
