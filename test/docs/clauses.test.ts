// The table of docs/semantics.md that says in which test files the number of each clause is found. UPDATE_GOLDEN=1 writes it
// anew.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = join(ROOT, "docs/semantics.md");
const HEAD = "| clause | test files |\n|---|---|\n";
/** A name of a test or of a group of them that begins with the number of a clause. */
const NAMED = /["`](\d\.\d{1,2}|6|I\d{1,2}|W\d) \S/g;

function table(): string {
  const files = new Map<string, Set<string>>();
  const names = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" });
  for (const name of names.filter((each) => /\.test\.tsx?$/.test(each)).toSorted()) {
    const text = readFileSync(join(ROOT, "test", name), "utf8");
    for (const [, clause = ""] of text.matchAll(NAMED)) {
      files.set(clause, (files.get(clause) ?? new Set()).add(name));
    }
  }
  const rows = [...files].toSorted(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
  return rows
    .map(
      ([clause, found]) =>
        `| ${clause} | ${[...found].map((name) => `\`${name}\``).join(", ")} |\n`,
    )
    .join("");
}

describe("the clauses", () => {
  it("are each found in the test files that the page names, and in no others", () => {
    const page = readFileSync(PAGE, "utf8");
    const start = page.indexOf(HEAD);
    expect(start).toBeGreaterThan(0);
    const from = start + HEAD.length;
    const end = page.indexOf("\n\n", from) + 1;
    const isUpdate = process.env["UPDATE_GOLDEN"] === "1";
    if (isUpdate) writeFileSync(PAGE, page.slice(0, from) + table() + page.slice(end));
    expect(isUpdate ? table() : page.slice(from, end)).toBe(table());
  });

  it("that are built all have a test", () => {
    const built =
      "1.1 1.2 1.3 1.4 1.5 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 4.1 4.2 4.3 4.4 4.5 4.6 5.1 5.2 5.3 5.4 5.5 5.6 5.7 5.8 5.11 6 7.1 7.2 7.3 7.4 7.5 7.6 7.7 8.1 8.2 8.3";
    const found = new Set([...table().matchAll(/^\| (\S+) \|/gm)].map(([, clause]) => clause));
    expect(built.split(" ").filter((clause) => !found.has(clause))).toEqual([]);
  });
});
