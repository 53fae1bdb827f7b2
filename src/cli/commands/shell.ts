// `dagtop shell RUN STAGE`: a shell where a stage ran, in its folder and its environment. Whatever is done there changes
// nothing that the run has recorded.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { AttemptRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import type { AttemptId } from "../../pipeline/ids.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { plainText } from "../../ui/sanitise.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { looking } from "../looking.ts";
import { shellSpec } from "../monitor/shell.ts";
import type { Program } from "../monitor/terminal.ts";
import { remark } from "../output.ts";
import { stagesNamed } from "../stage-names.ts";

export const shell: Command = {
  name: "shell",
  takes: "RUN STAGE",
  summary: "Start a shell in the folder and environment of a stage",
  counts: [2, 2],
  options: {
    attempt: { type: "string", value: "N", help: "that of the N-th try instead of the last" },
  },
  examples: ["dagtop shell last:failed train", "dagtop shell nightly#42 train --attempt 1"],
  run: async (args) => {
    const { paths, reader } = looking(args);
    const [name = "", key = ""] = args.positionals;
    const row = findRun(reader, name);
    if (reader === null) return EXIT.notFound;
    const run = plainText(runName(row));
    const stage = oneStage(stagesNamed(reader.stages.stages(row.id), key, run), key);
    const attempts = reader.stages.attempts(row.id).filter((one) => one.stage === stage.key);
    const attempt = attemptOf(attempts, args.text("attempt"), `${plainText(stage.key)} of ${run}`);
    const spec = shellSpec(paths, reader, { run: row.id, stage: stage.key, attempt });
    reader.close();
    if (typeof spec === "string") {
      const message = `No shell for ${plainText(stage.key)} of ${run}: ${spec}.`;
      throw new UserError("no-shell", message, { hint: `dagtop show ${run}`, exit: 4 });
    }
    if (process.stdin.isTTY)
      remark(`${plainText(stage.key)} of ${run}, without its secrets; exit leaves`);
    return started(spec);
  },
};

/** @throws UserError no-stage where the name is that of a matrix */
function oneStage(stages: readonly StageRow[], key: string): StageRow {
  const [first, ...others] = stages;
  if (first !== undefined && others.length === 0) return first;
  const names = stages.slice(0, 8).map((stage) => plainText(stage.key));
  throw new UserError("no-stage", `${plainText(key)} is more than one stage.`, {
    hint: `Name one of ${names.join(", ")}${stages.length > 8 ? ", …" : ""}.`,
    exit: 4,
  });
}

/** Null for the last one. @throws UserError no-attempt */
function attemptOf(
  attempts: readonly AttemptRow[],
  text: string | undefined,
  of: string,
): AttemptId | null {
  if (text === undefined) return null;
  const found = attempts.findLast(({ number }) => String(number) === text);
  if (found !== undefined) return found.id;
  const last = attempts.at(-1)?.number;
  throw new UserError("no-attempt", `There is no try ${plainText(text)} of ${of}.`, {
    hint: last === undefined ? "It has had no try yet." : `Its last try is ${last}.`,
    exit: 4,
  });
}

/** The exit code of the program, as a shell would say it. @throws UserError no-shell where it can't be started */
function started({ program, args, cwd, env }: Program): Promise<number> {
  const child = spawn(program, args, { cwd, env, stdio: "inherit" });
  // Ctrl-C is the shell's own; what tells this program to go is passed on.
  const pass = (signal: NodeJS.Signals): void => {
    if (signal !== "SIGINT") child.kill(signal);
  };
  const signals = ["SIGINT", "SIGHUP", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, pass);
  return new Promise<number>((resolve, reject) => {
    child.once("error", ({ message }) => {
      const hint = "It is what $SHELL names.";
      reject(
        new UserError("no-shell", `${plainText(program)} can't be started: ${message}.`, { hint }),
      );
    });
    child.once("close", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }).finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}
