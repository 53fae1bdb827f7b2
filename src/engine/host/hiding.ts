// Hides the values of secrets in what is read of an attempt, before any of it is recorded: outputs, names of metrics, the
// command lines of what it left behind. By fingerprints, so that a later host hides as well as the one that knew the values;
// and by those of all attempts of its run and of the runs before it, since a stage may have kept a value that was changed.
// Numbers stay: a secret of digits is not told from other digits where it is the value of a metric.

import type { AttemptId } from "../../pipeline/ids.ts";
import type { ReportInput } from "../input.ts";
import type { SecretRow } from "../secret-row.ts";
import type { Outputs } from "../stage.ts";
import { type Masker, maskerOf } from "./mask.ts";
import type { Journal, MetricBatch } from "./ports.ts";

export interface Hider {
  readonly report: (input: ReportInput) => ReportInput;
  readonly metrics: (batch: MetricBatch) => MetricBatch;
  /** What is said of the attempt's run. */
  readonly text: (attempt: AttemptId, text: string) => string;
}

/** @param key - the home's, in hex */
export function hiderOf(journal: Pick<Journal, "secretsFor">, key: string): Hider {
  const known = new WeakMap<readonly SecretRow[], Masker>();

  function maskerFor(attempt: AttemptId): Masker {
    const rows = journal.secretsFor(attempt);
    const masker = known.get(rows) ?? maskerOf(rows, key);
    known.set(rows, masker);
    return masker;
  }

  return {
    report: (input) => {
      if (input.kind !== "exited" && input.kind !== "lost") return input;
      const masker = maskerFor(input.attempt);
      if (masker.none) return input;
      const { outputs, leftovers, said, ...rest } = input.remains;
      const remains = {
        ...rest,
        outputs: outputs === null ? null : hidden(outputs, masker),
        leftovers: leftovers.map(masker.text),
        said: said === null ? null : { ...said, text: masker.text(said.text) },
      };
      if (input.kind === "lost") return { ...input, remains, cause: masker.text(input.cause) };
      const warning = input.warning === null ? null : masker.text(input.warning);
      return { ...input, remains, warning };
    },
    metrics: (batch) => {
      const masker = maskerFor(batch.attempt);
      if (masker.none) return batch;
      const points = batch.points.map((point) => ({ ...point, name: masker.text(point.name) }));
      return { ...batch, points };
    },
    text: (attempt, text) => maskerFor(attempt).text(text),
  };
}

function hidden(outputs: Outputs, masker: Masker): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [masker.text(name), masker.text(value)]),
  );
}
