// Results that need not be made again (semantics 8.2): what a stage's files and words come to before it runs, whether
// that is known, and what is kept once it has run. Files are read in another process, one question after the other, so a
// result that is still to be kept is kept before anybody looks for it.
//
// The key of a result is a hash of the command, the declared environment, the parameters and the dependencies; that of the
// outs stands beside it. Nothing is ever restored: a result counts only while its outs are as it left them. Outs that were
// changed after the command had ended are not as it left them, so nothing is kept of it then.

import { createHash, createHmac } from "node:crypto";
import { isListed } from "../../pipeline/environment.ts";
import type { RunId } from "../../pipeline/ids.ts";
import type { Plan, StagePlan } from "../../pipeline/plan.ts";
import type { RunEnvironment } from "../command.ts";
import type { HashEffect, KeepEffect } from "../effect.ts";
import type { HashInput } from "../input.ts";
import type { Run } from "../run.ts";
import { filledStage } from "./attempt-spec.ts";
import { readEnvFile } from "./env-file.ts";
import type { Hasher } from "./hashing/hasher.ts";
import type { Digests } from "./hashing/protocol.ts";
import type { CachedResult, Journal, NotKept } from "./ports.ts";

export interface CachePorts {
  readonly hasher: Hasher;
  readonly environment: (run: RunId) => RunEnvironment;
  /** The home's: values of an env file are hashed under it. */
  readonly secretKey: string;
  readonly journal: Pick<Journal, "cached" | "lastKept">;
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
  /** @param kept - with what is to be stored, or why nothing is */
  readonly keep: (effect: KeepEffect, kept: (result: CachedResult | NotKept) => void) => void;
}

/** The clock of an exit record is read in hundredths of a second. */
const TICK_MS = 15;

export function cacheOf(ports: CachePorts): Cache {
  const { hasher, journal, give, note } = ports;

  async function look(
    run: Run,
    plan: StagePlan,
    effect: HashEffect,
    signal: AbortSignal,
  ): Promise<HashInput> {
    const of = { run: effect.run, stage: effect.stage, round: effect.round };
    const cache = plan.cache ?? { deps: [], outs: [] };
    const base = baseOf(run, plan, ports);
    if (!base.ok) return { kind: "unhashed", ...of, cause: base.cause };
    const paths = [...cache.deps, ...cache.outs];
    const tell = (done: number, total: number): void => {
      give({ kind: "hashing", ...of, done, total });
    };
    let files = await hasher.hash({ paths }, tell, signal);
    // An out that can't be hashed is as good as none: it keeps no stage from running.
    if (files.is === "failed" && cache.outs.length > 0)
      files = await hasher.hash({ paths: cache.deps }, tell, signal);
    if (files.is === "failed") return { kind: "unhashed", ...of, cause: files.cause };
    const missing = cache.deps.find((path) => isMissing(files.digests, path));
    if (missing !== undefined)
      return { kind: "unhashed", ...of, cause: `there is no ${missing}, which its cache names` };
    const key = keyOf(base.hash, cache.deps, files.digests);
    const parts = { ...base.parts, ...partsOf(run.plan.folder, cache.deps, files.digests) };
    const hashed = { base: base.hash, key, parts };
    const known = journal.cached(run.pipeline, plan.key, key);
    const outs = outsOf(cache.outs, files.digests);
    if (known !== null && outs !== null && known.outs === outs)
      return { kind: "hashed", ...of, hashed, hit: known, miss: "" };
    const now = { ...parts, ...partsOf(run.plan.folder, cache.outs, files.digests) };
    const miss = missOf(journal.lastKept(run.pipeline, plan.key), known, now);
    return { kind: "hashed", ...of, hashed, hit: null, miss };
  }

  async function keep(effect: KeepEffect): Promise<CachedResult | NotKept> {
    const { cache, folder, hashed, stage, pipeline, outputs, runName: run, endedAt } = effect;
    const files = await hasher.hash({ paths: [...cache.deps, ...cache.outs] }, () => undefined);
    const not = (cause: string): NotKept => ({ pipeline, stage, cause, run });
    if (files.is === "failed") return not(files.cause);
    const { digests, newest } = files;
    if (keyOf(hashed.base, cache.deps, digests) !== hashed.key)
      return not("what it depends on changed while it ran");
    const missing = cache.outs.filter((path) => isMissing(digests, path));
    const outs = outsOf(cache.outs, digests);
    if (outs === null) {
      return not(`it did not make ${missing.map((path) => within(folder, path)).join(", ")}`);
    }
    const later = cache.outs.find((path) => (newest[path] ?? 0) > endedAt + TICK_MS);
    if (later !== undefined) return not(`${within(folder, later)} was changed after it had ended`);
    const parts = { ...hashed.parts, ...partsOf(folder, cache.outs, digests) };
    return { pipeline, stage, key: hashed.key, outs, outputs, parts, run };
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
      const failed = (error: unknown): NotKept => {
        const { pipeline, stage, runName: run } = effect;
        return { pipeline, stage, cause: String(error), run };
      };
      void keep(effect)
        .catch(failed)
        .then((result) => {
          if ("cause" in result)
            note(`nothing is kept of ${result.stage} of ${result.run}: ${result.cause}`);
          return kept(result);
        });
    },
  };
}

