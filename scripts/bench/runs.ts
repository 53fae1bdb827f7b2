// Whole runs against others: 200 independent stages, 8 at once, and a chain of 400, each stage `true` under sh. Dagu is the
// reference; make and xargs, which record nothing, are the floor.
//
// Each run has a fresh home, as a first run has. Homes are removed at the end: removing thousands of files would make the
// disk slower for whoever comes next.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Timed, command, compare, judge, whole } from "./measure.ts";
import { DAGU_VERSION, dagu } from "./reference.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const GRAPHS = [
  { name: "200 independent stages, 8 at once", count: 200, chained: false },
  { name: "a chain of 400 stages", count: 400, chained: true },
];
const ROUNDS = 9;

export function benchRuns(): void {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  try {
    for (const graph of GRAPHS) benchGraph(folder, graph);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchGraph(folder: string, { name, count, chained }: (typeof GRAPHS)[number]): void {
  const needs = (place: number): boolean => chained && place > 0;
  const places = Array.from({ length: count }, (_, place) => place);
  const file = (ending: string, lines: readonly string[]): string => {
    const path = join(folder, `${chained ? "chain" : "wide"}.${ending}`);
    writeFileSync(path, lines.join("\n"));
    return path;
  };
  const ours = file("yaml", [
    "name: bench\nshell: sh\nstages:",
    ...places.map((n) => `  s${n}: { run: "true"${needs(n) ? `, needs: s${n - 1}` : ""} }`),
  ]);
  const theirs = file("dagu.yaml", [
    "type: graph\nmaxActiveSteps: 8\nsteps:",
    ...places.map(
      (n) => `  - name: s${n}\n    command: "true"${needs(n) ? `\n    depends: [s${n - 1}]` : ""}`,
    ),
  ]);
  const make = file("mk", [
    `all: ${places.map((n) => `s${n}`).join(" ")}`,
    ...places.map((n) => `s${n}:${needs(n) ? ` s${n - 1}` : ""}\n\t@sh -c true`),
  ]);
  let homes = 0;
  const commands: Timed[] = [
    {
      name: `dagu ${DAGU_VERSION}`,
      run: whole(dagu(), ["start", theirs], { DAGU_HOME: join(folder, "dagu") }),
    },
    {
      name: "dagtop run",
      run: () => {
        homes += 1;
        const home = join(folder, `home-${chained}-${homes}`);
        command(process.execPath, [PROGRAM, "run", ours, "--home", home, "--idle-ms", "50"]);
      },
    },
    { name: "make -j8", run: whole("make", ["-s", "-j8", "-f", make], {}, folder) },
    ...(chained
      ? []
      : [
          {
            name: "xargs -P8",
            run: whole("sh", ["-c", `seq ${count} | xargs -P8 -I_ sh -c true`]),
          },
        ]),
  ];
  const { medians, ratios } = compare(commands, ROUNDS);
  console.log(`\n${name}`);
  commands.forEach((each, place) => {
    const { median = 0, low = 0, high = 0 } = ratios[place] ?? {};
    console.log(
      `  ${each.name.padEnd(14)} ${(medians[place] ?? 0).toFixed(0).padStart(6)} ms   ${median.toFixed(2)} of Dagu (${low.toFixed(2)} to ${high.toFixed(2)})`,
    );
  });
  judge(`${name} / Dagu`, ratios[1]?.median ?? Infinity, 0.45, 0.3);
}
