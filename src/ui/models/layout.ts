// How the Models screen is shared. It depends on the size of the terminal and on how many models and versions there are in
// all, not on the model that has the cursor: so nothing moves when that one changes.
//
//   narrow: header, models, versions, what the chosen one measured, one below the other
//   wide:   header, models, then versions to the left and what the chosen one measured to the right

import type { Room } from "../monitor/frame.ts";

export interface Area {
  readonly columns: number;
  /** With its title; 0 where there is no room for it. */
  readonly rows: number;
}

export interface Layout {
  readonly isWide: boolean;
  readonly models: Area;
  readonly versions: Area;
  readonly metrics: Area;
}

export interface Wanted {
  readonly models: number;
  /** Of the model that has most. */
  readonly versions: number;
  readonly focus: "models" | "versions";
}

const WIDE = 118;
const LIST = { least: 58, most: 84 };
const HEADER = 2;
/** With fewer rows only the list that has the focus is shown. */
const LEAST = 12;
const GAP = 1;
const LEAST_METRICS = 6;

export function layoutOf({ models, versions, focus }: Wanted, room: Room): Layout {
  const { columns } = room;
  const isWide = columns >= WIDE;
  const area = (rows: number, width = columns): Area => ({
    columns: width,
    rows: Math.max(0, rows),
  });
  const body = Math.max(0, room.rows - HEADER);
  if (body < LEAST) {
    const isList = focus === "models";
    const metrics = isList ? 0 : Math.max(0, body - 4);
    return {
      isWide: false,
      models: area(isList ? body : 0),
      versions: area(isList ? 0 : body - metrics),
      metrics: area(metrics),
    };
  }
  const forModels = 1 + Math.min(Math.max(1, models), Math.max(2, Math.floor(body / 5)));
  const rest = body - forModels - GAP;
  if (isWide) {
    const list = Math.min(LIST.most, Math.max(LIST.least, Math.floor(columns * 0.45)));
    return {
      isWide,
      models: area(forModels),
      versions: area(rest, list),
      metrics: area(rest, columns - list - 2),
    };
  }
  const most = Math.max(4, Math.min(Math.floor(rest / 2), rest - GAP - LEAST_METRICS));
  const forVersions = Math.min(1 + Math.max(1, versions), most);
  return {
    isWide,
    models: area(forModels),
    versions: area(forVersions),
    metrics: area(rest - forVersions - GAP),
  };
}
