// Saving a log beside where dagtop was started, under a name of its own: nothing is written over.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { runName } from "../../../engine/run.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import { bytes } from "../../../ui/format.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { ActionContext } from "./context.ts";

/** @throws UserError not-written */
export async function saved(
  { logs, reader }: Pick<ActionContext, "logs" | "reader">,
  { target, filter }: Extract<Wish, { readonly is: "save" }>,
): Promise<Told> {
  const run = reader()?.runs.get(target.run) ?? null;
  const attempts = reader()?.stages.attempts(target.run) ?? [];
  const number =
    target.is === "attempt" ? attempts.find(({ id }) => id === target.attempt)?.number : null;
  const parts = [
    run === null ? "run" : runName(run).replace("#", "-"),
    ...(target.is === "run" ? [] : [target.stage]),
    ...(number === null || number === undefined ? [] : [String(number)]),
  ];
  const file = freeName(join(process.cwd(), parts.map(fileWord).join("-")));
  const size = await logs.save(target, filter, file);
  return { is: "toast", text: `saved ${bytes(size)} to ${plainText(file)}`, meaning: "ok" };
}

/** What any file system takes, and no shell has to quote. */
function fileWord(text: string): string {
  return text.replaceAll(/[^\w.=+-]+/gu, "_").slice(0, 80);
}

function freeName(stem: string): string {
  for (let count = 1; ; count += 1) {
    const file = count === 1 ? `${stem}.log` : `${stem}-${count}.log`;
    if (!existsSync(file)) return file;
  }
}
