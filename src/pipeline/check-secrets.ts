// A secret's value is never stored, so nothing may pass it on by the way of what is: `pass_env`.

import type { Report } from "./report.ts";
import type { PipelineFields } from "./schema.ts";
import type { MapNode } from "./yaml-node.ts";

export function checkSecrets(report: Report, root: MapNode, fields: PipelineFields): void {
  const node = root.entries.get("pass_env");
  if (node === undefined || fields.secrets.length === 0) return;
  const stars = fields.pass_env
    .filter((name) => name.endsWith("*"))
    .map((name) => name.slice(0, -1));
  const names = new Set(fields.pass_env);
  for (const secret of fields.secrets) {
    if (!names.has(secret) && !stars.some((start) => secret.startsWith(start))) continue;
    const message = `the secret "${secret}" is passed on by "pass_env" as well`;
    const hint =
      "What is passed on is stored with the run, a secret is not: take it out of pass_env.";
    report.add(node.at, "secret-passed", message, hint);
  }
}
