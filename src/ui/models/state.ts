// Where one is in the Models screen. Cursors are kept by name and number, so that nothing jumps while versions come and go.

export interface ModelsState {
  readonly focus: "models" | "versions";
  /** Null until one has been seen. */
  readonly model: string | null;
  readonly modelTop: number;
  /** Null until one of the model has been seen. */
  readonly version: number | null;
  readonly versionTop: number;
  /** The first of the metrics that is shown. */
  readonly metricTop: number;
  /** Only models, or versions, that have it; with `!` before it those that have not. */
  readonly filter: { readonly models: string; readonly versions: string };
}

export function openModels(): ModelsState {
  return {
    focus: "models",
    model: null,
    modelTop: 0,
    version: null,
    versionTop: 0,
    metricTop: 0,
    filter: { models: "", versions: "" },
  };
}
