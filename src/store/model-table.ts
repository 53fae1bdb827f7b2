// Models, their versions, aliases and history. Written by the host alone, in the transaction that answers who asked.

import type { ModelAsk } from "../engine/model-ask.ts";
import { type Answered, answerModel } from "../engine/model-answer.ts";
import type {
  Alias,
  Metrics,
  ModelChange,
  ModelState,
  ModelVersion,
  Provenance,
} from "../engine/model.ts";
import type { Db } from "./open.ts";

const COLUMNS = /* sql */ `model, version, hash, bytes, files, name, metrics, provenance, by, at, archived_at as archivedAt`;
const VERSIONS = /* sql */ `select ${COLUMNS} from model_version where model = ? order by version`;
const OF_RUN = /* sql */ `
  select ${COLUMNS} from model_version where provenance ->> 'runId' = ? order by model, version`;
const ALIASES = /* sql */ `select alias, version from model_alias where model = ?`;
const MODEL = /* sql */ `select last_version as last from model where name = ?`;
const NAMES = /* sql */ `select name from model order by name`;
const PUT_MODEL = /* sql */ `
  insert into model (name, last_version) values (?, ?)
  on conflict (name) do update set last_version = max(last_version, excluded.last_version)`;
const ADD_VERSION = /* sql */ `
  insert into model_version (model, version, hash, bytes, files, name, metrics, provenance, by, at)
  values (:model, :version, :hash, :bytes, :files, :name, :metrics, :provenance, :by, :at)`;
const ARCHIVE = /* sql */ `
  update model_version set archived_at = ? where model = ? and version = ? and archived_at is null`;
const DELETE = /* sql */ `delete from model_version where model = ? and version = ?`;
const DROP_ALIASES = /* sql */ `delete from model_alias where model = ?`;
const ADD_ALIAS = /* sql */ `
  insert into model_alias (model, alias, version, by, at) values (?, ?, ?, ?, ?)`;
const ADD_HISTORY = /* sql */ `
  insert into model_history (model, version, event, text, by, at)
  values (:model, :version, :event, :text, :by, :at)`;
const HISTORY = /* sql */ `
  select model, version, event, text, by, at from model_history
  where model = ? order by id desc limit ?`;
const USED = /* sql */ `select 1 as found from model_version where hash = ? limit 1`;

interface StoredVersion {
  readonly model: string;
  readonly version: number;
  readonly hash: string;
  readonly bytes: number;
  readonly files: number;
  readonly name: string;
  readonly metrics: string;
  readonly provenance: string;
  readonly by: string;
  readonly at: number;
  readonly archivedAt: number | null;
}

/** What readers see. */
export function modelFeed(db: Db) {
  const model = db.prepare<[string], { last: number }>(MODEL);
  const versions = db.prepare<[string], StoredVersion>(VERSIONS);
  const ofRun = db.prepare<[string], StoredVersion>(OF_RUN);
  const aliases = db.prepare<[string], { alias: Alias; version: number }>(ALIASES);
  const names = db.prepare<[], { name: string }>(NAMES);
  const history = db.prepare<[string, number], ModelChange>(HISTORY);
  const used = db.prepare<[string], { found: number }>(USED);
  return {
    names: (): string[] => names.all().map(({ name }) => name),
    /** Of a model that nobody knows: no versions, no aliases. */
    state: (name: string): ModelState => ({
      model: name,
      lastVersion: model.get(name)?.last ?? 0,
      versions: versions.all(name).map(versionOf),
      aliases: Object.fromEntries(aliases.all(name).map(({ alias, version }) => [alias, version])),
    }),
    /** Versions that a run has made. */
    ofRun: (run: string): ModelVersion[] => ofRun.all(run).map(versionOf),
    /** The newest first. */
    history: (name: string, most: number): ModelChange[] => history.all(name, most),
    isUsed: (hash: string): boolean => used.get(hash) !== undefined,
  };
}

/** The host's side: answers, and writes what the answer changes. Inside a transaction. */
export function modelTable(db: Db) {
  const feed = modelFeed(db);
  const putModel = db.prepare<[string, number]>(PUT_MODEL);
  const addVersion = db.prepare<Omit<StoredVersion, "archivedAt">>(ADD_VERSION);
  const archive = db.prepare<[number, string, number]>(ARCHIVE);
  const remove = db.prepare<[string, number]>(DELETE);
  const dropAliases = db.prepare<[string]>(DROP_ALIASES);
  const addAlias = db.prepare<[string, string, number, string, number]>(ADD_ALIAS);
  const addHistory = db.prepare<ModelChange>(ADD_HISTORY);

  function write(model: string, answered: Answered, by: string, at: number): void {
    const { made, aliases, archived, deleted, history } = answered;
    if (made !== null) {
      putModel.run(model, made.version);
      addVersion.run(storedOf(made));
    }
    for (const version of archived) archive.run(at, model, version);
    if (aliases !== null) {
      // Aliases stand on versions: those that go are taken off first.
      dropAliases.run(model);
      for (const [alias, version] of Object.entries(aliases))
        addAlias.run(model, alias, version, by, at);
    }
    for (const version of deleted) remove.run(model, version);
    for (const one of history) addHistory.run({ model, by, at, ...one });
  }

  return {
    answer: (ask: ModelAsk, by: string, at: number): Answered => {
      const answered = answerModel(feed.state(ask.model), ask, at);
      write(ask.model, answered, ask.act === "submit" ? ask.by : by, at);
      return answered;
    },
  };
}

function storedOf(version: ModelVersion): Omit<StoredVersion, "archivedAt"> {
  const { model, files, metrics, from, by, at } = version;
  const { hash, bytes, files: count, name } = files;
  return {
    model,
    version: version.version,
    hash,
    bytes,
    files: count,
    name,
    metrics: JSON.stringify(metrics),
    provenance: JSON.stringify(from),
    by,
    at,
  };
}

function versionOf(row: StoredVersion): ModelVersion {
  const { model, version, hash, bytes, files, name, by, at, archivedAt } = row;
  return {
    model,
    version,
    files: { hash, bytes, files, name },
    metrics: JSON.parse(row.metrics) as Metrics,
    from: JSON.parse(row.provenance) as Provenance,
    by,
    at,
    archivedAt,
  };
}
