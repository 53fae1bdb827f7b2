// What a person does about a model on the Models screen: the question before it, with the numbers of both versions in view,
// and the same command that `dagtop models` asks for.

import { number } from "../../../engine/gate.ts";
import type { ModelState, ModelVersion } from "../../../engine/model.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { Reader } from "../../../store/reader.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { ModelChoice } from "../../../ui/monitor/wish.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import { askModel } from "../../ask-model.ts";
import { readyStore } from "../../ask.ts";
import { hostKeeper } from "../../host-keeper.ts";
import { filesAreGone } from "../../model-files.ts";
import { patiently } from "./asking.ts";
import type { ActionContext, Of, Tell } from "./context.ts";
import { laidOut } from "./laid-out.ts";

const MOST_METRICS = 4;
const MOST_HISTORY = 500;

/** @throws UserError no-model | refused: why it can't be done */
export function modelDialog(
  { reader, paths, masks }: Pick<ActionContext, "reader" | "paths" | "masks">,
  { ask }: Of<"prepare-model">,
): Promise<Told> {
  const home = reader();
  const state = home?.models.state(ask.model) ?? null;
  if (home === null || state === null || state.versions.length === 0)
    throw new UserError("no-model", `There is no model ${plainText(ask.model)} by now.`, {
      hint: "",
    });
  const next = nextOf(state, ask);
  if (filesAreGone(paths, next.files.hash))
    throw refused(`the files of v${next.version} are gone: it can't be champion`);
  const champion = versionOf(state, state.aliases.champion);
  const name = plainText(state.model);
  const title =
    ask.act === "promote"
      ? `make v${next.version} champion of ${name}?`
      : `roll ${name} back to v${next.version}?`;
  const clean = (text: string): string => masks(next.from.runId).text(oneLine(text));
  const lines = [
    ...sideBySide(next, champion, clean),
    ...judged(home, next).map(clean),
    consequence(ask, champion),
  ];
  const yes = { is: "model", ask } as const;
  return Promise.resolve({
    is: "dialog",
    dialog: { is: "confirm", title, lines, yes, onYes: false },
  });
}

/** The version that is to be champion. */
function nextOf(state: ModelState, ask: ModelChoice): ModelVersion {
  const { champion, previous } = state.aliases;
  if (ask.act === "rollback") {
    const next = champion === undefined ? null : versionOf(state, previous);
    if (next === null) throw refused("there is no version that was champion before");
    return next;
  }
  const next = versionOf(state, ask.version);
  const name = `v${ask.version}`;
  if (next === null) throw refused(`${name} is gone`);
  if (champion === ask.version) throw refused(`${name} is champion already`);
  if (next.archivedAt !== null) {
    const command = `dagtop models promote ${plainText(state.model)} ${name} --force`;
    throw refused(`${name} is archived: ${command}`);
  }
  return next;
}

function versionOf({ versions }: ModelState, version: number | undefined): ModelVersion | null {
  return versions.find((one) => one.version === version) ?? null;
}

function refused(why: string): UserError {
  return new UserError("refused", `refused: ${why}`, { hint: "" });
}

function sideBySide(
  next: ModelVersion,
  champion: ModelVersion | null,
  clean: (text: string) => string,
): string[] {
  const names = Object.keys({ ...next.metrics, ...champion?.metrics }).slice(0, MOST_METRICS);
  if (names.length === 0) return ["no metrics are known of it"];
  const rowOf = (title: string, values: (name: string) => number | null, sign = ""): string[] => [
    title,
    ...names.map((name) => {
      const value = values(name);
      return value === null ? "-" : `${value > 0 ? sign : ""}${number(value)}`;
    }),
  ];
  const own = rowOf(`v${next.version}`, (name) => next.metrics[name] ?? null);
  const rows = [["", ...names.map(clean)], own];
  if (champion === null) return laidOut(rows);
  const difference = (name: string): number | null => {
    const [a, b] = [next.metrics[name], champion.metrics[name]];
    return a === undefined || b === undefined ? null : a - b;
  };
  const theirs = rowOf(`v${champion.version} now`, (name) => champion.metrics[name] ?? null);
  return laidOut([...rows, theirs, rowOf("differs by", difference, "+")]);
}

/** Where its gate has said no to it, those words. */
function judged(home: Reader, { model, version }: ModelVersion): string[] {
  const last = home.models
    .history(model, MOST_HISTORY)
    .find((one) => one.version === version && one.event !== "made");
  return last?.event === "refused" || last?.event === "kept" ? [`judged: ${last.text}`] : [];
}

function consequence({ act }: ModelChoice, champion: ModelVersion | null): string {
  if (champion === null) return "it has no champion yet; no gate judges this";
  const name = `v${champion.version}`;
  return act === "promote"
    ? `in place of ${name}, which becomes previous; no gate judges this`
    : `in place of ${name}, which becomes previous: done again, all is as it was`;
}

export async function chooseModel(
  context: Pick<ActionContext, "paths" | "reader">,
  { ask }: Of<"model">,
  tell: Tell,
): Promise<void> {
  const { paths } = context;
  const { text } = await patiently(context, tell, async () => {
    const keeper = hostKeeper(paths, null);
    const store = await readyStore(paths, keeper);
    try {
      return await askModel(paths, store, keeper, ask);
    } finally {
      store.close();
    }
  });
  tell({ is: "toast", text: plainText(`${ask.model}: ${text}`), meaning: "ok" });
}
