// Joins what was read of a stage: its own fields, else those of `defaults`, else what dagtop takes for granted.

import type { CommandDefinition, SourceText, SourceWith, StageDefinition } from "./definition.ts";
import { stageKey } from "./ids.ts";
import { NO_DEFAULTS, type Defaults } from "./load-defaults.ts";
import type { ReadIf } from "./load-if.ts";
import type { RetryPlan } from "./plan.ts";
import { NO_RETRY, type StageFields } from "./schema.ts";

const DEFAULT_GRACE_MS = 30_000;

/** Built-ins whose bad end only makes the run partial. */
const WARNS: readonly string[] = ["promote", "notify"];

/** Built-ins that do nothing twice: where their process is lost, another one goes on. */
const REPEATABLE: readonly string[] = ["promote", "notify"];
const STEP_RETRY: RetryPlan = { ...NO_RETRY, times: 2, delayMs: 2000 };
/** Until then every channel must have taken the message (semantics 8.4). */
const NOTIFY_TIMEOUT_MS = 600_000;

export interface Parts extends Pick<StageDefinition, "env" | "cwd" | "cache" | "matrix">, ReadIf {
  readonly argv: readonly SourceText[];
  readonly message: SourceText;
  readonly with: SourceWith;
}

export function stageDefinition(
  key: string,
  own: StageFields,
  parts: Parts,
  given: Defaults,
): StageDefinition {
  // Nobody is stopped, tried again or timed out as a command is: an approval takes `on_fail` alone.
  const defaults = own.approval === undefined ? given : NO_DEFAULTS;
  const warns = own.uses !== undefined && WARNS.includes(own.uses);
  return {
    key: stageKey(key),
    description: own.description ?? null,
    needs: [...new Set(own.needs)].map(stageKey),
    if: parts.if,
    condition: parts.condition,
    matrix: parts.matrix,
    command: commandOf(own, parts),
    env: { ...defaults.env, ...parts.env },
    onFail: own.on_fail ?? given.on_fail ?? (warns ? "warn" : "fail"),
    cache: parts.cache,
    track: own.track ?? null,
    ...placesOf(own, parts, defaults),
    ...limitsOf(own, defaults),
  };
}

type Places = Pick<StageDefinition, "shell" | "cwd" | "slots" | "priority" | "leaveRunning">;

function placesOf(own: StageFields, parts: Parts, defaults: Defaults): Places {
  return {
    shell: own.shell ?? defaults.shell ?? null,
    cwd: parts.cwd ?? defaults.cwd,
    slots: own.slots ?? defaults.slots ?? {},
    priority: own.priority ?? defaults.priority ?? 0,
    leaveRunning: own.leave_running ?? defaults.leave_running ?? [],
  };
}

type Limits = Pick<StageDefinition, "retry" | "timeoutMs" | "stop" | "onCrash">;

function limitsOf(own: StageFields, defaults: Defaults): Limits {
  const repeats = own.uses !== undefined && REPEATABLE.includes(own.uses);
  const limit = own.uses === "notify" ? NOTIFY_TIMEOUT_MS : null;
  return {
    retry: own.retry ?? defaults.retry ?? (repeats ? STEP_RETRY : NO_RETRY),
    timeoutMs: own.timeout ?? own.approval?.timeout ?? defaults.timeout ?? limit,
    stop: stopOf(own, defaults),
    onCrash: own.on_crash ?? defaults.on_crash ?? (repeats ? "retry" : "fail"),
  };
}

function commandOf(own: StageFields, parts: Parts): CommandDefinition {
  if (own.run !== undefined) return { is: "shell", script: own.run };
  if (own.approval !== undefined)
    return { is: "approval", message: parts.message, by: own.approval.by };
  if (own.uses !== undefined) return { is: "uses", uses: own.uses, with: parts.with };
  return { is: "argv", argv: parts.argv };
}

/** A `stop` of its own replaces the default one whole; `grace` alone replaces only that. */
function stopOf(own: StageFields, defaults: Defaults): StageDefinition["stop"] {
  const stop = own.stop ?? defaults.stop;
  return {
    signal: stop?.signal ?? "TERM",
    graceMs: own.stop?.grace ?? own.grace ?? stop?.grace ?? defaults.grace ?? DEFAULT_GRACE_MS,
    command: stop?.command ?? null,
  };
}
