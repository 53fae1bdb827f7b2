// `if` expressions: over parameters, matrix values, outputs and states. Small and total: parsing says where it fails,
// evaluating never does. Nothing of the language of the program is ever evaluated.

import type { StageKey } from "./ids.ts";
import type { ParamValue } from "./value.ts";

export type Compare = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** An expression of which parameters and matrix values are settled: part of a plan, plain JSON. */
export type Condition =
  | { readonly is: "value"; readonly value: ParamValue | null }
  /** Of one stage a text or null; of the members of a matrix a JSON list. */
  | { readonly is: "output"; readonly stage: StageKey; readonly name: string }
  | { readonly is: "outputs"; readonly stages: readonly StageKey[]; readonly name: string }
  /** Of a matrix: the state of its first member that ended badly, else of its last. */
  | { readonly is: "state"; readonly stages: readonly StageKey[] }
  | { readonly is: "not"; readonly of: Condition }
  | { readonly is: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | {
      readonly is: "compare";
      readonly by: Compare;
      readonly left: Condition;
      readonly right: Condition;
    };

/** As the file has it. `stage` may name a matrix. */
export type SourceCondition =
  | { readonly is: "value"; readonly value: ParamValue | null }
  | { readonly is: "param"; readonly name: string }
  | { readonly is: "matrix"; readonly name: string }
  | { readonly is: "output"; readonly stage: StageKey; readonly name: string }
  | { readonly is: "state"; readonly stage: StageKey }
  | { readonly is: "not"; readonly of: SourceCondition }
  | { readonly is: "and" | "or"; readonly left: SourceCondition; readonly right: SourceCondition }
  | {
      readonly is: "compare";
      readonly by: Compare;
      readonly left: SourceCondition;
      readonly right: SourceCondition;
    };

/** What a condition may ask of its run. */
export interface ConditionView {
  readonly output: (stage: StageKey, name: string) => string | null;
  readonly state: (stage: StageKey) => string;
}
