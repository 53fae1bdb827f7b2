// What a person asks the registry for, as `dagtop models` and the screens do it: a command row of kind "model", the answer
// waited for, and files that nobody has any more removed.

import type { HomePaths } from "../engine/home-paths.ts";
import type { ModelAnswer, ModelAsk } from "../engine/model-ask.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Reader } from "../store/reader.ts";
import { plainText } from "../ui/sanitise.ts";
import { answered } from "./answered.ts";
import { ask } from "./ask.ts";
import type { HostKeeper } from "./host-keeper.ts";
import { removeUnused } from "./model-files.ts";

/** @throws UserError refused, in the words of the registry | no-host */
export async function askModel(
  paths: HomePaths,
  reader: Reader,
  keeper: HostKeeper,
  what: ModelAsk,
): Promise<ModelAnswer> {
  const asked = ask(paths, keeper, { kind: "model", args: what });
  try {
    const text = await answered(asked, reader, keeper, (why) => refusal(why, what.model));
    const answer = JSON.parse(text) as ModelAnswer;
    removeUnused(paths, reader, answer.unused);
    return answer;
  } finally {
    asked.close();
  }
}

function refusal(result: string, model: string): UserError {
  const { text } = JSON.parse(result) as ModelAnswer;
  const isGone = /has no v|no model/.test(text);
  return new UserError("refused", `${plainText(text)}.`, {
    hint: `dagtop models show ${plainText(model)}`,
    exit: isGone ? 4 : 2,
  });
}
