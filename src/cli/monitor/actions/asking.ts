// Asking the host for something, as the commands do: a host is started where none lives, and whatever takes longer than a
// person waits without a word is said.

import type { Ask } from "../../../engine/command.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import { answered } from "../../answered.ts";
import { ask, readyStore } from "../../ask.ts";
import { hostKeeper } from "../../host-keeper.ts";
import { hostState } from "../../host-process.ts";
import type { ActionContext, Tell } from "./context.ts";

type Context = Pick<ActionContext, "paths" | "reader">;

const SLOW_MS = 300;
const VERY_SLOW_MS = 10_000;

/** Says what is waited for, where that takes its time. */
export async function patiently<Result>(
  { reader }: Context,
  tell: Tell,
  work: () => Promise<Result>,
): Promise<Result> {
  const hasNone = hostState(reader()?.hosts.last() ?? null).is === "gone";
  const later = (ms: number, text: string) =>
    setTimeout(() => {
      tell({ is: "toast", text, meaning: "quiet" });
    }, ms);
  const timers = [
    later(SLOW_MS, hasNone ? "starting a host" : "waiting for the host"),
    later(VERY_SLOW_MS, "no answer of a host yet: what was asked for is kept"),
  ];
  try {
    return await work();
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}

/** @returns what the host has answered @throws UserError refused, in the words of the host | no-host | host-stopped */
export async function askHost(context: Context, what: Ask, tell: Tell): Promise<string> {
  return patiently(context, tell, async () => {
    const { paths } = context;
    const keeper = hostKeeper(paths, null);
    const store = await readyStore(paths, keeper);
    try {
      const asked = ask(paths, keeper, what);
      try {
        return await answered(asked, store, keeper, refused);
      } finally {
        asked.close();
      }
    } finally {
      store.close();
    }
  });
}

function refused(why: string): UserError {
  return new UserError("refused", `refused: ${why}`, { hint: "" });
}
