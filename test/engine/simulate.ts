// A world for the pure core: a virtual clock and scripted attempts, no processes. Tests say what each attempt does;
// the world hands reports and due times to `decide` until nothing is left to happen. Every state that goes into a
// turn is frozen, all the way down, so that a turn that wrote to it would throw.

import { decide, msUntilDue, type Turn } from "../../src/engine/decide.ts";
import { EMPTY, type EngineState } from "../../src/engine/draft.ts";
import type { Attempt } from "../../src/engine/attempt.ts";
import type { Rerun } from "../../src/engine/command.ts";
import type { Effect, HashEffect, StartEffect, StopEffect } from "../../src/engine/effect.ts";
import type { Event, RunEvent } from "../../src/engine/event.ts";
import { foldAll } from "../../src/engine/fold.ts";
import type { Context, Input, Remains } from "../../src/engine/input.ts";
import type { Instant } from "../../src/engine/instant.ts";
import { stageRow, runRow } from "../../src/engine/project.ts";
import type { RunRow, StageRow } from "../../src/engine/rows.ts";
import { type Run, stageAt } from "../../src/engine/run.ts";
import type { Outputs } from "../../src/engine/stage.ts";
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
  said: null,
};

/**
 * What one attempt does: how long it runs (ms) and how it ends. "hang" ends only when it is stopped, "mute" only when
 * the test reports something of it.
 */
export type Script =
  | { readonly mute: true }
  | {
      readonly code: number;
      readonly takes: number;
      readonly onStop?: number;
      readonly outputs?: Outputs;
    }
  | { readonly hang: true; readonly stopTakes?: number; readonly onStop?: number }
  | { readonly lost: true; readonly takes: number }
  | { readonly fenced: true }
  | { readonly refused: string };

/** What the files of a stage with a cache come to, and when (ms); "mute" only what the test reports of them. */
export type Files =
  | { readonly mute: true }
  | { readonly miss: true; readonly takes: number }
  | { readonly hit: string; readonly takes: number; readonly outputs?: Outputs }
  | { readonly unread: string; readonly takes: number };

/** What a person says to a stage that waits, and when (ms); null says nothing. */
export type Said = { readonly approved: boolean; readonly takes: number } | null;

export const HASHED = { base: "base", key: "key", parts: {} };

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
    condition: null,
    ifText: null,
    matrix: null,
    slots: {},
    priority: 0,
    cache: null,
    leaveRunning: [],
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
    v: 2,
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
    retryRun: { times: 0, delayMs: 0 },
    secrets: [],
    groups: [],
    stages,
    ...over,
  };
}

