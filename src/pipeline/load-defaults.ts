// Reads `defaults`: what every stage is given that says nothing else. A stage's own key wins over the whole key here,
// but for `env`, where each variable stands for itself.

import { checkKeys, type KnownKeys } from "./check-keys.ts";
import type { SourceText } from "./definition.ts";
import { checkPartKeys } from "./check-parts.ts";
import { fieldsOf } from "./load-fields.ts";
import { Texts } from "./load-texts.ts";
import type { Report } from "./report.ts";
import { insteadInStage } from "./words.ts";
import { defaultsSchema, stageSchema, type DefaultsFields } from "./schema.ts";
import type { YamlNode } from "./yaml-node.ts";

export interface Defaults extends Omit<DefaultsFields, "env" | "cwd"> {
  readonly env: Readonly<Record<string, SourceText>>;
  readonly cwd: SourceText | null;
}

export const NO_DEFAULTS: Defaults = { env: {}, cwd: null };

const KEYS: KnownKeys = {
  of: '"defaults"',
  known: Object.keys(defaultsSchema.shape),
  elsewhere: { "inside a stage": Object.keys(stageSchema.shape) },
  extensions: true,
  instead: insteadInStage,
};

/** Nothing where something is wrong with them: the report says what, and says it once. */
export function readDefaults(
  report: Report,
  node: YamlNode | undefined,
  params: ReadonlySet<string>,
): Defaults {
  if (node === undefined) return NO_DEFAULTS;
  if (node.is === "map") {
    checkKeys(report, node, KEYS);
    checkPartKeys(report, node);
  }
  const before = report.count;
  const fields = fieldsOf(report, node, defaultsSchema, '"defaults"');
  if (fields === null || node.is !== "map") return NO_DEFAULTS;
  const texts = new Texts(report, { params, matrix: null });
  const cwd = node.entries.get("cwd")?.value;
  const read = {
    env: texts.env(node.entries.get("env")?.value),
    cwd: cwd === undefined ? null : texts.read(cwd, '"cwd"'),
  };
  for (const { at, stage } of texts.uses) {
    const hint = `Put it into the stage that uses it, and "${stage}" into the needs of that stage.`;
    report.add(at, "output-at-top", "only a stage can use the output of another", hint);
  }
  return report.count > before ? NO_DEFAULTS : { ...fields, ...read };
}
