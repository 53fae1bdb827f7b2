// What `uses: promote` was given, once every hole is filled: texts that must be numbers are, or it is said why not.

import type { Gate } from "../../engine/gate.ts";
import { MODEL_NAME } from "../../pipeline/load-with.ts";
import { numberIn } from "./evidence.ts";

export interface PromoteSettings {
  readonly from: string;
  readonly metricsFrom: string;
  readonly model: string;
  /** As the file has it; null takes the output "model". */
  readonly path: string | null;
  readonly complete: string | null;
  readonly gate: Gate;
}

export type With = Readonly<Record<string, string | readonly string[]>>;

/** @throws Refusal */
export class Refusal extends Error {}

/** @throws Refusal for a value that is none */
export function promoteSettings(given: With): PromoteSettings {
  const from = textIn(given, "from") ?? "";
  const model = textIn(given, "model") ?? "";
  if (!MODEL_NAME.test(model)) throw new Refusal(`"${model}" cannot be the name of a model`);
  return {
    from,
    metricsFrom: textIn(given, "metrics_from") ?? from,
    model,
    path: textIn(given, "path"),
    complete: textIn(given, "complete"),
    gate: {
      metric: textIn(given, "metric") ?? "",
      goal: wordIn(given, "goal", ["max", "min"]),
      min: numberOf(given, "min"),
      max: numberOf(given, "max"),
      betterThanChampion: textIn(given, "better_than") !== null,
      tolerance: numberOf(given, "tolerance") ?? 0,
      ifNotBetter: wordIn(given, "if_not_better", ["ok", "warn", "fail"]),
    },
  };
}

function textIn(given: With, key: string): string | null {
  const value = given[key];
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function numberOf(given: With, key: string): number | null {
  const text = textIn(given, key);
  if (text === null) return null;
  const value = numberIn(text);
  if (value === null) throw new Refusal(`"${key}" is ${JSON.stringify(text)}, not a number`);
  return value;
}

/** The first word where nothing is said. */
function wordIn<const Word extends string>(
  given: With,
  key: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = textIn(given, key);
  if (text === null) return words[0];
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Refusal(`"${key}" is "${text}", not ${words.join(" or ")}`);
  return found;
}
