// What is looked at before a run is asked for, so that it does not wait or fail for what can be known now: slots that no
// pool has, secrets that nobody will find, channels that are not there.

import { wholeText } from "../engine/host/plain-file.ts";
import { parseEnvFile } from "../pipeline/environment.ts";
import type { Plan } from "../pipeline/plan.ts";
import { UserError } from "../pipeline/user-error.ts";
import { configFile } from "./home.ts";
import { planChannelWarnings } from "./lacking-channels.ts";
import { lackingSlots } from "./lacking-slots.ts";
import { secretWarnings, secretsOnlyInShell } from "./secret-warnings.ts";
import { settingsFrom } from "./host-settings.ts";
import { readConfig } from "./settings.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** @returns warnings, paragraphs for people @throws UserError bad-config | no-slots */
export function preflight(plan: Plan, env: Env): string[] {
  const file = configFile(env);
  const { pools, secretCommands } = settingsFrom(readConfig(file));
  checkSlots(plan, pools, file);
  const lost = secretsOnlyInShell(plan, env, namesOf(plan.envFile), secretCommands);
  return [...secretWarnings(lost, plan.envFile), ...planChannelWarnings(plan, file)];
}

function checkSlots(plan: Plan, pools: Readonly<Record<string, number>>, file: string): void {
  const lacking = lackingSlots(plan.stages, pools, file);
  if (lacking.length === 0) return;
  const sentences = lacking.map(
    ({ message }) => `${message[0]?.toUpperCase()}${message.slice(1)}.`,
  );
  const hints = lacking.map(({ hint }) => hint);
  throw new UserError("no-slots", sentences.join("\n"), { hint: hints.join("\n") });
}

/** None where it can't be read, which is said when a stage starts. */
function namesOf(envFile: string | null): Record<string, string> {
  const read = envFile === null ? null : wholeText(envFile);
  const parsed = read?.ok === true ? parseEnvFile(read.text) : null;
  return parsed?.ok === true ? parsed.values : {};
}
