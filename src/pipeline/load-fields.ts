// Runs a schema over a map of the file and turns what zod finds into placed problems.

import type * as z from "zod";
import type { Report } from "./report.ts";
import { nodeAt, shown, valueOf, type YamlNode } from "./yaml-node.ts";

/**
 * The fields of a map, or null after its problems were added.
 *
 * @param of - what the map is, in the words of a message: `the stage`, `"defaults"`
 */
export function fieldsOf<T>(
  report: Report,
  map: YamlNode,
  schema: z.ZodType<T>,
  of: string,
): T | null {
  const result = schema.safeParse(valueOf(map));
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const { node, steps } = nodeAt(map, issue.path);
    const way = issue.path.slice(0, steps).join(".");
    const name = way === "" ? of : `"${way}"`;
    const [said = "", ...hint] = issue.message.split("\n");
    // A way that ends in a map ends there because the next key is missing.
    const missing = steps < issue.path.length && node.is === "map";
    const next = String(issue.path[steps]);
    const message = missing
      ? `${name} has no "${next}"`
      : `${name} ${said}${said.startsWith("must") ? `, not ${shownInside(node)}` : ""}`;
    const example = way === "" ? `{${next}: …}` : `${way}: {${next}: …}`;
    report.add(
      oddOne(node)?.at ?? node.at,
      "bad-value",
      message,
      missing ? `Add it: ${example}.` : hint.join("\n"),
    );
  }
  return null;
}

/** What makes a list other than a list of values. */
function oddOne(node: YamlNode): YamlNode | undefined {
  return node.is === "list" ? node.items.find((item) => item.is !== "scalar") : undefined;
}

/** Where a list may stand, what is wrong is inside it. */
function shownInside(node: YamlNode): string {
  const odd = oddOne(node);
  return odd === undefined ? shown(node) : `a list with ${shown(odd)} in it`;
}
