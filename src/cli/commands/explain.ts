// `dagtop explain RUN [STAGE]`: why it waits, why it failed, what comes next.

import { attemptFolder } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import type { AttemptRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import { didYouMean } from "../../pipeline/nearest.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { plainText, sanitise } from "../../ui/sanitise.ts";
import { isBadEnd } from "../../ui/theme.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { type Explained, explainRun, explainAlone } from "../explain.ts";
import { findRun } from "../find-run.ts";
import { snapshotOf } from "../follow.ts";
import { hostState } from "../host-process.ts";
import { tailOf } from "../log-tail.ts";
import { LOOKING, looking } from "../looking.ts";
import { maskOfRun, maskedValue } from "../masking.ts";
import { say, sayJson } from "../output.ts";

export const explain: Command = {
  name: "explain",
  takes: "RUN [STAGE]",
  summary: "Say why it waits, why it failed, and what comes next",
  counts: [1, 2],
  options: LOOKING,
  examples: ["dagtop explain last", "dagtop explain nightly#42 train"],
  run: async (args) => {
    const { paths, reader, json } = looking(args);
    const [name = "", key] = args.positionals;
    const row = findRun(reader, name);
    if (reader === null) return EXIT.notFound;
    const snapshot = snapshotOf(reader, row.id);
    const plan = reader.versions.plan(row.plan);
    if (plan === null)
      throw new UserError("no-plan", "The plan of that run is gone.", { hint: "dagtop show RUN" });
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const hasHost = hostState(reader.hosts.last()).is !== "gone";
    const facts = { ...snapshot, plan, now: Date.now(), zone, hasHost };
    const mask = maskOfRun(reader, row.id);
    const explained =
      key === undefined
        ? explainRun(facts)
        : [explainAlone(facts, stageOf(snapshot.stages, key, runName(row)))];
    const words = explained.map((one) => ({
      ...one,
      log: lastWords(one, snapshot.attempts, (attempt) =>
        lastLineOf(`${attemptFolder(paths, attempt.id)}/log`, mask),
      ),
    }));
    if (json) sayJson(maskedValue(words, mask));
    else for (const one of words) for (const line of linesOf(one)) say(mask.text(line));
    return EXIT.succeeded;
  },
};

function stageOf(stages: readonly StageRow[], key: string, run: string): StageRow {
  const found = stages.find((stage) => stage.key === key);
  if (found !== undefined) return found;
  const keys = stages.map((stage) => stage.key);
  const near = didYouMean(key, keys);
  throw new UserError("no-stage", `${plainText(run)} has no stage ${plainText(key)}.`, {
    hint:
      near === ""
        ? `Its stages are ${keys
            .slice(0, 10)
            .map((each) => plainText(each))
            .join(", ")}.`
        : near,
    exit: 4,
  });
}

/** The last line of the log of what went wrong; null where nothing did. */
function lastWords(
  { of, state }: Explained,
  attempts: readonly AttemptRow[],
  lastLine: (attempt: AttemptRow) => string,
): string | null {
  if (!isBadEnd(state as StageRow["state"])) return null;
  const last = attempts.findLast((attempt) => attempt.stage === of);
  const line = last === undefined ? "" : lastLine(last);
  return line === "" ? null : line;
}

function lastLineOf(file: string, mask: Masker): string {
  return tailOf(file, null, true, () => mask).extras.lastLine ?? "";
}

function linesOf({
  of,
  state,
  why,
  next,
  log,
}: Explained & { readonly log: string | null }): string[] {
  const quote = log === null ? [] : [`  its log ends: ${sanitise(log, { colour: false }).trim()}`];
  return [
    `${plainText(of)}  ${state.replace("_", " ")}`,
    ...why.map((line) => `  ${plainText(line)}`),
    ...quote,
    ...next.map((line) => `  next: ${plainText(line)}`),
  ];
}
