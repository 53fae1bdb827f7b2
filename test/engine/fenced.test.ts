// Semantics 2.9: an attempt that is proved never to have started costs nothing, and gives its number back.

import { expect, it } from "vitest";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const FENCED: Script = { fenced: true };
const RETRY = { ...stagePlan("x").retry, times: 1 };

/** A world in which the first `fenced` attempts never start and the next do as told. */
function worldOf(fenced: number, then: (count: number) => Script): World {
  let count = 0;
  return new World(() => {
    count += 1;
    return count <= fenced ? FENCED : then(count - fenced);
  });
}

it("2.9 a fenced attempt gives its number back and uses no try", () => {
  const world = worldOf(2, (count) => ({ code: count === 1 ? 1 : 0, takes: 10 }));
  const run = world.trigger(planOf([stagePlan("a", { retry: RETRY })]));
  world.play();
  const attempts = world.attempts(run, "a");
  expect(
    attempts.map(({ number, status }) => [number, status.is === "ended" ? status.as : null]),
  ).toEqual([
    [1, "fenced"],
    [1, "fenced"],
    [1, "failed"],
    [2, "succeeded"],
  ]);
  expect(world.stage(run, "a")).toMatchObject({ state: "succeeded", attempt: 2, maxAttempts: 2 });
});

it("2.9 a new attempt is asked for in the turn in which the old one is fenced", () => {
  const world = worldOf(0, () => ({ mute: true }));
  const run = world.trigger(planOf([stagePlan("a")]));
  const turn = world.turn([{ kind: "fenced", ...world.of(run, "a") }]);
  expect(turn.events.map((event) => event.kind)).toEqual(["attempt.ended", "attempt.starting"]);
  expect(turn.effects.map((effect) => effect.kind)).toEqual(["start"]);
});

it("2.9 a fenced attempt whose host launches nothing is queued", () => {
  const world = worldOf(0, () => ({ mute: true }));
  const run = world.trigger(planOf([stagePlan("a")]));
  world.turn([
    { kind: "hold", cause: "the disk is full" },
    { kind: "fenced", ...world.of(run, "a") },
  ]);
  expect(world.stage(run, "a").state).toBe("queued");
  world.turn([{ kind: "release" }]);
  expect(world.stage(run, "a")).toMatchObject({ state: "running", attempt: 1 });
});

it("2.9 DAGTOP_MAX_ATTEMPTS is the last number that this round can reach", () => {
  const world = worldOf(1, () => ({ mute: true }));
  const crash = stagePlan("a", { retry: { ...RETRY, times: 0 }, onCrash: "retry" });
  const run = world.trigger(
    planOf([crash, stagePlan("b", { retry: { ...RETRY, times: 4 } }), stagePlan("c")]),
  );
  world.play(10);
  expect(["a", "b", "c"].map((key) => world.stage(run, key).maxAttempts)).toEqual([2, 5, 1]);
});

it("2.9 after five fenced in a row the stage has failed, without retry", () => {
  const world = worldOf(99, () => ({ code: 0, takes: 1 }));
  const run = world.trigger(planOf([stagePlan("a", { retry: RETRY, onCrash: "retry" })]));
  world.play();
  expect(world.stage(run, "a")).toMatchObject({
    state: "failed",
    reason: "could not start: 5 times in a row",
  });
  expect(world.starts).toHaveLength(5);
});

it("2.9 an attempt that did start begins the count of five anew", () => {
  let count = 0;
  const world = new World(() => {
    count += 1;
    return count === 5 || count === 10 ? { code: count === 10 ? 0 : 1, takes: 1 } : FENCED;
  });
  const run = world.trigger(planOf([stagePlan("a", { retry: RETRY })]));
  world.play();
  expect(world.stage(run, "a")).toMatchObject({ state: "succeeded", attempt: 2 });
});

it("2.9 a stage that only ever was fenced has not started yet", () => {
  const world = worldOf(0, () => ({ mute: true }));
  const run = world.trigger(planOf([stagePlan("a")]));
  world.turn([
    { kind: "hold", cause: "the disk is full" },
    { kind: "fenced", ...world.of(run, "a") },
  ]);
  expect(world.stage(run, "a").startedAt).toBeNull();
});
