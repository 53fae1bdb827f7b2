// The host's side of sending: one process for all messages, begun when there is one, so that a slow receiver, a name server or
// a handshake never holds up stages. JSON, one value a line, over the process's stdin and stdout.
//
//   host:     {"id":7,"channel":{…},"message":{…},"secrets":{…},"cwd":"/p","env":{…}}
//   process:  {"id":7,"sent":{"is":"accepted"}}
//
// What a process has not answered when it ends may have been sent or not: it is tried again, under the same id.

import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { Channel } from "../../pipeline/channels.ts";
import type { Message, Sent } from "../message.ts";
import { readLines } from "./hashing/protocol.ts";

export type SendProcess = ChildProcessByStdio<Writable, Readable, null>;

export interface SendRequest {
  readonly channel: Channel;
  readonly message: Message;
  readonly secrets: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export type SendQuestion = SendRequest & { readonly id: number };
export interface SendAnswer {
  readonly id: number;
  readonly sent: Sent;
}

export interface Sender {
  /** Never rejects. */
  readonly send: (request: SendRequest) => Promise<Sent>;
  readonly close: () => void;
}

interface Waiting {
  readonly done: (sent: Sent) => void;
  readonly limit: ReturnType<typeof setTimeout>;
}

/** Each try has its own limit, a third of this; a process that says nothing for so long is hung, and ended. */
const SILENT_MS = 30_000;
const LOST: Sent = { is: "again", why: "the process that sends has ended", afterMs: null };

export function senderOf(start: () => SendProcess): Sender {
  let live: SendProcess | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function begin(): SendProcess {
    const process = start();
    const gone = (): void => {
      if (live === process) live = null;
      const lost = [...waiting.values()];
      waiting.clear();
      for (const { done, limit } of lost) {
        clearTimeout(limit);
        done(LOST);
      }
    };
    process.once("error", gone);
    process.once("close", gone);
    process.stdin.on("error", () => undefined);
    readLines(process.stdout, (line) => {
      const { id, sent } = JSON.parse(line) as SendAnswer;
      const one = waiting.get(id);
      if (one === undefined) return;
      waiting.delete(id);
      clearTimeout(one.limit);
      one.done(sent);
    });
    process.unref();
    return process;
  }

  return {
    send: (request) =>
      new Promise((done) => {
        live ??= begin();
        const process = live;
        lastId += 1;
        waiting.set(lastId, { done, limit: setTimeout(() => process.kill("SIGKILL"), SILENT_MS) });
        process.stdin.write(
          `${JSON.stringify({ id: lastId, ...request } satisfies SendQuestion)}\n`,
        );
      }),
    close: () => {
      live?.stdin.end();
      live = null;
    },
  };
}
