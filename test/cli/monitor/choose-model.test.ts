// What the Models screen asks a real host for: a version made champion, champion and previous changed, each after a question
// with the numbers in view, and every refusal in words.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actions } from "../../../src/cli/monitor/actions/actions.ts";
import { logSource } from "../../../src/cli/monitor/log/source.ts";
import { type OpenHome, openHome } from "../../../src/cli/monitor/open-home.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import type { ConfirmDialog } from "../../../src/ui/dialogs/dialog.ts";
import type { Told } from "../../../src/ui/monitor/told.ts";
import type { ModelChoice, Wish } from "../../../src/ui/monitor/wish.ts";
import { PROGRAM, type Place, place } from "../../e2e/program.ts";

let here: Place;
let home: OpenHome;
const program = process.argv[1];

beforeEach(() => {
  here = place();
  home = openHome(homePaths(here.home));
  process.argv[1] = PROGRAM;
});
afterEach(async () => {
  process.argv[1] = program ?? "";
  home.drop();
  await here.close();
});

const PIPELINE = `name: gate
params: { f1: 0.85 }
stages:
  train:
    run: |
      echo "f1=$DAGTOP_PARAM_F1" >> "$DAGTOP_OUTPUT"
      echo "weights $DAGTOP_PARAM_F1" > model.bin
  promote:
    needs: train
    uses: promote
    with: { from: train, path: model.bin, model: toy, metric: f1, better_than: champion }
`;

async function made(...values: readonly number[]): Promise<void> {
  const file = here.file("pipeline.yaml", PIPELINE);
  for (const f1 of values) await here.dagtop("run", file, "-p", `f1=${f1}`);
}

async function done(wish: Wish, readonly = false): Promise<readonly Told[]> {
  const logs = logSource(home);
  const all: Told[] = [];
  const acting = actions({ ...home, readonly, logs, write: () => undefined });
  await acting.perform(wish, (told) => all.push(told));
  logs.close();
  return all.filter((told) => told.is !== "toast" || told.meaning !== "quiet");
}

const promote = (version: number): ModelChoice => ({
  act: "promote",
  model: "toy",
  version,
  force: false,
});
const rollback: ModelChoice = { act: "rollback", model: "toy" };
const aliases = () => home.reader()?.models.state("toy").aliases;

async function asked(ask: ModelChoice): Promise<ConfirmDialog> {
  const [told] = await done({ is: "prepare-model", ask });
  if (told?.is !== "dialog" || told.dialog.is !== "confirm") throw new Error(JSON.stringify(told));
  return told.dialog;
}

const why = (told: readonly Told[]) =>
  told.map((one) => (one.is === "no dialog" ? one.why : one.is === "toast" ? one.text : one.is));

describe("a version is made champion on the Models screen", () => {
  it("after a question with both numbers in view, and it is what dagtop models promote does", async () => {
    await made(0.9, 0.8);
    expect(aliases()).toEqual({ champion: 1 });
    const dialog = await asked(promote(2));
    expect(dialog.title).toBe("make v2 champion of toy?");
    expect(dialog.lines).toEqual([
      "               f1",
      "v2            0.8",
      "v1 now        0.9",
      "differs by   -0.1",
      "judged: champion v1 kept: f1 0.8 is not better than 0.9",
      "in place of v1, which becomes previous; no gate judges this",
    ]);
    expect(dialog.onYes).toBe(false);
    expect(await done(dialog.yes)).toEqual([
      { is: "toast", text: "toy: v2 promoted by hand, in place of v1", meaning: "ok" },
    ]);
    expect(aliases()).toEqual({ champion: 2, previous: 1 });
    const back = await asked(rollback);
    expect(back.title).toBe("roll toy back to v1?");
    expect(await done(back.yes)).toEqual([
      { is: "toast", text: "toy: rolled back to v1, from v2", meaning: "ok" },
    ]);
    expect(aliases()).toEqual({ champion: 1, previous: 2 });
  });

  it("and it is refused in words where it can't be done", async () => {
    await made(0.9, 0.8);
    const refusal = async (wish: Wish, readonly = false) => why(await done(wish, readonly));
    const prepare = (ask: ModelChoice): Wish => ({ is: "prepare-model", ask });
    expect(await refusal(prepare(promote(1)))).toEqual(["refused: v1 is champion already"]);
    expect(await refusal(prepare(promote(7)))).toEqual(["refused: v7 is gone"]);
    expect(await refusal(prepare(rollback))).toEqual([
      "refused: there is no version that was champion before",
    ]);
    expect(await refusal(prepare({ ...rollback, model: "none" }))).toEqual([
      "There is no model none by now.",
    ]);
    // What has changed between the question and the answer is refused by the registry.
    expect(await refusal({ is: "model", ask: rollback })).toEqual([
      "there is no version that was champion before. dagtop models show toy",
    ]);
    await here.dagtop("models", "archive", "toy", "v2");
    expect(await refusal(prepare(promote(2)))).toEqual([
      "refused: v2 is archived: dagtop models promote toy v2 --force",
    ]);
    await made(0.7);
    rmSync(join(here.home, "models"), { recursive: true });
    expect(await refusal(prepare(promote(3)))).toEqual([
      "refused: the files of v3 are gone: it can't be champion",
    ]);
    const readonly = ["read-only: dagtop was started with --readonly"];
    expect(await refusal(prepare(promote(3)), true)).toEqual(readonly);
    expect(await refusal({ is: "model", ask: promote(3) }, true)).toEqual(readonly);
    expect(aliases()).toEqual({ champion: 1 });
  });
});
