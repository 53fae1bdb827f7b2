// A home as these tests make one: a real SQLite file in a folder of its own, and a world (test/engine/simulate.ts) whose
// every turn is committed to it as the loop of a host does: commands come from their rows, effects are closed once they
// were performed. What a home holds can be dumped, so that "nothing has changed" is a comparison of all its rows.

import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ask, type Rerun, type TriggerArgs, isHomeCommand } from "../../src/engine/command.ts";
import type { Turn } from "../../src/engine/decide.ts";
import { EMPTY } from "../../src/engine/draft.ts";
import type { Commit, HostFacts, Inherited, Journal } from "../../src/engine/host/ports.ts";
import { inputOf } from "../../src/engine/host/inputs.ts";
import type { CachedResult, MetricBatch } from "../../src/engine/host/ports.ts";
import type { AnswerInput, Input, Remains } from "../../src/engine/input.ts";
import { type RunId, stageKey } from "../../src/pipeline/ids.ts";
import type { SampleRow } from "../../src/engine/rows.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { commandInbox } from "../../src/store/command-table.ts";
import { openJournal } from "../../src/store/journal.ts";
import { type Db, openReader, openWriter } from "../../src/store/open.ts";
import { type Reader, openStore } from "../../src/store/reader.ts";
import { deepFreeze, NOTHING_LEFT, type Script, World } from "../engine/simulate.ts";

export const ENVIRONMENT = { env: { PATH: "/usr/bin:/bin", LANG: "C.UTF-8" }, umask: 0o027 };

export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), "dagtop-store-"));
  readonly file = join(this.folder, "dagtop.db");
  private readonly opened: { close: () => unknown }[] = [];

  /** A connection as a host has it. */
  writer(file = this.file): Db {
    return this.keep(openWriter(file));
  }

  reader(file = this.file): Reader {
    const reader = openStore(file);
    if (reader === null) throw new Error(`${file} has no store`);
    return this.keep(reader);
  }

  /** Every row of every table, as another process would see them now. */
  dump(file = this.file): Record<string, unknown[]> {
    const db = openReader(file);
    const tables = db
      .prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
      .all();
    const rows = tables.map(({ name }) => [name, db.prepare(`select * from "${name}"`).all()]);
    db.close();
    return Object.fromEntries(rows) as Record<string, unknown[]>;
  }

  /** A copy of the file of its own, once nobody has it open any more. */
  copy(name: string): string {
    this.closeAll();
    const file = join(this.folder, name);
    copyFileSync(this.file, file);
    return file;
  }

  closeAll(): void {
    for (const each of this.opened.splice(0)) each.close();
  }

  remove(): void {
    this.closeAll();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private keep<T extends { close: () => unknown }>(one: T): T {
    this.opened.push(one);
    return one;
  }
}

export function factsAt(since: number, homeIdIfNew = "home-1"): HostFacts {
  const who = { pid: 321, startTime: 9_000, bootId: "boot-1", pidNamespace: "pid:[1]" };
  const what = { kind: "background", machine: "here", place: "1:1" } as const;
  return { ...who, ...what, version: "0.1.0", since, homeIdIfNew, secretKeyIfNew: "07".repeat(32) };
}

/** A world in which a host lives in a home. `wrap` may put something between the journal and its database. */
export class StoredWorld extends World {
  readonly home: Home;
  journal: Journal;
  inherited: Inherited;
  /** Effects that were performed since the last commit. */
  performed: string[] = [];
  /** What was read of metrics files since the last commit. */
  metrics: MetricBatch[] = [];
  /** What the processes of attempts used since the last commit. */
  samples: SampleRow[] = [];
  /** What was found since the last commit to be worth keeping, and the fingerprints of secrets. */
  kept: CachedResult[] = [];
  secrets: Commit["secrets"] = [];
  private keys = 0;

  constructor(
    home: Home,
    scriptFor: (stage: string, number: number, run: RunId) => Script,
    wrap: (db: Db) => Db = (db) => db,
  ) {
    super(scriptFor);
    // Of files the tests tell themselves, with what the home has kept.
    this.filesOf = () => ({ mute: true });
    this.home = home;
    this.journal = openJournal(wrap(home.writer()));
    this.inherited = this.journal.enter(factsAt(this.now().at));
  }

  /** The host is gone and another one takes over, with what it finds in the home. */
  restart(): Inherited {
    this.journal = openJournal(this.home.writer());
    this.inherited = this.journal.enter(factsAt(this.now().at, "home-2"));
    const { runs, numbers } = this.inherited;
    this.state = deepFreeze({ ...EMPTY, runs: new Map(runs.map((run) => [run.id, run])), numbers });
    for (const run of runs) if (!this.runs.has(run.id)) this.runs.set(run.id, run);
    this.performed = this.journal.openEffects().map(({ key }) => key);
    return this.inherited;
  }

