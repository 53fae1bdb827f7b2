// Models as the Models screen gets them: two of them, one with a long past, and a home without any.

import { runId } from "../../../src/pipeline/ids.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import type {
  MetricValue,
  ModelView,
  ModelsView,
  VersionView,
} from "../../../src/ui/models/view.ts";
import { night, viewOf } from "../dashboard/views.ts";

const HOUR = 3_600_000;
const { now } = viewOf(night);

const metricsOf = (values: Readonly<Record<string, number>>): MetricValue[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

export function version(
  number: number,
  values: Readonly<Record<string, number>>,
  changes: Partial<VersionView> = {},
): VersionView {
  return {
    version: number,
    alias: null,
    isArchived: false,
    madeAt: now - (9 - number) * 26 * HOUR,
    by: "ada",
    run: runId(`run-${number}`),
    runName: `pricecheck#${number + 30}`,
    runIsThere: true,
    round: 1,
    stage: "train",
    commit: "3f2a91c dirty",
    params: ["epochs=10", "lr=2e-5"],
    metrics: metricsOf(values),
    fileName: "model",
    files: 7,
    bytes: 437_000_000,
    hash: "9f86d081884c",
    filesAreGone: false,
    said: null,
    ...changes,
  };
}

/** Newest first: v8 is to be looked at, v7 is champion, v6 was, v2 is put away, v1 has outlived its run and its files. */
const DETECTOR: ModelView = {
  key: "bert_fake_review_detector",
  name: "bert_fake_review_detector",
  versions: [
    version(
      8,
      { f1: 0.834, precision: 0.841, recall: 0.828, loss: 0.391, auc: 0.91 },
      { said: "champion v7 kept: f1 0.834 is only better by 0.022 than 0.812" },
    ),
    version(
      7,
      { f1: 0.812, precision: 0.82, recall: 0.805, loss: 0.409, brier: 0.12 },
      {
        alias: "champion",
        by: "deploy",
        round: 2,
        said: "v7 promoted: f1 0.812, champion v6 0.8, better by 0.012",
      },
    ),
    version(
      6,
      { f1: 0.8, precision: 0.81, recall: 0.79, loss: 0.42 },
      { alias: "previous", commit: null, params: [] },
    ),
    version(
      5,
      { f1: 0.774, precision: 0.79, recall: 0.76, loss: 0.47 },
      { said: "refused: f1 0.774 is below 0.8 (champion v4 0.79)" },
    ),
    version(2, { f1: 0.7 }, { isArchived: true }),
    version(1, { f1: 0.68 }, { isArchived: true, runIsThere: false, filesAreGone: true }),
  ],
  metric: "f1",
  goals: { f1: "max", loss: "min" },
};

const PRICES: ModelView = {
  key: "prices",
  name: "prices",
  versions: [version(1, { mae: 12.25 }, { runName: "prices#3" })],
  metric: null,
  goals: { mae: "min" },
};

const SPAM: ModelView = {
  key: "spam",
  name: "spam",
  versions: [
    version(3, { f1: 0.977 }, { alias: "champion", runName: "spam#9", files: 1, commit: null }),
  ],
  metric: "f1",
  goals: { f1: "max" },
};

export const three: ModelsView = { models: [DETECTOR, PRICES, SPAM] };
export const one: ModelsView = { models: [DETECTOR] };
export const none: ModelsView = { models: [] };

export function modelsView(models: ModelsView | null, changes: Partial<View> = {}): View {
  return viewOf(night, { models, ...changes });
}
