// What `doctor` looks at, each as one finding with a way to mend it.

import { existsSync, statSync } from "node:fs";
import type { HomePaths } from "../engine/home-paths.ts";
import { isUserError } from "../pipeline/user-error.ts";
import { violations } from "../store/invariants.ts";
import { openReader } from "../store/open.ts";
import { openStore } from "../store/reader.ts";
import { elapsed } from "../ui/format.ts";
import { disk, log, strays } from "./diagnosis-home.ts";
import { logout, tools } from "./diagnosis-machine.ts";
import { configFile, homeExists } from "./home.ts";
import { isExecutable } from "./executable.ts";
import { type Finding, bad, ok, warning } from "./finding.ts";
import { hostState } from "./host-process.ts";
import { settingsFrom } from "./host-settings.ts";
import { readConfig } from "./settings.ts";
import { VERSION } from "./version.ts";

export async function inspect(paths: HomePaths, verify: boolean): Promise<Finding[]> {
  const findings = [
    ok(`dagtop ${VERSION}, Node ${process.versions.node}, ${process.arch}`),
    shell(),
    tools(process.env),
    configuration(),
  ];
  const home = usable(paths);
  findings.push(home);
  if (home.level === "bad" || !existsSync(paths.home)) return findings;
  findings.push(...disk(paths), ...permissions(paths), ...logout(process.env));
  findings.push(...store(paths, verify));
  return Promise.resolve(findings);
}

function shell(): Finding {
  const found = (process.env["PATH"] ?? "")
    .split(":")
    .some((folder) => isExecutable(`${folder}/bash`));
  return found
    ? ok("bash is there: scripts run under bash -eo pipefail")
    : warning(
        "there is no bash in PATH: scripts run under sh -e",
        "A failing command in the middle of a pipe is then not noticed.",
      );
}

/** The user's configuration file, and the pools that a host has by it. */
function configuration(): Finding {
  const file = configFile(process.env);
  try {
    const { pools } = settingsFrom(readConfig(file));
    const words = Object.entries(pools).map(([name, slots]) => `${name} ${slots}`);
    return ok(
      `configuration ${file}${existsSync(file) ? "" : " (not there)"}; pools: ${words.join(", ")}`,
    );
  } catch (error) {
    if (isUserError(error)) return bad(error.message, error.hint);
    throw error;
  }
}

function usable(paths: HomePaths): Finding {
  try {
    return homeExists(paths)
      ? ok(`home ${paths.home}`)
      : ok(`home ${paths.home} is not there yet; the first run makes it`);
  } catch (error) {
    if (isUserError(error)) return bad(error.message, error.hint);
    throw error;
  }
}

function permissions({ home, database, attempts }: HomePaths): Finding[] {
  const open = [home, database, `${database}-wal`, attempts].filter((path) => {
    return (modeOf(path) & 0o077) !== 0;
  });
  if (open.length === 0) return [ok("nothing in the home can be read by others")];
  return [warning(`others can read ${open.join(", ")}`, `chmod -R go= ${home}`)];
}

/** 0 for what is not there, or is no path that can be followed. */
function modeOf(path: string): number {
  try {
    return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
  } catch {
    return 0;
  }
}

function store(paths: HomePaths, verify: boolean): Finding[] {
  const reader = openStore(paths.database);
  if (reader === null) return [ok("nothing has run here yet")];
  try {
    const row = reader.hosts.last();
    const open = reader.runs.open().length;
    return [
      lease(hostState(row), open),
      log(paths),
      left(paths),
      ...(verify ? books(paths, open === 0) : []),
    ];
  } finally {
    reader.close();
  }
}

function left({ database }: HomePaths): Finding {
  const db = openReader(database);
  try {
    return strays(db);
  } finally {
    db.close();
  }
}

function lease(state: ReturnType<typeof hostState>, open: number): Finding {
  switch (state.is) {
    case "alive":
      return ok(
        `host ${state.row.pid} (epoch ${state.row.epoch}) has held the lease for ${elapsed(Date.now() - state.row.since)}`,
      );
    case "stopped":
      return bad(
        `host ${state.row.pid} holds the lease and is stopped`,
        `kill -CONT ${state.row.pid}`,
      );
    case "elsewhere":
      return ok(`host ${state.row.pid} in another container holds the lease`);
    case "gone":
      return open === 0
        ? ok("the lease is free: no host runs, and nothing is unfinished")
        : warning(
            `no host runs, and ${open} runs are unfinished`,
            "dagtop daemon, or the next dagtop run, goes on with them.",
          );
  }
}

function books(paths: HomePaths, drained: boolean): Finding[] {
  const db = openReader(paths.database);
  try {
    const damage = db.pragma("integrity_check", { simple: true });
    if (damage !== "ok")
      return [
        bad(`the database is damaged: ${String(damage)}`, "Keep a copy of the home as it is."),
      ];
    const found = violations(db, drained);
    if (found.length === 0) return [ok("all events agree with all rows (I1 to I8, I10)")];
    return found.map(({ invariant, what }) =>
      bad(
        `${invariant}: ${what}`,
        "This is a bug of dagtop: please report it with the home's dagtop.db.",
      ),
    );
  } finally {
    db.close();
  }
}
