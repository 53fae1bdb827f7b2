// `dagtop validate FILE`: all that is wrong with a pipeline file, and what would hardly be as it was meant.

import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { readDefinition } from "../load-pipeline.ts";
import { remark, say, sayJson } from "../output.ts";

export const validate: Command = {
  name: "validate",
  takes: "FILE",
  summary: "Check a pipeline file without running it",
  counts: [1, 1],
  options: { json: { type: "boolean", help: "JSON for programs" } },
  examples: ["dagtop validate pipeline.yaml"],
  run: async (args) => {
    const [file = ""] = args.positionals;
    const { definition, warnings } = await readDefinition(file);
    if (args.flag("json")) {
      const stages = definition.stages.map((stage) => stage.key);
      sayJson({ ok: true, pipeline: definition.name, stages, warnings });
      return EXIT.succeeded;
    }
    for (const warning of warnings) remark(warning);
    const count = definition.stages.length;
    say(`${definition.name}: ${count === 1 ? "1 stage" : `${count} stages`}, no problem found`);
    return EXIT.succeeded;
  },
};
