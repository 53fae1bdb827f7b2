// Why a key can do nothing on the Stage screen now; null where it can. And the try that keys are about.

import type { LogTarget } from "../log/view.ts";
import type { Situation } from "../monitor/keys.ts";
import { runIsOver } from "../theme.ts";
import { layoutOf, mostTop } from "./layout.ts";
import { type Shown, pageOf, placeOf, shownOf } from "./shown.ts";
import type { StageState } from "./state.ts";
import type { TryView } from "./view.ts";

export type At = Situation<StageState>;
export type Why = (at: At) => string | null;

const NOT_READ = "it is still being read";

export const notRead: Why = (at) => (shownOf(at.view, at.state) === null ? NOT_READ : null);

/** What can't be done before the stage has been read. */
function ofShown(why: (shown: Shown, at: At) => string | null): Why {
  return (at) => {
    const shown = shownOf(at.view, at.state);
    return shown === null ? NOT_READ : why(shown, at);
  };
}

export function chosenOf({ view, state }: At): TryView | null {
  const attempts = pageOf(view, state)?.attempts ?? [];
  return attempts[placeOf(attempts, state)] ?? null;
}

export function targetOf(at: At): LogTarget | null {
  const chosen = chosenOf(at);
  const { run, stage } = at.state;
  return chosen === null ? null : { is: "attempt", run, stage, attempt: chosen.id };
}

export function noTry(by: number): Why {
  return ofShown(({ page: { attempts } }, { state }) => {
    if (attempts.length < 2)
      return attempts.length === 0 ? "it has had no try yet" : "there is one try only";
    const place = placeOf(attempts, state) + by;
    if (place < 0) return "this is the first try";
    return place >= attempts.length ? "this is the last try" : null;
  });
}

export const allInView: Why = ofShown((shown, { room }) =>
  mostTop(layoutOf(shown, room)) === 0 ? "all of it is in view" : null,
);

export const noLog: Why = ofShown((_, at) => (chosenOf(at) === null ? "it has no log yet" : null));

export const over: Why = ofShown(({ run, stage }) => {
  if (runIsOver(run.state)) return `the run is over (${run.state.replace("_", " ")})`;
  return stage.endedAt === null ? null : `it has ended (${stage.state.replace("_", " ")})`;
});

export const noRetry: Why = ofShown(({ run }) => {
  if (!runIsOver(run.state)) return "the run is not over";
  return run.state === "succeeded" ? "the run succeeded" : null;
});

export const noShell: Why = ofShown(({ page }) => {
  if (page.work.is === "approval") return "it runs nothing: a person is asked";
  return page.attempts.length === 0 ? "it has had no try yet" : null;
});

export const noCommand: Why = ofShown(({ page }) =>
  page.commandText === "" ? "it runs nothing" : null,
);
export const noPath: Why = ofShown(({ page }) =>
  page.logPath === null ? "it has no log yet" : null,
);
export const noQuestion: Why = ofShown(({ stage }) =>
  stage.state === "waiting" ? null : "it does not wait for a person",
);
