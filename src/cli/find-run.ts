// How people name a run: `spam#3`, `last`, `last:failed`, a pipeline's name for its newest run, or an id.

import type { RunRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { runId } from "../pipeline/ids.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Reader } from "../store/reader.ts";
import { plainText } from "../ui/sanitise.ts";

/** @throws UserError no-run */
export function findRun(reader: Reader | null, text: string): RunRow {
  const found = reader === null ? null : lookUp(reader, text);
  if (found !== null) return found;
  throw new UserError("no-run", `There is no run ${plainText(text)} in this home.`, {
    hint: hintFor(reader, text),
    exit: 4,
  });
}

function lookUp(reader: Reader, text: string): RunRow | null {
  const { runs } = reader;
  if (text === "last") return runs.recent(1, null)[0] ?? null;
  if (text === "last:failed") return runs.lastFailed();
  const [, pipeline, number] = /^(.+)#(\d{1,15})$/.exec(text) ?? [];
  if (pipeline !== undefined) return runs.named(pipeline, Number(number));
  return runs.recent(1, text)[0] ?? runs.get(runId(text));
}

function hintFor(reader: Reader | null, text: string): string {
  const recent = reader?.runs.recent(20, null) ?? [];
  if (recent.length === 0) return "Nothing has run here yet: dagtop run FILE";
  const names = recent.map(runName);
  const near = didYouMean(text, [...names, ...recent.map((run) => run.pipeline)]);
  return `${near === "" ? `The newest is ${names[0] ?? ""}.` : near}\ndagtop runs lists them.`;
}
