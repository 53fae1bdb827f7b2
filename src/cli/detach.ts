// `--detach`: waits until a host has accepted what was asked for, says the run's name, and leaves.

import type { RunId } from "../pipeline/ids.ts";
import type { Reader } from "../store/reader.ts";
import { answered } from "./answered.ts";
import { type Asked, refusedRun } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { findRun } from "./find-run.ts";
import type { HostKeeper } from "./host-keeper.ts";
import { say, sayJson } from "./output.ts";
import { runShape } from "./shapes.ts";
import { runName } from "../engine/run.ts";

/** @throws UserError refused | no-host */
export async function accepted(
  asked: Asked,
  reader: Reader,
  keeper: HostKeeper,
  id: RunId,
  json: boolean,
): Promise<number> {
  await answered(asked, reader, keeper, refusedRun);
  const run = findRun(reader, id);
  if (json) sayJson(runShape(run));
  else say(`${runName(run)}  ${run.state}${run.reason === null ? "" : `: ${run.reason}`}`);
  return EXIT.succeeded;
}
