// `uses: promote`: the best model of a stage becomes a version of the home's registry and, if it deserves it, the champion
// (semantics 8.5).
//
//   evidence ─▶ training complete? ─▶ files copied by their hash ─▶ the host decides, once per attempt ─▶ looked at again ─▶ said
//
// It may be killed between any two of these and begun anew: files are named by their content, and a version is found again.

import { statSync, writeFileSync } from "node:fs";
import { writeSaid } from "../../engine/host/said.ts";
import { championText } from "../../engine/gate.ts";
import { championVersion } from "../../engine/model.ts";
import type { ModelAnswer, Submit } from "../../engine/model-ask.ts";
import { runName } from "../../engine/run.ts";
import { absolute } from "../../pipeline/paths.ts";
import type { StagePlan } from "../../pipeline/plan.ts";
import { dropDrafts, keepFiles, Unkept } from "../../integrations/registry/keep.ts";
import { filesAreGone } from "../model-files.ts";
import { say } from "../output.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { type PromoteSettings, Refusal, type With, promoteSettings } from "./promote-settings.ts";
import { type StepHome, askOnce } from "./step-home.ts";

/** It was decided, and the decision is no: said in the attempt's own words. */
const NO = 3;

export async function promote(home: StepHome, given: With): Promise<number> {
  try {
    return await decided(home, promoteSettings(given));
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof Unkept)) throw error;
    say(`refused: ${error.message}`);
    say("nothing was registered");
    return end(home, `refused: ${error.message}`, null, NO);
  }
}

interface Candidate {
  readonly stage: StagePlan;
  readonly made: Evidence;
  readonly measured: Evidence;
  readonly value: number;
}

async function decided(home: StepHome, settings: PromoteSettings): Promise<number> {
  const best = bestOf(home, settings);
  const { model, gate } = settings;
  checkComplete(home, settings, best);
  const path = pathOf(home, settings, best);
  say(`${best.stage.key}: ${gate.metric} ${best.value}`);
  dropDrafts(home.paths.models, earlierTries(home));
  const files = await keepFiles(home.paths.models, path, home.attempt);
  say(
    `kept ${files.files === 1 ? "1 file" : `${files.files} files`}, ${files.bytes} bytes, ${files.hash.slice(0, 12)}`,
  );
  const ask: Submit = {
    act: "submit",
    model,
    attempt: home.attempt,
    files,
    metrics: { ...best.made.metrics, ...best.measured.metrics },
    from: provenanceOf(home, best),
    gate,
    by: home.run.by,
    gone: goneOf(home, model),
  };
  const text = await askOnce(home, `promote:${home.attempt}`, { kind: "model", args: ask });
  const answer = JSON.parse(text) as ModelAnswer;
  verify(home, model, answer);
  writeFileSync(`${home.folder}/output`, outputsOf(answer), { flag: "a" });
  const { outcome } = answer;
  say(answer.text);
  if (outcome !== "promoted")
    say(`to choose it all the same: dagtop models promote ${model} v${answer.version}`);
  if (outcome === "not_better")
    return end(home, answer.text, gate.ifNotBetter === "fail" ? "fail" : "warn", NO);
  return end(home, answer.text, null, outcome === "refused" ? NO : 0);
}

/** Of this stage: all are over, since this one lives. */
function earlierTries({ reader, run, stage, attempt }: StepHome): string[] {
  return reader.stages
    .attempts(run.id)
    .filter((one) => one.stage === stage.key && one.id !== attempt)
    .map(({ id }) => id);
}

function end(home: StepHome, text: string, onFail: "fail" | "warn" | null, code: number): number {
  writeSaid(home.folder, { text, onFail }, code);
  return code;
}

/** The best member of the stage, by the metric; of equals the first. */
function bestOf(home: StepHome, settings: PromoteSettings): Candidate {
  const { gate, from } = settings;
  let best: Candidate | null = null;
  const lacking: string[] = [];
  for (const stage of membersOf(home, from)) {
    const candidate = candidateOf(home, settings, stage);
    if (typeof candidate === "string") lacking.push(candidate);
    else if (best === null || isBetter(gate.goal, candidate.value, best.value)) best = candidate;
  }
  if (best !== null) {
    for (const why of lacking) say(`left out: ${why}`);
    return best;
  }
  const beside = championBeside(home, settings);
  throw new Refusal(`${lacking.join("; ") || `there is no stage ${from}`}${beside}`);
}

function isBetter(goal: "max" | "min", value: number, than: number): boolean {
  return goal === "max" ? value > than : value < than;
}

