// `dagtop doctor --take-over`: the word of a person that this copied home, and not the one it was copied from, owns what ran
// (semantics 5.10).

import type { HomePaths } from "../engine/home-paths.ts";
import { UserError } from "../pipeline/user-error.ts";
import { plainText } from "../ui/sanitise.ts";
import { answered } from "./answered.ts";
import { ask, readyStore } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { homeExists } from "./home.ts";
import { hostKeeper } from "./host-keeper.ts";
import { say, sayJson } from "./output.ts";

/** @throws UserError no-home | no-host */
export async function takeOver(paths: HomePaths, json: boolean): Promise<number> {
  if (!homeExists(paths))
    throw new UserError("no-home", `There is no home ${paths.home}.`, {
      hint: "Name it with --home DIR.",
      exit: EXIT.notFound,
    });
  const keeper = hostKeeper(paths, null);
  const reader = await readyStore(paths, keeper);
  const asked = ask(paths, keeper, { kind: "take_over", args: {} });
  try {
    const result = await answered(asked, reader, keeper, refused);
    if (json) sayJson({ home: paths.home, result });
    else say(`${plainText(paths.home)}: ${plainText(result)}`);
    return EXIT.succeeded;
  } finally {
    asked.close();
    reader.close();
  }
}

function refused(why: string): UserError {
  return new UserError("refused", `The host has refused this: ${plainText(why)}.`, {
    hint: "dagtop doctor looks at the home.",
  });
}
