// `dagtop` and `dagtop monitor [NAME | FILE]`: the screens. Without a terminal they are one look at the status.

import type { Command, Parsed } from "../command.ts";
import { readyStore } from "../ask.ts";
import { homeExists, homeFrom } from "../home.ts";
import { hostKeeper } from "../host-keeper.ts";
import { isFile } from "../is-file.ts";
import { olderHome } from "../looking.ts";
import { isTerminal, remark, wantsColour } from "../output.ts";
import type { HomePaths } from "../../engine/home-paths.ts";
import { isOlderStore } from "../../store/reader.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { whereToBegin } from "../monitor/begin.ts";

const STDIN = 0;
const STDOUT = 1;

export const monitor: Command = {
  name: "monitor",
  takes: "[NAME | FILE]",
  summary: "The terminal UI: pipelines, runs, logs; also dagtop alone",
  counts: [0, 1],
  options: {
    readonly: { type: "boolean", help: "look only: no key starts, stops or answers anything" },
    ascii: { type: "boolean", help: "no other characters than ASCII" },
  },
  examples: ["dagtop", "dagtop monitor pricecheck", "dagtop --readonly"],
  run: async (args) => {
    if (!isTerminal(STDIN) || !isTerminal(STDOUT)) return plainStatus(args);
    const paths = homeFrom(args.text("home"), process.env);
    await upToDate(paths, args.flag("readonly"));
    const { ui, hello } = await whereToBegin(paths, args.positionals[0] ?? null);
    const { monitor: show } = await import("../monitor/monitor.ts");
    return show({
      paths,
      isOther: paths.home !== homeFrom(undefined, { ...process.env, DAGTOP_HOME: undefined }).home,
      colour: wantsColour(args.flag("no-color")),
      ascii: args.flag("ascii"),
      readonly: args.flag("readonly"),
      ui,
      hello,
    });
  },
};

/** A home that an earlier release left has nothing to show before a host has been there. @throws UserError older-home */
async function upToDate(paths: HomePaths, readonly: boolean): Promise<void> {
  if (!homeExists(paths) || !isOlderStore(paths.database)) return;
  if (readonly) throw olderHome(paths);
  remark(`An older dagtop wrote ${paths.home}: a host brings it up to date.`);
  const reader = await readyStore(paths, hostKeeper(paths, null));
  reader.close();
}

/** What a pipe can hold of it. */
async function plainStatus(args: Parsed): Promise<number> {
  if (isFile(args.positionals[0] ?? "")) {
    throw new UserError("usage", "The screens need a terminal.", {
      hint: "Without one: dagtop status [NAME]",
    });
  }
  const { status } = await import("./status.ts");
  const own = { ...args, text: (name: string) => (name === "since" ? undefined : args.text(name)) };
  return status.run(
    { ...own, flag: (name) => name !== "json" && name !== "line" && args.flag(name) },
    null,
  );
}
