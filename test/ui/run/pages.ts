// What the Run screen gets of an invented run, whole and valid: its page in a view, and the log that it asks for.

import { pipelineName } from "../../../src/pipeline/ids.ts";
import type { LogWindow } from "../../../src/ui/log/view.ts";
import type { Room } from "../../../src/ui/monitor/frame.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import type { RunView } from "../../../src/ui/project.ts";
import type { RunFacts } from "../../../src/ui/project.ts";
import { runView } from "../../../src/ui/project.ts";
import { runScreen } from "../../../src/ui/run/screen.ts";
import { type RunState, openRun } from "../../../src/ui/run/state.ts";
import type { GraphStage, RunPageView } from "../../../src/ui/run/view.ts";
import { plainText } from "../../../src/ui/sanitise.ts";
import { RUN } from "../rows.ts";

export interface Pictured {
  readonly view: View;
  readonly state: RunState;
}

interface Given {
  readonly facts: RunFacts;
  readonly now: number;
  readonly page?: Partial<RunPageView>;
  readonly state?: Partial<RunState>;
  /** Lines of the log of the selected stage, each with its time. */
  readonly log?: readonly (readonly [at: number, text: string])[];
}

export function pictured(given: Given): Pictured {
  const run = runView(given.facts, null);
  const view = viewWith(pageOf(given.facts, run, given.page), given.now);
  const state = { ...openRun(RUN), ...given.state };
  return { view: withLog({ view, state }, given.log ?? []), state };
}

/** The screen does not look at it. */
const NO_DASHBOARD: unknown = {};

export function viewWith(page: RunPageView, now: number): View {
  return {
    now,
    machine: "gpu1",
    home: null,
    homePath: "~/.local/state/dagtop",
    host: { is: "none" },
    counts: { running: 0, waiting: 0, pool: null, forYou: 0 },
    readonly: false,
    trouble: null,
    dashboard: NO_DASHBOARD as View["dashboard"],
    run: page,
    stage: null,
    log: null,
    models: null,
  };
}

export function pageOf(
  { needs }: RunFacts,
  run: RunView,
  changes: Partial<RunPageView> = {},
): RunPageView {
  const graph = run.stages.map(({ key, brief, maxAttempts }): GraphStage => {
    const own = needs.get(key);
    const group = own?.matrix?.group ?? null;
    return {
      key,
      name: brief,
      group,
      groupName: group === null ? null : plainText(group),
      needs: own?.needs ?? [],
      dashed: own !== undefined && own.if !== "success",
      tries: maxAttempts,
    };
  });
  return {
    run,
    pipeline: pipelineName("pricecheck"),
    graph,
    usage: new Map(),
    eta: null,
    left: new Map(),
    sparks: [],
    commit: null,
    dirty: false,
    folder: "/home/ada/pricecheck",
    ...changes,
  };
}

/** The log that the screen asks for, with these lines in it. */
function withLog({ view, state }: Pictured, lines: NonNullable<Given["log"]>): View {
  const room: Room = { columns: 120, rows: 39, ascii: false, zone: "Africa/Tunis" };
  const settled = runScreen.settle(view, state, room);
  const { log: ask } = runScreen.interest(settled, view, room);
  if (ask === null || ask.target.is !== "attempt") return view;
  const { attempt } = ask.target;
  const log: LogWindow = {
    ask,
    rows: lines.map(([at, text], offset) => ({
      place: { attempt, offset },
      kind: "line",
      at,
      label: null,
      text,
    })),
    top: 0,
    atStart: true,
    atEnd: true,
    bytes: 1000,
    share: 1,
    added: 0,
    labelColumns: 0,
    isLive: true,
    busy: null,
  };
  return { ...view, log };
}
