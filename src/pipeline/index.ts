// What other programs may import from "dagtop": reading a pipeline file as dagtop reads it.

export type { Definition, ParamDefinition, StageDefinition } from "./definition.ts";
export { type Loaded, loadDefinition } from "./load.ts";
export { type Problem, problemText } from "./problem.ts";
