// What is looked at before a run is asked for, so that it does not wait or fail for what can be known now: slots that no
// pool has, secrets that nobody will find.

import { readFileSync } from "node:fs";
import { parseEnvFile } from "../pipeline/environment.ts";
import type { Plan } from "../pipeline/plan.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import { configFile } from "./home.ts";
import { secretWarnings, secretsOnlyInShell } from "./secret-warnings.ts";
import { readConfig, settingsFrom } from "./settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** @returns warnings, paragraphs for people @throws UserError bad-config | no-slots */
export function preflight(plan: Plan, env: Env): string[] {
  const file = configFile(env);
  const { pools, secretCommands } = settingsFrom(readConfig(file));
  checkSlots(plan, pools, file);
  const lost = secretsOnlyInShell(plan, env, namesOf(plan.envFile), secretCommands);
  return secretWarnings(lost, plan.envFile);
}

/** A stage that wants more than there is would wait for ever. */
function checkSlots(plan: Plan, pools: Readonly<Record<string, number>>, file: string): void {
  for (const { key, slots } of plan.stages) {
    for (const [pool, wanted] of Object.entries(slots)) {
      const total = pools[pool] ?? 0;
      if (wanted <= total) continue;
      const has =
        pools[pool] === undefined
          ? `there is no pool "${pool}"`
          : `the pool "${pool}" has ${total === 0 ? "none" : total}`;
      const near = didYouMean(pool, Object.keys(pools));
      const way = `Pools are declared in ${file}: pools: {${pool}: ${Math.max(1, wanted)}}`;
      throw new UserError(
        "no-slots",
        `The stage ${key} wants ${wanted} ${wanted === 1 ? "slot" : "slots"} of "${pool}", and ${has}.`,
        { hint: pools[pool] === undefined && near !== "" ? `${near}\n${way}` : way },
      );
    }
  }
}

function namesOf(envFile: string | null): Record<string, string> {
  if (envFile === null) return {};
  try {
    const parsed = parseEnvFile(readFileSync(envFile, "utf8"));
    return parsed.ok ? parsed.values : {};
  } catch {
    return {}; // said when a stage starts
  }
}
