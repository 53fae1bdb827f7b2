// What the screens wish for, handed to whoever does it: what needs the terminal is done here, logs are searched by their
// source, and the rest are actions.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Shown } from "../../ui/monitor/app.tsx";
import type { MonitorStore } from "../../ui/monitor/store.ts";
import type { Told } from "../../ui/monitor/told.ts";
import type { Wish } from "../../ui/monitor/wish.ts";
import { plainText } from "../../ui/sanitise.ts";
import { actions } from "./actions/actions.ts";
import type { LogSource } from "./log/source.ts";
import type { OpenHome } from "./open-home.ts";
import { shellSpec } from "./shell.ts";
import { type Program, lend, stopJob } from "./terminal.ts";

export interface WishesOptions {
  readonly home: OpenHome;
  readonly logs: LogSource;
  readonly store: MonitorStore;
  readonly shown: Shown;
  readonly readonly: boolean;
  readonly tell: (told: Told) => void;
  readonly leave: () => void;
}

export interface Wishes {
  /** Never throws: what fails is told. */
  readonly perform: (wish: Wish) => void;
}

export function wishes(options: WishesOptions): Wishes {
  const { home, logs, shown, tell, leave } = options;
  const write = (escape: string): void => {
    process.stdout.write(escape);
  };
  const acting = actions({ ...home, readonly: options.readonly, logs, write });
  let searching: AbortController | null = null;
  let isLent = false;

  /** The terminal is given away once at a time; keys that were pressed meanwhile are nobody's. */
  async function alone(work: () => Promise<void>): Promise<void> {
    if (isLent) return;
    isLent = true;
    try {
      await work();
    } finally {
      isLent = false;
    }
  }

  function toast(text: string): void {
    tell({ is: "toast", text, meaning: "bad" });
  }

  async function search(wish: Extract<Wish, { is: "search" | "first-error" }>): Promise<void> {
    searching?.abort();
    const mine = new AbortController();
    searching = mine;
    const place =
      wish.is === "search"
        ? await logs.search(wish.target, wish.query, wish.from, wish.direction, mine.signal, {
            filter: wish.filter,
          })
        : await logs.firstError(wish.target, mine.signal);
    if (mine.signal.aborted) return;
    tell({
      is: "found",
      target: wish.target,
      place,
      query: wish.is === "search" ? wish.query : null,
    });
  }

  async function lent(program: Program): Promise<void> {
    const why = await lend(shown, program);
    if (why !== null) toast(`${program.program} can't be started: ${plainText(why)}`);
  }

  async function page(wish: Extract<Wish, { is: "pager" }>): Promise<void> {
    const [program = "less", ...args] = pagerWords();
    const raw = logs.rawFile(wish.target);
    const folder = raw === null ? mkdtempSync(join(tmpdir(), "dagtop-log-")) : null;
    try {
      const file = raw ?? join(folder ?? "", "log");
      if (raw === null) await logs.save(wish.target, null, file);
      await lent({
        program,
        args: [...args, file],
        cwd: process.cwd(),
        env: { LESS: "-R", ...process.env },
      });
    } finally {
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    }
  }

  async function shell(wish: Extract<Wish, { is: "shell" }>): Promise<void> {
    if (options.readonly) return toast("read-only: no shell is started");
    const spec = shellSpec(home.paths, home.reader(), wish);
    if (typeof spec === "string") return toast(spec);
    await lent(spec);
  }

  const own: { readonly [Is in Wish["is"]]?: (wish: Extract<Wish, { is: Is }>) => unknown } = {
    quit: leave,
    suspend: () => alone(() => stopJob(shown)),
    redraw: () => alone(() => shown.suspend(() => Promise.resolve())),
    shell: (wish) => alone(() => shell(wish)),
    pager: (wish) => alone(() => page(wish)),
    search,
    "first-error": search,
    "stop-search": () => searching?.abort(),
  };

  async function perform(wish: Wish): Promise<void> {
    const doing = own[wish.is] as ((wish: Wish) => unknown) | undefined;
    await (doing === undefined ? acting.perform(wish, tell) : doing(wish));
  }

  return {
    perform: (wish) => {
      perform(wish).catch((error: unknown) => {
        toast(plainText(error instanceof Error ? error.message : String(error)));
      });
    },
  };
}

function pagerWords(): string[] {
  const words = (process.env["PAGER"] ?? "").split(/\s+/u).filter((word) => word !== "");
  return words.length === 0 ? ["less", "-R"] : words;
}
