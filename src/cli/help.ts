// Help pages, made from the command records.

import { padEnd } from "../ui/width.ts";
import { COMMON } from "./args.ts";
import type { Command, Option } from "./command.ts";

const TITLE =
  "dagtop: top(1) for pipelines. Runs them on this machine, survives what kills other runners, and tells why.";

const EXIT_CODES =
  "Exit codes: 0 succeeded, 1 failed, 2 usage or a file with errors, 3 partial, 4 no such thing,\n" +
  "5 the home can't be used, 70 a bug of dagtop, 124 timed out, 130 cancelled.";

export function overviewPage(commands: readonly Command[]): string {
  const usages = commands.map(({ name, takes }) => `${name} ${takes}`.trim());
  const width = Math.max(...usages.map((usage) => usage.length));
  const lines = commands.map(
    ({ summary }, place) => `  ${padEnd(usages[place] ?? "", width)}  ${summary}`,
  );
  return [
    TITLE,
    "",
    "Usage: dagtop COMMAND [OPTION…]",
    "",
    ...lines,
    "",
    "Begin with:",
    "  dagtop run pipeline.yaml      run a file; closing the terminal does not stop it",
    "  dagtop status                 what goes on",
    "  dagtop logs last -f           what the newest run prints",
    "",
    "RUN is a name such as spam#3, a pipeline's name for its newest run, `last` or `last:failed`.",
    "dagtop COMMAND --help says more. dagtop --version is the version.",
    "",
    EXIT_CODES,
  ].join("\n");
}

export function commandPage(command: Command): string {
  const { name, takes, summary, examples } = command;
  const options = Object.entries({ ...command.options, ...COMMON });
  const heads = options.map(([long, option]) => headOf(long, option));
  const width = Math.max(...heads.map((head) => head.length));
  return [
    `dagtop ${name}: ${summary}`,
    "",
    `Usage: dagtop ${`${name} ${takes}`.trim()} [OPTION…]`,
    "",
    ...options.map(([, { help }], place) => `  ${padEnd(heads[place] ?? "", width)}  ${help}`),
    ...(examples.length === 0 ? [] : ["", "Examples:", ...examples.map((each) => `  ${each}`)]),
  ].join("\n");
}

function headOf(long: string, { short, value }: Option): string {
  const before = short === undefined ? "    " : `-${short}, `;
  return `${before}--${long}${value === undefined ? "" : ` ${value}`}`;
}
