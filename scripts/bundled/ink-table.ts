// What stands in dist/ in the place of src/ui/ink-table.ts: there the bundler brings ink-table and Ink together, and a
// `require` at run time would find a second React, if anything.

import * as inkTable from "ink-table";
import type { ComponentType } from "react";
import type { InkTableProps } from "../../src/ui/ink-table.ts";

interface Module {
  readonly default: ComponentType<InkTableProps> | Module;
}

/** Of a CommonJS module the default import may be the module itself. */
function componentOf(module: Module): ComponentType<InkTableProps> {
  const { default: found } = module;
  return "default" in found ? componentOf(found) : found;
}

export const InkTable = componentOf(inkTable as unknown as Module);
