// A world for the pure core: a virtual clock and scripted attempts, no processes. Tests say what each attempt does;
// the world hands reports and due times to `decide` until nothing is left to happen. Every state that goes into a
// turn is frozen, all the way down, so that a turn that wrote to it would throw.

import { decide, msUntilDue, type Turn } from "../../src/engine/decide.ts";
import { EMPTY, type EngineState } from "../../src/engine/draft.ts";
import type { Attempt } from "../../src/engine/attempt.ts";
import type { Effect, StartEffect, StopEffect } from "../../src/engine/effect.ts";
import type { Event, RunEvent } from "../../src/engine/event.ts";
import { foldAll } from "../../src/engine/fold.ts";
import type { Context, Input, Remains } from "../../src/engine/input.ts";
import type { Instant } from "../../src/engine/instant.ts";
import { stageRow, runRow } from "../../src/engine/project.ts";
import type { RunRow, StageRow } from "../../src/engine/rows.ts";
import { type Run, stageAt } from "../../src/engine/run.ts";
import {
  attemptId,
  pipelineName,
  type RunId,
  runId,
  stageKey,
  type StageKey,
} from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";

export const NOTHING_LEFT: Remains = {
  claim: null,
  outputs: null,
  cpuMs: null,
  peakRssBytes: null,
  leftovers: [],
};

/**
 * What one attempt does: how long it runs (ms) and how it ends. "hang" ends only when it is stopped, "mute" only when
 * the test reports something of it.
 */
export type Script =
  | { readonly mute: true }
  | { readonly code: number; readonly takes: number; readonly onStop?: number }
  | { readonly hang: true; readonly stopTakes?: number; readonly onStop?: number }
  | { readonly lost: true; readonly takes: number }
  | { readonly fenced: true }
  | { readonly refused: string };

export function stagePlan(
  key: string,
  over: Partial<StagePlan> & { after?: string[] } = {},
): StagePlan {
  const { after, ...rest } = over;
  return {
    key: stageKey(key),
    description: null,
    needs: (after ?? []).map(stageKey),
    if: "success",
    uses: null,
    command: { is: "shell", shell: ["/bin/sh", "-e", "-c"], script: "true" },
    cwd: [{ is: "text", text: "/project" }],
    env: {},
    retry: {
      times: 0,
      delayMs: 0,
      backoff: "constant",
      factor: 2,
      maxDelayMs: null,
      jitter: 0,
      onExit: [],
      notOnExit: [],
    },
    timeoutMs: null,
    stop: { signal: "TERM", graceMs: 30_000, command: null },
    onFail: rest.uses === "notify" ? "warn" : "fail",
    onCrash: "fail",
    ...rest,
  };
}

export function planOf(stages: readonly StagePlan[], over: Partial<Plan> = {}): Plan {
  return {
    v: 1,
    pipeline: pipelineName("nightly"),
    description: null,
    file: "/project/pipeline.yaml",
    folder: "/project",
    params: {},
    env: {},
    envFile: null,
    python: null,
    timeoutMs: null,
    maxParallel: null,
    maxActiveRuns: 1,
    stages,
    ...over,
  };
}

interface Going {
  readonly effect: StartEffect;
  readonly script: Script;
  endsUp: number | null;
  code: number;
}

export class World {
  state: EngineState = EMPTY;
  up = 1_000;
  /** The wall clock at an uptime of 0. */
  zero = 1_700_000_000_000;
  boot = "boot-1";
  since: Instant = { at: 1_700_000_000_000, up: 0, boot: "boot-1" };
  namespace = "pid:[1]";
  maxRunning = 8;
  readonly log: Event[] = [];
  readonly runs = new Map<RunId, Run>();
  readonly starts: { stage: StageKey; run: RunId; up: number }[] = [];
  readonly stops: StopEffect[] = [];
  readonly effects: Effect[] = [];
  /** What the last turn was given. */
  inputs: readonly Input[] = [];
  /** Called after each turn. */
  watch: () => void = () => {};
  results: Turn["results"] = [];
  private readonly going = new Map<string, Going>();
  private minted = 0;
  private stuck = 0;
  private commands = 0;
  private readonly scriptFor: (stage: StageKey, number: number, run: RunId) => Script;

  constructor(scriptFor: (stage: StageKey, number: number, run: RunId) => Script) {
    this.scriptFor = scriptFor;
  }

  now(): Instant {
    return { at: this.zero + this.up, up: this.up, boot: this.boot };
  }

  context(): Context {
    return {
      now: this.now(),
      hostSince: this.since,
      pidNamespace: this.namespace,
      maxRunning: this.maxRunning,
      mint: () => attemptId(`attempt-${++this.minted}`),
    };
  }

  turn(inputs: readonly Input[]): Turn {
    const turn = decide(this.state, inputs, this.context());
    this.state = deepFreeze(turn.state);
    this.log.push(...turn.events);
    this.results = turn.results;
    for (const [id, run] of turn.touched) this.runs.set(id, run);
    for (const effect of turn.effects) {
      this.effects.push(effect);
      if (effect.kind === "start") this.begin(effect);
      else this.stop(effect);
    }
    this.inputs = inputs;
    this.watch();
    return turn;
  }

  /** A turn that is not kept: what would happen. */
  rehearse(inputs: readonly Input[]): Turn {
    return decide(this.state, inputs, this.context());
  }

  /** No host for a while: time goes on, attempts end, nobody looks. Ends with a new host's first moment. */
  absent(ms: number): void {
    this.up += ms;
    this.since = this.now();
  }

