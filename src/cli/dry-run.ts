// `run --dry-run`: the plan as it would be handed over, in the order in which stages can start. Nothing is run, and no
// home is touched.

import type { Rerun } from "../engine/command.ts";
import { holdsAnyway } from "../pipeline/condition-value.ts";
import type { CommandPlan, Plan, StagePlan } from "../pipeline/plan.ts";
import { countdown } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import { EXIT } from "./exit.ts";
import { configFile } from "./home.ts";
import { remark, say, sayJson } from "./output.ts";
import { templateText, withLines } from "./plan-words.ts";
import { planChannelWarnings } from "./lacking-channels.ts";
import { poolWarnings } from "./lacking-slots.ts";
import type { ToRun } from "./what-to-run.ts";

export function dryRun({ ready, rerun }: ToRun, json: boolean): number {
  const { plan, planHash, env } = ready;
  const config = configFile(process.env);
  const warnings = [...poolWarnings(plan.stages, config), ...planChannelWarnings(plan, config)];
  for (const warning of new Set(warnings)) remark(warning);
  if (json) {
    sayJson({ plan_hash: planHash, plan, environment: env });
    return EXIT.succeeded;
  }
  const count = plan.stages.length === 1 ? "1 stage" : `${plan.stages.length} stages`;
  say(`${plan.pipeline}  ${count}, in the order in which they can start`);
  for (const [place, stage] of plan.stages.entries()) {
    const head = `${String(place + 1).padStart(3)}  ${plainText(stage.key)}`;
    const kept = keptText(rerun, stage);
    if (kept !== null) say(`${head}, ${plainText(kept)}`);
    else sayStage(head, stage, plan.folder);
  }
  for (const [label, text] of aroundOf(plan)) say(`${label.padEnd(13)}${plainText(text)}`);
  say(`passed on    ${Object.keys(env).map(plainText).join(" ")}`);
  return EXIT.succeeded;
}

/** Of a stage that is not run, since another run's result stands for it, or since it is left out. */
function keptText(rerun: Rerun | null, { key }: StagePlan): string | null {
  const kept = rerun?.taken.find(({ stage }) => stage === key);
  return kept === undefined ? null : (kept.end.reason ?? kept.end.is);
}

function sayStage(head: string, stage: StagePlan, folder: string): void {
  say(`${head}${whenOf(stage)}${limitsOf(stage)}`);
  say(`     ${plainText(commandText(stage.command))}`);
  const cwd = templateText(stage.cwd);
  if (cwd !== folder) say(`     in ${plainText(cwd)}`);
  const env = Object.entries(stage.env).map(([name, value]) => `${name}=${templateText(value)}`);
  if (env.length > 0) say(`     with ${plainText(env.join("  "))}`);
}

/** What holds for the run as a whole. */
function aroundOf(plan: Plan): [label: string, text: string][] {
  const { times, delayMs } = plan.retryRun;
  const wait = delayMs === 0 ? "" : `, ${countdown(delayMs)} later`;
  const all: readonly (readonly [label: string, text: string | null])[] = [
    ...plan.groups.map(({ key, maxParallel, failFast }) => {
      const most = maxParallel === null ? [] : [`${maxParallel} at a time`];
      const said = [...most, ...(failFast ? ["the first that ends badly stops the others"] : [])];
      return ["matrix", said.length === 0 ? null : `${key}: ${said.join(", ")}`] as const;
    }),
    ["max_parallel", plan.maxParallel === null ? null : `${plan.maxParallel} at a time`],
    ["timeout", plan.timeoutMs === null ? null : countdown(plan.timeoutMs)],
    ["retry_run", times === 0 ? null : `${times} more ${times === 1 ? "round" : "rounds"}${wait}`],
    ["parameters", pairsText(plan.params)],
    ["env", pairsText(plan.env)],
    ["folder", plan.folder],
    ["python", plan.python === null ? "whatever PATH has first" : `${plan.python}/python`],
    [
      "secrets",
      plan.secrets.length === 0
        ? null
        : `${plan.secrets.join(" ")} (looked up when a stage starts)`,
    ],
    ["env_file", plan.envFile === null ? null : `${plan.envFile} (read when a stage starts)`],
  ];
  return all.flatMap(([label, text]) => (text === null ? [] : [[label, text]]));
}

function pairsText(values: Readonly<Record<string, unknown>>): string | null {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${String(value)}`);
  return pairs.length === 0 ? null : pairs.join("  ");
}

/** More needs than these are the members of a matrix: their number says enough. */
const MOST_NEEDS = 8;

function whenOf({ needs, if: kind, ifText, condition }: StagePlan): string {
  const names =
    needs.length > MOST_NEEDS ? `${needs.length} stages` : needs.map(plainText).join(", ");
  const after = needs.length === 0 ? "" : ` after ${names}`;
  if (ifText !== null) {
    const isOut = condition !== null && holdsAnyway(condition) === false;
    return `${after}, if ${plainText(ifText)}${isOut ? " (does not hold)" : ""}`;
  }
  if (kind === "success") return after;
  return kind === "always" ? `${after}, always` : `${after}, if something fails`;
}

function limitsOf(stage: StagePlan): string {
  const { retry, timeoutMs, onFail, onCrash, slots, priority, cache } = stage;
  const tries = retry.times === 0 ? "" : `, ${retry.times + 1} tries`;
  const wait = retry.times === 0 || retry.delayMs === 0 ? "" : ` ${countdown(retry.delayMs)} apart`;
  const limit = timeoutMs === null ? "" : `, ${countdown(timeoutMs)} at most`;
  const held = Object.entries(slots).map(([pool, count]) => `, ${count} of ${plainText(pool)}`);
  const first = priority === 0 ? "" : `, priority ${priority}`;
  const cached = cache === null ? "" : ", has a cache";
  const fails = onFail === "fail" ? "" : `, on_fail: ${onFail}`;
  const crashes = onCrash === "fail" ? "" : `, on_crash: ${onCrash}`;
  return `${tries}${wait}${limit}${held.join("")}${first}${cached}${fails}${crashes}`;
}

function commandText(command: CommandPlan): string {
  if (command.is === "argv") return command.argv.map(templateText).join(" ");
  if (command.is === "approval") {
    const who = command.by.length === 0 ? "somebody" : command.by.join(" or ");
    return `waits for ${who} to say yes: ${templateText(command.message)}`;
  }
  if (command.is === "builtin")
    return [`uses: ${command.uses}`, ...withLines(command.with)].join("  ");
  const [first = "", ...more] = command.script.trim().split("\n");
  const rest = more.length === 0 ? "" : `  … ${more.length} more lines`;
  return `${command.shell.join(" ")}  ${first}${rest}`;
}
