// Builds dist/: one bundle, split so that each command loads what it needs and no more, and the declarations of the
// library. Only better-sqlite3, which has a binary, stays outside.
//
// `node scripts/build.ts`

import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Plugin, build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

// Ink asks for these tools of React's in development only, by an import that a bundle would make unconditional.
const withoutDevtools: Plugin = {
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

rmSync(DIST, { recursive: true, force: true });
await build({
  absWorkingDir: ROOT,
  entryPoints: { dagtop: "bin/dagtop.ts", index: "src/pipeline/index.ts" },
  outdir: DIST,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  keepNames: true,
  format: "esm",
  platform: "node",
  target: "node24",
  external: ["better-sqlite3"],
  // Ink and React are several times slower in their development form.
  define: { "process.env.NODE_ENV": '"production"' },
  // Some of what is bundled asks for node's own modules by require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  plugins: [withoutDevtools],
  logLevel: "warning",
  legalComments: "none",
});
chmodSync(join(DIST, "dagtop.js"), 0o755);
execFileSync(
  join(ROOT, "node_modules/.bin/tsc"),
  [
    "-p",
    ROOT,
    "--noEmit",
    "false",
    "--emitDeclarationOnly",
    "--declaration",
    "--outDir",
    join(DIST, "types"),
    "--rootDir",
    ROOT,
  ],
  { stdio: "inherit" },
);