interface Reading {
  readonly effect: HashEffect;
  readonly files: Files;
  readonly endsUp: number | null;
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
  pools: Record<string, number> = {};
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
  /** What is known of the files of stages with a cache. */
  filesOf: (stage: StageKey, round: number, run: RunId) => Files = () => ({ miss: true, takes: 0 });
  /** What people say without being told to by the test. */
  saidOf: (stage: StageKey, round: number, run: RunId) => Said = () => null;
  private readonly going = new Map<string, Going>();
  private talking: { readonly input: Input; readonly up: number }[] = [];
  private readonly reading = new Map<string, Reading>();
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
      pools: this.pools,
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
      else if (effect.kind === "stop") this.stop(effect);
      else if (effect.kind === "hash") this.read(effect);
    }
    for (const [place, event] of turn.events.entries())
      if (event.kind === "stage.waiting") this.ask(event, turn.events.slice(place));
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

  /** Asks for a run that goes on from another. */
  rerun(plan: Plan, rerun: Rerun, id = `run-${this.commands + 1}`): RunId {
    const run = runId(id);
    this.turn([this.triggerInput(plan, run, rerun)]);
    return run;
  }

  cancel(run: RunId, stage: string | null = null): void {
    this.turn([this.cancelInput(run, stage)]);
  }

  retry(run: RunId, by = "ada"): void {
    this.turn([this.retryInput(run, by)]);
  }

  answer(run: RunId, stage: string, approved: boolean, over: Partial<Answer> = {}): void {
    this.turn([this.answerInput(run, stage, approved, over)]);
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

  triggerInput(plan: Plan, run: RunId, rerun: Rerun | null = null): Input {
    const command = ++this.commands;
    const trigger = rerun === null ? "manual" : "rerun";
    return { kind: "trigger", command, run, plan, planHash: "hash", trigger, rerun, by: "ada" };
  }

  retryInput(run: RunId, by = "ada"): Input {
    const known = this.runs.get(run);
    const ended = known?.status.is === "ended" ? deepFreeze(known) : null;
    return { kind: "retry", command: ++this.commands, run, ended, by };
  }

  answerInput(run: RunId, stage: string, approved: boolean, over: Partial<Answer> = {}): Input {
    const round = this.runs.get(run)?.round ?? 1;
    const args = { round, message: null, by: "ada", ...over };
    const command = ++this.commands;
    return { kind: "answer", command, run, stage: stageKey(stage), approved, ...args };
  }

  /** What was read of the files of a stage. */
  filesInput(run: RunId, stage: string, files: Exclude<Files, { mute: true }>): Input {
    const { round } = this.runs.get(run)!;
    return filesReport({ run, stage: stageKey(stage), round }, files);
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

  private read(effect: HashEffect): void {
    const files = this.filesOf(effect.stage, effect.round, effect.run);
    const endsUp = "mute" in files ? null : this.up + files.takes;
    this.reading.set(effect.key, { effect, files, endsUp });
  }

  /** @param later - what the turn did after that: it may have opened another round */
  private ask(
    { run, stage }: { readonly run: RunId; readonly stage: StageKey },
    later: readonly Event[],
  ): void {
    const opened = later.filter((event) => event.kind === "round.opened" && event.run === run);
    const round = this.runs.get(run)!.round - opened.length;
    const said = this.saidOf(stage, round, run);
    if (said === null) return;
    const input = this.answerInput(run, stage, said.approved, { round });
    this.talking.push({ input, up: this.up + said.takes });
  }

  private nextUp(): number | null {
    const due = msUntilDue(this.state, this.now());
    const ends = [...this.going.values(), ...this.reading.values()].flatMap(
      (one) => one.endsUp ?? [],
    );
    for (const { up } of this.talking) ends.push(up);
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
    for (const [key, { effect, files, endsUp }] of this.reading) {
      if ("mute" in files || endsUp === null || endsUp > this.up) continue;
      this.reading.delete(key);
      inputs.push(filesReport(effect, files));
    }
    for (const { input, up } of this.talking) if (up <= this.up) inputs.push(input);
    this.talking = this.talking.filter(({ up }) => up > this.up);
    return inputs;
  }

  private reportOf({ effect, script, code }: Going): Input {
    const of = { run: effect.run, stage: effect.stage, attempt: effect.attempt };
    if ("fenced" in script) return { kind: "fenced", ...of };
    if ("refused" in script) return { kind: "refused", ...of, cause: script.refused };
    if ("lost" in script)
      return { kind: "lost", ...of, cause: "exit code unknown", remains: NOTHING_LEFT };
    const record = { code, ended: this.now() };
    const outputs = "outputs" in script ? (script.outputs ?? null) : null;
    return {
      kind: "exited",
      ...of,
      record,
      remains: { ...NOTHING_LEFT, outputs },
      warning: null,
    };
  }
}

interface Answer {
  readonly round: number;
  readonly message: string | null;
  readonly by: string;
}

function filesReport(
  { run, stage, round }: Pick<HashEffect, "run" | "stage" | "round">,
  files: Exclude<Files, { mute: true }>,
): Input {
  const of = { run, stage, round };
  if ("unread" in files) return { kind: "unhashed", ...of, cause: files.unread };
  const hit = "hit" in files ? { run: files.hit, outputs: files.outputs ?? null } : null;
  return { kind: "hashed", ...of, hashed: HASHED, hit, miss: "" };
}

/** Freezes a value and all that it leads to; what is frozen already is not walked again. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (value instanceof Map) for (const item of value.values()) deepFreeze(item);
  for (const item of Object.values(value)) deepFreeze(item);
  return value;
}
