// Runs a schema over a map of the file and turns what zod finds into placed problems.

import type * as z from "zod";
import type { Report } from "./report.ts";
import { nodeAt, shown, valueOf, type MapNode } from "./yaml-node.ts";

/** The fields of a map, or null after its problems were added. */
export function fieldsOf<T>(report: Report, map: MapNode, schema: z.ZodType<T>): T | null {
  const result = schema.safeParse(valueOf(map));
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const { node, steps } = nodeAt(map, issue.path);
    const name = issue.path.slice(0, steps).join(".");
    const [said = "", ...hint] = issue.message.split("\n");
    // A way that ends in a map ends there because the next key is missing.
    const missing = steps < issue.path.length && node.is === "map";
    const message = missing
      ? `"${name}" has no "${String(issue.path[steps])}"`
      : `"${name}" ${said}${said.startsWith("must") ? `, not ${shown(node)}` : ""}`;
    const mend = missing ? `Add it: ${name}: {${String(issue.path[steps])}: …}.` : hint.join("\n");
    report.add(node.at, "bad-value", message, mend);
  }
  return null;
}
