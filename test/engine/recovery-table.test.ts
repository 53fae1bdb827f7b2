// Semantics 6: one test per row of the table, in its order, and what the core makes of the verdicts.

import { describe, expect, it } from "vitest";
import { type Found, verdictOf } from "../../src/engine/recover.ts";
import { planOf, stagePlan, World } from "./simulate.ts";

const NOTHING: Found = {
  sameBoot: true,
  sameNamespace: true,
  claim: "none",
  exit: null,
  outputFileExists: true,
  shimAlive: false,
  othersAlive: false,
  childAlive: false,
};

const found = (over: Partial<Found>): Found => ({ ...NOTHING, ...over });

describe("6 the table", () => {
  it("6 an exit record of this boot is taken, whatever else is found", () => {
    for (const claim of ["none", "void", "whole"] as const) {
      const seen = found({ claim, exit: { code: 0 }, othersAlive: true, outputFileExists: false });
      expect(verdictOf(seen)).toEqual({ is: "take", warning: null });
    }
  });

  it("6 an exit record of another boot is taken with a warning", () => {
    const seen = found({ sameBoot: false, claim: "whole", exit: { code: 0 } });
    expect(verdictOf(seen)).toMatchObject({
      is: "take",
      warning: expect.stringContaining("restarted") as string,
    });
  });

  it("6 a code of 0 from another boot without its output file is crashed; another code needs none", () => {
    const seen = found({
      sameBoot: false,
      claim: "whole",
      exit: { code: 0 },
      outputFileExists: false,
    });
    expect(verdictOf(seen).is).toBe("crashed");
    expect(verdictOf({ ...seen, exit: { code: 1 } }).is).toBe("take");
  });

  it("6 an exit record is taken from another pid namespace too: it needs no process to be looked at", () => {
    expect(verdictOf(found({ sameNamespace: false, claim: "whole", exit: { code: 0 } })).is).toBe(
      "take",
    );
  });

  it("6 another pid namespace is left alone, before anything that looks at processes", () => {
    for (const claim of ["none", "void", "whole"] as const) {
      expect(verdictOf(found({ sameNamespace: false, claim }))).toEqual({ is: "elsewhere" });
      expect(verdictOf(found({ sameNamespace: false, sameBoot: false, claim }))).toEqual({
        is: "elsewhere",
      });
    }
  });

  it.each(["shimAlive", "othersAlive", "childAlive"] as const)(
    "6 a claim without its mark is looked at again while something of it lives (%s)",
    (alive) => {
      expect(verdictOf(found({ claim: "void", [alive]: true }))).toEqual({ is: "look_again" });
    },
  );

  it("6 without a claim it never ran: fenced, in the same boot", () => {
    expect(verdictOf(found({}))).toEqual({ is: "fence" });
    expect(verdictOf(found({ claim: "void" }))).toEqual({ is: "fence" });
  });

  it("6 without a claim in another boot it is crashed: the claim may be missing from the disk", () => {
    expect(verdictOf(found({ sameBoot: false })).is).toBe("crashed");
    expect(verdictOf(found({ sameBoot: false, claim: "void" })).is).toBe("crashed");
  });

  it("6 a claim whose process lives is adopted", () => {
    expect(
      verdictOf(found({ claim: "whole", shimAlive: true, othersAlive: true, childAlive: true })),
    ).toEqual({ is: "adopt" });
  });

  it("6 a claim whose shim is gone: its direct child is watched, then the others are swept", () => {
    const orphaned = found({ claim: "whole", othersAlive: true });
    expect(verdictOf({ ...orphaned, childAlive: true })).toEqual({ is: "watch_child" });
    expect(verdictOf(orphaned)).toEqual({ is: "sweep" });
  });

  it("6 a claim of which nothing lives is crashed, exit code unknown", () => {
    expect(verdictOf(found({ claim: "whole" }))).toEqual({
      is: "crashed",
      cause: "exit code unknown",
    });
    expect(verdictOf(found({ claim: "whole", sameBoot: false, shimAlive: true })).is).toBe(
      "crashed",
    );
  });
});

describe("6 what the core makes of it", () => {
  const mute = (): World => new World(() => ({ mute: true }));

  it("6 a fenced attempt that was asked to stop is cancelled, and nothing is queued", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("a", { onCrash: "retry" })]));
    world.cancel(run, "a");
    world.turn([{ kind: "fenced", ...world.of(run, "a") }]);
    expect(
      world.attempts(run, "a").map(({ status }) => status.is === "ended" && status.as),
    ).toEqual(["cancelled"]);
    expect(world.stage(run, "a")).toMatchObject({
      state: "cancelled",
      reason: "stopped before it began",
    });
  });

  it("6 an attempt in another container is only given up at a person's second cancel, as crashed", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("a")]));
    world.namespace = "pid:[2]";
    world.cancel(run);
    expect(world.stage(run, "a").state).toBe("running");
    world.cancel(run);
    expect(world.attempts(run, "a")[0]?.status).toMatchObject({
      as: "crashed",
      cause: "given up by ada",
    });
    expect(world.stage(run, "a").state).toBe("cancelled");
    expect(world.runRow(run).state).toBe("cancelled");
    expect(world.stops.map((stop) => stop.kill)).toEqual([false]);
  });

  it("6 a lost attempt runs again only by its stage's own on_crash", () => {
    for (const [onCrash, starts] of [
      ["fail", 1],
      ["retry", 2],
    ] as const) {
      const world = mute();
      const run = world.trigger(planOf([stagePlan("a", { onCrash })]));
      world.turn([world.lost(run, "a")]);
      world.turn([]);
      expect(world.starts).toHaveLength(starts);
    }
  });

  it("6 a claim that is seen late does not undo a stop, and is kept at the end", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("a")]));
    world.cancel(run, "a");
    const claim = { pid: 42, startTime: 7, up: 1_000 };
    world.turn([{ kind: "claimed", ...world.of(run, "a"), claim }]);
    expect(world.attempts(run, "a")[0]?.status).toMatchObject({ is: "stopping", claim });
    world.turn([{ kind: "claimed", ...world.of(run, "a"), claim: { ...claim, pid: 43 } }]);
    world.turn([world.exited(run, "a", 143)]);
    expect(world.attempts(run, "a")[0]?.status).toMatchObject({
      is: "ended",
      as: "cancelled",
      claim,
    });
  });

  it("6 a warning about a record stands beside its end", () => {
    const world = mute();
    const run = world.trigger(planOf([stagePlan("a")]));
    const report = world.exited(run, "a", 3);
    if (report.kind !== "exited") throw new Error("no exit");
    world.turn([{ ...report, warning: "the machine was restarted" }]);
    expect(world.stage(run, "a").reason).toBe("exit 3; the machine was restarted");
  });
});
