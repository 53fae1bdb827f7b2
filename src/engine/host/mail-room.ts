// The post office of a host: its rows are the journal's, its receivers those of the configuration, and a message is wanted as long as
// the attempt that asked for it lives.

import type { RunId } from "../../pipeline/ids.ts";
import type { OutboxRow } from "../outbox.ts";
import { type Run, indexOf, stageAt } from "../run.ts";
import { liveAttempt } from "../stage.ts";
import { deliverer } from "./deliver.ts";
import type { HostSettings, Journal } from "./ports.ts";
import { type Post, postOffice } from "./post.ts";
import type { Sender } from "./sender.ts";

export interface MailPorts {
  readonly journal: Journal;
  readonly settings: () => HostSettings;
  readonly sender: Sender;
}

export interface MailState {
  /** As it is by now; undefined once it is over. */
  readonly run: (id: RunId) => Run | undefined;
  /** A row to commit. */
  readonly posted: (row: OutboxRow) => void;
}

export function mailRoom({ journal, ...ports }: MailPorts, { run, posted }: MailState): Post {
  return postOffice({
    waiting: () => journal.waitingMessages(),
    send: deliverer({
      ...ports,
      environment: (id) => journal.environment(id),
      plan: (id) => run(id)?.plan ?? null,
    }),
    isWanted: ({ run: id, stage, attempt }) => {
      const of = run(id);
      return of !== undefined && liveAttempt(stageAt(of, indexOf(of, stage)))?.id === attempt;
    },
    posted,
    now: Date.now,
  });
}