  override turn(inputs: readonly Input[]): Turn {
    const turn = super.turn(inputs);
    this.journal.commit(this.commitOf(turn));
    this.performed = turn.effects.map(({ key }) => key);
    this.metrics = [];
    this.samples = [];
    this.kept = [];
    this.secrets = [];
    return turn;
  }

  /** What the host would write for this turn. */
  commitOf(turn: Turn): Commit {
    const answered = new Set(turn.results.map(({ command }) => command));
    const triggers = this.journal
      .commands()
      .filter(({ id }) => answered.has(id))
      .flatMap((command) => (command.kind === "trigger" ? [command.args] : []));
    const { performed: done, metrics, samples, kept, secrets } = this;
    const { at } = this.now();
    return {
      turn,
      at,
      triggers,
      done,
      metrics,
      samples,
      kept,
      notKept: [],
      secrets,
      homeCommands: [],
      posted: [],
    };
  }

  /** What somebody asked for, as a host takes it up. */
  inputOf(command: number): Input {
    const asked = this.journal.commands().find(({ id }) => id === command)!;
    if (isHomeCommand(asked)) throw new Error("asked of the home");
    return inputOf(asked, this.journal, this.inherited.epoch);
  }

  /** Somebody asks, and the host answers: its words. */
  tell(what: Ask, by = "ada"): string {
    this.turn([this.inputOf(this.askFor(what, by))]);
    return this.results.at(-1)?.text ?? "";
  }

  /** The files of a stage with a cache have been read. */
  hashedInput(run: RunId, stage: string, key: string): Input {
    const { round, pipeline } = this.runs.get(run)!;
    const found = this.journal.cached(pipeline, stage, key);
    const hit = found === null ? null : { run: found.run, outputs: found.outputs };
    const hashed = { base: `base of ${key}`, key, parts: {} };
    return {
      kind: "hashed",
      run,
      stage: stageKey(stage),
      round,
      hashed,
      hit,
      miss: hit === null ? "nothing is kept of it yet" : "",
    };
  }

  override triggerInput(plan: Plan, run: RunId, rerun: Rerun | null = null): Input {
    const trigger = rerun === null ? "manual" : "rerun";
    const args = triggerArgs(plan, run, { rerun, trigger });
    const command = this.askFor({ kind: "trigger", args });
    return { ...super.triggerInput(plan, run, rerun), command, planHash: args.planHash } as Input;
  }

  override retryInput(run: RunId, by = "ada"): Input {
    return this.inputOf(this.askFor({ kind: "retry", args: { run } }, by));
  }

  override answerInput(...about: Parameters<World["answerInput"]>): Input {
    const input = super.answerInput(...about) as AnswerInput;
    const { run, stage, round, approved, message, by } = input;
    const args = { run, stage, round, approved, message };
    return { ...input, command: this.askFor({ kind: "answer", args }, by) };
  }

  override cancelInput(run: RunId, stage: string | null = null, by = "ada"): Input {
    const args = { run, stage: stage === null ? null : stageKey(stage) };
    const command = this.askFor({ kind: "cancel", args }, by);
    return { ...super.cancelInput(run, stage, by), command } as Input;
  }

  /** Writes a command row, and gives its id. */
  askFor(what: Ask, by = "ada"): number {
    const key = `key-${++this.keys}`;
    const db = this.home.writer();
    commandInbox(db).add(key, what, by, this.now().at);
    return db.prepare<[string], { id: number }>("select id from command where key = ?").get(key)!
      .id;
  }

  claim(run: RunId, key: string, pid: number): void {
    const claim = { pid, startTime: 77, up: this.up };
    this.turn([{ kind: "claimed", ...this.of(run, key), claim }]);
  }

  /** The report of an exit record with what else was found. */
  exitedWith(run: RunId, key: string, code: number, found: Partial<Remains>): Input {
    const remains = { ...NOTHING_LEFT, ...found };
    return { ...this.exited(run, key, code), remains } as Input;
  }

  /** Commits what was performed last, as a host does before it leaves. */
  drain(): void {
    this.turn([]);
  }
}

export function triggerArgs(plan: Plan, run: RunId, over: Partial<TriggerArgs> = {}): TriggerArgs {
  const planHash = createHash("sha256").update(JSON.stringify(plan)).digest("hex");
  const rest = { trigger: "manual", source: null, rerun: null } as const;
  return { run, plan, planHash, ...rest, ...ENVIRONMENT, ...over };
}
