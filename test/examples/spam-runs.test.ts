// The demo as the built program runs it, on a copy of the example in a home of its own: what the second run takes over, whom
// the gate lets through, and what people are told.

import { cpSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Ended, type Place, type ShownRun, place } from "../e2e/program.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const FILE = "examples/spam/pipeline.yaml";
/** Nothing breaks off on purpose: spam.test.ts looks at that, and these need not wait for second tries. */
const CALM = ["-p", "flaky=false"];

let here: Place;

beforeEach(() => {
  here = place();
  const filter = (from: string): boolean => !from.endsWith("/work");
  cpSync(join(ROOT, "examples/spam"), join(here.folder, "examples/spam"), {
    recursive: true,
    filter,
  });
  symlinkSync(join(ROOT, "node_modules"), join(here.folder, "node_modules"));
});
afterEach(() => here.close());

const run = (...args: string[]): Promise<Ended> => here.dagtop("run", FILE, ...CALM, ...args);

async function statesOf(run: string): Promise<Record<string, string>> {
  const { state, stages } = await here.json<ShownRun>("show", run);
  return Object.fromEntries([["", state], ...stages.map((stage) => [stage.key, stage.state])]);
}

it("8.2 8.5 the second run of the demo has its data cached, and a tie keeps the champion", async () => {
  const first = await run();
  expect(first.code).toBe(0);
  expect(first.out).toMatch(/^ notify {2}v1 promoted: f1 0\.9\d+, the first champion$/m);

  const second = await run();
  expect(second.code).toBe(0);
  expect(second.out).toMatch(
    /^ notify {2}champion v1 kept: f1 (0\.9\d+) is as good as \1\n {3}spam#2 succeeded /m,
  );
  expect(await statesOf("spam#2")).toEqual({
    "": "succeeded",
    data: "cached",
    check: "succeeded",
    features: "succeeded",
    train: "succeeded",
    evaluate: "succeeded",
    promote: "succeeded",
    notify: "succeeded",
  });

  const third = await run("-p", "min_f1=0.999");
  expect(third.code).toBe(3);
  expect(third.out).toMatch(/refused: f1 0\.9\d+ is below 0\.999 \(champion v1 0\.9\d+\)/);
  const told = here.read("home/notifications.log").trimEnd().split("\n");
  expect(told.map((line) => line.split(" · ")[0]?.replace(/^\S+ /, ""))).toEqual([
    expect.stringContaining("v1 promoted"),
    expect.stringContaining("champion v1 kept"),
    expect.stringContaining("promote: refused: f1"),
  ]);
}, 60_000);

it("8.4 8.5 a home without a champion refuses what is below the floor too, and still tells of it", async () => {
  const { code, out } = await run("-p", "min_f1=0.999");
  expect(code).toBe(3);
  expect(out).toMatch(/^spam#1 {2}\S+ partial /m);
  expect(out).toMatch(/^ notify {2}promote: refused: f1 0\.9\d+ is below 0\.999 /m);
  expect(await statesOf("spam#1")).toMatchObject({
    "": "partial",
    promote: "failed",
    notify: "succeeded",
  });
}, 60_000);

it("1.3 too few mails end the run before there is a model, and notify names the cause", async () => {
  const { code, out } = await run("-p", "mails=500");
  expect(code).toBe(1);
  expect(out).toMatch(/^ notify {2}check: exit 1$/m);
  expect(await statesOf("spam#1")).toMatchObject({ promote: "upstream_failed" });
}, 60_000);
