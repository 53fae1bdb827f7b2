// Reads `presets`: names for values of parameters, each value checked by its parameter's rules.

import type { Definition } from "./definition.ts";
import { paramValues } from "./load-values.ts";
import { NAME, NAME_HINT } from "./names.ts";
import type { Report } from "./report.ts";
import type { YamlNode } from "./yaml-node.ts";

export function readPresets(
  report: Report,
  node: YamlNode | undefined,
  params: Definition["params"],
): Definition["presets"] {
  if (node?.is !== "map") return {};
  return Object.fromEntries(
    [...node.entries.values()].map(({ key, at, value }) => {
      if (!NAME.test(key)) {
        report.add(at, "bad-name", `"${key}" cannot be the name of a preset`, NAME_HINT);
      }
      return [key, paramValues(report, value, params, `the preset "${key}"`)];
    }),
  );
}
