// The rows of both lists, models and versions, with columns that stand still whatever their values are.

import { number } from "../../engine/gate.ts";
import { type Cursor, GAP, type RowRoom, left, right, rowOf, titlePart } from "../dashboard/row.ts";
import { type Line, bold, ellipsis, fitted, part } from "../line.ts";
import { unknown, whenText } from "../stage/numbers.ts";
import { cut, cutMiddle, widthOf } from "../width.ts";
import { aliasText, withAlias } from "./lists.ts";
import type { ModelView, VersionView } from "./view.ts";

interface Column<Row> {
  readonly title: string;
  readonly width: number;
  readonly isNumber: boolean;
  readonly cell: (row: Row) => Line;
}

export type Columns<Row> = readonly Column<Row>[];

const WIDEST_NAME = 40;
const VALUE = 10;
/** "Fri 02:12" */
const WHEN = 9;

function columnOf<Row>(
  title: string,
  width: number,
  cell: (row: Row) => Line[number],
  isNumber = false,
): Column<Row> {
  return { title, width: Math.max(width, widthOf(title)), isNumber, cell: (row) => [cell(row)] };
}

export function modelColumns(models: readonly ModelView[], room: RowRoom): Columns<ModelView> {
  const { ascii, now, zone, columns } = room;
  const most = Math.max(12, Math.min(WIDEST_NAME, columns - 59));
  const name = Math.max(
    12,
    ...models.slice(0, 500).map((one) => Math.min(most, widthOf(one.name))),
  );
  const versionText = (one: VersionView | null): string =>
    one === null ? unknown(ascii) : `v${one.version}`;
  const all: Columns<ModelView> = [
    columnOf("MODELS", name, ({ name: text }) => part(cutMiddle(text, name, ellipsis(ascii)))),
    columnOf("champion", 8, (one) => {
      const champion = withAlias(one, "champion");
      return part(versionText(champion), champion === null ? null : "ok", champion === null);
    }),
    columnOf("measured", 16, (one) => part(cut(championValue(one), 16, ellipsis(ascii)))),
    columnOf("newest", 6, ({ versions }) => part(versionText(versions[0] ?? null)), true),
    columnOf(
      "made",
      WHEN,
      ({ versions: [newest] }) =>
        part(newest === undefined ? unknown(ascii) : whenText(newest.madeAt, now, zone)),
      true,
    ),
    columnOf("versions", 8, ({ versions }) => part(String(versions.length)), true),
  ];
  return fewer(all, ["made", "newest", "measured"], columns);

  function championValue(one: ModelView): string {
    const champion = withAlias(one, "champion");
    const found =
      champion?.metrics.find(({ name: metric }) => metric === one.metric) ?? champion?.metrics[0];
    return found === undefined ? unknown(ascii) : `${found.name} ${number(found.value)}`;
  }
}

/** Without the first of these columns, as many as must go so that the others fit. */
function fewer<Row>(
  all: Columns<Row>,
  dispensable: readonly string[],
  columns: number,
): Columns<Row> {
  const used = all.reduce((sum, { width }) => sum + width + GAP.text.length, 0);
  const [first, ...others] = dispensable;
  if (used <= columns || first === undefined) return all;
  return fewer(
    all.filter(({ title }) => title !== first),
    others,
    columns,
  );
}

export function versionColumns(model: ModelView, room: RowRoom): Columns<VersionView> {
  const { ascii, now, zone, columns } = room;
  const mark = ellipsis(ascii);
  const { versions, metric } = model;
  const digits = String(Math.max(0, ...versions.slice(0, 1).map((one) => one.version))).length;
  const alias = Math.max(8, ...versions.map((one) => aliasText(one).length));
  const fixed: Column<VersionView>[] = [
    columnOf("VERSIONS", digits + 1, (one) => part(`v${one.version}`)),
    columnOf("alias", alias, (one) => aliasPart(one)),
  ];
  if (metric !== null) {
    const title = cut(metric, 12, mark);
    fixed.push(columnOf(title, VALUE, (one) => part(valueText(one, metric, ascii)), true));
  }
  fixed.push(columnOf("made", WHEN, (one) => part(whenText(one.madeAt, now, zone)), true));
  const used = fixed.reduce((sum, { width }) => sum + width + 2, 1);
  const free = columns - used;
  const run = Math.min(
    Math.max(3, ...versions.slice(0, 500).map(({ runName }) => widthOf(runName))),
    Math.max(3, Math.min(30, free)),
  );
  fixed.push(
    columnOf("run", run, ({ runName, runIsThere }) =>
      part(cutMiddle(runName, run, mark), null, !runIsThere),
    ),
  );
  const by = free - run - 2;
  if (by >= 5)
    fixed.push(
      columnOf("by", Math.min(by, 20), (one) => {
        if (one.filesAreGone) return part(cut("files are gone", by, mark), "bad");
        return part(cut(one.by, Math.min(by, 20), mark), null, true);
      }),
    );
  return fixed;
}

function aliasPart(one: VersionView): Line[number] {
  const text = aliasText(one);
  if (one.alias === "champion") return part(text, "ok");
  return part(text, null, one.alias === null);
}

function valueText({ metrics }: VersionView, metric: string, ascii: boolean): string {
  const found = metrics.find(({ name }) => name === metric);
  return found === undefined ? unknown(ascii) : number(found.value);
}

/** @param more - what is said behind the titles, and more important than they are: "3-9 of 12" */
export function titleLine<Row>(
  columns: Columns<Row>,
  more: string,
  hasFocus: boolean,
  room: RowRoom,
): Line {
  const widest = columns[0]?.width ?? 0;
  const cells = columns.map((column, place): Line => {
    const text = fit(column.title, column);
    return [place === 0 ? titlePart(text, hasFocus) : part(text, null, true)];
  });
  if (more === "") return rowOf("none", cells, room);
  const free = room.columns - widthOf(more) - GAP.text.length;
  const all = rowOf("none", cells, { ...room, columns: Infinity });
  const titles = fitted(all, Math.max(widest, free), " ");
  return fitted([...titles, GAP, part(more)], room.columns, ellipsis(room.ascii));
}

export function rowLine<Row>(row: Row, cursor: Cursor, columns: Columns<Row>, room: RowRoom): Line {
  const cells = columns.map((column) => {
    const cell = column.cell(row).map((one) => ({ ...one, text: fit(one.text, column) }));
    return cursor === "here" ? cell.map(bold) : cell;
  });
  return rowOf(cursor, cells, room);
}

function fit<Row>(text: string, { width, isNumber }: Column<Row>): string {
  return isNumber ? right(text, width) : left(text, width);
}
