// Models as lines for people, and a version as JSON. Champion first in the eye; numbers side by side, newest version first.

import { number } from "../engine/gate.ts";
import { type ModelState, type ModelVersion, championVersion } from "../engine/model.ts";
import { elapsed } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import type { Paint } from "./paint.ts";
import { table } from "./table.ts";

const MOST_METRICS = 5;

export function modelsLines(states: readonly ModelState[], paint: Paint): string[] {
  if (states.length === 0) return ["No models yet. A stage with `uses: promote` makes one."];
  const rows = states.map((state) => [
    plainText(state.model),
    aliasText(state.aliases.champion),
    aliasText(state.aliases.previous),
    String(state.versions.length),
    plainText(numbersOf(championVersion(state))),
  ]);
  const columns = [
    { title: "MODEL", name: true },
    { title: "CHAMPION", right: true },
    { title: "PREVIOUS", right: true },
    { title: "VERSIONS", right: true },
    { title: "METRICS OF THE CHAMPION" },
  ];
  return table(columns, rows, { paint, columns: null });
}

function aliasText(version: number | undefined): string {
  return version === undefined ? "–" : `v${version}`;
}

export function modelLines(
  { model, versions, aliases }: ModelState,
  now: number,
  paint: Paint,
): string[] {
  const names = metricsOf(versions);
  const aliasOf = (version: number): string =>
    Object.entries(aliases).find(([, of]) => of === version)?.[0] ?? "";
  const rows = versions.toReversed().map((one) => [
    `v${one.version}`,
    one.archivedAt === null ? aliasOf(one.version) : `${aliasOf(one.version)} archived`.trim(),
    ...names.map((name) => {
      const value = one.metrics[name];
      return value === undefined ? "–" : number(value);
    }),
    plainText(one.from.run),
    `${elapsed(now - one.at)} ago`,
    plainText(commitOf(one)),
    one.files.hash.slice(0, 12),
  ]);
  const columns = [
    { title: "VERSION" },
    { title: "ALIAS" },
    ...names.map((name) => ({ title: plainText(name), right: true })),
    { title: "RUN" },
    { title: "MADE", right: true },
    { title: "COMMIT" },
    { title: "FILES" },
  ];
  return [plainText(model), ...table(columns, rows, { paint, columns: null })];
}

/** The metrics that most versions have, in the order in which the newest gives them. */
function metricsOf(versions: readonly ModelVersion[]): string[] {
  const names = new Set(versions.toReversed().flatMap(({ metrics }) => Object.keys(metrics)));
  return [...names].slice(0, MOST_METRICS);
}

function numbersOf(version: ModelVersion | null): string {
  return Object.entries(version?.metrics ?? {})
    .slice(0, MOST_METRICS)
    .map(([name, value]) => `${name} ${number(value)}`)
    .join("  ");
}

function commitOf({ from }: ModelVersion): string {
  const { commit = null, dirty = false } = from.source ?? {};
  return commit === null ? "–" : `${commit.slice(0, 7)}${dirty ? " dirty" : ""}`;
}

export function versionJson({ model: _model, files, from, at, archivedAt, ...rest }: ModelVersion) {
  return {
    ...rest,
    files,
    from,
    made_at: new Date(at).toISOString(),
    archived_at: archivedAt === null ? null : new Date(archivedAt).toISOString(),
  };
}
