// `run --dry-run`: the plan as it would be handed over, in the order in which stages can start. Nothing is run, and no
// home is touched.

import type { CommandPlan, StagePlan, Template } from "../pipeline/plan.ts";
import { countdown } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import { EXIT } from "./exit.ts";
import type { Ready } from "./load-pipeline.ts";
import { say, sayJson } from "./output.ts";

export function dryRun({ plan, planHash, env }: Ready, json: boolean): number {
  if (json) {
    sayJson({ plan_hash: planHash, plan, environment: env });
    return EXIT.succeeded;
  }
  const clean = (text: string): string => plainText(text);
  say(
    `${plan.pipeline}  ${plan.stages.length === 1 ? "1 stage" : `${plan.stages.length} stages`}, in the order in which they can start`,
  );
  plan.stages.forEach((stage, place) => {
    say(`${String(place + 1).padStart(3)}  ${clean(stage.key)}${whenOf(stage)}${limitsOf(stage)}`);
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
  if (plan.envFile !== null) say(`env_file     ${clean(plan.envFile)} (read when a stage starts)`);
  say(`passed on    ${Object.keys(env).map(clean).join(" ")}`);
  return EXIT.succeeded;
}

function whenOf({ needs, if: condition }: StagePlan): string {
  const after = needs.length === 0 ? "" : ` after ${needs.map(plainText).join(", ")}`;
  if (condition === "success") return after;
  return condition === "always" ? `${after}, always` : `${after}, if something fails`;
}

function limitsOf({ retry, timeoutMs, onFail }: StagePlan): string {
  const tries = retry.times === 0 ? "" : `, ${retry.times + 1} tries`;
  const wait = retry.times === 0 || retry.delayMs === 0 ? "" : ` ${countdown(retry.delayMs)} apart`;
  const limit = timeoutMs === null ? "" : `, ${countdown(timeoutMs)} at most`;
  return `${tries}${wait}${limit}${onFail === "fail" ? "" : `, on_fail: ${onFail}`}`;
}

function commandText(command: CommandPlan): string {
  if (command.is === "argv") return command.argv.map(templateText).join(" ");
  const [first = "", ...more] = command.script.trim().split("\n");
  const rest = more.length === 0 ? "" : `  … ${more.length} more lines`;
  return `${command.shell.join(" ")}  ${first}${rest}`;
}

function templateText(template: Template): string {
  return template
    .map((piece) =>
      piece.is === "text" ? piece.text : `\${{ stages.${piece.stage}.outputs.${piece.name} }}`,
    )
    .join("");
}
