// The Models screen in a room of any size: the models, the versions of the one that has the cursor, and what the chosen
// version measured beside the champion. In a home without models, what makes one.

import { filled, nothingLine, placeText, windowed } from "../dashboard/draw.ts";
import type { Cursor, RowRoom } from "../dashboard/row.ts";
import { type Line, ellipsis, fitted, lineWidth, part } from "../line.ts";
import { type Frame, type Room, linesOnly } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import { STAGE_MARKS, glyphOf } from "../theme.ts";
import { type Layout } from "./layout.ts";
import { chosenModel, chosenVersion } from "./lists.ts";
import { metricsBlock } from "./metrics.ts";
import { type Panes, panesOf } from "./panes.ts";
import { modelColumns, rowLine, titleLine, versionColumns } from "./rows.ts";
import type { ModelsState } from "./state.ts";
import type { ModelsView } from "./view.ts";

export function drawModels(view: View, state: ModelsState, room: Room): Frame {
  const lines = [headerLine(view, room), [], ...bodyLines(view, state, room)];
  const shown = lines.slice(0, Math.max(0, room.rows));
  return linesOnly(shown.map((line) => fitted(line, room.columns, ellipsis(room.ascii))));
}

function headerLine({ models, home, counts, trouble, readonly }: View, room: Room): Line {
  const left = [part(" Models")];
  if (models !== null && models.models.length > 0) left.push(part(`  ${countText(models)}`));
  if (home !== null) left.push(part(`  ${home}`, null, true));
  if (readonly) left.push(part("  read-only", null, true));
  if (trouble !== null) left.push(part(`  ${trouble}`, "bad"));
  if (counts.forYou === 0) return left;
  const waits = `${glyphOf(STAGE_MARKS.waiting, room.ascii)} ${counts.forYou} for you`;
  const space = room.columns - waits.length - 1;
  const shown = fitted(left, Math.max(0, space - 1), ellipsis(room.ascii));
  return [...shown, part(" ".repeat(Math.max(1, space - lineWidth(shown)))), part(waits, "wait")];
}

function countText({ models }: ModelsView): string {
  const versions = models.reduce((sum, one) => sum + one.versions.length, 0);
  const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
  return `${many(models.length, "model")}, ${many(versions, "version")}`;
}

function bodyLines(view: View, state: ModelsState, room: Room): readonly Line[] {
  const { models } = view;
  if (models === null) return view.trouble === null ? [[part("   One moment.", null, true)]] : [];
  if (models.models.length === 0) return emptyLines();
  const panes = panesOf(models, state, room);
  const { layout } = panes;
  const rowRoom = { ...room, now: view.now };
  const above = filled(modelBlock(panes, state, rowRoom), layout.models.rows);
  const gap: Line[] = above.length > 0 && layout.versions.rows > 0 ? [[]] : [];
  const versions = versionBlock(models, panes, state, rowRoom);
  const metrics = metricLines(models, layout, state, rowRoom);
  if (layout.isWide) return [...above, ...gap, ...besideEachOther(versions, metrics, layout)];
  return [
    ...above,
    ...gap,
    ...filled(versions, layout.versions.rows),
    ...(layout.versions.rows > 0 && metrics.length > 0 && above.length > 0 ? [[]] : []),
    ...metrics,
  ];
}

function emptyLines(): readonly Line[] {
  return [
    [part("   No models yet.")],
    [],
    [
      part("   A stage with "),
      part("uses: promote", "live"),
      part(" keeps the model that another stage has made,"),
    ],
    [part("   and makes it champion if it is better than the one before:")],
    [],
    [part("     promote:", null, true)],
    [part("       needs: train", null, true)],
    [part("       uses: promote", null, true)],
    [part("       with: { from: train, path: model/, model: my_model,", null, true)],
    [part("               metric: f1, min: 0.8, better_than: champion }", null, true)],
    [],
    [
      part("   docs/models.md", "live"),
      part(" says all of it; "),
      part("dagtop models", "live"),
      part(" lists them without this screen."),
    ],
  ];
}

function modelBlock({ models }: Panes, state: ModelsState, room: RowRoom): Line[] {
  const hasFocus = state.focus === "models";
  const filter = state.filter.models;
  const columns = modelColumns(models.rows, room);
  const more = filter === "" ? placeText(models).trim() : `/${filter}`;
  return [
    titleLine(columns, more, hasFocus, room),
    ...(models.rows.length === 0 ? [nothingLine("model", filter)] : []),
    ...windowed(models).map((one) =>
      rowLine(one, cursorOf(one.key === state.model, hasFocus), columns, room),
    ),
  ];
}

function versionBlock(
  view: ModelsView,
  { versions, layout }: Panes,
  state: ModelsState,
  room: RowRoom,
): Line[] {
  const model = chosenModel(view, state);
  if (model === null || layout.versions.rows === 0) return [];
  const own = { ...room, columns: layout.versions.columns };
  const hasFocus = state.focus === "versions";
  const filter = state.filter.versions;
  const columns = versionColumns(model, own);
  const more = filter === "" ? placeText(versions).trim() : `/${filter}`;
  return [
    titleLine(columns, more, hasFocus, own),
    ...(versions.rows.length === 0 ? [nothingLine("version", filter)] : []),
    ...windowed(versions).map((one) =>
      rowLine(one, cursorOf(one.version === state.version, hasFocus), columns, own),
    ),
  ];
}

function metricLines(
  view: ModelsView,
  { metrics: area }: Layout,
  { metricTop, ...state }: ModelsState,
  room: RowRoom,
): Line[] {
  const model = chosenModel(view, { metricTop, ...state });
  const version = chosenVersion(view, { metricTop, ...state });
  if (model === null || version === null || area.rows === 0) return [];
  return metricsBlock({ model, version }, metricTop, area, room, room.now);
}

function besideEachOther(
  left: readonly Line[],
  right: readonly Line[],
  { versions, metrics }: Layout,
): Line[] {
  const rows = Math.min(Math.max(left.length, right.length), Math.max(versions.rows, metrics.rows));
  return Array.from({ length: rows }, (_, row): Line => {
    const own = left[row] ?? [];
    const space = " ".repeat(Math.max(0, versions.columns + 2 - lineWidth(own)));
    return [...own, part(space), ...(right[row] ?? [])];
  });
}

function cursorOf(isChosen: boolean, hasFocus: boolean): Cursor {
  if (!isChosen) return "none";
  return hasFocus ? "here" : "other";
}
