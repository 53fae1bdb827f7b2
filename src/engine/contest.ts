// Who starts where stages have slots, priorities or a matrix with a limit: all that waits is looked at, higher priority
// first, then the older run, then who became ready first.
//
// A pool serves in this order strictly: whoever waits for its slots keeps those behind from them, so that a stage that
// wants two is not starved by stages that want one. Who needs nothing of the pool goes past.

import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { StagePlan } from "../pipeline/plan.ts";
import { type Draft, runOf } from "./draft.ts";
import { heldFor } from "./pause.ts";
import { tell } from "./queue-reason.ts";
import { type Run, isActive, runName, stageAt } from "./run.ts";
import { at } from "./sequence.ts";
import { type QueuedFor, type StageStatus, hasEnded } from "./stage.ts";
import { start } from "./start.ts";

/** Live attempts that notify, beside those that work. */
const MOST_NOTIFYING = 8;

interface Candidate {
  readonly run: RunId;
  readonly index: number;
  readonly plan: StagePlan;
}

interface Pool {
  readonly total: number;
  held: number;
  readonly holders: string[];
  /** Who waits for it in this turn, so that nobody behind overtakes. */
  readonly waiting: string[];
}

interface Room {
  host: number;
  notifying: number;
  readonly pools: Map<string, Pool>;
  /** Live members of each matrix: "RUN/KEY" → how many. */
  readonly groups: Map<string, number>;
}

export function contest(draft: Draft): void {
  // Who starts may change what those before it wait for, and so let others go.
  let waiting = startSome(draft);
  while (waiting === null) waiting = startSome(draft);
  for (const { run: id, index, obstacle } of waiting) {
    const run = runOf(draft, id);
    if (!isToldAlready(stageAt(run, index).status, obstacle)) tell(draft, run, index, obstacle);
  }
  draft.fresh.clear();
}

/** Starts who can start; where that is nobody, tells who waits and for what. */
function startSome(draft: Draft): (Candidate & { readonly obstacle: QueuedFor })[] | null {
  const room = roomOf(draft);
  const waiting = [];
  let any = false;
  for (const candidate of candidatesOf(draft)) {
    const { run: id, index, plan } = candidate;
    const obstacle = obstacleTo(draft, room, runOf(draft, id), plan);
    if (obstacle === null) {
      start(draft, id, index);
      occupy(room, runOf(draft, id), plan);
      any = true;
    } else {
      closePool(room, runOf(draft, id), plan, obstacle);
      waiting.push({ ...candidate, obstacle });
    }
  }
  return any ? null : waiting;
}

function roomOf(draft: Draft): Room {
  const room: Room = {
    host: draft.context.maxRunning,
    notifying: MOST_NOTIFYING,
    pools: new Map(),
    groups: new Map(),
  };
  for (const [name, total] of Object.entries(draft.context.pools)) {
    room.pools.set(name, { total, held: 0, holders: [], waiting: [] });
  }
  for (const run of draft.runs.values()) {
    for (const index of run.live) {
      const plan = run.shape.stages[index];
      if (plan !== undefined) occupy(room, run, plan);
    }
  }
  return room;
}

function occupy(room: Room, run: Run, plan: StagePlan): void {
  // Who only waits for receivers takes no place from who works.
  if (plan.uses === "notify") room.notifying -= 1;
  else room.host -= 1;
  for (const [name, wanted] of Object.entries(plan.slots)) {
    const pool = poolOf(room, name);
    pool.held += wanted;
    pool.holders.push(`${runName(run)} ${plan.key}`);
  }
  if (plan.matrix === null) return;
  const group = groupName(run, plan.matrix.group);
  room.groups.set(group, (room.groups.get(group) ?? 0) + 1);
}

/** A pool that the host does not have is one without slots. */
function poolOf(room: Room, name: string): Pool {
  const pool = room.pools.get(name) ?? { total: 0, held: 0, holders: [], waiting: [] };
  room.pools.set(name, pool);
  return pool;
}

function groupName(run: Run, group: StageKey): string {
  return `${run.id}/${group}`;
}

