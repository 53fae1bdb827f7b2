// The index of file hashes: what adds up is used again, what does not is as good as not there.

import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openIndex } from "../../src/engine/host/hashing/file-index.ts";
import { type Lab, lab } from "./lab.ts";

let here: Lab;
let file = "";
beforeEach(() => {
  here = lab();
  file = here.path("file-hashes");
});
afterEach(() => here.close());

const digest = (of: number): string => of.toString(16).padStart(64, "0");
const DAY = 86_400_000;
const FIRST = 20_000 * DAY;

function saved(paths: readonly string[], now = () => FIRST): void {
  const index = openIndex(file, now);
  for (const [at, path] of paths.entries()) index.put(path, `${at} 1 1 1`, digest(at));
  index.save();
}

describe("8.2 the index of file hashes", () => {
  it("8.2 finds again what was put, under any name, and only by the same looks", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const paths = [
          ...new Set(texts.map((text) => Buffer.from(text).toString("latin1"))),
        ].filter((path) => !path.includes("\0"));
        saved(paths);
        const index = openIndex(file, () => FIRST);
        for (const [at, path] of paths.entries()) {
          expect(index.find(path, `${at} 1 1 1`)).toBe(digest(at));
          expect(index.find(path, `${at} 1 1 2`)).toBeNull();
        }
        expect(index.isChanged()).toBe(false);
      }),
    );
  });

  it("8.2 is one file, written whole and for nobody else", () => {
    saved(["/a"]);
    saved(["/b"]);
    expect(readdirSync(here.folder)).toEqual(["file-hashes"]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("8.2 goes over what a process that was killed has left", () => {
    here.write("file-hashes.new", "half of it");
    saved(["/a"]);
    expect(openIndex(file).find("/a", "0 1 1 1")).toBe(digest(0));
    expect(readdirSync(here.folder)).toEqual(["file-hashes"]);
  });

  it("8.2 is begun anew where it was cut off, added to, or a single bit of it is another", () => {
    saved(["/a", "/b"]);
    const whole = readFileSync(file);
    const isKnown = (bytes: Uint8Array): boolean => {
      writeFileSync(file, bytes);
      const index = openIndex(file);
      return index.find("/a", "0 1 1 1") !== null || index.find("/b", "1 1 1 1") !== null;
    };
    expect(isKnown(whole)).toBe(true);
    for (let size = 0; size < whole.length - 1; size += 1) {
      expect(isKnown(whole.subarray(0, size))).toBe(false);
    }
    expect(isKnown(Buffer.concat([whole, Buffer.from("x")]))).toBe(false);
    for (let at = 0; at < whole.length - 1; at += 1) {
      const wrong = Buffer.from(whole);
      wrong[at] = (wrong[at] ?? 0) ^ 1;
      expect(isKnown(wrong)).toBe(false);
    }
    saved(["/a"]);
    expect(openIndex(file).find("/a", "0 1 1 1")).toBe(digest(0));
  });

  it("8.2 is begun anew of any other bytes, and where a folder is in its place nothing is kept", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        writeFileSync(file, bytes);
        expect(openIndex(file).find("/a", "0 1 1 1")).toBeNull();
      }),
    );
    file = here.path("folder");
    mkdirSync(file);
    saved(["/a"]);
    file = here.path("no/where");
    saved(["/a"]);
    expect(openIndex(file).find("/a", "0 1 1 1")).toBeNull();
    expect(readdirSync(here.folder).toSorted()).toEqual(["file-hashes", "folder"]);
  });

  it("8.2 drops what was not used for a quarter of a year", () => {
    saved(["/used", "/left"]);
    const index = openIndex(file, () => FIRST + 60 * DAY);
    index.find("/used", "0 1 1 1");
    expect(index.isChanged()).toBe(true);
    index.save();
    const later = openIndex(file, () => FIRST + 91 * DAY);
    later.save();
    const last = openIndex(file, () => FIRST + 91 * DAY);
    expect(last.find("/used", "0 1 1 1")).toBe(digest(0));
    expect(last.find("/left", "1 1 1 1")).toBeNull();
  });

  it("8.2 holds no more than so many, those that were used last", () => {
    let day = 0;
    const index = openIndex(file, () => FIRST + day * DAY, 10);
    for (; day < 11; day += 1) index.put(`/${day}`, "1 1 1 1", digest(day));
    index.save();
    const kept = Array.from({ length: 11 }, (_, at) => index.find(`/${at}`, "1 1 1 1") !== null);
    expect(kept.lastIndexOf(false)).toBe(1);
    expect(kept.filter(Boolean)).toHaveLength(9);
  });
});
