// The registry's decisions. Pure: the state of one model and what is asked in, changes and an answer out; the host applies them
// in the transaction that closes the command, so of two who promote at once the second is judged against the first.

import type { ModelAnswer, ModelAsk, Outcome, Submit } from "./model-ask.ts";
import { type Champion, judge } from "./gate.ts";
import type { Alias, Aliases, ModelEvent, ModelState, ModelVersion } from "./model.ts";

export interface Change {
  readonly version: number;
  readonly event: ModelEvent;
  readonly text: string;
}

export interface Answered {
  readonly ok: boolean;
  readonly answer: ModelAnswer;
  readonly made: ModelVersion | null;
  /** The aliases as they are now; null where they stay. */
  readonly aliases: Aliases | null;
  readonly archived: readonly number[];
  readonly deleted: readonly number[];
  readonly history: readonly Change[];
}

export function answerModel(state: ModelState, ask: ModelAsk, at: number): Answered {
  switch (ask.act) {
    case "submit":
      return submit(state, ask, at);
    case "promote":
      return promote(state, ask.version, ask.force);
    case "rollback":
      return rollback(state);
    case "archive":
      return archive(state, ask.which, ask.force);
    case "delete":
      return remove(state, ask.versions, ask.force);
  }
}

function submit(state: ModelState, ask: Submit, at: number): Answered {
  const found = state.versions.find(
    ({ files, from }) =>
      files.hash === ask.files.hash &&
      from.runId === ask.from.runId &&
      from.round === ask.from.round &&
      from.stage === ask.from.stage,
  );
  const { model, files, metrics, from, by, gate } = ask;
  const version = found?.version ?? state.lastVersion + 1;
  const made: ModelVersion | null =
    found === undefined ? { model, version, files, metrics, from, by, at, archivedAt: null } : null;
  const history: Change[] = made === null ? [] : [{ version, event: "made", text: from.run }];
  const base = { ...nothing(state), made, history };
  if (state.aliases.champion === version) {
    return done(base, "promoted", `v${version} is champion already`, version);
  }
  const verdict = judge(gate, metrics[gate.metric] ?? null, championOf(state, ask));
  switch (verdict.is) {
    case "promote": {
      const aliases = withChampion(state.aliases, version);
      const text = `v${version} promoted: ${verdict.text}`;
      const moved = { ...base, aliases, history: [...history, change(version, "promoted", text)] };
      return done(moved, "promoted", text, version);
    }
    case "keep":
    case "not_better":
    case "refuse": {
      const outcome = OUTCOMES[verdict.is];
      const event = verdict.is === "keep" ? "kept" : "refused";
      const told = { ...base, history: [...history, change(version, event, verdict.text)] };
      return done(told, outcome, verdict.text, version);
    }
  }
}

const OUTCOMES = { keep: "kept", not_better: "not_better", refuse: "refused" } as const;

function championOf(state: ModelState, { gate, gone }: Submit): Champion | null {
  const version = state.aliases.champion;
  if (version === undefined) return null;
  const row = state.versions.find((one) => one.version === version);
  const value = row?.metrics[gate.metric] ?? null;
  return { version, value, filesAreGone: gone.includes(version) };
}

function withChampion(aliases: Aliases, version: number): Aliases {
  const { champion } = aliases;
  return champion === undefined || champion === version
    ? { ...aliases, champion: version }
    : { champion: version, previous: champion };
}

function promote(state: ModelState, version: number, force: boolean): Answered {
  const row = state.versions.find((one) => one.version === version);
  if (row === undefined) return refused(state, noVersion(state, version));
  if (state.aliases.champion === version)
    return done(nothing(state), "unchanged", `v${version} is champion already`, version);
  if (row.archivedAt !== null && !force)
    return refused(state, `v${version} is archived; --force promotes it all the same`);
  const was = state.aliases.champion;
  const text = `v${version} promoted by hand${was === undefined ? "" : `, in place of v${was}`}`;
  const aliases = withChampion(state.aliases, version);
  const history = [change(version, "promoted", text)];
  return done({ ...nothing(state), aliases, history }, "promoted", text, version);
}

/** Champion and previous change places: done twice, all is as it was. */
function rollback(state: ModelState): Answered {
  const { champion, previous } = state.aliases;
  if (previous === undefined || champion === undefined)
    return refused(state, "there is no version that was champion before");
  const text = `rolled back to v${previous}, from v${champion}`;
  const aliases = { champion: previous, previous: champion };
  const history = [change(previous, "rolled_back", text)];
  return done({ ...nothing(state), aliases, history }, "done", text, previous);
}

