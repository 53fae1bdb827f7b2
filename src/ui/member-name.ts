// The name of a matrix's member where there is little room: "sweep 0.1 adam" for `sweep[lr=0.1,opt=adam]`. What tells
// members apart is their values, so names of axes go first.

import type { MatrixMember } from "../pipeline/plan.ts";
import { plainText } from "./sanitise.ts";

/** The group and the values in the order of the key; the key itself of a stage that is no member. */
export function briefName(key: string, member: MatrixMember | null): string {
  if (member === null) return plainText(key);
  const axes = Object.entries(member.values).toSorted(
    ([a], [b]) => placeOf(key, a) - placeOf(key, b),
  );
  return plainText([member.group, ...axes.map(([, value]) => String(value))].join(" "));
}

// A stored plan has its axes sorted by name; only the key still has their order.
function placeOf(key: string, axis: string): number {
  return Math.max(key.indexOf(`[${axis}=`), key.indexOf(`,${axis}=`));
}
