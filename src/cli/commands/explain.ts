// `dagtop explain RUN [STAGE]`: why it waits, why it failed, what comes next.

import { attemptFolder } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import type { AttemptRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import type { RunId, StageKey } from "../../pipeline/ids.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import { plainText, sanitise } from "../../ui/sanitise.ts";
import { isBadEnd } from "../../ui/theme.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { type Explained, type Facts, explainAlone, explainRun } from "../explain.ts";
import { findRun } from "../find-run.ts";
import { snapshotOf } from "../follow.ts";
import { type HostState, NO_HOST, hostState } from "../host-process.ts";
import { tailOf } from "../log-tail.ts";
import { LOOKING, looking } from "../looking.ts";
import { maskOfRun, maskedValue } from "../masking.ts";
import { say, sayJson } from "../output.ts";
import { stagesNamed } from "../stage-names.ts";

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
    const noHost = noHostOf(hostState(reader.hosts.last()));
    const facts = { ...snapshot, plan, now: Date.now(), zone, noHost };
    const mask = maskOfRun(reader, row.id);
    const explained = key === undefined ? explainRun(facts) : ofStages(reader, facts, key);
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

/** One stage, or the members of a matrix. @throws UserError no-stage */
function ofStages(reader: Reader, facts: Facts, key: string): Explained[] {
  return stagesNamed(facts.stages, key, runName(facts.run)).map((stage) =>
    ofStage(reader, facts, stage),
  );
}

function ofStage(reader: Reader, facts: Facts, stage: StageRow): Explained {
  const { run, plan } = facts;
  const explained = explainAlone(facts, stage);
  const isKept = plan.stages.some((one) => one.key === stage.key && one.cache !== null);
  if (!isKept) return explained;
  const miss = stage.state === "cached" ? null : missOf(reader, run.id, stage.key);
  const notKept = reader.kept.notKept(run.pipeline, stage.key);
  const why = [
    ...(miss === null ? [] : [`not cached: ${miss}`]),
    ...(notKept?.run === runName(run) ? [`nothing was kept of it: ${notKept.cause}`] : []),
  ];
  return { ...explained, why: [...explained.why, ...why] };
}

const PAGE = 500;

/** What the host found when it last looked whether the stage had to run; null where it has not looked. */
function missOf(reader: Reader, run: RunId, key: StageKey): string | null {
  let miss: string | null = null;
  for (let cursor = 0; ;) {
    const rows = reader.events.since(cursor, PAGE, run);
    for (const { kind, data, seq } of rows) {
      cursor = seq;
      if (kind !== "stage.hashed") continue;
      const event = JSON.parse(data) as { readonly stage: string; readonly miss?: string };
      if (event.stage === key) miss = event.miss ?? null;
    }
    if (rows.length < PAGE) return miss;
  }
}

function noHostOf(host: HostState): string | null {
  if (host.is === "gone") return NO_HOST;
  if (host.is !== "stopped") return null;
  return `host ${host.row.pid} is stopped: kill -CONT ${host.row.pid}`;
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