function archive(
  state: ModelState,
  which: { readonly versions: readonly number[] } | { readonly keep: number },
  force: boolean,
): Answered {
  const open = state.versions.filter(({ archivedAt }) => archivedAt === null);
  const wanted =
    "keep" in which
      ? open.map(({ version }) => version).slice(0, Math.max(0, open.length - which.keep))
      : which.versions;
  const unknown = wanted.find((version) => !has(state, version));
  if (unknown !== undefined) return refused(state, noVersion(state, unknown));
  const { taken, left } = split(state, wanted, force, "keep" in which);
  if (left.length > 0 && !("keep" in which)) return refused(state, held(state, left, "archive"));
  const changed = taken.filter((version) => open.some((one) => one.version === version));
  const history = changed.map((version) => change(version, "archived", `v${version} archived`));
  const text = changed.length === 0 ? "nothing to archive" : `archived ${list(changed)}`;
  const base = { ...nothing(state), archived: changed, history };
  return done(base, changed.length === 0 ? "unchanged" : "done", text, null, { changed, left });
}

function remove(state: ModelState, versions: readonly number[], force: boolean): Answered {
  const unknown = versions.find((version) => !has(state, version));
  if (unknown !== undefined) return refused(state, noVersion(state, unknown));
  const { taken, left } = split(state, versions, force, false);
  if (left.length > 0) return refused(state, held(state, left, "delete"));
  const rest = state.versions.filter(({ version }) => !taken.includes(version));
  const kept = new Set(rest.map(({ files }) => files.hash));
  const gone = state.versions.filter(({ version }) => taken.includes(version));
  const unused = [...new Set(gone.map(({ files }) => files.hash))].filter(
    (hash) => !kept.has(hash),
  );
  const aliases = Object.fromEntries(
    Object.entries(state.aliases).filter(([, version]) => !taken.includes(version)),
  ) as Aliases;
  const isMoved = Object.keys(aliases).length !== Object.keys(state.aliases).length;
  const history = taken.map((version) => change(version, "deleted", `v${version} deleted`));
  const base = {
    ...nothing(state),
    deleted: taken,
    aliases: isMoved ? aliases : null,
    history,
  };
  const to = { changed: taken, left, unused };
  return done(base, "done", `deleted ${list(taken)}`, null, to);
}

/** A champion goes only by force; where others are kept by number, who has an alias stays with them. */
function split(state: ModelState, versions: readonly number[], force: boolean, byNumber: boolean) {
  const isHeld = (version: number): boolean =>
    state.aliases.champion === version || (byNumber && state.aliases.previous === version);
  const unique = [...new Set(versions)];
  return {
    taken: unique.filter((version) => force || !isHeld(version)),
    left: unique.filter((version) => !force && isHeld(version)),
  };
}

function held(state: ModelState, left: readonly number[], verb: string): string {
  return `v${left[0]} is champion of ${state.model}: --force ${verb}s it all the same`;
}

function has(state: ModelState, version: number): boolean {
  return state.versions.some((one) => one.version === version);
}

function noVersion(state: ModelState, version: number): string {
  const numbers = state.versions.map((one) => one.version);
  return numbers.length === 0
    ? `there is no model ${state.model}`
    : `${state.model} has no v${version}; it has ${list(numbers)}`;
}

const MOST_LISTED = 12;

function list(versions: readonly number[]): string {
  const shown = versions.slice(-MOST_LISTED).map((version) => `v${version}`);
  return `${versions.length > MOST_LISTED ? "…, " : ""}${shown.join(", ")}`;
}

function change(version: number, event: ModelEvent, text: string): Change {
  return { version, event, text };
}

type Base = Omit<Answered, "ok" | "answer">;
interface Of extends Base {
  readonly before: Aliases;
}

function nothing(state: ModelState): Of {
  const { aliases: before } = state;
  return { made: null, aliases: null, archived: [], deleted: [], history: [], before };
}

interface Touched {
  readonly changed?: readonly number[];
  readonly left?: readonly number[];
  readonly unused?: readonly string[];
}

function done(
  { before, ...base }: Of,
  outcome: Outcome,
  text: string,
  version: number | null,
  { changed = [], left = [], unused = [] }: Touched = {},
): Answered {
  const at = (alias: Alias): number | null => (base.aliases ?? before)[alias] ?? null;
  const answer = { outcome, text, version, champion: at("champion"), previous: at("previous") };
  return { ...base, ok: true, answer: { ...answer, changed, left, unused } };
}

function refused(state: ModelState, text: string): Answered {
  return { ...done(nothing(state), "refused", text, null), ok: false };
}
