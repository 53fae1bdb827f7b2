// What a stage that has not begun waits for, in a few words: the needs that have not ended, by name, the members of a
// matrix together.

import type { StageIf } from "../pipeline/plan.ts";
import { plainText } from "./sanitise.ts";

/** One need of a stage. */
export interface Need {
  readonly key: string;
  /** The matrix that it is a member of. */
  readonly group: string | null;
  readonly isOpen: boolean;
}

const MOST_NAMED = 3;

/** "after match", "after train (3 of 5 left)", "always, after promote"; empty where there is nothing to wait for. */
export function afterText(kind: StageIf, needs: readonly Need[]): string {
  const names = namesOf(needs);
  const named = names.slice(0, MOST_NAMED).map(plainText).join(", ");
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  const whom = names.length > 0 ? `after ${named}${more}` : "";
  if (kind === "success") return whom;
  const when = kind === "always" ? "always" : "if something fails";
  return `${when}, ${whom === "" ? "after all others" : whom}`;
}

function namesOf(needs: readonly Need[]): string[] {
  const isSomeOpen = needs.some(({ isOpen }) => isOpen);
  const groups = Map.groupBy(needs, ({ key, group }) => group ?? key);
  return [...groups].flatMap(([name, members]) => {
    const open = members.filter(({ isOpen }) => isOpen);
    if (isSomeOpen && open.length === 0) return [];
    const [only] = members;
    if (members.length === 1 && only !== undefined) return [only.key];
    return [open.length === 0 ? name : `${name} (${open.length} of ${members.length} left)`];
  });
}
