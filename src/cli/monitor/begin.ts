// Where the screens begin: at the Dashboard, or at the run that somebody who names a pipeline most likely means, with the
// Dashboard below it.

import type { HomePaths } from "../../engine/home-paths.ts";
import { pipelineName } from "../../pipeline/ids.ts";
import { didYouMean } from "../../pipeline/nearest.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { type Reader, openStore } from "../../store/reader.ts";
import { openDashboard } from "../../ui/dashboard/state.ts";
import type { Ui } from "../../ui/monitor/ui.ts";
import { openRun } from "../../ui/run/state.ts";
import { homeExists } from "../home.ts";
import { isFile } from "../is-file.ts";

export interface Beginning {
  readonly ui: Ui;
  /** Said once. */
  readonly hello: string | null;
}

/** @param given - a pipeline's name or its file @throws UserError no-pipeline, or what is wrong with the file */
export async function whereToBegin(paths: HomePaths, given: string | null): Promise<Beginning> {
  if (given === null) return beginning(null, null);
  const reader = homeExists(paths) ? openStore(paths.database) : null;
  try {
    return isFile(given) ? await atFile(reader, given) : atName(reader, given);
  } finally {
    reader?.close();
  }
}

async function atFile(reader: Reader | null, file: string): Promise<Beginning> {
  const { pipelineOfFile } = await import("./file-name.ts");
  const name = await pipelineOfFile(file);
  const known = reader === null ? null : lastOf(reader, name);
  if (known !== null) return beginning(name, known);
  return beginning(name, `${name} has not run yet: dagtop run ${file} starts it`);
}

function atName(reader: Reader | null, name: string): Beginning {
  const known = reader?.overview.pipelines().map((each) => each.name) ?? [];
  if (reader === null || !known.includes(name)) {
    throw new UserError("no-pipeline", `No pipeline ${name} has run in this home.`, {
      hint: didYouMean(name, known) || "dagtop status shows those that have.",
      exit: 4,
    });
  }
  return beginning(name, lastOf(reader, name));
}

function lastOf(reader: Reader, name: string) {
  const open = reader.runs.open().filter(({ pipeline }) => pipeline === name);
  return open.find(({ state }) => state !== "queued") ?? reader.runs.recent(1, name)[0] ?? null;
}

function beginning(name: string | null, found: ReturnType<typeof lastOf> | string): Beginning {
  const dashboard = {
    is: "dashboard",
    state: openDashboard(name === null ? null : pipelineName(name)),
  } as const;
  const isRun = found !== null && typeof found !== "string";
  const stack: Ui["stack"] = isRun
    ? [dashboard, { is: "run", state: openRun(found.id) }]
    : [dashboard];
  return {
    ui: { stack, dialog: null, typed: null, toasts: [] },
    hello: typeof found === "string" ? found : null,
  };
}
