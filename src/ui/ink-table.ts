// The table component of ink-table, made to work with an Ink that is an ES module: ink-table asks for Ink by `require`,
// which can't be answered, so our Ink is put where it looks first. In dist/ a bundler brings the two together, and
// scripts/bundled/ink-table.ts stands in the place of this file.
//
// It draws a row for the titles and one for each record, and a cell gets its text and the number of its column. It measures
// by the length of texts and cuts nothing: whoever uses it gives it texts that fit.

import * as ink from "ink";
import type { ComponentType, ReactNode } from "react";

export interface InkTableCellProps {
  readonly column?: number;
  readonly children?: ReactNode;
}

/** What we use of it; its own types are those of an older React. */
export interface InkTableProps {
  readonly data: readonly Readonly<Record<string, string>>[];
  /** The keys of the data, which are the titles too. */
  readonly columns: readonly string[];
  readonly header: ComponentType<InkTableCellProps>;
  readonly cell: ComponentType<InkTableCellProps>;
  /** Rules and corners; of one that draws nothing no row is left. */
  readonly skeleton: ComponentType<InkTableCellProps>;
}

// Asked for like this, since this room may import nothing of node's: no file is read here and no process begun.
const { createRequire } = process.getBuiltinModule("node:module");
const require = createRequire(import.meta.url);

function tableOfInk(): ComponentType<InkTableProps> {
  const path = require.resolve("ink");
  const before = require.cache[path];
  const stand = {
    id: path,
    path,
    filename: path,
    loaded: true,
    exports: ink,
    children: [],
    paths: [],
  };
  require.cache[path] = stand as unknown as NodeJS.Module;
  try {
    return (require("ink-table") as { readonly default: ComponentType<InkTableProps> }).default;
  } finally {
    if (before === undefined) delete require.cache[path];
    else require.cache[path] = before;
  }
}

export const InkTable = tableOfInk();
