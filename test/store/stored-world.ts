// A home as these tests make one: a real SQLite file in a folder of its own, and a world (test/engine/simulate.ts) whose
// every turn is committed to it as the loop of a host does: commands come from their rows, effects are closed once they
// were performed. What a home holds can be dumped, so that "nothing has changed" is a comparison of all its rows.

import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ask, TriggerArgs } from "../../src/engine/command.ts";
import type { Turn } from "../../src/engine/decide.ts";
import { EMPTY } from "../../src/engine/draft.ts";
import type { Commit, HostFacts, Inherited, Journal } from "../../src/engine/host/ports.ts";
import type { MetricBatch } from "../../src/engine/host/ports.ts";
import type { Input, Remains } from "../../src/engine/input.ts";
import { type RunId, stageKey } from "../../src/pipeline/ids.ts";
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
  return { ...who, version: "0.1.0", since, homeIdIfNew };
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
  private keys = 0;

  constructor(
    home: Home,
    scriptFor: (stage: string, number: number, run: RunId) => Script,
    wrap: (db: Db) => Db = (db) => db,
  ) {
    super(scriptFor);
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
    this.performed = this.journal.openEffects().map(({ key }) => key);
    return this.inherited;
  }

  override turn(inputs: readonly Input[]): Turn {
    const turn = super.turn(inputs);
    this.journal.commit(this.commitOf(turn));
    this.performed = turn.effects.map(({ key }) => key);
    this.metrics = [];
    return turn;
  }

  /** What the host would write for this turn. */
  commitOf(turn: Turn): Commit {
    const triggers = this.journal
      .commands()
      .flatMap((command) => (command.kind === "trigger" ? [command.args] : []));
    const { performed: done, metrics } = this;
    return { turn, at: this.now().at, triggers, done, metrics };
  }

  override triggerInput(plan: Plan, run: RunId): Input {
    const args = triggerArgs(plan, run);
    const command = this.ask({ kind: "trigger", args });
    return { ...super.triggerInput(plan, run), command, planHash: args.planHash } as Input;
  }

  override cancelInput(run: RunId, stage: string | null = null, by = "ada"): Input {
    const args = { run, stage: stage === null ? null : stageKey(stage) };
    const command = this.ask({ kind: "cancel", args }, by);
    return { ...super.cancelInput(run, stage, by), command } as Input;
  }

  /** Writes a command row, and gives its id. */
  ask(what: Ask, by = "ada"): number {
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

export function triggerArgs(plan: Plan, run: RunId): TriggerArgs {
  const planHash = createHash("sha256").update(JSON.stringify(plan)).digest("hex");
  return { run, plan, planHash, trigger: "manual", ...ENVIRONMENT };
}
