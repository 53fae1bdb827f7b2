// How far a stage is, read out of one line of its log: a line of ours (`::dagtop progress=0.4 epoch 2 of 5`), a tqdm
// bar, a dictionary of the Hugging Face trainer, or the words "epoch 2/5".
//
// A fraction is only given where the line proves it; "epoch 2/5" proves one epoch, not two. Everything that comes out
// has passed the sanitiser.

import { sanitise } from "./sanitise.ts";

export interface Progress {
  /** The share that is done, 0 to 1, or null when the line does not say. */
  readonly fraction: number | null;
  /** One line for people, perhaps empty. */
  readonly text: string;
}

const READERS = [fromOwnLine, fromTqdm, fromTrainer, fromEpoch];
// No bar is longer, and patterns need not be tried on more.
const LONGEST = 1024;

/** The progress that a log line tells, or null when it tells none. */
export function progressOf(line: string): Progress | null {
  const text = sanitise(line, { colour: false, maxBytes: LONGEST }).trim();
  for (const reader of READERS) {
    const progress = reader(text);
    if (progress !== null) return progress;
  }
  return null;
}

const OWN_LINE = /^::dagtop progress=(\d+(?:\.\d+)?|\.\d+)(?:\s+(\S.*))?$/u;

function fromOwnLine(line: string): Progress | null {
  const [, share, text = ""] = OWN_LINE.exec(line) ?? [];
  if (share === undefined || Number(share) > 1) return null;
  return { fraction: Number(share), text };
}

// "Epoch 3:  31%|███   | 957/3068 [08:03<17:30,  1.9it/s, loss=0.41]". The bar itself may be any characters.
const TQDM_BAR =
  /^(?:(.{0,80}?):\s+)?(\d{1,3})%\|[^|]*\|\s*([^\s/]{1,20})\/([^\s/]{1,20})\s+\[([^\]]*)\]?/u;
// Without a known total: "957it [08:03, 1.9it/s]".
const TQDM_COUNT = /^(?:(.{0,80}?):\s+)?(\d+)([a-z]{1,12})\s+\[(\d[\d:]*,[^\]]*)\]?/iu;

function fromTqdm(line: string): Progress | null {
  const [, name, percent, done = "", total = "", rest = ""] = TQDM_BAR.exec(line) ?? [];
  if (percent !== undefined) {
    const fraction = shareOf(Number(done), Number(total)) ?? Math.min(1, Number(percent) / 100);
    return { fraction, text: joined([name, `${done}/${total}`, rateOf(rest), remainingOf(rest)]) };
  }
  const [, label, counted, unit = "", times = ""] = TQDM_COUNT.exec(line) ?? [];
  if (counted === undefined) return null;
  return { fraction: null, text: joined([label, `${counted} ${unit}`, rateOf(times)]) };
}

function shareOf(done: number, total: number): number | null {
  return total > 0 && done >= 0 && done <= total ? done / total : null;
}

function rateOf(times: string): string | undefined {
  const [, value, unit] = /,\s*(\d[\d.]*)\s?(\S{1,12}\/\S{1,12}?)(?:,|$)/u.exec(times) ?? [];
  return value === undefined ? undefined : `${value} ${unit ?? ""}`;
}

// "08:03<17:30" or "1:02:03<2:10:00": hours only where there are three numbers.
function remainingOf(times: string): string | undefined {
  const [, hours, minutes, seconds] = /<(?:(\d+):)?(\d+):(\d\d)/u.exec(times) ?? [];
  if (minutes === undefined) return undefined;
  if (hours !== undefined && Number(hours) > 0) return `~${Number(hours)}h${minutes}`;
  if (Number(minutes) > 0) return `~${Number(minutes)}m`;
  return Number(seconds) > 0 ? `~${Number(seconds)}s` : undefined;
}

// Numbers of the trainer that say how it runs, not how it does.
const DULL = /grad_norm|learning_rate|runtime|per_second|^step$|^epoch$/u;
const MOST_METRICS = 2;

function fromTrainer(line: string): Progress | null {
  if (!line.startsWith("{'") || !line.endsWith("}")) return null;
  const pairs = [...line.matchAll(/'(\w{1,40})': '?(-?\d[\d.]*(?:e[+-]?\d+)?|nan)\b/gu)];
  const values = new Map(pairs.map(([, name = "", value = ""]) => [name, value]));
  const epoch = values.get("epoch");
  if (epoch === undefined) return null;
  const shown = [...values].filter(([name]) => !DULL.test(name)).slice(0, MOST_METRICS);
  const metrics = shown.map(([name, value]) => `${name} ${value}`);
  return { fraction: null, text: joined([`epoch ${Number(epoch)}`, ...metrics]) };
}

const EPOCH = /\bepoch:?\s+\[?(\d{1,9})\s?(?:\/|of)\s?(\d{1,9})/iu;

function fromEpoch(line: string): Progress | null {
  const found = EPOCH.exec(line);
  if (found === null) return null;
  const [current, total] = [Number(found[1]), Number(found[2])];
  if (current < 1 || current > total) return null;
  const text = line.slice(found.index).replaceAll(/\s+/gu, " ");
  return { fraction: (current - 1) / total, text };
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("  ");
}
