// Waiting for what a host says to a command, while a host is kept alive to say it.

import { setTimeout as sleep } from "node:timers/promises";
import type { UserError } from "../pipeline/user-error.ts";
import type { Reader } from "../store/reader.ts";
import type { Asked } from "./ask.ts";
import type { HostKeeper } from "./host-keeper.ts";

const PAUSE_MS = 20;

/**
 * @param refusal - the error for a refusal's words
 * @returns what the host has answered
 * @throws UserError what `refusal` gives | no-host
 */
export async function answered(
  asked: Asked,
  reader: Reader,
  keeper: HostKeeper,
  refusal: (why: string) => UserError,
): Promise<string> {
  for (;;) {
    const answer = asked.answer();
    if (answer.state === "refused") throw refusal(answer.result);
    if (answer.state === "done") return answer.result;
    keeper.keep(reader.hosts.last());
    await sleep(PAUSE_MS);
  }
}
