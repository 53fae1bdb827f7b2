// The members of a matrix: which there are, how they are called, and what speaks against them.
//
// Members stand in row-major order (the last axis turns fastest), less what `exclude` names, then the includes in
// theirs. A member's key is `train[lr=0.1,opt=adam]`: axes in the order of the file, then what an include adds. An
// include is a member of its own, with a value for every axis; unlike in GitHub Actions it never extends another.

import type { MatrixDefinition, MatrixValues } from "./definition.ts";
import { stageKey, type StageKey } from "./ids.ts";
import type { ParamValue } from "./plan.ts";

export const MOST_MEMBERS = 1000;
/** Combinations of the axes, before anything is excluded. */
export const MOST_COMBINATIONS = 10_000;

export interface Member {
  readonly key: StageKey;
  readonly values: MatrixValues;
}

type Shape = Pick<MatrixDefinition, "axes" | "include" | "exclude">;

/** How many combinations the axes have, without making any. No axis, no combination. */
export function combinationsOf(axes: MatrixDefinition["axes"]): number {
  const sizes = Object.values(axes).map((values) => values.length);
  return sizes.length === 0 ? 0 : sizes.reduce((product, size) => product * size, 1);
}

/**
 * All members in their order. Keys may repeat where a definition was not checked.
 *
 * @throws RangeError above 10,000 combinations: `loadDefinition` lets none through, so it is a caller's bug
 */
export function membersOf(group: StageKey, { axes, include, exclude }: Shape): Member[] {
  if (combinationsOf(axes) > MOST_COMBINATIONS)
    throw new RangeError("a matrix of too many members");
  const isExcluded = excludedBy(exclude);
  const kept = combinations(axes).filter((values) => !isExcluded(values));
  return [...kept, ...include].map((values) => ({ key: memberKey(group, axes, values), values }));
}

function combinations(axes: MatrixDefinition["axes"]): MatrixValues[] {
  const names = Object.keys(axes);
  if (names.length === 0) return [];
  let rows: Record<string, ParamValue>[] = [{}];
  for (const name of names) {
    const values = axes[name] ?? [];
    rows = rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value })));
  }
  return rows;
}

/** Whether a combination has all values of one of the excludes. Values are the same when they read the same. */
export function excludedBy(exclude: readonly MatrixValues[]): (values: MatrixValues) => boolean {
  const patterns = exclude.map((pattern) => Object.entries(pattern));
  return (values) =>
    patterns.some((pattern) =>
      pattern.every(([name, value]) => values[name] === value || reads(values[name], value)),
    );
}

function reads(one: ParamValue | undefined, other: ParamValue): boolean {
  return one !== undefined && typeof one !== typeof other && valueText(one) === valueText(other);
}

/** As it stands in keys, holes and variables: numbers in their shortest form, so that 1e-5 is 0.00001. */
export function valueText(value: ParamValue | undefined): string {
  return String(value ?? "");
}

function memberKey(
  group: StageKey,
  axes: MatrixDefinition["axes"],
  values: MatrixValues,
): StageKey {
  const names = new Set([...Object.keys(axes), ...Object.keys(values)]);
  const parts = [...names].map((name) => `${name}=${valueText(values[name])}`);
  return stageKey(`${group}[${parts.join(",")}]`);
}

/** All names that some member has a value for. */
export function namesIn({ axes, include }: Pick<MatrixDefinition, "axes" | "include">): string[] {
  return [...new Set([...Object.keys(axes), ...include.flatMap((values) => Object.keys(values))])];
}