type Parts = Readonly<Record<string, string>>;
type Base =
  | { readonly ok: true; readonly hash: string; readonly parts: Parts }
  | { readonly ok: false; readonly cause: string };

function baseOf(run: Run, plan: StagePlan, ports: CachePorts): Base {
  const filled = filledStage(run, plan);
  if (!filled.ok) return filled;
  const { command, cwd, stageEnv } = filled;
  const { env, params, python, secrets } = run.plan;
  const variables = { ...passedOn(ports.environment(run.id)), ...env, ...stageEnv };
  const file = envFileHash(run.plan, ports.secretKey);
  const { deps = [], outs = [] } = plan.cache ?? {};
  const words = { command, cwd, env: sorted(variables), params: sorted(params), file };
  const parts = {
    "its command": shortHash(command),
    "its folder": shortHash(cwd),
    ...named("variable", variables),
    ...named("parameter", params),
    "its env_file": file,
    "its python": shortHash(python),
    "its secrets": shortHash(secrets),
    "its cache": shortHash([deps, outs]),
  };
  return { ok: true, hash: hashOf({ ...words, python, secrets, deps, outs }), parts };
}

/** What `pass_env` took of the caller's environment; the usual names tell nothing of a result. */
function passedOn({ env }: RunEnvironment): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isListed(name)));
}

/** Of all that the env file sets but the secrets, which may change without another result. Keyed: it may be guessed at. */
function envFileHash({ envFile, secrets }: Plan, key: string): string {
  if (envFile === null) return "";
  const file = readEnvFile(envFile);
  const values = Object.entries(file.ok ? file.env : {}).filter(
    ([name]) => !secrets.includes(name),
  );
  const text = JSON.stringify(sorted(Object.fromEntries(values)));
  return createHmac("sha256", Buffer.from(key, "hex")).update(text).digest("hex").slice(0, 12);
}

function named(kind: string, values: Readonly<Record<string, unknown>>): Parts {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${kind} ${name}`, shortHash(value)]),
  );
}

function partsOf(folder: string, paths: readonly string[], digests: Digests): Parts {
  return Object.fromEntries(
    paths.map((path) => [within(folder, path), shortHash(digests[path] ?? null)]),
  );
}

function within(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

const MOST_NAMED = 4;

/** Why there is no result for what a stage comes from now. `same`: one that is kept for the very same key. */
function missOf(
  { result, notKept }: ReturnType<Journal["lastKept"]>,
  same: CachedResult | null,
  now: Parts,
): string {
  if (notKept !== null && same === null)
    return `nothing was kept of ${notKept.run}: ${notKept.cause}`;
  const before = same ?? result;
  if (before === null) return "nothing is kept of it yet";
  const names = [...new Set([...Object.keys(before.parts), ...Object.keys(now)])];
  const changed = names.filter((name) => before.parts[name] !== now[name]);
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : "";
  return `changed since ${before.run}: ${changed.slice(0, MOST_NAMED).join(", ")}${more}`;
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

/** Enough to tell two values of one thing apart. */
function shortHash(value: unknown): string {
  return hashOf(value).slice(0, 12);
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
