// What other programs may import from "dagtop": writing a pipeline in TypeScript, and reading a pipeline file as
// dagtop reads it.

export {
  type DefaultsSource,
  definePipeline,
  type PipelineSource,
  type StageSource,
} from "./define.ts";
export type {
  AlertSource,
  ApprovalSource,
  CacheSource,
  Duration,
  MatrixSource,
  ParamSource,
  RetrySource,
  ScheduleSource,
  StopSource,
  Value,
  WindowSource,
} from "./define-parts.ts";
export type { Definition, ParamDefinition, StageDefinition } from "./definition.ts";
export { type Loaded, loadDefinition } from "./load.ts";
export { type Problem, problemText } from "./problem.ts";
