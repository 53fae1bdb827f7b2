// `dagtop events`: the event log as lines of JSON, from a cursor on.

import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import type { Command } from "../command.ts";
import { eventPrinter } from "../event-lines.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { bellOf } from "../follow.ts";
import { looking } from "../looking.ts";
import { readerHasGone } from "../output.ts";
import { openStore } from "../../store/reader.ts";
import { interrupts } from "../signals.ts";

export const events: Command = {
  name: "events",
  takes: "[RUN]",
  summary: "Print the event log as lines of JSON",
  counts: [0, 1],
  options: {
    follow: { type: "boolean", short: "f", help: "go on as events come, until Ctrl-C" },
    since: { type: "string", value: "SEQ", help: "only events behind this one (default: 0, all)" },
    json: { type: "boolean", help: "lines of JSON, which is what it prints anyway" },
  },
  examples: ["dagtop events --json | head", "dagtop events -f", "dagtop events spam#3"],
  run: async (args) => {
    const { paths, reader } = looking(args);
    const since = cursorFrom(args.text("since"));
    const [name] = args.positionals;
    const run = name === undefined ? null : findRun(reader, name).id;
    const isFollowing = args.flag("follow");
    if (reader === null && !isFollowing) return EXIT.succeeded;
    const controller = new AbortController();
    const told = interrupts(() => {
      controller.abort();
    }, false);
    const signal = AbortSignal.any([controller.signal, told.signal]);
    const store = reader ?? (await storeToCome(paths.database, signal));
    if (store === null) return EXIT.succeeded;
    const printer = eventPrinter(store, run, since);
    printer.more();
    if (!isFollowing) return EXIT.succeeded;
    const bell = bellOf(paths.wake, signal);
    while (!signal.aborted && !readerHasGone()) {
      await bell.ring(1000);
      printer.more();
    }
    bell.close();
    told.release();
    return readerHasGone() ? EXIT.succeeded : (told.code() ?? EXIT.cancelled);
  },
};

/** Waits for the first host of this home. */
async function storeToCome(file: string, signal: AbortSignal): Promise<Reader | null> {
  while (!signal.aborted) {
    const reader = openStore(file);
    if (reader !== null) return reader;
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

function cursorFrom(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError("usage", `--since ${text} is no event's number.`, {
    hint: "It is the seq of an event.",
  });
}
