// The gate of most tests: f1 of 0.8 or more, and better than the champion.

import type { Gate } from "../../src/engine/gate.ts";

export const GATE: Gate = {
  metric: "f1",
  goal: "max",
  min: 0.8,
  max: null,
  betterThanChampion: true,
  tolerance: 0,
  ifNotBetter: "ok",
};
