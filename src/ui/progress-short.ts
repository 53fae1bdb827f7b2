// Progress and metrics in the few columns of a row or a prompt: "ep 3/10", "957/3068", "f1 .81".
//
// Texts have passed the sanitiser, as those of progress.ts have.

import type { Progress } from "./progress.ts";
import { cut } from "./width.ts";

const EPOCH_OF = /^epoch:?\s+\[?(\d+)\]?\s?(?:\/|of)\s?(\d+)/iu;
const EPOCH = /^epoch:?\s+(\d+(?:\.\d+)?)(?=\s|$)(?:\s+(\d+\/\d+))?/iu;
const COUNT = /(?:^|\s)(\d[\d.]*\w?\/\d[\d.]*\w?)(?=\s|$)/u;
const LONGEST = 20;

/** "ep 3/10" of "epoch 3 of 10", "957/3068" of a bar, "31%" of a share without words; perhaps empty. */
export function shortProgress({ fraction, text }: Progress, mark = "…"): string {
  const [, current, total] = EPOCH_OF.exec(text) ?? [];
  if (current !== undefined) return `ep ${current}/${total}`;
  const [, epoch, steps] = EPOCH.exec(text) ?? [];
  if (epoch !== undefined) return steps === undefined ? `ep ${epoch}` : `ep ${epoch} ${steps}`;
  const [, count] = COUNT.exec(text) ?? [];
  if (count !== undefined) return count;
  // Words that go on to metrics and rates are told apart from them by two spaces.
  const [words = ""] = text.split("  ", 1);
  if (words !== "") return cut(words, LONGEST, mark);
  return fraction === null ? "" : `${Math.floor(fraction * 100)}%`;
}

/** A value in two or three digits: ".81", "1.23", "412", "2e-5". */
export function shortValue(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || !Number.isFinite(value)) return String(value);
  if (size < 0.01 || size >= 100_000) return value.toExponential(0).replace("e+", "e");
  if (size < 0.995) return value.toFixed(size < 0.095 ? 3 : 2).replace("0.", ".");
  if (size >= 99.95) return value.toFixed(0);
  return size >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

export interface MetricValue {
  readonly name: string;
  readonly value: number;
  /** When it was read, epoch milliseconds. */
  readonly at: number;
}

const PAIR = /([a-z_]\w{0,39}) (-?\d*\.?\d+(?:e[+-]?\d+)?)(?=\s|$)/giu;
const NOT_ONE = /^(?:epoch|step|of)$/iu;

/**
 * The one metric that there is room for: the first that the progress itself names, by its last point where it has any,
 * else the one that was written last; of those of one moment the first by name, so that f1 comes before loss.
 */
export function chosenMetric(
  progress: Progress | null,
  last: readonly MetricValue[],
): Pick<MetricValue, "name" | "value"> | null {
  const named = [...(progress?.text ?? "").matchAll(PAIR)]
    .map(([, name = "", value]) => ({ name, value: Number(value) }))
    .find(({ name }) => !NOT_ONE.test(name));
  if (named !== undefined) return last.find(({ name }) => name === named.name) ?? named;
  const [newest] = last.toSorted((a, b) => b.at - a.at || (a.name < b.name ? -1 : 1));
  return newest ?? null;
}
