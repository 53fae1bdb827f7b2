// `dagtop validate FILE`: all that is wrong with a pipeline file, and what would hardly be as it was meant.

import type { Command } from "../command.ts";
import type { Definition } from "../../pipeline/definition.ts";
import type { Loaded } from "../../pipeline/load.ts";
import { membersOf } from "../../pipeline/matrix.ts";
import { EXIT } from "../exit.ts";
import { configFile } from "../home.ts";
import { channelWarnings } from "../lacking-channels.ts";
import { poolWarnings } from "../lacking-slots.ts";
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
    const config = configFile(process.env);
    const ofConfig = [
      ...poolWarnings(definition.stages, config),
      ...channelWarnings(definition, config),
    ];
    const all = [...warnings, ...new Set(ofConfig)];
    for (const warning of all) remark(warning);
    say(`${definition.name}: ${countOf(definition)}, ${found(all.length)}`);
    return EXIT.succeeded;
  },
};

function found(warnings: number): string {
  if (warnings === 0) return "no problem found";
  return `no mistake, ${warnings === 1 ? "1 warning" : `${warnings} warnings`}`;
}

/** Stages of the file, and how many they are once each matrix is written out. */
function countOf({ stages }: Definition): string {
  const count = stages.length === 1 ? "1 stage" : `${stages.length} stages`;
  const all = stages
    .map(({ key, matrix }) => (matrix === null ? 1 : membersOf(key, matrix).length))
    .reduce((sum, members) => sum + members, 0);
  return all === stages.length ? count : `${count} (${all} with all members)`;
}

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