  /** The machine starts again: another boot, an uptime that begins anew, nothing left of what ran. */
  reboot(wallMs: number): void {
    const at = this.now().at + wallMs;
    this.boot = `${this.boot}+`;
    this.up = 10;
    this.zero = at - this.up;
    this.since = this.now();
    this.going.clear();
  }

  trigger(plan: Plan, id = `run-${this.commands + 1}`): RunId {
    const run = runId(id);
    this.turn([this.triggerInput(plan, run)]);
    return run;
  }

  cancel(run: RunId, stage: string | null = null): void {
    this.turn([this.cancelInput(run, stage)]);
  }

  attempts(run: RunId, key: string): readonly Attempt[] {
    const found = this.runs.get(run)!;
    return stageAt(found, found.shape.index.get(stageKey(key))!).attempts;
  }

  /** What names the last attempt of a stage in a report. */
  of(run: RunId, key: string): { run: RunId; stage: StageKey; attempt: Attempt["id"] } {
    return { run, stage: stageKey(key), attempt: this.attempts(run, key).at(-1)!.id };
  }

  /** The report of an exit record, written at `up` (now, if not given). */
  exited(run: RunId, key: string, code: number, up = this.up): Input {
    const ended = { at: this.zero + up, up, boot: this.boot };
    const record = { code, ended };
    return { kind: "exited", ...this.of(run, key), record, remains: NOTHING_LEFT, warning: null };
  }

  lost(run: RunId, key: string): Input {
    return {
      kind: "lost",
      ...this.of(run, key),
      cause: "exit code unknown",
      remains: NOTHING_LEFT,
    };
  }

  cancelInput(run: RunId, stage: string | null = null, by = "ada"): Input {
    const command = ++this.commands;
    return { kind: "cancel", command, run, stage: stage === null ? null : stageKey(stage), by };
  }

  triggerInput(plan: Plan, run: RunId): Input {
    const command = ++this.commands;
    return { kind: "trigger", command, run, plan, planHash: "hash", trigger: "manual", by: "ada" };
  }

  /** Lets time pass until nothing is left to happen, or for `ms` at most. */
  play(ms = Number.MAX_SAFE_INTEGER): void {
    const until = this.up + ms;
    for (;;) {
      const next = this.nextUp();
      if (next === null || next > until) break;
      if (next === this.up) this.stuck += 1;
      else this.stuck = 0;
      if (this.stuck > 10_000) throw new Error("something is due for ever");
      this.up = Math.max(this.up, next);
      this.turn(this.reports());
    }
    if (ms !== Number.MAX_SAFE_INTEGER) this.up = until;
  }

  runRow(run: RunId): RunRow {
    return runRow(this.runs.get(run)!);
  }

  stage(run: RunId, key: string): StageRow {
    const found = this.runs.get(run)!;
    return stageRow(found, found.shape.index.get(stageKey(key))!);
  }

  states(run: RunId): Record<string, string> {
    const found = this.runs.get(run)!;
    return Object.fromEntries(
      found.plan.stages.map((stage) => [stage.key, this.stage(run, stage.key).state]),
    );
  }

  refolded(run: RunId): Run | null {
    const events = this.log.filter(
      (event): event is RunEvent => "run" in event && event.run === run,
    );
    return foldAll(events, this.runs.get(run)!.plan);
  }

  private begin(effect: StartEffect): void {
    const run = this.runs.get(effect.run)!;
    const number = this.stage(effect.run, effect.stage).attempt;
    const script = this.scriptFor(effect.stage, number, run.id);
    this.starts.push({ stage: effect.stage, run: run.id, up: this.up });
    const takes =
      "takes" in script ? script.takes : "hang" in script || "mute" in script ? null : 0;
    const code = "code" in script ? script.code : 0;
    this.going.set(effect.attempt, {
      effect,
      script,
      endsUp: takes === null ? null : this.up + takes,
      code,
    });
  }

  private stop(effect: StopEffect): void {
    this.stops.push(effect);
    const going = this.going.get(effect.attempt);
    if (going === undefined || "mute" in going.script) return;
    const { script } = going;
    const takes = "stopTakes" in script && !effect.kill ? (script.stopTakes ?? 0) : 0;
    going.endsUp = Math.min(going.endsUp ?? Infinity, this.up + takes);
    going.code = "onStop" in script ? (script.onStop ?? 143) : 143;
  }

  private nextUp(): number | null {
    const due = msUntilDue(this.state, this.now());
    const ends = [...this.going.values()].flatMap((going) => going.endsUp ?? []);
    const times = due === null ? ends : [...ends, this.up + due];
    return times.length === 0 ? null : Math.min(...times);
  }

  private reports(): Input[] {
    const inputs: Input[] = [];
    for (const [id, going] of this.going) {
      if (going.endsUp === null || going.endsUp > this.up) continue;
      this.going.delete(id);
      inputs.push(this.reportOf(going));
    }
    return inputs;
  }

  private reportOf({ effect, script, code }: Going): Input {
    const of = { run: effect.run, stage: effect.stage, attempt: effect.attempt };
    if ("fenced" in script) return { kind: "fenced", ...of };
    if ("refused" in script) return { kind: "refused", ...of, cause: script.refused };
    if ("lost" in script)
      return { kind: "lost", ...of, cause: "exit code unknown", remains: NOTHING_LEFT };
    const record = { code, ended: this.now() };
    return { kind: "exited", ...of, record, remains: NOTHING_LEFT, warning: null };
  }
}

/** Freezes a value and all that it leads to; what is frozen already is not walked again. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (value instanceof Map) for (const item of value.values()) deepFreeze(item);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}
