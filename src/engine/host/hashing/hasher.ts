// The host's side of hashing: one process for all questions, begun when there is one. It is never in the host itself, which
// must hear of its attempts while fifty gigabytes are read.
//
// What a process has not answered when it ends, by itself, since it was idle, or killed, is asked of a new one, once; then
// the answer is "failed". It ends when its stdin does, so it never outlives the host.

import type { ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { type Answer, type Hashed, type Question, readLines } from "./protocol.ts";

export type HashProcess = ChildProcessByStdio<Writable, Readable, Readable>;

export interface HasherOptions {
  /** Begins the process (start.ts). */
  readonly start: () => HashProcess;
  readonly note: (text: string) => void;
}

export interface HashRequest {
  /** Absolute. */
  readonly paths: readonly string[];
}

export type OnProgress = (doneBytes: number, totalBytes: number) => void;

export interface Hasher {
  /**
   * Answers come in the order of the questions. Progress is said at most four times a second, and not at all where nothing
   * has to be read. An aborted question is answered "failed" at once, and what was being read for it is left.
   */
  readonly hash: (
    request: HashRequest,
    onProgress: OnProgress,
    signal?: AbortSignal,
  ) => Promise<Hashed>;
  /** Nothing is hashed any more. The process ends once it has saved its index. */
  readonly close: () => void;
}

interface Waiting {
  readonly paths: readonly string[];
  readonly onProgress: OnProgress;
  readonly done: (hashed: Hashed) => void;
  /** How often it was asked. */
  times: number;
}

interface Live {
  readonly process: HashProcess;
  readonly waiting: Map<number, Waiting>;
  /** The end of what it said besides, for whoever looks for the cause of its death. */
  lastWords: string;
}

const MOST_TIMES = 2;
const MOST_LAST_WORDS = 2000;

export function hasher({ start, note }: HasherOptions): Hasher {
  let live: Live | null = null;
  let lastId = 0;
  let isClosed = false;

  function ask(id: number, waiting: Waiting): void {
    if (isClosed) {
      waiting.done(failed("the host leaves"));
      return;
    }
    try {
      live ??= begin();
    } catch (error) {
      waiting.done(failed(`the hashing process can't be started: ${messageOf(error)}`));
      return;
    }
    waiting.times += 1;
    live.waiting.set(id, waiting);
    tell(live, { id, paths: waiting.paths });
  }

  function begin(): Live {
    const process = start();
    const one: Live = { process, waiting: new Map(), lastWords: "" };
    // What can't be said to it is as good as not asked: its end is heard of, too.
    process.stdin.on("error", () => undefined);
    process.stderr.setEncoding("utf8").on("data", (text: string) => {
      one.lastWords = `${one.lastWords}${text}`.slice(-MOST_LAST_WORDS);
    });
    readLines(process.stdout, (line) => {
      if (!heard(one, line)) process.kill("SIGKILL");
    });
    process.once("error", (error) => {
      over(one, `the hashing process can't be started: ${error.message}`);
    });
    // Nothing more is asked of it from here on, and what it has said before is still heard.
    process.once("exit", () => {
      if (live === one) live = null;
    });
    process.once("close", (code, signal) => {
      over(
        one,
        code === 0 ? null : `the hashing process ended (${signal ?? `exit ${code ?? "?"}`})`,
      );
    });
    return one;
  }

  /** @param cause - null where it has left by itself */
  function over(one: Live, cause: string | null): void {
    if (live === one) live = null;
    if (cause !== null && !isClosed) note(joined(cause, one.lastWords));
    for (const [id, waiting] of one.waiting) {
      one.waiting.delete(id);
      if (waiting.times < MOST_TIMES) ask(id, waiting);
      else waiting.done(failed(cause ?? "the hashing process has left"));
    }
  }

  return {
    hash: (request, onProgress, signal) =>
      new Promise((resolve) => {
        const id = ++lastId;
        const done = (hashed: Hashed): void => {
          signal?.removeEventListener("abort", drop);
          resolve(hashed);
        };
        const waiting = { paths: request.paths, onProgress, done, times: 0 };
        const drop = (): void => {
          waiting.times = MOST_TIMES;
          if (live?.waiting.delete(id) === true) tell(live, { drop: id });
          done(failed("it is not wanted any more"));
        };
        if (signal?.aborted === true) return drop();
        signal?.addEventListener("abort", drop);
        return ask(id, waiting);
      }),
    close: () => {
      isClosed = true;
      const one = live;
      live = null;
      if (one === null) return;
      one.process.stdin.end();
      for (const { done } of one.waiting.values()) done(failed("the host leaves"));
      one.waiting.clear();
    },
  };
}

function tell({ process }: Live, question: Question): void {
  process.stdin.write(`${JSON.stringify(question)}\n`);
}

/** False when it is nothing that our process would say. */
function heard({ waiting }: Live, line: string): boolean {
  let answer: Answer;
  try {
    answer = JSON.parse(line) as Answer;
  } catch {
    return false;
  }
  const one = waiting.get(answer.id);
  if ("result" in answer) {
    waiting.delete(answer.id);
    one?.done(answer.result);
  } else {
    one?.onProgress(answer.done, answer.total);
  }
  return true;
}

function failed(cause: string): Hashed {
  return { is: "failed", cause };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function joined(cause: string, lastWords: string): string {
  return lastWords.trim() === "" ? cause : `${cause}: ${lastWords.trim()}`;
}
