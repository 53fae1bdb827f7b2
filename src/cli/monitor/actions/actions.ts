// What the screens do to the home and around it: everything that a wish asks for and that needs no terminal. What comes of
// it is told: as a toast, as the dialog that was prepared, as the run that has begun. Nothing is thrown.

import { runName } from "../../../engine/run.ts";
import type { RunId } from "../../../pipeline/ids.ts";
import { isUserError } from "../../../pipeline/user-error.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { RerunChoice, Wish } from "../../../ui/monitor/wish.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { READONLY } from "../../../ui/monitor/actions.ts";
import { dagtop } from "./child.ts";
import type { ActionContext } from "./context.ts";
import { copied } from "./copy.ts";
import { answerDialog } from "./prepare-answer.ts";
import { cancelDialog } from "./prepare-cancel.ts";
import { rerunDialog } from "./prepare-rerun.ts";
import { triggerDialog } from "./prepare-trigger.ts";
import { saved } from "./save.ts";

type Tell = (told: Told) => void;
type Of<Is extends Wish["is"]> = Extract<Wish, { readonly is: Is }>;

/** Said where it takes longer than a person waits without a word. */
const SLOW_MS = 400;

export interface Actions {
  readonly perform: (wish: Wish, tell: Tell) => Promise<void>;
}

export function actions(context: ActionContext): Actions {
  const home = ["--home", context.paths.home];

  function nameOf(run: RunId): string {
    const row = context.reader()?.runs.get(run) ?? null;
    return row === null ? run : runName(row);
  }

  /** Runs a command; a run that it has started is opened. */
  async function act(words: readonly string[], done: string, tell: Tell): Promise<boolean> {
    const slow = setTimeout(() => {
      tell({ is: "toast", text: `${words[0] ?? ""} is under way`, meaning: "quiet" });
    }, SLOW_MS);
    const { ok, out, why } = await dagtop([...words, ...home]);
    clearTimeout(slow);
    if (!ok) {
      tell({ is: "toast", text: plainText(why), meaning: "bad" });
      return false;
    }
    const started = runIn(out);
    if (started !== null) tell({ is: "run", run: started.id });
    const text = started === null ? done : `started ${started.run}`;
    tell({ is: "toast", text: plainText(text), meaning: "ok" });
    return true;
  }

  async function cancel(wish: Of<"cancel">, tell: Tell): Promise<void> {
    const name = nameOf(wish.run);
    const words = ["cancel", wish.run, ...(wish.stage === null ? [] : [wish.stage]), "--json"];
    const what = wish.stage === null ? name : `${wish.stage} of ${name}`;
    const isAsked = await act(words, `${what} is being cancelled`, tell);
    // Said again while it is being stopped, it kills.
    if (isAsked && wish.kill) await act(words, `${what} is being killed`, tell);
  }

  const acting: {
    readonly [Is in Wish["is"]]?: (wish: Of<Is>, tell: Tell) => Promise<unknown>;
  } = {
    trigger: ({ pipeline, params, preset }, tell) => {
      const given = Object.entries(params).flatMap(([name, value]) => [
        "-p",
        `${name}=${String(value)}`,
      ]);
      const chosen = preset === null ? [] : ["--preset", preset];
      return act(["trigger", pipeline, ...given, ...chosen, "--json"], "", tell);
    },
    "trigger-file": ({ file }, tell) => act(["run", file, "--detach", "--json"], "", tell),
    cancel,
    retry: ({ run }, tell) =>
      act(["retry", run, "--detach"], `${nameOf(run)} goes on in another round`, tell),
    rerun: ({ run, choice }, tell) =>
      choice.is === "failed"
        ? act(["retry", run, "--detach"], `${nameOf(run)} goes on in another round`, tell)
        : act(["rerun", run, ...choiceWords(choice), "--detach", "--json"], "", tell),
    answer: ({ run, stage, round, approved, message }, tell) => {
      // A later round puts another question than the one that was seen.
      if (context.reader()?.runs.get(run)?.round !== round)
        return Promise.resolve(
          tell({ is: "toast", text: "the question is put anew: look again", meaning: "warn" }),
        );
      const why = message === null || message === "" ? [] : ["-m", message];
      const words = [approved ? "approve" : "reject", run, stage, ...why];
      return act(words, `${stage} of ${nameOf(run)}: ${approved ? "approved" : "rejected"}`, tell);
    },
    init: async (_, tell) => {
      if (await act(["init"], "made pipeline.yaml: Enter runs it", tell)) return;
    },
    demo: (_, tell) =>
      Promise.resolve(
        tell({
          is: "toast",
          text: "the examples come with the source: npm run demo",
          meaning: "quiet",
        }),
      ),
  };

  const preparing: {
    readonly [Is in Wish["is"]]?: (wish: Of<Is>) => Promise<Told>;
  } = {
    "prepare-trigger": (wish) => triggerDialog(context, wish),
    "prepare-rerun": (wish) => rerunDialog(context, wish),
    "prepare-cancel": (wish) => cancelDialog(context, wish),
    "prepare-answer": (wish) => answerDialog(context, wish),
  };

  async function perform(wish: Wish, tell: Tell): Promise<void> {
    const prepare = preparing[wish.is] as ((wish: Wish) => Promise<Told>) | undefined;
    if (prepare !== undefined) return tell(await told(() => prepare(wish)));
    if (wish.is === "copy") return tell(copied(wish, context.write));
    if (wish.is === "save") return tell(await told(() => saved(context, wish)));
    const doing = acting[wish.is] as ((wish: Wish, tell: Tell) => Promise<unknown>) | undefined;
    if (doing === undefined) return;
    if (context.readonly) return tell({ is: "toast", text: READONLY, meaning: "warn" });
    await doing(wish, tell);
  }

  return { perform };
}

/** What it gives, or why it could not. */
async function told(make: () => Promise<Told>): Promise<Told> {
  try {
    return await make();
  } catch (error) {
    return { is: "no dialog", why: wordsOf(error) };
  }
}

function wordsOf(error: unknown): string {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const first = message.split("\n", 1)[0] ?? "";
  const hint =
    isUserError(error) && error.hint !== "" ? ` ${error.hint.split("\n", 1)[0] ?? ""}` : "";
  return plainText(`${first}${hint}`);
}

function choiceWords(choice: Exclude<RerunChoice, { readonly is: "failed" }>): string[] {
  switch (choice.is) {
    case "all":
      return [];
    case "only":
      return ["--only", choice.stage];
    case "from":
      return ["--from", choice.stage];
  }
}

function runIn(out: string): { readonly id: RunId; readonly run: string } | null {
  try {
    const value = JSON.parse(out) as { id?: RunId; run?: string; trigger?: string };
    return value.id === undefined || value.run === undefined || value.trigger === undefined
      ? null
      : { id: value.id, run: value.run };
  } catch {
    return null;
  }
}
