// What the screens do to the home and around it: everything that a wish asks for and that needs no terminal. What comes of
// it is told: as a toast, as the dialog that was prepared, as the run that has begun. Nothing is thrown.
//
// It is done as the commands do it: the host is asked by the same code, and runs are begun by the commands themselves.

import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import { READONLY } from "../../../ui/monitor/actions.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { answer, cancel, retry } from "./ask-about.ts";
import { dagtop } from "./child.ts";
import { chooseModel, modelDialog } from "./choose-model.ts";
import type { ActionContext, Of, Tell } from "./context.ts";
import { copied } from "./copy.ts";
import { answerDialog } from "./prepare-answer.ts";
import { cancelDialog } from "./prepare-cancel.ts";
import { rerunDialog } from "./prepare-rerun.ts";
import { triggerDialog } from "./prepare-trigger.ts";
import { saved } from "./save.ts";
import { rerun, trigger, triggerFile } from "./start.ts";
import { wordsOf } from "./words.ts";

export interface Actions {
  readonly perform: (wish: Wish, tell: Tell) => Promise<void>;
}

type Done = Promise<void> | void;
type ByKind<Result> = {
  readonly [Is in Wish["is"]]?: (context: ActionContext, wish: Of<Is>, tell: Tell) => Result;
};

/** What reads for a dialog. */
const PREPARING: ByKind<Promise<Told>> = {
  "prepare-trigger": triggerDialog,
  "prepare-rerun": rerunDialog,
  "prepare-cancel": cancelDialog,
  "prepare-answer": answerDialog,
  "prepare-model": modelDialog,
};

/** What changes nothing of the home. */
const LOOKING: ByKind<Done> = {
  copy: (context, wish, tell) => tell(copied(wish, context.write)),
  save: async (context, wish, tell) => tell(await saved(context, wish)),
};

const ACTING: ByKind<Done> = {
  trigger,
  "trigger-file": triggerFile,
  cancel,
  retry: (context, { run }, tell) => retry(context, run, tell),
  rerun: (context, { run, choice }, tell) =>
    choice.is === "failed" ? retry(context, run, tell) : rerun(context, run, choice, tell),
  answer,
  model: chooseModel,
  init: async (_, __, tell) => {
    const { out } = await dagtop(["init", "--yes"]);
    const [wrote = ""] = out.split("\n", 1);
    tell({ is: "toast", text: plainText(wrote), meaning: "ok" });
  },
  demo: (_, __, tell) => {
    const text = "the examples come with the source: npm run demo";
    tell({ is: "toast", text, meaning: "quiet" });
  },
};

export function actions(context: ActionContext): Actions {
  return {
    perform: async (wish, tell) => {
      const isPreparing = wish.is in PREPARING;
      const failed = (why: string): void => {
        if (isPreparing) tell({ is: "no dialog", why });
        else tell({ is: "toast", text: why, meaning: "bad" });
      };
      try {
        const looking = ofKind(LOOKING, wish);
        if (looking !== undefined) return await looking(context, wish, tell);
        if (context.readonly && (isPreparing || wish.is in ACTING)) return failed(READONLY);
        const told = ofKind(PREPARING, wish)?.(context, wish, tell);
        if (told === undefined) await ofKind(ACTING, wish)?.(context, wish, tell);
        else tell(await told);
      } catch (error) {
        failed(wordsOf(error));
      }
    },
  };
}

function ofKind<Result>(
  known: ByKind<Result>,
  wish: Wish,
): ((context: ActionContext, wish: Wish, tell: Tell) => Result) | undefined {
  return known[wish.is] as ((context: ActionContext, wish: Wish, tell: Tell) => Result) | undefined;
}
