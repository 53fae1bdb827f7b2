// The table of tries as it stands on a terminal, through ink-testing-library, on a terminal of bytes, and in a bundle as
// it goes into dist.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import * as fc from "fast-check";
import { render as renderOn } from "ink";
import { render } from "ink-testing-library";
import { describe, expect, it } from "vitest";
import { inkTableInside } from "../../../scripts/bundle-plugins.ts";
import type { FrameTable } from "../../../src/ui/monitor/frame.ts";
import { AttemptsTable } from "../../../src/ui/stage/attempts-table.tsx";
import { cut, padEnd, widthOf } from "../../../src/ui/width.ts";
import { FakeTerminal } from "../fake-terminal.ts";

const TABLE: FrameTable = {
  at: 0,
  titles: ["TRY", "state   ", "why       "],
  records: [
    ["  1", "✗ failed", "lock busy "],
    ["  2", "✗ failed", "漢字 busy "],
    ["▸ 3", "● live  ", "          "],
  ],
  meanings: ["bad", "bad", "live"],
  chosen: 2,
};

/** What one drawing puts on an empty terminal. */
async function screenOf(table: FrameTable, columns: number): Promise<string[]> {
  const terminal = new FakeTerminal(columns, 60);
  const app = renderOn(<AttemptsTable table={table} columns={columns} colour={false} />, {
    stdout: terminal.asTty(),
    patchConsole: false,
    interactive: true,
  });
  await app.waitUntilRenderFlush();
  const screen = terminal.screen();
  app.unmount();
  await app.waitUntilExit();
  return screen;
}

describe("the table of tries", () => {
  it("has a row for its titles and one for each try, without rules or borders", () => {
    const { lastFrame, unmount } = render(
      <AttemptsTable table={TABLE} columns={80} colour={false} />,
    );
    expect(
      lastFrame()
        ?.split("\n")
        .map((line) => line.trimEnd()),
    ).toEqual([
      " TRY  state     why",
      "   1  ✗ failed  lock busy",
      "   2  ✗ failed  漢字 busy",
      " ▸ 3  ● live",
    ]);
    unmount();
  });

  it("stands the same on a terminal, where wide characters move nothing", async () => {
    const lines = (await screenOf(TABLE, 80)).map((line) => line.trimEnd());
    expect(lines[2]).toBe("   2  ✗ failed  漢字 busy");
    expect(lines).toHaveLength(4);
  });

  it("cuts what does not fit on a narrow terminal, and never takes a row more", async () => {
    const lines = await screenOf(TABLE, 19);
    expect(lines.map((line) => line.trimEnd())).toEqual([
      " TRY  state     w…",
      "   1  ✗ failed  l…",
      "   2  ✗ failed  …",
      " ▸ 3  ● live",
    ]);
  });

  it("is never wider than the terminal and has 1 + records rows, whatever is in it", async () => {
    const texts = fc.oneof(
      fc.constantFrom("", "a", "漢字", "é", "x".repeat(30), "👍 ok", " ", "‹ok›"),
      fc.string({ maxLength: 12 }),
    );
    const tables = fc
      .record({
        titles: fc.array(fc.constantFrom("TRY", "state", "exit", "why"), {
          minLength: 1,
          maxLength: 9,
        }),
        rows: fc.array(fc.array(texts, { minLength: 9, maxLength: 9 }), {
          minLength: 1,
          maxLength: 12,
        }),
        columns: fc.integer({ min: 8, max: 250 }),
      })
      .map(({ titles, rows, columns }) => ({ table: tableOf(titles, rows), columns }));
    await fc.assert(
      fc.asyncProperty(tables, async ({ table, columns }) => {
        const screen = await screenOf(table, columns);
        expect(screen.length).toBeLessThanOrEqual(1 + table.records.length);
        for (const line of screen) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 60 },
    );
  });
});

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): FrameTable {
  const widths = titles.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((cells) => widthOf(cells[column] ?? ""))),
  );
  const fit = (cells: readonly string[]): string[] =>
    widths.map((width, column) => padEnd(cut(cells[column] ?? "", width), width));
  return {
    at: 0,
    titles: fit(titles),
    records: rows.map(fit),
    meanings: rows.map(() => "bad"),
    chosen: 0,
  };
}

describe("the bundle", () => {
  it("has ink-table with the one Ink and React that it has anyway", async () => {
    const folder = mkdtempSync(join(tmpdir(), "dagtop-bundle-"));
    const root = resolve(import.meta.dirname, "../../..");
    const entry = join(folder, "entry.tsx");
    writeFileSync(
      entry,
      `import { renderToString } from "ink";
import { createElement } from "react";
import { AttemptsTable } from ${JSON.stringify(join(root, "src/ui/stage/attempts-table.tsx"))};
const table = ${JSON.stringify(TABLE)};
console.log(renderToString(createElement(AttemptsTable, { table, columns: 60, colour: false })));
`,
    );
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outdir: join(folder, "out"),
      nodePaths: [join(root, "node_modules")],
      bundle: true,
      splitting: true,
      minify: true,
      keepNames: true,
      platform: "node",
      format: "esm",
      target: "node24",
      jsx: "automatic",
      outExtension: { ".js": ".mjs" },
      define: { "process.env.NODE_ENV": '"production"' },
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
      plugins: [
        inkTableInside,
        {
          name: "without-devtools",
          setup: (builder) => {
            builder.onResolve({ filter: /^react-devtools-core$/ }, () => ({
              path: "react-devtools-core",
              namespace: "none",
            }));
            builder.onLoad({ filter: /.*/, namespace: "none" }, () => ({
              contents: "export default {};",
            }));
          },
        },
      ],
      logLevel: "silent",
    });
    // In a folder of its own: nothing is found there but what is in the bundle.
    const out = execFileSync(process.execPath, [join(folder, "out/entry.mjs")], {
      cwd: folder,
      encoding: "utf8",
    });
    rmSync(folder, { recursive: true, force: true });
    expect(out.split("\n").map((line) => line.trimEnd())).toContain("   2  ✗ failed  漢字 busy");
  });
});
