// `run --dry-run`: the plan as it would be handed over, in the order in which stages can start. Nothing is run, and no
// home is touched.

import type { Rerun } from "../engine/command.ts";
import type { CommandPlan, StagePlan } from "../pipeline/plan.ts";
import { countdown } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import { conditionText } from "./condition-text.ts";
import { EXIT } from "./exit.ts";
import { say, sayJson } from "./output.ts";
import { templateText } from "./plan-words.ts";
import type { ToRun } from "./what-to-run.ts";

export function dryRun({ ready, rerun }: ToRun, json: boolean): number {
  const { plan, planHash, env } = ready;
  if (json) {
    sayJson({ plan_hash: planHash, plan, environment: env });
    return EXIT.succeeded;
  }
  const clean = (text: string): string => plainText(text);
  say(
    `${plan.pipeline}  ${plan.stages.length === 1 ? "1 stage" : `${plan.stages.length} stages`}, in the order in which they can start`,
  );
  plan.stages.forEach((stage, place) => {
    const head = `${String(place + 1).padStart(3)}  ${clean(stage.key)}`;
    const kept = keptText(rerun, stage);
    if (kept !== null) return say(`${head}, ${clean(kept)}`);
    say(`${head}${whenOf(stage)}${limitsOf(stage)}`);
    say(`     ${clean(commandText(stage.command))}`);
    const folder = templateText(stage.cwd);
    if (folder !== plan.folder) say(`     in ${clean(folder)}`);
  });
  const params = Object.entries(plan.params).map(([name, value]) => `${name}=${String(value)}`);
  if (params.length > 0) say(`parameters   ${clean(params.join("  "))}`);
  say(`folder       ${clean(plan.folder)}`);
  say(
    `python       ${plan.python === null ? "whatever PATH has first" : clean(`${plan.python}/python`)}`,
  );
  if (plan.secrets.length > 0) {
    say(`secrets      ${plan.secrets.map(clean).join(" ")} (looked up when a stage starts)`);
  }
  if (plan.envFile !== null) say(`env_file     ${clean(plan.envFile)} (read when a stage starts)`);
  say(`passed on    ${Object.keys(env).map(clean).join(" ")}`);
  return EXIT.succeeded;
}

/** Of a stage that is not run, since another run's result stands for it, or since it is left out. */
function keptText(rerun: Rerun | null, { key }: StagePlan): string | null {
  const kept = rerun?.taken.find(({ stage }) => stage === key);
  return kept === undefined ? null : (kept.end.reason ?? kept.end.is);
}

/** More needs than these are the members of a matrix: their number says enough. */
const MOST_NEEDS = 8;

function whenOf({ needs, if: kind, condition }: StagePlan): string {
  const names =
    needs.length > MOST_NEEDS ? `${needs.length} stages` : needs.map(plainText).join(", ");
  const after = needs.length === 0 ? "" : ` after ${names}`;
  if (condition !== null) return `${after}, if ${plainText(conditionText(condition))}`;
  if (kind === "success") return after;
  return kind === "always" ? `${after}, always` : `${after}, if something fails`;
}

function limitsOf({ retry, timeoutMs, onFail, slots, priority, cache }: StagePlan): string {
  const tries = retry.times === 0 ? "" : `, ${retry.times + 1} tries`;
  const wait = retry.times === 0 || retry.delayMs === 0 ? "" : ` ${countdown(retry.delayMs)} apart`;
  const limit = timeoutMs === null ? "" : `, ${countdown(timeoutMs)} at most`;
  const held = Object.entries(slots).map(([pool, count]) => `, ${count} of ${plainText(pool)}`);
  const first = priority === 0 ? "" : `, priority ${priority}`;
  const cached = cache === null ? "" : ", cached";
  const fails = onFail === "fail" ? "" : `, on_fail: ${onFail}`;
  return `${tries}${wait}${limit}${held.join("")}${first}${cached}${fails}`;
}

function commandText(command: CommandPlan): string {
  if (command.is === "argv") return command.argv.map(templateText).join(" ");
  if (command.is === "approval") {
    const who = command.by.length === 0 ? "somebody" : command.by.join(" or ");
    return `waits for ${who} to say yes: ${templateText(command.message)}`;
  }
  const [first = "", ...more] = command.script.trim().split("\n");
  const rest = more.length === 0 ? "" : `  … ${more.length} more lines`;
  return `${command.shell.join(" ")}  ${first}${rest}`;
}
