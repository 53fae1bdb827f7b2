// What the Models screen sees. Versions are never changed, and whatever happens to a model is told in its history: so its
// rows are read again only where that has a new end, and only while somebody looks.

import type { HomePaths } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import type { ModelEvent, ModelState, ModelVersion } from "../../engine/model.ts";
import type { RunId } from "../../pipeline/ids.ts";
import type { Reader } from "../../store/reader.ts";
import type { Goal, ModelView, ModelsView, VersionView } from "../../ui/models/view.ts";
import type { Interest } from "../../ui/monitor/interest.ts";
import { oneLine, plainText } from "../../ui/sanitise.ts";
import { filesAreGone } from "../model-files.ts";
import { gatesOf } from "./gates.ts";
import { isLowerBetter } from "../../ui/metric-goal.ts";

export interface ModelsContext {
  readonly paths: HomePaths;
  readonly reader: () => Reader | null;
  readonly masks: (run: RunId) => Masker;
}

export interface ModelsFeed {
  /** Null where models are not asked for; the same object where nothing has changed. */
  readonly read: (interest: Interest) => ModelsView | null;
}

const NOTHING: ModelsView = { models: [] };
const HASH = 12;
const COMMIT = 7;

export function modelsFeed(context: ModelsContext): ModelsFeed {
  let known: {
    readonly of: Reader;
    readonly version: number;
    readonly models: ReadonlyMap<string, Known>;
    readonly view: ModelsView;
  } | null = null;

  return {
    read: (interest) => {
      const reader = interest.models ? context.reader() : null;
      if (reader === null) {
        known = null;
        return interest.models ? NOTHING : null;
      }
      const version = reader.dataVersion();
      const before = known?.of === reader ? known : null;
      if (before?.version === version) return before.view;
      const models = reader.snapshot(() => allOf(reader, context, before?.models ?? new Map()));
      const views = [...models.values()].map(({ view }) => view);
      const old = before?.view.models ?? null;
      const isSame =
        old?.length === views.length && views.every((view, place) => view === old[place]);
      const view = isSame && before !== null ? before.view : { models: views };
      known = { of: reader, version, models, view };
      return view;
    },
  };
}

interface Known {
  /** The newest row of its history. */
  readonly end: string;
  readonly view: ModelView;
}

function allOf(
  reader: Reader,
  context: ModelsContext,
  before: ReadonlyMap<string, Known>,
): Map<string, Known> {
  const models = new Map<string, Known>();
  for (const name of reader.models.names()) {
    const end = JSON.stringify(reader.models.history(name, 1));
    const old = before.get(name);
    if (old?.end === end) {
      models.set(name, old);
      continue;
    }
    const state = reader.models.state(name);
    if (state.versions.length > 0)
      models.set(name, { end, view: modelView(reader, context, state) });
  }
  return models;
}

function modelView(reader: Reader, { paths, masks }: ModelsContext, state: ModelState): ModelView {
  const rule = ruleOf(reader, state);
  const metric = rule === null ? null : plainText(rule.metric);
  const words = wordsOf(reader, state.model);
  const versions = state.versions
    .map((one) =>
      versionView(one, state, metric, {
        reader,
        paths,
        mask: masks(one.from.runId),
        said: words.get(one.version) ?? null,
      }),
    )
    .toReversed();
  const names = new Set(versions.flatMap((one) => one.metrics.map(({ name }) => name)));
  const goals = [...names].flatMap((name): [string, Goal][] => {
    if (name === metric && rule !== null) return [[name, rule.goal]];
    return isLowerBetter(name) ? [[name, "min"]] : [];
  });
  return {
    key: state.model,
    name: plainText(state.model),
    versions,
    metric,
    goals: Object.fromEntries(goals),
  };
}

const MOST_HISTORY = 500;
const MOVES: ReadonlySet<ModelEvent> = new Set(["promoted", "kept", "refused", "rolled_back"]);

/** The last that was said of each version when it was judged or moved. */
function wordsOf(reader: Reader, model: string): ReadonlyMap<number, string> {
  const told = reader.models
    .history(model, MOST_HISTORY)
    .filter(({ event }) => MOVES.has(event))
    .toReversed();
  return new Map(told.map(({ version, text }) => [version, text]));
}

/** What the promotion that made the newest version judged by. */
function ruleOf(
  reader: Reader,
  { model, versions }: ModelState,
): { readonly metric: string; readonly goal: Goal } | null {
  const newest = versions.at(-1);
  const run = newest === undefined ? null : reader.runs.get(newest.from.runId);
  const plan = run === null ? null : reader.versions.plan(run.plan);
  if (run === null || plan === null) return null;
  const rows = reader.stages.stages(run.id);
  const outputOf = (stage: string, name: string): string | null =>
    rows.find(({ key }) => key === stage)?.outputs?.[name] ?? null;
  const found = gatesOf(plan, outputOf).find(({ settings }) => settings.model === model);
  return found?.settings.gate ?? null;
}

interface Around {
  readonly reader: Reader;
  readonly paths: HomePaths;
  readonly mask: Masker;
  readonly said: string | null;
}

function versionView(
  one: ModelVersion,
  { aliases }: ModelState,
  metric: string | null,
  { reader, paths, mask, said }: Around,
): VersionView {
  const { from, files } = one;
  const clean = (text: string): string => mask.text(oneLine(text));
  const { commit = null, dirty = false } = from.source ?? {};
  const metrics = Object.entries(one.metrics).map(([name, value]) => ({
    name: clean(name),
    value,
  }));
  return {
    version: one.version,
    alias:
      aliases.champion === one.version
        ? "champion"
        : aliases.previous === one.version
          ? "previous"
          : null,
    isArchived: one.archivedAt !== null,
    madeAt: one.at,
    by: clean(one.by),
    run: from.runId,
    runName: plainText(from.run),
    runIsThere: reader.runs.get(from.runId) !== null,
    round: from.round,
    stage: plainText(from.stage),
    commit:
      commit === null ? null : plainText(`${commit.slice(0, COMMIT)}${dirty ? " dirty" : ""}`),
    params: Object.entries(from.params).map(([name, value]) => clean(`${name}=${String(value)}`)),
    metrics: metrics.toSorted((a, b) => Number(b.name === metric) - Number(a.name === metric)),
    fileName: clean(files.name),
    files: files.files,
    bytes: files.bytes,
    hash: plainText(files.hash.slice(0, HASH)),
    filesAreGone: filesAreGone(paths, files.hash),
    said: said === null ? null : clean(said),
  };
}
