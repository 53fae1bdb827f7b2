// Asking a host for something: one command row, written in a transaction that also reads who is there (semantics 5.7).
// The row is kept whatever becomes of the asker.

import { utimesSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { userInfo } from "node:os";
import type { Ask } from "../engine/command.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import { uuidv7 } from "../engine/host/uuid.ts";
import { UserError } from "../pipeline/user-error.ts";
import { type CommandState, commandInbox } from "../store/command-table.ts";
import { hostFeed } from "../store/host-table.ts";
import { lastHost } from "../store/last-host.ts";
import { openForCommands } from "../store/open.ts";
import { type Reader, openStore } from "../store/reader.ts";
import { plainText } from "../ui/sanitise.ts";
import { prepareHome } from "./home.ts";
import type { HostKeeper } from "./host-keeper.ts";

export interface Asked {
  readonly answer: () => CommandState;
  readonly close: () => void;
}

const READY_PAUSE_MS = 5;

/** Waits until a host has made, or brought up to date, the database of a home. */
export async function readyStore(paths: HomePaths, keeper: HostKeeper): Promise<Reader> {
  prepareHome(paths);
  for (;;) {
    const reader = openStore(paths.database);
    if (reader !== null) return reader;
    keeper.keep(lastHost(paths.database), true);
    await sleep(READY_PAUSE_MS);
  }
}

/** Writes the command and, if no host lives, has one started. */
export function ask(paths: HomePaths, keeper: HostKeeper, what: Ask): Asked {
  const before = process.umask(0o077);
  const db = openForCommands(paths.database);
  const inbox = commandInbox(db);
  const hosts = hostFeed(db);
  keeper.makeWay(hosts.last());
  const key = uuidv7(Date.now());
  const host = db
    .transaction(() => {
      inbox.add(key, what, asker(process.env), Date.now());
      return hosts.last();
    })
    .immediate();
  process.umask(before);
  wake(paths);
  keeper.keep(host, true);
  return {
    answer: () => inbox.stateOf(key) ?? { state: "new" },
    close: () => {
      db.close();
    },
  };
}

/** What a host has answered to a run that was asked for. @throws UserError refused */
export function answerToRun(asked: Asked): CommandState {
  const answer = asked.answer();
  if (answer.state === "refused") throw refusedRun(answer.result);
  return answer;
}

export function refusedRun(why: string): UserError {
  return new UserError("refused", `The host has refused this: ${plainText(why)}.`, {
    hint: "dagtop runs lists the runs, dagtop validate FILE checks a pipeline file.",
  });
}

/** Tells a host that there is something to look at. */
export function wake(paths: Pick<HomePaths, "wake">): void {
  try {
    const now = Date.now() / 1000;
    utimesSync(paths.wake, now, now);
  } catch {
    // A host makes the file; until then it looks by itself.
  }
}

/** Who asks: user, who they were before sudo, and where from. */
export function asker(env: Readonly<Record<string, string | undefined>>): string {
  const { SUDO_USER: sudo, SSH_CLIENT: ssh } = env;
  const name = userName();
  const person = sudo === undefined || sudo === name ? name : `${sudo} as ${name}`;
  const from = ssh?.split(" ")[0];
  return from === undefined || from === "" ? person : `${person} from ${from}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "?"}`; // a container's user without a name
  }
}
