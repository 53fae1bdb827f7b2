// What must hold in every home (semantics 9), as one function: `doctor --verify` and every campaign call it. Each check
// is a query, or a fold of the events beside the tables that were folded from them.

import { isDeepStrictEqual } from "node:util";
import type { Event, RunEvent } from "../engine/event.ts";
import { foldAll } from "../engine/fold.ts";
import { attemptRow, roundRows, runRow, stageRow } from "../engine/project.ts";
import { type Run, stageAt } from "../engine/run.ts";
import type { RunId } from "../pipeline/ids.ts";
import { eventOf } from "./event-log.ts";
import { startedTooSoon } from "./needs-held.ts";
import type { Db } from "./open.ts";
import { roundFeed } from "./round-table.ts";
import { runFeed } from "./run-table.ts";
import { stageFeed } from "./stage-table.ts";
import { wrongSuccesses } from "./successes.ts";
import { versionFeed } from "./version-table.ts";

export interface Violation {
  /** "I1" to "I10". */
  readonly invariant: string;
  readonly what: string;
}

interface Check {
  readonly invariant: string;
  /** Gives one row, with a text `what`, for each violation. */
  readonly sql: string;
}

const CHECKS: readonly Check[] = [
  {
    invariant: "I1",
    sql: /* sql */ `
      select 'attempt ' || json_extract(data, '$.attempt') || ' has ' || count(*) || ' ends' as what
      from event where kind = 'attempt.ended' group by json_extract(data, '$.attempt')
      having count(*) > 1`,
  },
  {
    invariant: "I3",
    sql: /* sql */ `
      select 'stage ' || stage || ' of run ' || run_id || ' has ' || count(*) || ' live attempts' as what
      from attempt where state in ('starting', 'running', 'stopping')
      group by run_id, stage having count(*) > 1`,
  },
  {
    invariant: "I4",
    sql: /* sql */ `
      select 'stage ' || stage || ' of run ' || run_id || ' succeeded ' || count(*) || ' times in round ' || round as what
      from attempt where state = 'succeeded' group by run_id, stage, round having count(*) > 1`,
  },
  {
    invariant: "I5",
    sql: /* sql */ `
      select 'run ' || run_id || ' has ' || count(*) || ' events numbered to ' || max(run_seq) as what
      from event where run_id is not null group by run_id
      having count(*) <> max(run_seq) or min(run_seq) <> 1`,
  },
  {
    invariant: "I6",
    sql: /* sql */ `
      select 'event ' || seq || ' has epoch ' || epoch || ' after ' || before as what from (
        select seq, epoch, lag(epoch) over (order by seq) as before from event)
      where epoch < before`,
  },
  {
    invariant: "I7",
    sql: /* sql */ `
      select 'the last number of ' || r.pipeline || ' is below ' || max(r.number) as what
      from run r left join pipeline p on p.name = r.pipeline
      group by r.pipeline having max(r.number) > coalesce(max(p.last_number), 0)`,
  },
  {
    invariant: "I10",
    sql: /* sql */ `
      select 'attempt ' || id || ' succeeded with exit code ' || coalesce(exit_code, 'none') as what
      from attempt where state = 'succeeded' and exit_code is not 0`,
  },
];

const DRAINED: Check = {
  invariant: "I2",
  sql: /* sql */ `
    select 'attempt ' || id || ' is ' || state as what
    from attempt where state in ('starting', 'running', 'stopping')`,
};

/**
 * Everything that does not hold, in one read transaction; empty for a sound home.
 *
 * @param drained - whether no work is left, so that nothing may be live (I2)
 */
export function violations(db: Db, drained: boolean): Violation[] {
  return db
    .transaction(() => {
      const checks = drained ? [...CHECKS, DRAINED] : CHECKS;
      const found = checks.flatMap(({ invariant, sql }) =>
        db
          .prepare<[], { what: string }>(sql)
          .all()
          .map(({ what }) => ({ invariant, what })),
      );
      return [...found, ...ofRuns(db)];
    })
    .deferred();
}

/** Also those that only events or other rows tell of. */
const RUNS = /* sql */ `
  select id from run union select run_id from round union select run_id from stage
  union select run_id from attempt union select run_id from event where run_id is not null`;
const EVENTS = /* sql */ `
  select kind, data, run_id as runId from event where run_id = ? order by run_seq`;

/** What needs the plan: each run is folded again. One that can't be is a finding, and keeps none of the others back. */
function ofRuns(db: Db): Violation[] {
  const look = lookerOf(db);
  const ids = db.prepare<[], { id: RunId }>(RUNS).all();
  return ids.flatMap(({ id }) => {
    try {
      return look(id);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [{ invariant: "I7", what: `run ${id}: ${why}` }];
    }
  });
}

function lookerOf(db: Db): (id: RunId) => Violation[] {
  const eventsOf = db.prepare<[string], { kind: string; data: string; runId: RunId }>(EVENTS);
  const runs = runFeed(db);
  const rounds = roundFeed(db);
  const stages = stageFeed(db);
  const versions = versionFeed(db);
  return (id) => {
    const row = runs.get(id);
    if (row === null) throw new Error("it has events or rows, but no row of its own");
    const plan = versions.plan(row.plan);
    if (plan === null) throw new Error("it has no plan");
    const events = eventsOf
      .all(id)
      .map((each) => eventOf(each))
      .filter(isOfRun);
    const run = foldAll(events, plan);
    if (run === null) throw new Error("it has no beginning");
    const isSame =
      isDeepStrictEqual(runRow(run), { ...row }) &&
      isDeepStrictEqual(roundRows(run), copies(rounds.ofRun(id))) &&
      isDeepStrictEqual(stageRows(run), stages.stages(id)) &&
      isDeepStrictEqual(attemptRows(run), byId(stages.attempts(id)));
    const what = `run ${id}: its rows are not what its events say`;
    return [
      ...(isSame ? [] : [{ invariant: "I7", what }]),
      ...startedTooSoon(run, events).map((each) => ({ invariant: "I8", what: each })),
      ...wrongSuccesses(run, events),
    ];
  };
}

function isOfRun(event: Event): event is RunEvent {
  return "run" in event;
}

function stageRows(run: Run) {
  return run.plan.stages.map((_, index) => ({ ...stageRow(run, index) }));
}

function attemptRows(run: Run) {
  const rows = run.plan.stages.flatMap((_, index) =>
    stageAt(run, index).attempts.map((attempt) => attemptRow(run, index, attempt)),
  );
  return byId(rows);
}

function copies<Row extends object>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row }));
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Row[] {
  return copies(rows).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
