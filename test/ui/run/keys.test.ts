// What the keys of the Run screen do: pressed one after the other, as a person does.

import { describe, expect, it } from "vitest";
import { stageKey } from "../../../src/pipeline/ids.ts";
import type { Room } from "../../../src/ui/monitor/frame.ts";
import type { Move } from "../../../src/ui/monitor/move.ts";
import { runScreen } from "../../../src/ui/run/screen.ts";
import type { RunState } from "../../../src/ui/run/state.ts";
import { RUN } from "../rows.ts";
import { room, textOf } from "../stage/screen-text.ts";
import { large, sweep } from "./large-pictures.ts";
import type { Pictured } from "./pages.ts";
import { failed, training } from "./pictures.ts";

const WIDE = room(120, 39);
const NARROW = room(80, 23);

/** Someone at the keys of one run. */
function at({ view, state: given }: Pictured, place: Room = WIDE) {
  let state = runScreen.settle(view, given, place);
  const situation = () => ({ view, state, room: place });
  const recordOf = (key: string) => {
    const found = runScreen.keys.filter(({ keys }) => keys.includes(key));
    expect(found.map(({ keys }) => keys.includes(key))).toEqual([true]);
    return found[0]!;
  };
  const press = (key: string): Move<RunState> => {
    const move = recordOf(key).press(situation());
    state = runScreen.settle(view, move.state, place);
    return move;
  };
  return {
    press,
    pressed: (...keys: string[]): RunState => {
      for (const key of keys) press(key);
      return state;
    },
    unable: (key: string): string | null => recordOf(key).unable(situation()),
    state: (): RunState => state,
    interest: () => runScreen.interest(state, view, place),
    text: (): string => textOf(runScreen.draw(view, state, place), place.columns),
    typed: (text: string): RunState => {
      state = runScreen.settle(
        view,
        runScreen.finder!.typed(situation(), text, false).state,
        place,
      );
      return state;
    },
  };
}

describe("the cursor of a run", () => {
  it("begins at the first failure, be it in a matrix", () => {
    expect(at(failed()).state().cursor).toBe("data");
    const { cursor, opened } = at(sweep()).state();
    expect(cursor).toBe("fit[lr=2e-5,opt=sgd,seed=2]");
    expect(opened).toEqual(["fit"]);
  });

  it("begins at what runs where nothing has failed", () => {
    expect(at(training()).state().cursor).toBe("train");
    expect(at(large()).state().cursor).toBe("s130");
  });

  it("goes along the list and stays on it", () => {
    const run = at(training());
    expect(run.pressed("j").cursor).toBe("promote");
    expect(run.pressed("Down", "Down", "j").cursor).toBe("notify");
    expect(run.pressed("g").cursor).toBe("data");
    expect(run.pressed("k").cursor).toBe("data");
    expect(run.pressed("G").cursor).toBe("notify");
    expect(run.pressed("C-u").cursor).toBe("data");
    expect(run.pressed("PgDn").cursor).toBe("notify");
  });

  it("goes to the ranks before and behind, along what joins them", () => {
    const run = at(training());
    expect(run.pressed("h").cursor).toBe("metadata");
    expect(run.pressed("h").cursor).toBe("match");
    expect(run.pressed("Left").cursor).toBe("data");
    expect(run.unable("h")).toBe("nothing comes before it");
    expect(run.pressed("l", "l", "l", "l", "Right").cursor).toBe("notify");
    expect(run.unable("l")).toBe("nothing comes after it");
  });

  it("stays where it is by name while a matrix before it is unfolded", () => {
    const run = at(sweep({ cursor: "ask" }));
    expect(run.pressed("+").cursor).toBe("ask");
    expect(run.pressed("-").cursor).toBe("ask");
  });

  it("goes through the failures, the first first", () => {
    const run = at(sweep({ cursor: "data" }));
    expect(run.pressed("!").cursor).toBe("fit[lr=2e-5,opt=sgd,seed=2]");
    expect(run.pressed("!").cursor).toBe("fit[lr=2e-5,opt=sgd,seed=2]");
    expect(at(training()).unable("!")).toBe("nothing has failed");
  });

  it("is on what is left where a filter takes its row away", () => {
    const run = at(training());
    expect(run.typed("pending").cursor).toBe("promote");
    expect(run.text()).not.toContain("metadata  ✓");
    expect(run.pressed("Esc")).toMatchObject({ filter: "", cursor: "promote" });
    expect(run.typed("!pending").cursor).toBe("data");
    expect(run.typed("nothing of that name").cursor).toBe("data");
    expect(run.text()).toContain('no stage has "nothing of that name"');
  });

  it("finds members of a folded matrix by the filter", () => {
    const run = at(sweep({ cursor: "fit" }));
    expect(run.typed("failed").cursor).toBe("fit[lr=2e-5,opt=sgd,seed=2]");
  });
});

