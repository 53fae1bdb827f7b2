// Keeps the view true while somebody looks: rows of one moment as soon as a host has committed, the log that is shown as
// it grows, and the clock once a second while something runs. At rest it wakes once a second and finds nothing.
//
//   wake file, a key, or a short pause ─▶ is anything new, or wanted that was not? ─▶ rows ─▶ view

import { hostState, isCopied } from "../host-process.ts";
import { type Bell, bellOf } from "../follow.ts";
import { inWords } from "../storage-errors.ts";
import { isUserError } from "../../pipeline/user-error.ts";
import type { Interest } from "../../ui/monitor/interest.ts";
import { screenRoom } from "../../ui/monitor/picture.ts";
import { type MonitorStore, see } from "../../ui/monitor/store.ts";
import { interestOf } from "../../ui/monitor/update.ts";
import type { HostView, View } from "../../ui/monitor/view.ts";
import { plainText } from "../../ui/sanitise.ts";
import { countsOf } from "./counts.ts";
import { dashboardFeed } from "./dashboard-feed.ts";
import type { LogSource } from "./log/source.ts";
import type { OpenHome } from "./open-home.ts";
import { modelsFeed } from "./models-feed.ts";
import { runFeed } from "./run-feed.ts";
import { stageFeed } from "./stage-feed.ts";

export interface FeedOptions {
  readonly home: OpenHome;
  readonly store: MonitorStore;
  readonly logs: LogSource;
  readonly signal: AbortSignal;
  /** The view before the one that is now seen, and that one. */
  readonly changed: (before: View, after: View) => void;
}

export interface Feed {
  /** Something may be wanted that was not, or have changed: looks at once. */
  readonly poke: () => void;
  readonly done: Promise<void>;
}

/** While something runs, and at rest. */
const LIVE_MS = 250;
const REST_MS = 1000;
const EARLY_MS = 2000;

export function startFeed(options: FeedOptions): Feed {
  const { home, signal } = options;
  const bell = bellOf(home.paths.wake, signal);
  return { poke: bell.hurry, done: keepLooking(options, bell) };
}

async function keepLooking(options: FeedOptions, bell: Bell): Promise<void> {
  const look = looker(options);
  const began = performance.now();
  try {
    while (!options.signal.aborted) {
      // In a home where nothing has run, the folder is read beside the first looks.
      const isLive = look() || performance.now() - began < EARLY_MS;
      await bell.ring(isLive ? LIVE_MS : REST_MS);
    }
  } finally {
    bell.close();
  }
}

interface Seen {
  readonly version: number;
  readonly interest: string;
  readonly host: string;
}

const NOTHING: Seen = { version: -1, interest: "", host: "" };

/** @returns a look at the home that says whether anything goes on */
function looker({ home, store, logs, changed }: FeedOptions): () => boolean {
  const dashboard = dashboardFeed(home);
  const run = runFeed(home);
  const stage = stageFeed(home);
  const models = modelsFeed(home);
  let seen = NOTHING;

  function viewOf(before: View, interest: Interest, isNew: boolean, now: number): View {
    const reader = home.reader();
    return {
      ...before,
      now,
      trouble: null,
      host: hostView(hostState(reader?.hosts.last() ?? null), isCopyOf(home)),
      counts: isNew ? countsOf(reader) : before.counts,
      dashboard: dashboard.read(interest, now),
      run: run.read(interest, now),
      stage: stage.read(interest, now),
      log: interest.log === null ? null : logs.window(interest.log),
      models: models.read(interest),
    };
  }

  return () => {
    const { view: before, ui, terminal } = store.getState();
    const now = Date.now();
    const interest = interestOf(ui, { view: before, room: screenRoom(terminal), now });
    const isClocked = goesOn(before) || ui.toasts.length > 0;
    try {
      const version = home.reader()?.dataVersion() ?? -1;
      const next = { version, interest: JSON.stringify(interest), host: "" };
      const isNew = next.version !== seen.version || next.interest !== seen.interest;
      seen = next;
      const after = viewOf(before, interest, isNew, isNew || isClocked ? now : before.now);
      if (isNew || isClocked || differs(before, after)) {
        see(store, after);
        changed(before, after);
      }
    } catch (error) {
      seen = NOTHING;
      home.drop();
      see(store, { ...before, now, trouble: troubleOf(error) });
    }
    return goesOn(store.getState().view) || ui.toasts.length > 0;
  };
}

function goesOn(view: View): boolean {
  return view.counts.running > 0 || view.counts.waiting > 0 || (view.log?.isLive ?? false);
}

const READ = ["dashboard", "run", "stage", "log", "models"] as const;

function differs(a: View, b: View): boolean {
  return (
    JSON.stringify(a.host) !== JSON.stringify(b.host) || READ.some((part) => a[part] !== b[part])
  );
}

function isCopyOf({ paths, reader }: OpenHome): boolean {
  return isCopied(paths.home, reader()?.meta.place() ?? null);
}

function hostView(state: ReturnType<typeof hostState>, isCopy: boolean): HostView {
  switch (state.is) {
    case "alive":
      return {
        is: "alive",
        pid: state.row.pid,
        since: state.row.since,
        drains: state.row.drainingBy !== null,
        isCopy,
      };
    case "stopped":
      return { is: "stopped", pid: state.row.pid };
    case "elsewhere":
      return { is: "elsewhere", pid: state.row.pid };
    case "gone":
      return { is: "none" };
  }
}

function troubleOf(error: unknown): string {
  const said = inWords(error);
  if (isUserError(said))
    return plainText(said.hint === "" ? said.message : `${said.message} ${said.hint}`);
  return plainText(said instanceof Error ? said.message : String(said));
}
