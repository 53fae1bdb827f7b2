// Warns of files that more than one stage says it makes: whichever ran last wrote it, so none of them finds its own out
// unchanged, and those that run at a time write over each other.

import type { ReadStage } from "./load-stages.ts";
import { absolute } from "./paths.ts";
import type { Report } from "./report.ts";

/** Compares paths as the file has them: two that only a run's parameters make the same are not seen. */
export function checkOuts(report: Report, stages: readonly ReadStage[]): void {
  const makers = new Map<string, string>();
  for (const { key, outs, matrix } of stages) {
    for (const { text, at } of outs) {
      const path = absolute("/", text);
      const maker = makers.get(path);
      if (maker === undefined) makers.set(path, key.text);
      else if (maker !== key.text) {
        const message = `"${text}" is an out of "${maker}" as well`;
        report.warn(at, "same-out", message, "Each stage has files of its own: name another one.");
      }
      if (matrix === null || /\$\{\{\s*matrix\./.test(text)) continue;
      const [axis = "NAME"] = Object.keys(matrix.axes);
      const hint = `Put a value of the matrix into its name: model-\${{ matrix.${axis} }}.bin.`;
      report.warn(at, "same-out", `all members of "${key.text}" make "${text}"`, hint);
    }
  }
}
