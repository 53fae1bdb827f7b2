// What to do next where a run is over: commands that can be run as they stand, the most useful first, without the
// program's name.

import type { RunView } from "./project.ts";
import { shellWord } from "./shell-word.ts";
import { isBadEnd } from "./theme.ts";

/** Why it went wrong and once more, where it did; its page; the log that is most likely wanted. */
export function nextCommands(run: RunView): string[] {
  const name = shellWord(run.name);
  const isBad = run.state !== "succeeded" && run.state !== "cancelled";
  return [
    ...(isBad ? [`explain ${name}`] : []),
    ...(run.state === "succeeded" ? [] : [`retry ${name}`]),
    `show ${name}`,
    ...logs(run, name),
  ];
}

function logs({ stages }: RunView, run: string): string[] {
  const logged = stages.filter(({ attempts }) =>
    attempts.some(({ exitCode }) => exitCode !== null),
  );
  const bad = logged.find(({ state }) => isBadEnd(state));
  const own = logged.filter(({ isBuiltIn }) => !isBuiltIn);
  const retried = own.find(({ tries }) => tries > 1);
  const last = stages.some(({ state }) => isBadEnd(state)) ? undefined : own.at(-1);
  const stage = bad ?? retried ?? last;
  return stage === undefined ? [] : [`logs ${run} ${shellWord(stage.name)}`];
}
