// Results that need not be made again (semantics 8.2): what a stage's files and words come to before it runs, whether
// that is known, and what is kept once it has run. Files are read in another process, one question after the other, so a
// result that is still to be kept is kept before anybody looks for it.
//
// The key of a result is a hash of the command, the declared environment, the parameters and the dependencies; that of the
// outs stands beside it. Nothing is ever restored: a result counts only while its outs are as it left them.

import { createHash } from "node:crypto";
import type { StagePlan } from "../../pipeline/plan.ts";
import type { HashEffect, KeepEffect } from "../effect.ts";
import type { HashInput } from "../input.ts";
import type { Run } from "../run.ts";
import { filledStage } from "./attempt-spec.ts";
import type { Hasher } from "./hashing/hasher.ts";
import type { Digests } from "./hashing/protocol.ts";
import type { CachedResult, Journal } from "./ports.ts";

export interface CachePorts {
  readonly hasher: Hasher;
  readonly journal: Pick<Journal, "cached">;
  readonly give: (input: HashInput) => void;
  readonly note: (text: string) => void;
}

export interface Cache {
  /** Reads the files of a stage and gives what they come to; `told` just before. */
  readonly look: (
    run: Run,
    plan: StagePlan,
    effect: HashEffect,
    signal: AbortSignal,
    told: () => void,
  ) => void;
  /** @param kept - with what is to be stored, or null where the files changed meanwhile */
  readonly keep: (effect: KeepEffect, kept: (result: CachedResult | null) => void) => void;
}

export function cacheOf({ hasher, journal, give, note }: CachePorts): Cache {
  async function look(
    run: Run,
    plan: StagePlan,
    effect: HashEffect,
    signal: AbortSignal,
  ): Promise<HashInput> {
    const of = { run: effect.run, stage: effect.stage, round: effect.round };
    const cache = plan.cache ?? { deps: [], outs: [] };
    const base = baseOf(run, plan);
    if (!base.ok) return { kind: "unhashed", ...of, cause: base.cause };
    const paths = [...cache.deps, ...cache.outs];
    const tell = (done: number, total: number): void => {
      give({ kind: "hashing", ...of, done, total });
    };
    const files = await hasher.hash({ paths }, tell, signal);
    if (files.is === "failed") return { kind: "unhashed", ...of, cause: files.cause };
    const missing = cache.deps.find((path) => isMissing(files.digests, path));
    if (missing !== undefined)
      return { kind: "unhashed", ...of, cause: `there is no ${missing}, which its cache names` };
    const key = keyOf(base.hash, cache.deps, files.digests);
    const known = journal.cached(run.pipeline, plan.key, key);
    const outs = outsOf(cache.outs, files.digests);
    const hit = known !== null && outs !== null && known.outs === outs ? known : null;
    return { kind: "hashed", ...of, hashed: { base: base.hash, key }, hit };
  }

  async function keep(effect: KeepEffect): Promise<CachedResult | null> {
    const { cache, hashed, stage, pipeline, outputs, runName } = effect;
    const files = await hasher.hash({ paths: [...cache.deps, ...cache.outs] }, () => undefined);
    const why = files.is === "failed" ? files.cause : "its files changed while it ran";
    const outs = files.is === "failed" ? null : outsOf(cache.outs, files.digests);
    const isSame =
      files.is === "hashed" && keyOf(hashed.base, cache.deps, files.digests) === hashed.key;
    if (!isSame || outs === null) {
      const cause = isSame ? "not all of its outs are there" : why;
      note(`the result of ${stage} of ${runName} is not kept: ${cause}`);
      return null;
    }
    return { pipeline, stage, key: hashed.key, outs, outputs, run: runName };
  }

  return {
    look: (run, plan, effect, signal, told) => {
      const failed = (error: unknown): HashInput => {
        const { run: id, stage, round } = effect;
        return { kind: "unhashed", run: id, stage, round, cause: String(error) };
      };
      void look(run, plan, effect, signal)
        .catch(failed)
        .then((input) => {
          told();
          return give(input);
        });
    },
    keep: (effect, kept) => {
      const failed = (error: unknown): null => {
        note(`the result of ${effect.stage} of ${effect.runName} is not kept: ${String(error)}`);
        return null;
      };
      void keep(effect).catch(failed).then(kept);
    },
  };
}

type Base = { readonly ok: true; readonly hash: string } | { readonly ok: false; cause: string };

function baseOf(run: Run, plan: StagePlan): Base {
  const filled = filledStage(run, plan);
  if (!filled.ok) return filled;
  const { command, cwd, stageEnv } = filled;
  const { env, params, python, secrets } = run.plan;
  const { deps = [], outs = [] } = plan.cache ?? {};
  const words = { command, cwd, env: sorted({ ...env, ...stageEnv }), params: sorted(params) };
  return { ok: true, hash: hashOf({ ...words, python, secrets, deps, outs }) };
}

function keyOf(base: string, deps: readonly string[], digests: Digests): string {
  return hashOf([base, deps.map((path) => [path, digests[path] ?? null])]);
}

/** Null where one is missing. */
function outsOf(outs: readonly string[], digests: Digests): string | null {
  if (outs.some((path) => isMissing(digests, path))) return null;
  return hashOf(outs.map((path) => [path, digests[path]]));
}

function isMissing(digests: Digests, path: string): boolean {
  return (digests[path] ?? null) === null;
}

function sorted(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
