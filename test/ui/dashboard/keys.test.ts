// What the keys do on the Dashboard.

import { describe, expect, it } from "vitest";
import { pipelineName } from "../../../src/pipeline/ids.ts";
import { dashboardScreen } from "../../../src/ui/dashboard/screen.ts";
import { type DashboardState, openDashboard } from "../../../src/ui/dashboard/state.ts";
import type { DashboardView } from "../../../src/ui/dashboard/view.ts";
import { emptyHome, night, viewOf } from "./views.ts";

const room = { columns: 120, rows: 39, ascii: false, zone: "UTC" };

function lab(dashboard: DashboardView, at = openDashboard(pipelineName("pricecheck"))) {
  let view = viewOf(dashboard);
  let state: DashboardState = dashboardScreen.settle(view, at, room);
  const situation = () => ({ view, state, room });
  const press = (key: string) => {
    const fitting = dashboardScreen.keys.filter(({ keys }) => keys.includes(key));
    const able = fitting.find((each) => each.unable(situation()) === null);
    const why = fitting.map((each) => each.unable(situation())).find((each) => each !== "");
    if (able === undefined) return { why: why ?? null };
    const move = able.press(situation());
    state = dashboardScreen.settle(view, move.state, room);
    return { ...move, why: null };
  };
  return {
    press,
    state: () => state,
    lines: () =>
      dashboardScreen
        .draw(view, state, room)
        .lines.map((line) => line.map(({ text }) => text).join("")),
    see: (next: DashboardView) => {
      view = viewOf(next);
      state = dashboardScreen.settle(view, state, room);
    },
  };
}

describe("on the Dashboard", () => {
  it("the cursor stays with its pipeline while others come and go", () => {
    const { see, state } = lab(night);
    see({ ...night, pipelines: night.pipelines.slice(2) });
    expect(state().pipeline).toBe("pricecheck");
    see({ ...night, pipelines: night.pipelines.slice(0, 2) });
    expect(state().pipeline).not.toBe("pricecheck");
  });

  it("Enter opens the run that goes on, in the runs the one with the cursor", () => {
    const { press } = lab(night);
    expect(press("Enter")).toMatchObject({ open: { is: "run", state: { run: "pricecheck-42" } } });
    press("Tab");
    press("j");
    expect(press("Enter")).toMatchObject({ open: { is: "run", state: { run: "pricecheck-41" } } });
  });

  it("what stops or starts something comes with a dialog, and what can't be done says why", () => {
    const { press } = lab(night);
    expect(press("x")).toMatchObject({
      dialog: { is: "waiting" },
      wishes: [{ is: "prepare-cancel", run: "pricecheck-42" }],
    });
    expect(press("t")).toMatchObject({
      wishes: [{ is: "prepare-trigger", pipeline: "pricecheck" }],
    });
    expect(press("a").why).toMatch(/wait/u);
    expect(press("p").why).toMatch(/schedules/u);
    press("k");
    expect(press("a")).toMatchObject({
      wishes: [{ is: "prepare-answer", run: "eval-gate-9", stage: "gate" }],
    });
    press("g");
    expect(press("x").why).not.toBeNull();
  });

  it("columns of metrics and parameters are chosen, sorted by, and turned round", () => {
    const { press, state, lines } = lab(night);
    press("Tab");
    press("c");
    expect(state().picking).toEqual({ of: "metric", name: "f1" });
    press("Space");
    expect(state().columns).toEqual([{ of: "metric", name: "f1" }]);
    press("s");
    press("Enter");
    expect(state().picking).toBeNull();
    const order = (): string[] => lines().flatMap((line) => /^.#(\d+) /u.exec(line)?.[1] ?? []);
    const first = order();
    press("S");
    expect(order()).not.toEqual(first);
    expect(order().toSorted()).toEqual(first.toSorted());
  });

  it("a filter is live, turned by an exclamation mark, and taken back by Esc", () => {
    const { press, state, lines } = lab(night);
    press("Tab");
    const typed = (text: string) => {
      const finder = dashboardScreen.finder!;
      return finder.typed({ view: viewOf(night), state: state(), room }, text, false).state;
    };
    const shown = (at: DashboardState): string =>
      dashboardScreen
        .draw(viewOf(night), dashboardScreen.settle(viewOf(night), at, room), room)
        .lines.flatMap(
          (line) => /^.(#\d+) /u.exec(line.map(({ text }) => text).join(""))?.[1] ?? [],
        )
        .join(" ");
    expect(shown(typed("failed"))).toBe("#38");
    expect(shown(typed("!failed"))).toBe("#42 #41 #40 #39 #37");
    expect(lines().join("\n")).toContain("#40");
  });

  it("the range goes from 24h to 7d to 30d", () => {
    const { press, state } = lab(night);
    const seen = ["w", "w", "w"].map((key) => (press(key), state().range));
    expect(new Set(seen)).toEqual(new Set(["24h", "7d", "30d"]));
  });

  it("in an empty home Enter runs the file with the cursor, and says why another can't be run", () => {
    const { press } = lab(emptyHome, openDashboard(null));
    expect(press("Enter")).toMatchObject({
      wishes: [{ is: "trigger-file", file: "pipeline.yaml" }],
    });
    press("j");
    expect(press("Enter").why).toMatch(/dagtop validate old\.yaml/u);
    expect(press("i")).toMatchObject({ wishes: [{ is: "init" }] });
  });
});
