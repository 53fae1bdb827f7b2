// `dagtop init [DIR]`: writes a first pipeline file for what is found in a folder. Asks three questions on a terminal; takes
// the defaults elsewhere. Never overwrites anything.

import { basename, join, resolve } from "node:path";
import { madeName } from "../../integrations/made-names.ts";
import { shellWord } from "../../integrations/shell-words.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { choicesIn } from "../init-found.ts";
import { askFor } from "../init-questions.ts";
import { type FirstFile, firstFileText } from "../init-text.ts";
import { isTaken, writeNew } from "../new-files.ts";
import { remark, say } from "../output.ts";
import { visibleText } from "../visible-text.ts";

const FILE = "pipeline.yaml";

export const init: Command = {
  name: "init",
  takes: "[DIR]",
  summary: "Write a first pipeline file for what is found here",
  counts: [0, 1],
  options: {
    file: { type: "string", value: "FILE", help: `what to call it (default: ${FILE})` },
    yes: { type: "boolean", short: "y", help: "no questions: take the defaults" },
  },
  examples: ["dagtop init", "dagtop init --yes", "dagtop init --file nightly.yaml"],
  run: async (args) => {
    const [folder = "."] = args.positionals;
    const file = args.text("file") ?? FILE;
    if (!/\.ya?ml$/.test(file)) {
      throw new UserError("usage", `${file} is no name for a pipeline file.`, {
        hint: "Let it end in .yaml.",
      });
    }
    const path = file.startsWith("/") ? file : join(folder, file);
    const hint = hintFor(folder);
    if (isTaken(path))
      throw new UserError("file-exists", `${path} exists; nothing was written.`, { hint });
    const name = madeName(basename(resolve(folder)), "pipeline");
    const choices = choicesIn(resolve(folder), process.env["PATH"] ?? "");
    const isAsked = !args.flag("yes") && process.stdin.isTTY && process.stdout.isTTY;
    const first = isAsked ? await askFor(name, choices) : defaults(name, choices);
    if (first === null) {
      remark("\nNothing was written.");
      return EXIT.cancelled;
    }
    writeNew(path, firstFileText(first), hint);
    const stages = first.choice.stages.map((stage) => stage.name);
    say(visibleText(`Wrote ${path}: ${first.name} with ${listed(stages)}.`));
    say(visibleText(`Next: dagtop run ${shellWord(path)}`));
    return EXIT.succeeded;
  },
};

function defaults(name: string, choices: ReturnType<typeof choicesIn>): FirstFile | null {
  const [choice] = choices;
  return choice === undefined ? null : { name, choice, isNightly: false };
}

/** The command that writes beside what is there. */
function hintFor(folder: string): string {
  let free = "pipeline-2.yaml";
  for (let number = 3; isTaken(join(folder, free)); number += 1) free = `pipeline-${number}.yaml`;
  const where = folder === "." ? "" : ` ${shellWord(folder)}`;
  return `dagtop init${where} --file ${free} writes another one.`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  const count = names.length === 1 ? "1 stage" : `${names.length} stages`;
  return `${count} (${names.length > 5 ? `${shown}, …` : shown})`;
}
