// `uses: notify`: composes what there is to tell, asks the host to send it, and ends when each channel has taken it
// (semantics 8.4). Begun anew it asks for the same messages: what was taken stays taken.

import { setTimeout as sleep } from "node:timers/promises";
import { writeSaid } from "../../engine/host/said.ts";
import type { MessageProgress } from "../../store/message-table.ts";
import { plainText } from "../../ui/sanitise.ts";
import { say } from "../output.ts";
import { composed } from "./compose-message.ts";
import type { With } from "./promote-settings.ts";
import { type StepHome, askOnce } from "./step-home.ts";

const DEFAULT_LIMIT_MS = 600_000;
/** Before the host's own limit, which would end it without a word. */
const MARGIN_MS = 2000;
const PAUSE_MS = 100;
const NOT_TAKEN = 3;

export async function notify(home: StepHome, given: With): Promise<number> {
  const { run, stage, attempt } = home;
  const now = Date.now();
  const channels = [...new Set([given["channels"] ?? []].flat())];
  const own = typeof given["message"] === "string" ? given["message"] : null;
  const messageFor = composed(home, own, now);
  const giveUpAt = now + Math.max(1000, (stage.timeoutMs ?? DEFAULT_LIMIT_MS) - MARGIN_MS);
  const messages = channels.map((channel) => ({ channel, message: messageFor(channel) }));
  const of = { run: run.id, round: run.round, stage: stage.key, attempt };
  await askOnce(home, `notify:${attempt}`, { kind: "notify", args: { ...of, giveUpAt, messages } });
  const ended = await untilEnded(home, channels);
  const bad = ended.filter(({ state }) => state !== "accepted");
  const text =
    bad.length === 0
      ? `told ${channels.join(", ")}`
      : bad
          .map(
            ({ channel, error, tries }) =>
              `${channel} was not told: ${plainText(error ?? "withdrawn")} (${tries === 1 ? "1 try" : `${tries} tries`})`,
          )
          .join("; ");
  say(text);
  const code = bad.length === 0 ? 0 : NOT_TAKEN;
  writeSaid(home.folder, { text, onFail: null }, code);
  return code;
}

async function untilEnded(
  { reader, run, stage }: StepHome,
  channels: readonly string[],
): Promise<MessageProgress[]> {
  const told = new Map<string, string>();
  for (;;) {
    const rows = reader.messages
      .ofStage(run.id, run.round, stage.key)
      .filter(({ channel }) => channels.includes(channel));
    for (const row of rows) {
      const words = progressOf(row);
      if (told.get(row.id) !== words && words !== "") say(words);
      told.set(row.id, words);
    }
    if (rows.length >= channels.length && rows.every(({ state }) => state !== "waiting"))
      return rows;
    await sleep(PAUSE_MS);
  }
}

function progressOf({ channel, state, tries, error }: MessageProgress): string {
  if (state === "accepted") return `${channel}: told`;
  return error === null ? "" : `${channel}: try ${tries}: ${plainText(error)}`;
}
