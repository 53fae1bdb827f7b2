// How long the stages of a pipeline took before, for the ETA of its runs. What is past does not change while a run goes
// on, so it is read once per run.

import type { RunRow } from "../engine/rows.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Reader } from "../store/reader.ts";
import type { History } from "../ui/eta.ts";

/** Enough for a p95, and recent enough to be of the same work. */
const MOST_RUNS = 40;

/** The history behind a run; kept for each run until another reader is asked. */
export function historiesOf(reader: Reader): (run: RunRow) => History {
  const known = new Map<RunId, History>();
  return (run) => {
    const history = known.get(run.id) ?? historyOf(reader, run);
    known.set(run.id, history);
    return history;
  };
}

function historyOf(reader: Reader, { pipeline, folder }: RunRow): History {
  const found = reader.history.stageDurations(pipeline, folder, MOST_RUNS);
  const byStage = Map.groupBy(found, ({ stage }) => stage);
  return new Map([...byStage].map(([stage, each]) => [stage, each.map(({ ms }) => ms)]));
}
