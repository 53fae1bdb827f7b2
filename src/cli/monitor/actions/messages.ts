// What pipelines tell over the terminal while somebody looks, as toasts. What was told before nobody looked for.

import { configFile } from "../../home.ts";
import type { OutboxRow } from "../../../engine/outbox.ts";
import type { MessageLevel } from "../../../engine/message.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import { oneLine } from "../../../ui/sanitise.ts";
import type { Meaning } from "../../../ui/theme.ts";
import type { IsShown } from "../../terminal-messages.ts";
import type { OpenHome } from "../open-home.ts";

const MOST = 20;
const MEANINGS: Readonly<Record<MessageLevel, Meaning>> = { ok: "ok", warn: "warn", bad: "bad" };

/** @returns at each call what is new since the last one */
export function terminalNews({ reader, masks }: OpenHome, since: number): () => Promise<Told[]> {
  const seen = new Set<string>();
  let isShown: IsShown | null = null;
  return async () => {
    const rows = reader()?.messages.recent(MOST) ?? [];
    const news = rows.filter((row) => (row.endedAt ?? 0) >= since && !seen.has(row.message.id));
    if (news.length === 0) return [];
    for (const { message } of news) seen.add(message.id);
    // Reading the configuration needs much that a first picture should not wait for.
    isShown ??= (await import("../../terminal-messages.ts")).shownHere(configFile(process.env));
    return news.filter(isShown).toReversed().map(toastOf);
  };

  function toastOf({ run, message: { level, title, facts } }: OutboxRow): Told {
    const text = masks(run).text(oneLine(`${facts.run ?? facts.pipeline}: ${title}`));
    return { is: "toast", text, meaning: MEANINGS[level] };
  }
}
