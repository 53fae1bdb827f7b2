// Channels that a pipeline names and that the configuration has not: what goes there would be told to nobody. Only a
// warning, since the file may be meant for another machine. Names with holes are known to the run alone.

import type { Definition } from "../pipeline/definition.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import type { Plan } from "../pipeline/plan.ts";
import { UserError } from "../pipeline/user-error.ts";
import { plainText } from "../ui/sanitise.ts";
import { readConfig, unreadable } from "./settings.ts";

/** Who names them, in the words of a message, and which. */
type Asking = readonly [by: string, channels: readonly string[]];

/** Paragraphs for people, by the user's configuration as it is now. */
export function channelWarnings({ stages, alerts }: Definition, configFile: string): string[] {
  const ofStages = stages.map(({ key, command }): Asking => {
    return [`the stage ${key}`, command.is === "uses" ? namesIn(command) : []];
  });
  const ofAlerts = alerts.map(({ channels }): Asking => ["an alert", channels]);
  return warnings([...ofStages, ...ofAlerts], configFile);
}

/** The same of a plan, in which the parameters have their values. */
export function planChannelWarnings({ stages }: Plan, configFile: string): string[] {
  const asking = stages.map(({ key, command }): Asking => {
    return [`the stage ${key}`, command.is === "builtin" ? namesIn(command) : []];
  });
  return warnings(asking, configFile);
}

interface Piece {
  readonly is: string;
  readonly text?: string;
}

interface BuiltIn {
  readonly uses: string;
  readonly with: Readonly<
    Record<
      string,
      | { readonly is: "text" }
      | { readonly is: "list"; readonly items: readonly (readonly Piece[])[] }
    >
  >;
}

/** Those that are written out. */
function namesIn({ uses, with: given }: BuiltIn): string[] {
  const channels = given["channels"];
  if (uses !== "notify" || channels?.is !== "list") return [];
  return channels.items.flatMap((pieces) =>
    pieces.every(({ is }) => is === "text") ? [pieces.map(({ text }) => text).join("")] : [],
  );
}

function warnings(asking: readonly Asking[], configFile: string): string[] {
  if (asking.every(([, channels]) => channels.length === 0)) return [];
  let known: readonly string[];
  try {
    known = Object.keys(readConfig(configFile).channels);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [unreadable(error)];
  }
  const said = new Set(known);
  return asking.flatMap(([by, channels]) =>
    channels.flatMap((name) => {
      if (said.has(name)) return [];
      said.add(name);
      const way = `Channels are declared in ${configFile}: channels: {${name}: {type: …}}`;
      const hint = [didYouMean(name, known), way].filter((text) => text !== "").join(" ");
      const message = `${by} names the channel "${name}", and there is none of that name`;
      return [`warning: ${plainText(message)}\n  hint: ${plainText(hint)}`];
    }),
  );
}
