// `dagtop models`: the versions that runs have made, which is champion, and what a person may do about it.

import type { ModelAnswer, ModelAsk } from "../../engine/model-ask.ts";
import type { ModelState, ModelVersion } from "../../engine/model.ts";
import { number } from "../../engine/gate.ts";
import { didYouMean } from "../../pipeline/nearest.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import { plainText } from "../../ui/sanitise.ts";
import { askModel } from "../ask-model.ts";
import { readyStore } from "../ask.ts";
import type { Command, Parsed } from "../command.ts";
import { EXIT } from "../exit.ts";
import { hostKeeper } from "../host-keeper.ts";
import { LOOKING, looking, type Looking } from "../looking.ts";
import { filesAreGone } from "../model-files.ts";
import { modelLines, modelsLines, versionJson } from "../model-lines.ts";
import { say, sayJson } from "../output.ts";

export const models: Command = {
  name: "models",
  takes: "[VERB] [MODEL] [VERSION…]",
  summary: "List kept models; show, promote, rollback, archive, delete",
  counts: [0, 100],
  options: {
    ...LOOKING,
    keep: {
      type: "string",
      value: "N",
      help: "archive: all but the newest N and those with an alias",
    },
    force: {
      type: "boolean",
      help: "even the champion; even what is archived, or has no files any more",
    },
  },
  examples: ["dagtop models", "dagtop models show bert", "dagtop models rollback bert"],
  run: async (args) => {
    const [verb = "list", model, ...versions] = args.positionals;
    const around = looking(args);
    if (verb === "list" && model === undefined) return list(around);
    if (model === undefined) throw usage(`models ${plainText(verb)} needs the name of a model.`);
    if (verb === "show" || verb === "list") return show(around, stateOf(around.reader, model));
    return act(around, args, askOf(args, verb, model, versions.map(versionNumber)));
  },
};

function list({ reader, json, paint }: Looking): number {
  const states = reader === null ? [] : reader.models.names().map(reader.models.state);
  if (json)
    sayJson(
      states.map(({ model, aliases, versions }) => ({
        model,
        ...aliasJson(aliases),
        versions: versions.length,
      })),
    );
  else for (const line of modelsLines(states, paint)) say(line);
  return EXIT.succeeded;
}

function show({ reader, json, paint }: Looking, state: ModelState): number {
  const { model, aliases, versions } = state;
  if (json) {
    const rows = reader?.models.history(model, MOST_HISTORY) ?? [];
    const history = rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
    sayJson({ model, ...aliasJson(aliases), versions: versions.map(versionJson), history });
  } else for (const line of modelLines(state, Date.now(), paint)) say(line);
  return EXIT.succeeded;
}

const MOST_HISTORY = 1000;

function aliasJson({ champion, previous }: ModelState["aliases"]) {
  return { champion: champion ?? null, previous: previous ?? null };
}

/** @throws UserError no-model */
function stateOf(reader: Reader | null, model: string): ModelState {
  const state = reader?.models.state(model);
  if (state !== undefined && state.versions.length > 0) return state;
  const names = reader?.models.names() ?? [];
  const near = didYouMean(model, names);
  throw new UserError("no-model", `There is no model ${plainText(model)} in this home.`, {
    hint: near || "A stage with `uses: promote` makes one. dagtop models lists them.",
    exit: 4,
  });
}

function askOf(args: Parsed, verb: string, model: string, versions: readonly number[]): ModelAsk {
  const force = args.flag("force");
  const [version] = versions;
  switch (verb) {
    case "promote":
      if (version === undefined || versions.length > 1)
        throw usage("models promote needs one version.");
      return { act: "promote", model, version, force };
    case "rollback":
      return { act: "rollback", model };
    case "archive":
      return { act: "archive", model, which: whichOf(args.text("keep"), versions), force };
    case "delete":
      if (versions.length === 0) throw usage("models delete needs the versions to delete.");
      return { act: "delete", model, versions, force };
    default:
      throw usage(`models has no "${plainText(verb)}".`);
  }
}

function whichOf(keep: string | undefined, versions: readonly number[]) {
  if (keep !== undefined && /^\d{1,6}$/.test(keep) && versions.length === 0)
    return { keep: Number(keep) };
  if (keep === undefined && versions.length > 0) return { versions };
  throw usage("models archive needs versions, or --keep N.");
}

function versionNumber(text: string): number {
  const [, digits] = /^v?([1-9]\d{0,8})$/.exec(text) ?? [];
  if (digits === undefined) throw usage(`"${plainText(text)}" is no version.`);
  return Number(digits);
}

function usage(message: string): UserError {
  return new UserError("usage", message, {
    hint: "dagtop models promote bert v7, rollback bert, archive bert --keep 5, delete bert v3",
  });
}

async function act({ paths, json }: Looking, args: Parsed, what: ModelAsk): Promise<number> {
  const keeper = hostKeeper(paths, null);
  const reader = await readyStore(paths, keeper);
  const before = stateOf(reader, what.model);
  checkFiles(paths, before, what);
  const answer = await askModel(paths, reader, keeper, what);
  if (json) sayJson({ model: what.model, ...answer });
  else {
    say(`${plainText(what.model)}: ${plainText(answer.text)}`);
    const chosen = versionsBeside(before, answer);
    if (chosen !== "") say(chosen);
    if (args.flag("force") || answer.left.length === 0) return EXIT.succeeded;
    say(`  kept for their aliases: ${answer.left.map((version) => `v${version}`).join(", ")}`);
  }
  return EXIT.succeeded;
}

/** A version without its files is of no use to whoever loads the champion. @throws UserError refused */
function checkFiles(
  paths: Looking["paths"],
  { model, versions, aliases }: ModelState,
  what: ModelAsk,
): void {
  const chosen = what.act === "promote" && !what.force ? what.version : null;
  const wanted = what.act === "rollback" ? aliases.previous : chosen;
  const next = versions.find(({ version }) => version === wanted);
  if (next === undefined || !filesAreGone(paths, next.files.hash)) return;
  const force = what.act === "promote" ? "; --force promotes it all the same" : "";
  throw new UserError("refused", `The files of v${next.version} of ${plainText(model)} are gone.`, {
    hint: `dagtop models show ${plainText(model)}${force}`,
  });
}

/** The numbers of the champion that is, and of the one that was, for who has just chosen. */
function versionsBeside({ versions, aliases }: ModelState, { champion }: ModelAnswer): string {
  if (champion === aliases.champion) return "";
  const numbers = (one: ModelVersion): string =>
    Object.entries(one.metrics)
      .slice(0, 4)
      .map(([name, value]) => `${plainText(name)} ${number(value)}`)
      .join("  ");
  return [champion, aliases.champion]
    .flatMap((version) => versions.find((one) => one.version === version) ?? [])
    .map((one) => `  v${one.version}  ${numbers(one)}`)
    .join("\n");
}
