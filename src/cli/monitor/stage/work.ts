// What stands in the plan of a stage, as a screen shows it: its command, its folder, its rules.

import type { Masker } from "../../../engine/host/mask.ts";
import { absolute } from "../../../pipeline/paths.ts";
import type { Plan, RetryPlan, StagePlan, Template } from "../../../pipeline/plan.ts";
import { countdown } from "../../../ui/format.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import { shellWord } from "../../../ui/shell-word.ts";
import type { StagePageView, StageWork } from "../../../ui/stage/view.ts";
import { commandLines, templateText } from "../../plan-words.ts";

/** What a stage has given by now; null where that is not known. */
export type OutputOf = (stage: string, name: string) => string | null;

type Planned = Pick<
  StagePageView,
  | "description"
  | "work"
  | "commandText"
  | "cwd"
  | "python"
  | "needs"
  | "ifText"
  | "retry"
  | "timeoutMs"
  | "slots"
  | "onFail"
>;

const MOST_LINES = 40;
const MOST_NEEDS = 8;

/** @param userHome - the folder that is written as ~ */
export function plannedOf(
  plan: Plan,
  stage: StagePlan,
  outputOf: OutputOf,
  mask: Masker,
  userHome: string,
): Planned {
  const clean = (text: string): string => mask.text(oneLine(text));
  const { needs } = stage;
  const more = needs.length > MOST_NEEDS ? [`and ${needs.length - MOST_NEEDS} more`] : [];
  const cwd = absolute(plan.folder, filled(stage.cwd, outputOf));
  return {
    description: stage.description === null ? null : clean(stage.description),
    work: workOf(stage, outputOf, mask),
    commandText: mask.text(copied(commandText(stage, outputOf))),
    cwd: clean(shortPath(cwd, userHome)),
    python: plan.python === null ? null : clean(pythonText(plan.python, plan.folder, userHome)),
    needs: [...needs.slice(0, MOST_NEEDS).map(clean), ...more],
    ifText: ifText(stage),
    retry: retryText(stage.retry),
    timeoutMs: stage.timeoutMs,
    slots: Object.entries(stage.slots).map(([pool, count]) => clean(`${pool} ${count}`)),
    onFail: stage.onFail,
  };
}

function workOf(stage: StagePlan, outputOf: OutputOf, mask: Masker): StageWork {
  const { command } = stage;
  if (command.is === "approval") {
    const message = mask.text(oneLine(filled(command.message, outputOf)));
    return { is: "approval", message, by: command.by.map(plainText) };
  }
  if (command.is === "argv") {
    return { is: "argv", text: mask.text(oneLine(commandText(stage, outputOf))) };
  }
  const lines =
    command.is === "builtin" ? commandLines(command) : command.script.trim().split("\n");
  const shown = lines.slice(0, MOST_LINES).map((line) => mask.text(scriptLine(line)));
  return { is: "script", lines: shown, count: lines.length };
}

/** With its indent, whatever that was made of. */
function scriptLine(line: string): string {
  return plainText(line.trimEnd().replaceAll("\t", "  ")).trimEnd();
}

function commandText({ command }: StagePlan, outputOf: OutputOf): string {
  if (command.is === "shell") return command.script.trim();
  if (command.is === "approval") return "";
  if (command.is === "builtin") return commandLines(command).join("\n");
  return command.argv.map((word) => shellWord(filled(word, outputOf))).join(" ");
}

/** For the clipboard: with its lines, and without characters that a terminal would obey when it is pasted. */
function copied(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, "");
}

/** What is not known yet stands as the file has it. */
function filled(template: Template, outputOf: OutputOf): string {
  return template
    .map((piece) => {
      const known = piece.is === "output" ? outputOf(piece.stage, piece.name) : null;
      return known ?? templateText([piece]);
    })
    .join("");
}

export function shortPath(path: string, userHome: string): string {
  if (path === userHome) return "~";
  return path.startsWith(`${userHome}/`) ? `~${path.slice(userHome.length)}` : path;
}

function pythonText(python: string, folder: string, userHome: string): string {
  return python.startsWith(`${folder}/`)
    ? python.slice(folder.length + 1)
    : shortPath(python, userHome);
}

function ifText({ if: kind, ifText: text }: StagePlan): string | null {
  if (text !== null) return oneLine(text);
  return kind === "success" ? null : kind;
}

/** "never", "once after 60s", "2 times after 30s, then twice as long, on exit 75 only". */
function retryText({
  times,
  delayMs,
  backoff,
  factor,
  maxDelayMs,
  onExit,
  notOnExit,
}: RetryPlan): string {
  if (times === 0) return "never";
  const often = times === 1 ? "once" : `${times} times`;
  const after = delayMs === 0 ? " at once" : ` after ${countdown(delayMs)}`;
  const isSame = times === 1 || delayMs === 0 || backoff === "constant";
  const longer = isSame
    ? ""
    : backoff === "linear"
      ? ", longer each time"
      : `, then ${factor} times as long`;
  const most = isSame || maxDelayMs === null ? "" : `, at most ${countdown(maxDelayMs)}`;
  const only = onExit.length === 0 ? "" : `, on exit ${onExit.join(", ")} only`;
  const not = notOnExit.length === 0 ? "" : `, not on exit ${notOnExit.join(", ")}`;
  return `${often}${after}${longer}${most}${only}${not}`;
}