function candidatesOf(draft: Draft): Candidate[] {
  const found: Candidate[] = [];
  for (const [id, run] of draft.runs) {
    if (!isActive(run)) continue;
    for (const index of new Set([...lineOf(run), ...(draft.fresh.get(id) ?? [])])) {
      const plan = run.shape.stages[index];
      if (plan === undefined || hasEnded(stageAt(run, index).status)) continue;
      if (!run.live.includes(index)) found.push({ run: id, index, plan });
    }
  }
  return found.sort((a, b) => b.plan.priority - a.plan.priority);
}

/** Who started from the middle of the queue and came back stands there twice: the later place counts. */
function lineOf(run: Run): number[] {
  const line = new Set<number>();
  for (let place = run.queue.length - 1; place >= run.queueHead; place -= 1) {
    const index = at(run.queue, place);
    if (isInLine(stageAt(run, index).status)) line.add(index);
  }
  return [...line].toReversed();
}

function isInLine(status: StageStatus): boolean {
  return status.is === "queued" && status.for.is !== "hash";
}

function obstacleTo(draft: Draft, room: Room, run: Run, plan: StagePlan): QueuedFor | null {
  const cause = heldFor(draft);
  if (cause !== null) return { is: "hold", cause };
  const { maxParallel } = run.plan;
  if (maxParallel !== null && run.live.length >= maxParallel)
    return { is: "run", limit: maxParallel };
  const group = plan.matrix === null ? undefined : run.shape.groups.get(plan.matrix.group);
  if (group !== undefined && group.maxParallel !== null) {
    const live = room.groups.get(groupName(run, group.key)) ?? 0;
    if (live >= group.maxParallel)
      return { is: "group", group: group.key, limit: group.maxParallel };
  }
  const short = shortOf(room, plan);
  if (short !== null) return short;
  if (plan.uses === "notify")
    return room.notifying > 0 ? null : { is: "host", limit: MOST_NOTIFYING };
  return room.host > 0 ? null : { is: "host", limit: draft.context.maxRunning };
}

/** The pool that is waited for; first one that can never serve. */
function shortOf(room: Room, plan: StagePlan): SlotsObstacle | null {
  const wants = Object.entries(plan.slots);
  const isShort = ([name, wanted]: [string, number]): boolean => {
    const { total, held, waiting } = poolOf(room, name);
    return waiting.length > 0 || held + wanted > total;
  };
  const short = wants.find(([name, wanted]) => wanted > poolOf(room, name).total);
  const [pool, wanted] = short ?? wants.find(isShort) ?? [null, 0];
  if (pool === null) return null;
  return { is: "slots", pool, wanted, total: poolOf(room, pool).total, ...othersAt(room, pool) };
}

/** Far back in a line only who stands next is named: that stays so until it moves, and need not be told again and again. */
function othersAt(room: Room, pool: string): Pick<SlotsObstacle, "holders" | "before"> {
  const { holders, waiting } = poolOf(room, pool);
  return waiting.length < FAR_BACK
    ? { holders: holders.slice(0, MOST_NAMED), before: waiting.slice(0, MOST_NAMED) }
    : { holders: [], before: waiting.slice(-1) };
}

type SlotsObstacle = Extract<QueuedFor, { is: "slots" }>;

const MOST_NAMED = 3;
const FAR_BACK = 8;

// Only who could start but for its slots keeps others from them, and not who can never be served.
function closePool(room: Room, run: Run, plan: StagePlan, obstacle: QueuedFor): void {
  if (obstacle.is !== "slots" || obstacle.wanted > obstacle.total) return;
  const name = `${runName(run)} ${plan.key}`;
  for (const pool of Object.keys(plan.slots)) poolOf(room, pool).waiting.push(name);
}

/** Others come and go: who they are is told again only when the first of them is another. */
function isToldAlready(status: StageStatus, obstacle: QueuedFor): boolean {
  if (status.is !== "queued" || status.for.is !== obstacle.is) return false;
  if (obstacle.is !== "slots" || status.for.is !== "slots")
    return JSON.stringify(status.for) === JSON.stringify(obstacle);
  const { pool, wanted, total, holders, before } = status.for;
  const isSame = pool === obstacle.pool && wanted === obstacle.wanted && total === obstacle.total;
  return isSame && holders[0] === obstacle.holders[0] && before[0] === obstacle.before[0];
}
