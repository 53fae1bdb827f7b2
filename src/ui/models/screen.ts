// The Models screen as a kind of screen.

import { stay } from "../monitor/move.ts";
import type { ScreenKind } from "../monitor/screen.ts";
import { drawModels } from "./draw.ts";
import { MODELS_KEYS } from "./keys.ts";
import { settledModels } from "./moves.ts";
import type { ModelsState } from "./state.ts";

const WEEK = 7 * 24 * 3_600_000;

export const modelsScreen: ScreenKind<ModelsState> = {
  title: "Models",
  draw: drawModels,
  keys: MODELS_KEYS,
  finder: {
    title: "filter",
    text: ({ filter, focus }) => filter[focus],
    typed: ({ state }, text) => {
      const { filter, focus } = state;
      return stay(
        text === filter[focus] ? state : { ...state, filter: { ...filter, [focus]: text } },
      );
    },
  },
  interest: () => ({
    pipeline: null,
    sinceMs: WEEK,
    run: null,
    stage: null,
    attempt: null,
    log: null,
    models: true,
  }),
  settle: settledModels,
};
