// What reaches a host besides commands and inputs, and only has to be written down: it is kept until the next commit.

import type { OutboxRow } from "../outbox.ts";
import type { SampleRow } from "../rows.ts";
import type { MetricBatch } from "./ports.ts";

export interface Told {
  readonly metrics: MetricBatch[];
  readonly samples: SampleRow[];
  readonly posted: OutboxRow[];
}

export const nothingNew = (): Told => ({ metrics: [], samples: [], posted: [] });
