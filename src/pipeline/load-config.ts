// The user's config.yaml: read with the machinery of pipeline files, so mistakes have places and hints here too.
//
// An absent or empty file means that nothing is configured. The pool `gpu` is always there, counted by the host unless
// the file says how many slots it has.

import { checkKeys } from "./check-keys.ts";
import { keysOf } from "./check-parts.ts";
import { type Config, NO_CONFIG } from "./config.ts";
import { readChannels } from "./load-channels.ts";
import { fieldsOf } from "./load-fields.ts";
import { isEnvName, NAME } from "./names.ts";
import type { Problem } from "./problem.ts";
import { Report } from "./report.ts";
import { configSchema } from "./schema-config.ts";
import { checkText } from "./text-limits.ts";
import type { MapNode } from "./yaml-node.ts";
import { treeOf } from "./yaml-tree.ts";

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: Problem[] };

/**
 * Never throws for what a user wrote: all problems come at once, sorted by line.
 *
 * @param userHome - what ~ stands for in a path; null where it is not known
 */
export function loadConfig(text: string, file: string, userHome: string | null): LoadedConfig {
  const report = new Report(file, text.startsWith("\ufeff") ? text.slice(1) : text);
  const config = read(report, userHome);
  return config === null || report.failed
    ? { ok: false, problems: report.problems() }
    : { ok: true, config };
}

function read(report: Report, userHome: string | null): Config | null {
  if (!checkText(report)) return null;
  const root = treeOf(report);
  if (report.failed) return null;
  if (root === null || (root.is === "scalar" && root.value === null)) return NO_CONFIG;
  if (root.is === "map") {
    checkKeys(report, root, keysOf("the configuration", configSchema));
    checkNames(report, root);
  }
  const fields = fieldsOf(report, root, configSchema, "the configuration");
  const given = root.is === "map" ? root.entries.get("channels")?.value : undefined;
  const channels = readChannels(report, given, userHome);
  if (fields === null) return null;
  return {
    pools: { ...NO_CONFIG.pools, ...fields.pools },
    maxRunning: fields.max_running ?? null,
    secretCommands: fields.secrets ?? {},
    channels,
    theme: fields.theme ?? null,
  };
}

function checkNames(report: Report, root: MapNode): void {
  for (const { key, at } of entriesOf(root, "pools")) {
    if (NAME.test(key)) continue;
    const hint = "Use lower-case letters, digits, - and _, beginning with a letter.";
    report.add(at, "bad-name", `"${key}" cannot be the name of a pool`, hint);
  }
  for (const { key, at } of entriesOf(root, "secrets")) {
    if (isEnvName(key) && !key.startsWith("DAGTOP_")) continue;
    const hint = "A secret is an environment variable: letters, digits and _, none of DAGTOP_….";
    report.add(at, "bad-env-name", `"${key}" cannot be the name of a secret`, hint);
  }
}

function entriesOf(root: MapNode, key: string) {
  const node = root.entries.get(key)?.value;
  return node?.is === "map" ? [...node.entries.values()] : [];
}
