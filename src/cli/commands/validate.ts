// `dagtop validate FILE`: all that is wrong with a pipeline file, and what would hardly be as it was meant.

import type { Command } from "../command.ts";
import type { Loaded } from "../../pipeline/load.ts";
import { EXIT } from "../exit.ts";
import { load, readDefinition } from "../load-pipeline.ts";
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
    if (args.flag("json")) return asJson(await load(file));
    const { definition, warnings } = await readDefinition(file);
    for (const warning of warnings) remark(warning);
    const count = definition.stages.length;
    say(`${definition.name}: ${count === 1 ? "1 stage" : `${count} stages`}, no problem found`);
    return EXIT.succeeded;
  },
};

function asJson(loaded: Loaded): number {
  if (!loaded.ok) {
    sayJson({ ok: false, problems: loaded.problems });
    return EXIT.usage;
  }
  const { definition, warnings } = loaded;
  const stages = definition.stages.map((stage) => stage.key);
  sayJson({ ok: true, pipeline: definition.name, stages, warnings });
  return EXIT.succeeded;
}
