// What the built-ins of a pipeline file are given, as JSON Schema. The reader of files has the same keys (load-with.ts); a test
// holds what is accepted against it. Whatever has a hole is known to the run alone.

import type { Schema } from "./pipeline-keys.ts";

const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const HOLED: Schema = { type: "string", pattern: String.raw`\$\{\{`, allOf: [ref("template")] };
const TEXT: Schema = {
  anyOf: [
    { type: "string", pattern: String.raw`\S`, allOf: [ref("template")] },
    { type: ["number", "boolean"] },
  ],
};
const word = (...words: readonly string[]): Schema => ({ anyOf: [{ enum: words }, HOLED] });
const NUMBER: Schema = {
  anyOf: [{ type: "number" }, { type: "string", pattern: String.raw`^-?\d+(\.\d+)?$` }, HOLED],
};
const MODEL: Schema = {
  anyOf: [{ type: "string", pattern: "^[A-Za-z][A-Za-z0-9_-]{0,62}$" }, HOLED],
};
const CHANNEL: Schema = { anyOf: [ref("name"), HOLED] };

export const PROMOTE: Schema = {
  required: ["from", "model", "metric"],
  additionalProperties: false,
  properties: {
    from: {
      description: "The stage whose model it is; of a matrix the best member.",
      ...ref("name"),
    },
    metrics_from: { description: "The stage that measured it; default the same.", ...ref("name") },
    model: { description: "The name in the registry.", ...MODEL },
    path: { description: 'Its file or folder; default the output "model".', ...TEXT },
    metric: { description: "What decides: a metric or an output.", ...TEXT },
    goal: { description: "Whether more is better; default max.", ...word("max", "min") },
    min: { description: "Below this it is refused.", ...NUMBER },
    max: { description: "Above this it is refused.", ...NUMBER },
    better_than: { description: "Whom it must beat.", ...word("champion") },
    tolerance: { description: "A difference up to this is none; default 0.", ...NUMBER },
    complete: { description: "A file that the training writes last.", ...TEXT },
    if_not_better: { description: "Default ok.", ...word("ok", "warn", "fail") },
    registry: { description: "Default embedded.", ...word("embedded", "mlflow") },
  },
};

export const NOTIFY: Schema = {
  required: ["channels"],
  additionalProperties: false,
  properties: {
    channels: {
      description: "Names of channels: terminal, file, or those of config.yaml.",
      anyOf: [CHANNEL, { type: "array", items: CHANNEL, minItems: 1 }],
    },
    message: { description: "What to say beside the usual.", ...TEXT },
  },
};
