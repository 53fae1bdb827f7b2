// What is said before a run of secrets that nobody will find: the host looks for them when a stage starts, and never in
// the caller's shell.

import type { Plan } from "../pipeline/plan.ts";

/**
 * Names of secrets that only the caller's environment has. A credential of systemd's is the host's, and can't be seen from
 * here.
 *
 * @param envFileNames - what the env file sets, by name
 * @param commands - of the config: secret → the words of its command
 */
export function secretsOnlyInShell(
  plan: Pick<Plan, "secrets">,
  callerEnv: Readonly<Record<string, string | undefined>>,
  envFileNames: Readonly<Record<string, unknown>>,
  commands: Readonly<Record<string, readonly string[]>>,
): string[] {
  return plan.secrets.filter(
    (name) =>
      Object.hasOwn(callerEnv, name) &&
      !Object.hasOwn(envFileNames, name) &&
      !Object.hasOwn(commands, name),
  );
}

/** Paragraphs for people. @param envFile - the plan's */
export function secretWarnings(names: readonly string[], envFile: string | null): string[] {
  const place = envFile ?? "an env_file (mode 0600)";
  return names.map(
    (name) =>
      `warning: the secret ${name} is set in this shell only, where no stage looks for it\n` +
      `  hint: put it into ${place}, or name a command that prints it in config.yaml, under secrets`,
  );
}
