// `run --detach`: waits until a host has accepted the run, says its name, and leaves.

import { setTimeout as sleep } from "node:timers/promises";
import type { Reader } from "../store/reader.ts";
import { type Asked, answerToRun } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { findRun } from "./find-run.ts";
import type { HostKeeper } from "./host-keeper.ts";
import { say, sayJson } from "./output.ts";
import { runShape } from "./shapes.ts";

const PAUSE_MS = 20;

/** @throws UserError refused | no-host */
export async function accepted(
  asked: Asked,
  reader: Reader,
  keeper: HostKeeper,
  json: boolean,
): Promise<number> {
  for (;;) {
    const answer = answerToRun(asked);
    if (answer.state === "done") {
      const run = findRun(reader, answer.result);
      if (json) sayJson(runShape(run));
      else say(`${answer.result}  ${run.state}${run.reason === null ? "" : `: ${run.reason}`}`);
      return EXIT.succeeded;
    }
    keeper.keep(reader.hosts.last());
    await sleep(PAUSE_MS);
  }
}
