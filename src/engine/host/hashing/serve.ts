// The hashing process: answers what it is asked, one question after the other, until nobody can ask any more, until it was
// not asked for a while, or until it is told to end. Whoever started it knows that it has left by itself from its exit code 0.

import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setImmediate as othersTurn } from "node:timers/promises";
import { type FileIndex, openIndex } from "./file-index.ts";
import type { Watcher } from "./hash-contents.ts";
import { digestsOf } from "./hash-tree.ts";
import { Refusal } from "./hash-words.ts";
import { type Answer, type Hashed, type Question, readLines } from "./protocol.ts";

export interface Service {
  readonly input: Readable;
  readonly output: Writable;
  /** The file of the index. */
  readonly index: string;
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

const SAVE_AFTER_MS = 2000;
/** A large index is saved the more rarely: this share of the time at most goes into it. */
const SAVE_SHARE = 1 / 20;
const PROGRESS_MS = 250;
const TURN_MS = 20;
/** Of less it is not worth saying how far it is, unless that takes long. */
const MUCH_BYTES = 1024 * 1024;

type Asked = Extract<Question, { readonly paths: readonly string[] }>;

/** Resolves when it is over; what was still being read may go on, and is worth nothing. */
export async function serve({
  input,
  output,
  index: file,
  idleMs,
  signal,
}: Service): Promise<void> {
  const over = Promise.withResolvers<void>();
  let index: FileIndex | null = null;
  const queue = new Map<number, Asked>();
  let isAtWork = false;
  let idle: NodeJS.Timeout | undefined;
  const rest = (): void => {
    idle = setTimeout(() => {
      // What has been asked already is heard first.
      setImmediate(() => {
        if (!isAtWork) over.resolve();
      });
    }, idleMs);
  };
  const saving = saver(() => index);

  const work = async (): Promise<void> => {
    isAtWork = true;
    clearTimeout(idle);
    for (const [id, { paths }] of queue) {
      index ??= openIndex(file);
      const watcher = watcherOf(
        (answer) => tell(output, answer),
        id,
        () => !queue.has(id),
      );
      const result = await hashed(paths, index, watcher);
      queue.delete(id);
      await say(output, { id, result });
      saving.soon();
    }
    isAtWork = false;
    rest();
  };

  input.once("end", over.resolve).once("error", over.resolve).once("close", over.resolve);
  output.once("error", over.resolve);
  signal.addEventListener("abort", () => {
    over.resolve();
  });
  readLines(input, (line) => {
    const question = JSON.parse(line) as Question;
    if ("drop" in question) {
      // One that is being worked on finds itself gone, and the next one is begun.
      queue.delete(question.drop);
      return;
    }
    queue.set(question.id, question);
    if (!isAtWork) void work();
  });
  rest();
  await over.promise;
  clearTimeout(idle);
  saving.now();
}

async function hashed(
  paths: readonly string[],
  index: FileIndex,
  watcher: Omit<Watcher, "changedAt">,
): Promise<Hashed> {
  try {
    return { is: "hashed", ...(await digestsOf(paths, index, watcher)) };
  } catch (error) {
    const cause = error instanceof Refusal ? error.message : `it can't be hashed: ${String(error)}`;
    return { is: "failed", cause };
  }
}

/** Says how far it is, and lets timers and the end have their turn. */
function watcherOf(
  tell: (answer: Answer) => void,
  id: number,
  isDropped: () => boolean,
): Omit<Watcher, "changedAt"> {
  let done = 0;
  let total = 0;
  let turnedAt = performance.now();
  let toldAt = turnedAt;
  return {
    toRead: (bytes) => {
      if (total <= MUCH_BYTES && total + bytes > MUCH_BYTES) toldAt -= PROGRESS_MS;
      total += bytes;
    },
    haveRead: (bytes) => {
      done += bytes;
      const now = performance.now();
      if (now - toldAt < PROGRESS_MS) return;
      toldAt = now;
      tell({ id, done: Math.min(done, total), total });
    },
    turn: () => {
      if (isDropped()) throw new Refusal("it is not wanted any more");
      const now = performance.now();
      if (now - turnedAt < TURN_MS) return null;
      turnedAt = now;
      return othersTurn();
    },
  };
}

/** Left out where the last is still on its way. */
function tell(output: Writable, answer: Answer): void {
  if (!output.writableNeedDrain) output.write(lineOf(answer));
}

async function say(output: Writable, answer: Answer): Promise<void> {
  if (output.write(lineOf(answer))) return;
  // A reader that has gone is the end of it all, which is heard of elsewhere.
  await once(output, "drain").catch(() => undefined);
}

function lineOf(answer: Answer): string {
  return `${JSON.stringify(answer)}\n`;
}

function saver(index: () => FileIndex | null) {
  let timer: NodeJS.Timeout | undefined;
  let tookMs = 0;
  const now = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const from = performance.now();
    if (index()?.isChanged() === true) index()?.save();
    tookMs = performance.now() - from;
  };
  const soon = (): void => {
    if (timer !== undefined || index()?.isChanged() !== true) return;
    timer = setTimeout(now, Math.max(SAVE_AFTER_MS, tookMs / SAVE_SHARE));
  };
  return { now, soon };
}