describe("a matrix", () => {
  it("is folded and unfolded by Space, onto the member that concerns most and back", () => {
    const run = at(sweep({ cursor: "fit" }));
    expect(run.text()).toContain("fit ×24");
    expect(run.pressed("Space")).toMatchObject({
      cursor: "fit[lr=2e-5,opt=sgd,seed=2]",
      opened: ["fit"],
    });
    expect(run.pressed("j", "Space")).toMatchObject({ cursor: "fit", opened: [] });
    expect(run.pressed("Enter").opened).toEqual(["fit"]);
  });

  it("can only be folded where there is one", () => {
    expect(at(training()).unable("Space")).toBe("this run has no matrix");
    expect(at(sweep({ cursor: "data" })).unable("Space")).toBe(
      "this stage is no member of a matrix",
    );
  });

  it("shows the log of its member that concerns most while it is folded", () => {
    const { stage } = at(sweep({ cursor: "fit" })).interest();
    expect(stage).toBe("fit[lr=2e-5,opt=sgd,seed=2]");
  });
});

describe("keys of a run", () => {
  it("open the stage and its log", () => {
    const run = at(training());
    expect(run.press("Enter").open).toMatchObject({
      is: "stage",
      state: { run: RUN, stage: "train" },
    });
    const target = { is: "attempt", run: RUN, stage: "train", attempt: "train-2" };
    expect(run.press("L").open).toMatchObject({ is: "log", state: { target } });
    run.press("[");
    expect(run.press("L").open).toMatchObject({ state: { target: { attempt: "train-1" } } });
    expect(at(training({ cursor: "notify" })).unable("L")).toBe("notify has no log yet");
  });

  it("show another try, and follow the last one again", () => {
    const run = at(training());
    expect(run.unable("]")).toBe("this is the last try");
    expect(run.pressed("[").attempt).toBe(1);
    expect(run.interest()).toMatchObject({
      attempt: "train-1",
      log: { target: { attempt: "train-1" } },
    });
    expect(run.unable("[")).toBe("this is the first try");
    expect(run.pressed("]").attempt).toBeNull();
    expect(run.pressed("[", "j").attempt).toBeNull();
    expect(at(training({ cursor: "match" })).unable("[")).toBe("there is no other try");
  });

  it("ask before they stop anything, and wait for what the question needs", () => {
    const run = at(training());
    const cancel = { is: "prepare-cancel", run: RUN, stage: null };
    expect(run.press("x")).toMatchObject({
      dialog: { is: "waiting", title: "cancel pricecheck#42?" },
      wishes: [{ ...cancel, kill: false }],
    });
    expect(run.press("X").wishes).toEqual([{ ...cancel, kill: true }]);
    expect(at(failed()).unable("x")).toBe("the run is over (failed)");
  });

  it("rerun, retry, trigger, answer", () => {
    const run = at(failed());
    expect(run.press("r").wishes).toEqual([{ is: "prepare-rerun", run: RUN, stage: "data" }]);
    expect(run.press("R").wishes).toEqual([{ is: "retry", run: RUN }]);
    expect(run.press("t").wishes).toEqual([{ is: "prepare-trigger", pipeline: "pricecheck" }]);
    expect(run.unable("a")).toBe("nothing waits for a person");
    expect(at(training()).unable("R")).toBe("the run is not over");
    const asked = at(sweep());
    expect(asked.press("a").wishes).toEqual([
      { is: "prepare-answer", run: RUN, stage: stageKey("ask") },
    ]);
  });

  it("copy what shows the run, and open a shell in a try", () => {
    const run = at(training());
    const text = "dagtop show pricecheck#42";
    expect(run.press("y").wishes).toEqual([{ is: "copy", text, what: text }]);
    expect(run.press("e").wishes).toEqual([
      { is: "shell", run: RUN, stage: "train", attempt: "train-2" },
    ]);
    expect(at(training({ cursor: "notify" })).unable("e")).toBe("notify has had no try yet");
  });

  it("lead back, once the filter is cleared", () => {
    const run = at(training());
    run.typed("train");
    expect(run.press("Esc").close).toBe(false);
    expect(run.press("Esc").close).toBe(true);
    expect(run.press("q").close).toBe(true);
  });

  it("say that the run is still being read until it has been", () => {
    const { view, state } = training();
    const place = { view: { ...view, run: null }, state, room: WIDE };
    const unable = runScreen.keys.map((record) => record.unable(place));
    expect(new Set(unable)).toEqual(new Set(["it is still being read", null]));
    expect(textOf(runScreen.draw(place.view, state, WIDE), 120)).toContain("reading this run");
  });
});

