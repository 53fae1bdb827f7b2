// Builds dist/: a small bundle that starts quickly, a large one for what needs much, split further, and the declarations
// of the library. Of what they need only the binary of better-sqlite3 stays outside.
//
// `node scripts/build.ts`

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, type Plugin, build } from "esbuild";
import {
  LATE_SEGMENTER,
  builtinsAsTheyAre,
  inkTableInside,
  ownWidths,
  sqliteInside,
  withoutDevtools,
} from "./bundle-plugins.ts";

const ROOT = resolve(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");
/** Built beside it and put in its place at the end, so that what runs from there is never half there. */
const DRAFT = join(ROOT, `.dist-${process.pid}`);
process.on("exit", () => {
  rmSync(DRAFT, { recursive: true, force: true });
});

/** An import that stays one, of a file that is built by itself. */
function outside(filter: RegExp, path: string): Plugin {
  return {
    name: `outside-${path}`,
    setup: (builder) => {
      builder.onResolve({ filter }, ({ kind }) =>
        kind === "entry-point" ? null : { path, external: true },
      );
    },
  };
}

/** Commands that need much: reading pipeline files, drawing, being a host. */
const HEAVY = [
  "run",
  "monitor",
  "validate",
  "dag",
  "daemon",
  "trigger",
  "retry",
  "rerun",
  "doctor",
  "init",
  "import",
  "send",
];
/** Commands that only look or ask. Each is one file with all that it needs, since files cost more than bytes. */
const QUICK = [
  "status",
  "runs",
  "show",
  "diff",
  "explain",
  "logs",
  "events",
  "cancel",
  "drain",
  "approve",
  "shell",
  "models",
  "notify",
  "hash",
  "step",
  "completion",
];

/** Parts of quick commands that are seldom needed: each is a file of its own, read when it is. */
const ASIDE = ["status-news", "status-line", "notify-test", "settings"];

const common: BuildOptions = {
  absWorkingDir: ROOT,
  outdir: DRAFT,
  bundle: true,
  minify: true,
  platform: "node",
  // Ink and React are several times slower in their development form.
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
  legalComments: "none",
};

// What every command goes through: a few lines that even a Node which is too old can parse and say so; then the one that
// finds the command. The first turns on the compile cache from which all others are read.
const quick: BuildOptions = {
  ...common,
  outExtension: { ".js": ".cjs" },
  format: "cjs",
  target: "node18",
  external: ["better-sqlite3/package.json"],
  // A require in its place: an import would first wake the other module loader.
  supported: { "dynamic-import": false },
  plugins: [
    sqliteInside,
    outside(/main\.ts$/, "./main.cjs"),
    outside(/early-host\.ts$/, "./early-host.cjs"),
    ...ASIDE.map((name) =>
      outside(new RegExp(`cli/${name}\\.ts$|^\\.\\./${name}\\.ts$`), `./${name}.cjs`),
    ),
    ...QUICK.map((name) => outside(new RegExp(`commands/${name}\\.ts$`), `./${name}.cjs`)),
    ...HEAVY.map((name) => outside(new RegExp(`commands/${name}\\.ts$`), `./${name}.js`)),
  ],
};
await build({
  ...quick,
  entryPoints: {
    dagtop: "bin/dagtop.ts",
    main: "src/cli/main.ts",
    "early-host": "src/cli/early-host.ts",
    ...Object.fromEntries(ASIDE.map((name) => [name, `src/cli/${name}.ts`])),
    ...Object.fromEntries(QUICK.map((name) => [name, `src/cli/commands/${name}.ts`])),
  },
});
const heavy: BuildOptions = {
  ...common,
  chunkNames: "chunks/[name]-[hash]",
  splitting: true,
  external: ["better-sqlite3/package.json"],
  format: "esm",
  keepNames: true,
  target: "node24",
  // Some of what is bundled asks for node's own modules by require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url); const __dirname = import.meta.dirname;',
  },
  plugins: [withoutDevtools, sqliteInside, inkTableInside],
};
// What is shared is split off, and every file takes its time to be found: so what must be quick shares with nobody.
const ALONE = ["run", "daemon"];
for (const name of ALONE)
  await build({ ...heavy, entryPoints: { [name]: `src/cli/commands/${name}.ts` } });
// The screens are one file. Ink and what it needs are put together so that the first picture comes soon.
await build({
  ...heavy,
  entryPoints: { monitor: "src/cli/commands/monitor.ts" },
  splitting: false,
  keepNames: false,
  inject: [LATE_SEGMENTER],
  // Yoga would take node's fetch, half a network, to read what stands in the bundle.
  define: { ...common.define, fetch: "undefined", "Intl.Segmenter": "LateSegmenter" },
  plugins: [withoutDevtools, builtinsAsTheyAre, ownWidths, sqliteInside, inkTableInside],
});
await build({
  ...heavy,
  entryPoints: {
    ...Object.fromEntries(
      HEAVY.filter((name) => ![...ALONE, "monitor"].includes(name)).map((name) => [
        name,
        `src/cli/commands/${name}.ts`,
      ]),
    ),
    index: "src/pipeline/index.ts",
    // Run by itself, in a child, for pipeline files that are programs.
    evaluate: "src/cli/typescript-child.ts",
  },
});
chmodSync(join(DRAFT, "dagtop.cjs"), 0o755);
const config = join(ROOT, "tsconfig.build.json");
execFileSync(
  join(ROOT, "node_modules/.bin/tsc"),
  ["-p", config, "--outDir", join(DRAFT, "types")],
  {
    stdio: "inherit",
  },
);
const old = `${DRAFT}-old`;
if (existsSync(DIST)) renameSync(DIST, old);
renameSync(DRAFT, DIST);
rmSync(old, { recursive: true, force: true });