/** The stage with its number, or why it has none. */
function candidateOf(
  home: StepHome,
  { gate, from, metricsFrom }: PromoteSettings,
  stage: StagePlan,
): Candidate | string {
  const { reader, paths, run } = home;
  const made = evidenceOf(reader, paths, run, stage.key);
  if (made === null) return `${stage.key} has not succeeded`;
  const measurer = metricsFrom === from ? stage : measurerOf(home, stage, metricsFrom);
  const measured = measurer === stage ? made : evidenceOf(reader, paths, run, measurer.key);
  if (measured === null) return `${measurer.key} has not succeeded`;
  if (measured.notNumbers.includes(gate.metric))
    return `the last ${gate.metric} of ${measurer.key} is not a number`;
  const value = measured.metrics[gate.metric];
  return value === undefined
    ? `${measurer.key} gave no ${gate.metric}${elsewhere(home, gate.metric, measurer)}`
    : { stage, made, measured, value };
}

function membersOf({ plan }: StepHome, key: string): StagePlan[] {
  return plan.stages.filter((stage) => stage.key === key || stage.matrix?.group === key);
}

/** Of a matrix that member whose values are the same. */
function measurerOf(home: StepHome, stage: StagePlan, key: string): StagePlan {
  const members = membersOf(home, key);
  const values = JSON.stringify(stage.matrix?.values ?? null);
  const found =
    members.length === 1 && members[0]?.matrix === null && stage.matrix === null
      ? members[0]
      : members.find(({ matrix }) => JSON.stringify(matrix?.values ?? null) === values);
  if (found === undefined) throw new Refusal(`no member of ${key} measured ${stage.key}`);
  return found;
}

/** Where else a metric of this name was given, so that it is not looked for in vain. */
function elsewhere(home: StepHome, metric: string, measurer: StagePlan): string {
  if (measurer.matrix !== null) return "";
  const other = home.plan.stages.find(
    ({ key }) =>
      key !== measurer.key &&
      evidenceOf(home.reader, home.paths, home.run, key)?.metrics[metric] !== undefined,
  );
  return other === undefined ? "" : ` (${other.key} did: metrics_from: ${other.key})`;
}

function championBeside({ reader }: StepHome, { model, gate }: PromoteSettings): string {
  const row = championVersion(reader.models.state(model));
  if (row === null) return "";
  const value = row.metrics[gate.metric] ?? null;
  return ` (${championText(gate, { version: row.version, value, filesAreGone: false })})`;
}

/** The marker that training writes last must be there, and not an older training's. */
function checkComplete(home: StepHome, { complete }: PromoteSettings, best: Candidate): void {
  if (complete === null) return;
  const found = statSync(absolute(home.plan.folder, complete), { throwIfNoEntry: false });
  if (found === undefined)
    throw new Refusal(`the training is not complete: there is no ${complete}`);
  const { attempt, run } = best.made;
  if (run.id === home.run.id && attempt !== null && found.mtimeMs < attempt.startedAt)
    throw new Refusal(`the training is not complete: ${complete} is of an earlier one`);
}

function pathOf(home: StepHome, { path, from }: PromoteSettings, best: Candidate): string {
  const given = path ?? best.made.outputs["model"];
  if (given === undefined)
    throw new Refusal(`which file is the model? Give path, or let ${from} give an output "model"`);
  return absolute(home.plan.folder, given);
}

function provenanceOf({ run, plan, reader }: StepHome, { stage, made }: Candidate): Submit["from"] {
  const data = plan.stages.flatMap(({ key, cache }): [string, string][] => {
    const kept = cache === null ? null : reader.kept.newest(run.pipeline, key);
    return kept === null ? [] : [[key, kept.outs]];
  });
  return {
    runId: run.id,
    run: runName(run),
    round: run.round,
    stage: stage.key,
    attempt: made.attempt?.id ?? null,
    source: reader.sources.ofRun(made.run.id),
    params: plan.params,
    data: Object.fromEntries(data),
  };
}

/** Versions that have an alias and whose files are not there. */
function goneOf({ reader, paths }: StepHome, model: string): number[] {
  const { aliases, versions } = reader.models.state(model);
  return versions.flatMap(({ version, files }) =>
    Object.values(aliases).includes(version) && filesAreGone(paths, files.hash) ? [version] : [],
  );
}

/** What was answered is looked at as everybody sees it. */
function verify({ reader, paths }: StepHome, model: string, answer: ModelAnswer): void {
  const { versions } = reader.models.state(model);
  const row = versions.find(({ version }) => version === answer.version);
  if (row === undefined) throw new Error(`v${answer.version} of ${model} is not in the registry`);
  if (filesAreGone(paths, row.files.hash))
    throw new Error(`the files of v${row.version} are not in the home`);
}

function outputsOf({ version, champion, outcome }: ModelAnswer): string {
  return `version=${version ?? ""}\nchampion=${champion ?? ""}\noutcome=${outcome}\n`;
}