describe("the view of a run", () => {
  it("is columns where they fit, a list where there is little room or much to show", () => {
    expect(at(training()).text()).toContain("graph ─ v view");
    expect(at(training(), NARROW).text()).not.toContain("─►");
    expect(at(large()).text()).not.toContain("─►");
  });

  it("goes from columns to a list to the stage with its neighbours, and around", () => {
    const run = at(training());
    expect(run.pressed("v").view).toBe("list");
    expect(run.text()).not.toContain("─►");
    expect(run.pressed("v").view).toBe("focus");
    expect(run.text()).not.toContain("match 4m");
    expect(run.pressed("v").view).toBe("columns");
    expect(run.text()).toContain("match 4m");
  });

  it("is one pane in a narrow terminal, and Tab goes to the next", () => {
    const run = at(training(), NARROW);
    expect(run.pressed("Tab").pane).toBe("graph");
    expect(run.text()).toContain("─►");
    expect(run.pressed("Tab").pane).toBe("log");
    expect(run.text()).not.toContain("metadata");
    expect(run.pressed("Tab").pane).toBe("stages");
    expect(run.pressed("S-Tab").pane).toBe("log");
    expect(run.pressed("v")).toMatchObject({ view: "focus", pane: "graph" });
    expect(at(training()).unable("Tab")).toBe("all panes are in view");
  });

  it("is laid out once for a folding: a change of state moves nothing in the graph", () => {
    const { view, state } = training();
    const before = at({ view, state }).text().split("\n").slice(1, 5);
    const page = view.run!;
    const stages = page.run.stages.map((stage) =>
      stage.key === "promote"
        ? { ...stage, state: "running" as const, startedAt: view.now - 5000 }
        : stage,
    );
    const changed = { ...view, run: { ...page, run: { ...page.run, stages } } };
    const after = at({ view: changed, state }).text().split("\n").slice(1, 5);
    const places = (lines: string[]) =>
      lines.map((line) => Array.from(line).flatMap((sign, n) => (sign === "►" ? [n] : [])));
    expect(places(after)).toEqual(places(before));
    expect(after.join("")).toContain("● promote 5s");
  });
});
