// A host that is killed with -9 in the middle of a transaction. Run as `node killed-host.ts DATABASE K WAY`. WAY is `turn`:
// after the k-th statement of the turn in which it answers what was asked of a home; or `migration`: of bringing the home to
// this build's schema. It ends by itself when there are fewer statements.

import { EMPTY } from "../../src/engine/draft.ts";
import { decide } from "../../src/engine/decide.ts";
import { attemptId } from "../../src/pipeline/ids.ts";
import { openJournal } from "../../src/store/journal.ts";
import { openWriter } from "../../src/store/open.ts";
import { faults } from "./faults.ts";
import { factsAt } from "./stored-world.ts";

const [file = "", k = "", way = "turn"] = process.argv.slice(2);
const fault = faults();
const kill = (): void => {
  process.kill(process.pid, "SIGKILL");
};
if (way === "migration") fault.after(Number(k), kill);
const journal = openJournal(fault.wrap(openWriter(file)));
fault.never();
if (way === "migration") process.exit();
const now = { at: 1_700_000_009_000, up: 9_000, boot: "boot-1" };
const { numbers } = journal.enter(factsAt(now.at));
const triggers = journal
  .commands()
  .flatMap((command) => (command.kind === "trigger" ? [{ ...command, ...command.args }] : []));
const turn = decide(
  { ...EMPTY, numbers },
  triggers.map((args) => ({ ...args, kind: "trigger", command: args.id })),
  {
    now,
    hostSince: now,
    pidNamespace: "pid:[1]",
    maxRunning: 8,
    pools: {},
    mint: () => attemptId("attempt-1"),
  },
);
fault.after(Number(k), kill);
journal.commit({
  turn,
  at: now.at,
  triggers: triggers.map(({ args }) => args),
  done: [],
  metrics: [],
  samples: [],
  kept: [],
  notKept: [],
  homeCommands: [],
  posted: [],
  secrets: [],
});
fault.never();
journal.close();
