// How people name a stage of a run: by its key, or all members of a matrix by the key that the matrix has in the file.

import type { StageRow } from "../engine/rows.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import { plainText } from "../ui/sanitise.ts";

const MOST_NAMED = 8;

/**
 * @param run - "spam#3", for the message
 * @returns one stage, or the members of a matrix in its order
 * @throws UserError no-stage
 */
export function stagesNamed<Row extends Pick<StageRow, "key">>(
  stages: readonly Row[],
  name: string,
  run: string,
): Row[] {
  const exact = stages.filter(({ key }) => key === name);
  if (exact.length > 0) return exact;
  const members = stages.filter(({ key }) => groupOf(key) === name);
  if (members.length > 0) return members;
  throw new UserError("no-stage", `${plainText(run)} has no stage ${plainText(name)}.`, {
    hint: stageHint(
      stages.map(({ key }) => key),
      name,
    ),
    exit: 4,
  });
}

/** What was most likely meant, or which there are: a matrix once, by its own name. */
export function stageHint(keys: readonly string[], name: string): string {
  const names = [...new Set(keys.map((key) => groupOf(key) ?? key))];
  const near = didYouMean(name, new Set([...names, ...keys]));
  if (near !== "") return plainText(near);
  // A member that is written otherwise than its key: its matrix is known, at least.
  const group = groupOf(name);
  const members = keys.filter((key) => group !== null && groupOf(key) === group);
  const shown = members.length > 0 ? members : names;
  const more = shown.length > MOST_NAMED ? ", …" : "";
  const list = shown.slice(0, MOST_NAMED).map((each) => plainText(each));
  return `${members.length > 0 ? "Its members are" : "Its stages are"} ${list.join(", ")}${more}.`;
}

function groupOf(key: string): string | null {
  const at = key.indexOf("[");
  return at > 0 ? key.slice(0, at) : null;
}
