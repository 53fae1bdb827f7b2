// Slots that stages ask for and that no pool of this machine has: a stage that wants more than there is would wait for
// ever. Whoever starts a run refuses it; whoever only looks at a file warns, since it may be meant for another machine.

import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import { plainText } from "../ui/sanitise.ts";
import { settingsFrom } from "./host-settings.ts";
import { readConfig, unreadable } from "./settings.ts";

interface Asking {
  readonly key: string;
  readonly slots: Readonly<Record<string, number>>;
}

export interface Lacking {
  readonly message: string;
  readonly hint: string;
}

/** Of each pool the first stage that wants more than it has. `file` is the configuration. */
export function lackingSlots(
  stages: readonly Asking[],
  pools: Readonly<Record<string, number>>,
  file: string,
): Lacking[] {
  const said = new Set<string>();
  return stages.flatMap(({ key, slots }) =>
    Object.entries(slots).flatMap(([pool, wanted]) => {
      const total = Object.hasOwn(pools, pool) ? (pools[pool] ?? 0) : null;
      if (wanted <= (total ?? 0) || said.has(pool)) return [];
      said.add(pool);
      const has =
        total === null ? `there is no pool "${pool}"` : `the pool "${pool}" has ${total || "none"}`;
      const near = total === null ? didYouMean(pool, Object.keys(pools)) : "";
      const way = `Pools are declared in ${file}: pools: {${pool}: ${wanted}}`;
      return {
        message: `the stage ${key} wants ${wanted} ${wanted === 1 ? "slot" : "slots"} of "${pool}", and ${has}`,
        hint: near === "" ? way : `${near} ${way}`,
      };
    }),
  );
}

/** Paragraphs for people, by the user's configuration as it is now. */
export function poolWarnings(stages: readonly Asking[], file: string): string[] {
  if (stages.every(({ slots }) => Object.keys(slots).length === 0)) return [];
  try {
    const { pools } = settingsFrom(readConfig(file));
    return lackingSlots(stages, pools, file).map(
      ({ message, hint }) => `warning: ${plainText(message)}\n  hint: ${plainText(hint)}`,
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [unreadable(error)];
  }
}
