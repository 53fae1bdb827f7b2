// The keys of the Stage screen: what each does to a stage as it is, and what it says where it can do nothing.

import { describe, expect, it } from "vitest";
import type { KeyRecord } from "../../../src/ui/monitor/keys.ts";
import type { Move } from "../../../src/ui/monitor/move.ts";
import { openStage, type StageState } from "../../../src/ui/stage/state.ts";
import { stageScreen } from "../../../src/ui/stage/screen.ts";
import { stageKey } from "../../../src/pipeline/ids.ts";
import { RUN } from "../rows.ts";
import { room } from "./screen-text.ts";
import { type Pictured, anAttempt, asking, failed, kept, training } from "./views.ts";

const ROOM = room(80, 23);

function recordOf(key: string): KeyRecord<StageState> {
  const found = stageScreen.keys.find(({ keys }) => keys.includes(key));
  if (found === undefined) throw new Error(`no key ${key}`);
  return found;
}

function unable({ view, state }: Pictured, key: string): string | null {
  return recordOf(key).unable({ view, state, room: ROOM });
}

function press({ view, state }: Pictured, key: string, size = ROOM): Move<StageState> {
  return recordOf(key).press({ view, state, room: size });
}

describe("the keys of the Stage screen", () => {
  it("each stand for one thing, and have a word in the help page", () => {
    const keys = stageScreen.keys.flatMap((record) => record.keys);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { help, command } of stageScreen.keys) {
      expect(help).not.toBe("");
      expect(command).toMatch(/^stage\./);
    }
  });

  it("[ and ] go from try to try, and the last one is followed", () => {
    const last = failed();
    expect(unable(last, "]")).toBe("this is the last try");
    const second = press(last, "[").state;
    expect(second.attempt).toBe(anAttempt("data", 2));
    const first = press({ ...last, state: second }, "Up").state;
    expect(first.attempt).toBe(anAttempt("data", 1));
    expect(unable({ ...last, state: first }, "[")).toBe("this is the first try");
    expect(press({ ...last, state: second }, "Down").state.attempt).toBeNull();
    expect(unable(kept(), "[")).toBe("there is one try only");
    expect(unable(asking(), "]")).toBe("it has had no try yet");
  });

  it("L opens the whole log of the try that is looked at", () => {
    const pictured = failed();
    const state = press(pictured, "[").state;
    expect(press({ ...pictured, state }, "L").open).toMatchObject({
      is: "log",
      state: { target: { is: "attempt", run: RUN, stage: "data", attempt: "data-2" } },
    });
    expect(unable(asking(), "L")).toBe("it has no log yet");
  });

  it("x, X, r and a ask first, in a dialog that waits for what it needs", () => {
    const stage = stageKey("train");
    const cancel = press(training(), "x");
    expect(cancel.wishes).toEqual([{ is: "prepare-cancel", run: RUN, stage, kill: false }]);
    expect(cancel.dialog).toEqual({ is: "waiting", title: "cancel train of spam#42?" });
    expect(press(training(), "X").wishes).toEqual([
      { is: "prepare-cancel", run: RUN, stage, kill: true },
    ]);
    expect(press(training(), "r").wishes).toEqual([{ is: "prepare-rerun", run: RUN, stage }]);
    const answer = press(asking(), "a");
    expect(answer.wishes).toEqual([{ is: "prepare-answer", run: RUN, stage: stageKey("promote") }]);
    expect(answer.dialog?.is).toBe("waiting");
  });

  it("say why they can do nothing", () => {
    expect(unable(failed(), "x")).toBe("the run is over (failed)");
    expect(unable(kept(), "R")).toBe("the run succeeded");
    expect(unable(training(), "R")).toBe("the run is not over");
    expect(unable(training(), "a")).toBe("it does not wait for a person");
    expect(unable(asking(), "e")).toBe("it runs nothing: a person is asked");
    expect(unable(asking(), "y")).toBe("it runs nothing");
    expect(unable(asking(), "Y")).toBe("it has no log yet");
    expect(unable(failed(), "j")).toBe("all of it is in view");
    const { view } = failed();
    for (const { command, unable: why } of stageScreen.keys) {
      if (command === "stage.back") continue;
      expect(why({ view: { ...view, stage: null }, state: failed().state, room: ROOM })).toBe(
        "it is still being read",
      );
    }
  });

  it("R retries the run, e asks for a shell of the try, o and s take its log", () => {
    expect(press(failed(), "R").wishes).toEqual([{ is: "retry", run: RUN }]);
    const of = { run: RUN, stage: stageKey("data"), attempt: anAttempt("data", 3) };
    expect(press(failed(), "e").wishes).toEqual([{ is: "shell", ...of }]);
    const target = { is: "attempt", ...of };
    expect(press(failed(), "o").wishes).toEqual([{ is: "pager", target }]);
    expect(press(failed(), "s").wishes).toEqual([{ is: "save", target, filter: null }]);
  });

  it("y copies the command, Y where the log is", () => {
    expect(press(failed(), "y").wishes).toEqual([
      { is: "copy", text: "dvc repro", what: "the command" },
    ]);
    expect(press(failed(), "Y").wishes).toMatchObject([
      { is: "copy", text: "/home/ada/.local/state/dagtop/attempts/x/log" },
    ]);
  });

  it("j and k scroll what has no room, and never past its end", () => {
    const pictured = training();
    const small = room(80, 18);
    const down = press(pictured, "j", small).state;
    expect(down.top).toBe(1);
    const end = press(pictured, "G", small).state;
    expect(press({ ...pictured, state: end }, "j", small).state).toEqual(end);
    expect(press({ ...pictured, state: end }, "g", small).state.top).toBe(0);
    expect(stageScreen.settle(pictured.view, { ...end, top: 999 }, small)).toEqual(end);
    expect(stageScreen.settle(pictured.view, end, room(80, 50)).top).toBe(0);
  });

  it("Esc goes back", () => {
    expect(press(failed(), "Esc").close).toBe(true);
  });
});

describe("the Stage screen", () => {
  it("asks for its stage and the try that is looked at", () => {
    const { view, state } = failed();
    const chosen = { ...state, attempt: anAttempt("data", 2) };
    expect(stageScreen.interest(chosen, view, ROOM)).toMatchObject({
      run: RUN,
      stage: "data",
      attempt: "data-2",
      log: null,
    });
  });

  it("goes back to the last try where the chosen one is not there, and else stays the same object", () => {
    const { view, state } = failed();
    expect(stageScreen.settle(view, { ...state, attempt: anAttempt("data", 9) }, ROOM)).toEqual(
      state,
    );
    expect(stageScreen.settle(view, state, ROOM)).toBe(state);
    const other = openStage(RUN, stageKey("gone"));
    expect(stageScreen.settle(view, other, ROOM)).toBe(other);
  });
});
