// `run --inline`: the host lives in this process for as long as its run does (CI, containers). What else is left to do
// then is given to a detached host.

import type { HomePaths } from "../engine/home-paths.ts";
import { UserError } from "../pipeline/user-error.ts";
import { openStore } from "../store/reader.ts";
import { startHost } from "./compose.ts";
import { configFile, prepareHome } from "./home.ts";
import { hostLog } from "./host-log.ts";
import type { HostKeeper } from "./host-keeper.ts";
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
    note: log.note,
  });
  if (host === null) {
    throw new UserError("host-works", `A host works for ${paths.home} already.`, {
      hint: "Leave --inline away: that host runs it. Or give this run a home of its own: --home DIR",
      exit: 5,
    });
  }
  host.done.catch(log.failed);
  return {
    keeper: { keep: host.wake },
    leave: async () => {
      host.leave();
      await host.done;
      const reader = openStore(paths.database);
      if (reader === null) return;
      if (reader.runs.open().length > 0) detached.keep(reader.hosts.last());
      reader.close();
    },
  };
}
