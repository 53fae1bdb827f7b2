// The names that travel between rooms. Each is a plain string at run time and a type of its own at compile
// time, so that a stage's key can not be handed over where a run's id is wanted.
//
// RunId and AttemptId are UUIDv7 texts and are the only names that ever become folders; StageKey is the
// user's word for a stage and never touches the file system.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type RunId = Branded<"RunId">;
export type AttemptId = Branded<"AttemptId">;
export type StageKey = Branded<"StageKey">;
export type PipelineName = Branded<"PipelineName">;

export const runId = (text: string): RunId => text as RunId;
export const attemptId = (text: string): AttemptId => text as AttemptId;
export const stageKey = (text: string): StageKey => text as StageKey;
export const pipelineName = (text: string): PipelineName => text as PipelineName;
