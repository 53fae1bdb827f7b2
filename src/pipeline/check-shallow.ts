// Finds keys of a stage that stand among the names of stages, a level too far left: YAML reads them as stages, and what
// could be said of such a stage would lead away from the mistake.

import type { Report } from "./report.ts";
import { stageSchema } from "./schema.ts";
import type { Entry, MapNode } from "./yaml-node.ts";

export interface Sorted {
  readonly stages: readonly Entry[];
  /** Stages that are empty because what belongs to them stands beside them. */
  readonly emptied: ReadonlySet<Entry>;
}

/** Reports what is no stage but a key of the one above it, and leaves it out. */
export function withoutShallow(report: Report, { entries }: MapNode): Sorted {
  const stages: Entry[] = [];
  const emptied = new Set<Entry>();
  for (const entry of entries.values()) {
    if (!isShallow(entry)) {
      stages.push(entry);
      continue;
    }
    const above = stages.at(-1);
    const hint =
      above === undefined
        ? "Indent it below the name of its stage, which is yours to choose: train:"
        : `Indent it below "${above.key}".`;
    report.add(entry.at, "shallow-key", `"${entry.key}" is a key of a stage`, hint);
    if (above?.value.is === "scalar" && above.value.value === null) emptied.add(above);
  }
  return { stages, emptied };
}

const KEYS: ReadonlySet<string> = new Set(Object.keys(stageSchema.shape));

/** A stage may be called "cache": then it holds keys of a stage. */
function isShallow({ key, value }: Entry): boolean {
  if (!KEYS.has(key)) return false;
  if (value.is !== "map") return true;
  const inside = [...value.entries.keys()];
  return inside.some((one) => !KEYS.has(one)) && !hasCommand(value);
}

function hasCommand({ entries }: MapNode): boolean {
  return ["run", "argv", "uses", "approval"].some((key) => entries.has(key));
}
