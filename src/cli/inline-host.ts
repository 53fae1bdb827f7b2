// `run --inline`: the host lives in this process for as long as its run does (CI, containers). What else is left to do
// then is given to a detached host.

import type { HomePaths } from "../engine/home-paths.ts";
import { UserError } from "../pipeline/user-error.ts";
import { openStore } from "../store/reader.ts";
import { startHost } from "./compose.ts";
import { configFile, prepareHome } from "./home.ts";
import { hostLog } from "./host-log.ts";
import type { HostKeeper } from "./host-keeper.ts";
import { hostWorks } from "./host-main.ts";
import { hasDrained } from "./host-process.ts";
import { leaving } from "./host-words.ts";
import { readConfig } from "./settings.ts";

export interface InlineHost {
  readonly keeper: HostKeeper;
  readonly leave: () => Promise<void>;
}

/** @param detached - keeps a host for what is left @throws UserError host-works while another holds the lease */
export function inlineHost(paths: HomePaths, detached: HostKeeper): InlineHost {
  prepareHome(paths);
  process.umask(0o077);
  const log = hostLog(paths.hostLog);
  const host = startHost({
    paths,
    config: configFile(process.env),
    reader: () => readConfig,
    idleMs: null,
    kind: "inline",
    note: log.note,
  });
  if (host === null) {
    throw new UserError("host-works", hostWorks(paths).message, {
      hint: "Leave --inline away: that host runs it. Or give this run a home of its own: --home DIR",
      exit: 5,
    });
  }
  let hasLeft = false;
  host.done
    .finally(() => {
      hasLeft = true;
    })
    .catch(log.failed);
  return {
    keeper: {
      keep: () => {
        if (hasLeft) throw gone();
        host.wake();
      },
      makeWay: () => undefined,
    },
    leave: async () => {
      host.leave();
      log.note(leaving(await host.done));
      const reader = openStore(paths.database);
      if (reader === null) return;
      const isWork = reader.runs.open().length > 0 || reader.unanswered();
      const row = reader.hosts.last();
      if (isWork && !hasDrained(row)) detached.keep(row, true);
      reader.close();
    },
  };
}

function gone(): UserError {
  return new UserError("host-left", "The host of this run has left before the run was over.", {
    hint: "It was asked to drain, or its home was moved. What waits is kept: dagtop daemon goes on with it.",
    exit: 5,
  });
}
