// Why something waits, in the words of the engine, with how long that may be.

import { describe, expect, it } from "vitest";
import type { Left } from "../../src/ui/eta.ts";
import {
  type Going,
  runsIn,
  waitOf,
  waitsBriefly,
  waitsShort,
  waitsText,
} from "../../src/ui/waiting.ts";

const minutes = (p50: number): Left => ({ is: "known", p50: p50 * 60_000, p95: null });
const going: readonly Going[] = [
  { name: "bert#41", left: minutes(55) },
  { name: "bert#41 train", left: minutes(40) },
  { name: "bert#41 train[a=1, b=2]", left: minutes(7) },
  { name: "lstm#2 fit", left: minutes(12) },
  { name: "late#1 fit", left: minutes(0) },
  { name: "new#1 fit", left: { is: "unknown" } },
];

describe("a stage that waits for a slot", () => {
  it.each([
    ["held by bert#41 train", "held by bert#41 train, about 40m"],
    ["held by bert#41 train, lstm#2 fit", "held by bert#41 train, lstm#2 fit, about 12m"],
    ["held by bert#41 train[a=1, b=2]", "held by bert#41 train[a=1, b=2], about 7m"],
    ["held by late#1 fit", "held by late#1 fit, any moment"],
    ["held by new#1 fit", "held by new#1 fit"],
    ["held by bert#41 train2", "held by bert#41 train2"],
    ["held by lstm#2 fit; before it eval#3 all", "held by lstm#2 fit; before it eval#3 all"],
    ["before it eval#3 all", "before it eval#3 all"],
  ])("says for how long about, where it is next: %s", (whom, told) => {
    expect(waitsText(`waits for a slot of gpu: ${whom}`, going)).toBe(`waits for gpu: ${told}`);
  });

  it("that wants several says so only where one holds them all", () => {
    const two = "waits for 2 slots of gpu: held by";
    expect(waitsText(`${two} bert#41 train`, going)).toBe(
      "waits for 2 slots of gpu: held by bert#41 train, about 40m",
    );
    expect(waitOf(`${two} bert#41 train, lstm#2 fit`, going)).toBeNull();
  });

  it("is shorter where there is little room", () => {
    const reason = "waits for a slot of gpu: held by bert#41 train, new#1 fit";
    expect(waitsShort(reason, going)).toBe("waits for gpu: bert#41, ~40m");
    expect(waitsShort(reason, [])).toBe("waits for gpu: bert#41");
    expect(waitsBriefly(reason, going)).toBe("waits for gpu, ~40m");
    expect(waitsBriefly(reason, [])).toBe("waits for gpu: bert#41");
    expect(waitsShort("waits for a slot of gpu: before it eval#3 all", going)).toBe(
      "waits for gpu behind eval#3",
    );
  });
});

describe("a run that waits for another", () => {
  const reason = "waits for bert#41, which is still running";

  it("says for how long about", () => {
    expect(waitsText(reason, going)).toBe(`${reason}, about 55m`);
    expect(waitsShort(reason, going)).toBe("waits for bert#41, ~55m");
    expect(waitsText(reason, [])).toBe(reason);
    expect(runsIn(reason)).toEqual(["bert#41"]);
  });
});

describe("any other reason", () => {
  it.each([
    "waits for one of this host's 8 places",
    "reading its files",
    "nothing is started at the moment: the disk is full",
    "wants 2 of the pool gpu, of which this host has 1",
  ])("stays as it is: %s", (reason) => {
    expect(waitsText(reason, going)).toBe(reason);
    expect(waitsShort(reason, going)).toBe(reason);
    expect(waitsBriefly(reason, going)).toBe(reason);
    expect(waitOf(reason, going)).toBeNull();
  });

  it("shows what would be a control sequence", () => {
    expect(waitsText("waits for a slot of g\u001b[2Ju: held by bert#41 train", [])).not.toContain(
      "\u001b",
    );
  });
});
