// The screens on a terminal, wired together: rows come in by the feed, keys go through the pure update, and what they wish
// for is done here or by the actions. Leaving them stops nothing that runs.
//
//   feed ─▶ store ─▶ frames ─▶ Ink          keys ─▶ store ─▶ wishes ─▶ actions, logs, terminal ─▶ told ─▶ store

import { hostname, homedir } from "node:os";
import type { HomePaths } from "../../engine/home-paths.ts";
import { linesOnly } from "../../ui/monitor/frame.ts";
import { showScreens, type Shown } from "../../ui/monitor/app.tsx";
import { farewell } from "../../ui/monitor/farewell.ts";
import { frames } from "../../ui/monitor/frames.ts";
import { pictureOf } from "../../ui/monitor/picture.ts";
import { type MonitorStore, dispatch, monitorStore, resize } from "../../ui/monitor/store.ts";
import type { Told } from "../../ui/monitor/told.ts";
import type { Ui } from "../../ui/monitor/ui.ts";
import type { Message } from "../../ui/monitor/update.ts";
import type { View } from "../../ui/monitor/view.ts";
import { errorLines } from "../../ui/monitor/mishap.ts";
import { EXIT } from "../exit.ts";
import { remark, say } from "../output.ts";
import { lineText } from "../terminal-line.ts";
import { terminalNews } from "./actions/messages.ts";
import { meanwhile } from "./actions/news.ts";
import { startFeed } from "./feed.ts";
import { logSource } from "./log/source.ts";
import { openHome } from "./open-home.ts";
import { EXIT_OF_SIGNAL } from "./terminal.ts";
import { wishes } from "./wishes.ts";

export interface MonitorOptions {
  readonly paths: HomePaths;
  /** Whether the home is another than the usual one. */
  readonly isOther: boolean;
  readonly colour: boolean;
  readonly ascii: boolean;
  readonly readonly: boolean;
  /** Where it begins. */
  readonly ui: Ui;
  readonly hello: string | null;
}

/** @returns the exit code */
export async function monitor(options: MonitorOptions): Promise<number> {
  const { paths, colour, ascii } = options;
  const { stdin, stdout } = process;
  const openedAt = Date.now();
  const home = openHome(paths);
  const logs = logSource(home, () => {
    feed.poke();
  });
  const controller = new AbortController();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const size = () => ({ columns: stdout.columns, rows: stdout.rows });
  const store = monitorStore(firstView(options, openedAt), options.ui, { ...size(), ascii, zone });
  const messages = terminalNews(home, openedAt);
  // The first look fills the store, so that the first picture has something to show.
  const feed = startFeed({ home, store, logs, signal: controller.signal, changed: tellNews });
  const picture = frames(
    () => drawn(store),
    () => performance.now(),
  );
  const unsubscribe = store.subscribe(picture.changed);
  let code = 0;

  function send(message: Message): void {
    for (const wish of dispatch(store, message, Date.now())) wishing.perform(wish);
  }
  function tell(told: Told): void {
    send({ is: "told", told });
    feed.poke();
  }
  function tellNews(before: View, after: View): void {
    for (const told of meanwhile(before, after)) send({ is: "told", told });
    // What can't be read now is trouble of the next look.
    const sendAll = (news: readonly Told[]): void => {
      for (const told of news) send({ is: "told", told });
    };
    void messages().then(sendAll, () => undefined);
  }

  const shown: Shown = showScreens(picture, {
    stdin,
    stdout,
    colour,
    press: (press) => {
      picture.hurry();
      send({ is: "press", press });
      feed.poke();
    },
  });
  const ended = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => {
      resolve();
    });
  });
  const leave = (): void => {
    controller.abort();
  };
  const wishing = wishes({ home, logs, store, shown, readonly: options.readonly, tell, leave });
  const release = onSignals((signal) => {
    code = EXIT_OF_SIGNAL[signal];
    leave();
  });
  const resized = (): void => {
    picture.hurry();
    resize(store, stdout.columns, stdout.rows);
    feed.poke();
    // Ink goes on from where the cursor was, but lines that were too wide have moved it: all is drawn anew.
    if (redrawing !== null) clearTimeout(redrawing);
    redrawing = setTimeout(() => {
      wishing.perform({ is: "redraw" });
    }, RESIZED_MS);
  };
  let redrawing: ReturnType<typeof setTimeout> | null = null;
  stdout.on("resize", resized);
  // The terminal has gone: nobody is left to write to.
  stdout.on("error", () => {
    code = EXIT_OF_SIGNAL.SIGHUP;
    leave();
  });
  const broken = (error: Error): void => {
    stdout.write(RESTORE);
    remark(error.stack ?? error.message);
    process.exit(EXIT.bug);
  };
  process.on("uncaughtException", broken);
  if (options.hello !== null) tell({ is: "toast", text: options.hello, meaning: "quiet" });

  await ended;
  stdout.off("resize", resized);
  if (redrawing !== null) clearTimeout(redrawing);
  unsubscribe();
  await shown.close();
  release();
  await feed.done;
  logs.close();
  home.drop();
  if (code !== EXIT_OF_SIGNAL.SIGHUP) sayFarewell(store, openedAt, options);
  process.off("uncaughtException", broken);
  // What still goes through a log, or saves one, is not waited for.
  setTimeout(() => process.exit(code), LINGER_MS).unref();
  return code;
}

const RESIZED_MS = 80;
const LINGER_MS = 200;
/** Cursor, screen and pastes as a shell wants them. */
const RESTORE = "\u001b[?2004l\u001b[?25h\u001b[?1049l";

function drawn(store: MonitorStore) {
  const { view, ui, terminal } = store.getState();
  try {
    return pictureOf(view, ui, terminal);
  } catch (error) {
    return linesOnly(errorLines(error, terminal));
  }
}

function sayFarewell(store: MonitorStore, since: number, { colour, ascii }: MonitorOptions): void {
  const fit = { paint: { colour, ascii }, columns: process.stdout.columns };
  for (const line of farewell(store.getState().view, since, ascii)) say(lineText(line, fit));
}

type Ending = keyof typeof EXIT_OF_SIGNAL;

function onSignals(end: (signal: Ending) => void): () => void {
  const names: readonly Ending[] = ["SIGHUP", "SIGTERM", "SIGINT"];
  const handlers = names.map((name) => {
    const handler = (): void => {
      end(name);
    };
    process.on(name, handler);
    return { name, handler };
  });
  return () => {
    for (const { name, handler } of handlers) process.off(name, handler);
  };
}

function firstView({ paths, isOther, readonly }: MonitorOptions, now: number): View {
  const own = `${homedir()}/`;
  const homePath = paths.home.startsWith(own) ? `~/${paths.home.slice(own.length)}` : paths.home;
  return {
    now,
    machine: hostname(),
    home: isOther ? homePath : null,
    homePath,
    host: { is: "none" },
    counts: { running: 0, waiting: 0, pool: null, forYou: 0 },
    readonly,
    trouble: null,
    dashboard: { pipelines: [], runs: null, news: [], empty: null },
    run: null,
    stage: null,
    log: null,
    models: null,
  };
}
