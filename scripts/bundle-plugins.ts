// For esbuild: what is put in the place of a package in the bundle, and why. Each saves a part of the time that the first
// picture takes, or makes something work that does not when it is bundled.

import { join } from "node:path";
import type { Plugin } from "esbuild";

const BUNDLED = join(import.meta.dirname, "bundled");

function instead(name: string, filter: RegExp, file: string): Plugin {
  return {
    name,
    setup: (builder) => {
      builder.onResolve({ filter }, () => ({ path: file }));
    },
  };
}

// Ink asks for these tools of React's in development only, by an import that a bundle would make unconditional.
export const withoutDevtools: Plugin = {
  name: "without-devtools",
  setup: (builder) => {
    builder.onResolve({ filter: /^react-devtools-core$/ }, () => ({
      path: "react-devtools-core",
      namespace: "none",
    }));
    builder.onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: "export default { connectToDevTools: () => undefined };",
    }));
  },
};

// The whole of better-sqlite3 but its binary goes into the bundle: its own search for that binary, and a dozen small files,
// would be half the time that `status` takes.
export const sqliteInside = instead(
  "sqlite-inside",
  /^better-sqlite3$/,
  join(import.meta.dirname, "sqlite-binding.cjs"),
);

/** The form of ink-table's adapter that can be bundled, in the place of the one that can't. */
export const inkTableInside = instead(
  "ink-table-inside",
  /\/ink-table\.ts$/,
  join(BUNDLED, "ink-table.ts"),
);

/** Ink measures as lines were made to fit. */
export const ownWidths = instead("own-widths", /^string-width$/, join(BUNDLED, "string-width.ts"));

/** Of these nothing is loaded before it is used: most starts never do. */
const LATE = ["node:crypto", "node:child_process"];

// For an import node makes a module of each of its own ones, and looks at all that they have: for a few of them that takes
// several milliseconds. This way nothing is looked at before it is used.
export const builtinsAsTheyAre: Plugin = {
  name: "builtins-as-they-are",
  setup: (builder) => {
    builder.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: "builtin" }));
    builder.onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => {
      const load = `process.getBuiltinModule(${JSON.stringify(path)})`;
      if (!LATE.includes(path)) return { contents: `module.exports = ${load};` };
      const names = Object.keys(process.getBuiltinModule(path) ?? {});
      const getters = names.map((name) => `get ${name}() { return ${load}.${name}; }`);
      return { contents: `module.exports = { ${getters.join(", ")} };` };
    });
  },
};

/** Put in for the names that `define` gives: see bundled/segmenter.ts. */
export const LATE_SEGMENTER = join(BUNDLED, "segmenter.ts");
