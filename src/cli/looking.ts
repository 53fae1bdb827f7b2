// What every command that only looks begins with: the home, its store if there is one, and how to print.

import type { HomePaths } from "../engine/home-paths.ts";
import { UserError } from "../pipeline/user-error.ts";
import { type Reader, isOlderStore, openStore } from "../store/reader.ts";
import type { Option, Parsed } from "./command.ts";
import { homeExists, homeFrom } from "./home.ts";
import { wantsColour } from "./output.ts";
import type { Paint } from "./paint.ts";

export interface Looking {
  readonly paths: HomePaths;
  /** Null where nothing has run yet. */
  readonly reader: Reader | null;
  readonly json: boolean;
  readonly paint: Paint;
}

export const LOOKING: Readonly<Record<string, Option>> = {
  json: { type: "boolean", help: "JSON for programs; docs/json.md has the shapes" },
  ascii: { type: "boolean", help: "no other characters than ASCII" },
};

/** @throws UserError bad-home | newer-home | older-home */
export function looking(args: Parsed): Looking {
  const paths = homeFrom(args.text("home"), process.env);
  return {
    paths,
    reader: homeExists(paths) ? readerOf(paths) : null,
    json: args.flag("json"),
    paint: {
      colour: wantsColour(args.flag("no-color")),
      ascii: args.flag("ascii"),
    },
  };
}

/** Only a host brings a home up to date, so nothing can be seen of an older one before that. */
function readerOf(paths: HomePaths): Reader | null {
  const reader = openStore(paths.database);
  if (reader !== null || !isOlderStore(paths.database)) return reader;
  throw olderHome(paths);
}

export function olderHome({ home }: HomePaths): UserError {
  return new UserError("older-home", `An older dagtop wrote the home ${home}.`, {
    hint: "The next run brings it up to date; so does: dagtop daemon --once",
    exit: 5,
  });
}
