// Whether a candidate may become champion. Pure: numbers in, a verdict and one sentence out (semantics 8.5).
//
// A tie keeps the champion. What can't be compared is refused, never waved through.

export interface Gate {
  readonly metric: string;
  readonly goal: "max" | "min";
  readonly min: number | null;
  readonly max: number | null;
  /** Whether it must be better than the champion. */
  readonly betterThanChampion: boolean;
  /** A difference up to this counts as none. */
  readonly tolerance: number;
  readonly ifNotBetter: "ok" | "warn" | "fail";
}

export interface Champion {
  readonly version: number;
  /** Null where it has no such metric. */
  readonly value: number | null;
  readonly filesAreGone: boolean;
}

export type Verdict =
  | { readonly is: "promote" | "keep" | "not_better"; readonly text: string }
  | { readonly is: "refuse"; readonly text: string };

/** @param value - null where the candidate has no such metric, or not a number of it */
export function judge(gate: Gate, value: number | null, champion: Champion | null): Verdict {
  const { metric } = gate;
  if (value === null) return refuse(`there is no ${metric}`);
  const beside = champion === null ? "there is no champion" : championText(gate, champion);
  if (gate.min !== null && value < gate.min)
    return refuse(`${metric} ${number(value)} is below ${number(gate.min)} (${beside})`);
  if (gate.max !== null && value > gate.max)
    return refuse(`${metric} ${number(value)} is above ${number(gate.max)} (${beside})`);
  if (champion === null)
    return { is: "promote", text: `${metric} ${number(value)}, the first champion` };
  if (!gate.betterThanChampion)
    return { is: "promote", text: `${metric} ${number(value)} (${beside})` };
  return against(gate, value, champion);
}

function against(gate: Gate, value: number, champion: Champion): Verdict {
  const { metric, goal, tolerance, ifNotBetter } = gate;
  const name = `champion v${champion.version}`;
  if (champion.value === null) {
    return refuse(
      `${metric} ${number(value)} can't be compared: ${name} has no ${metric}; promote one of them by hand`,
    );
  }
  const gain = goal === "max" ? value - champion.value : champion.value - value;
  const numbers = `${metric} ${number(value)}, ${name} ${number(champion.value)}`;
  if (gain > tolerance) return { is: "promote", text: `${numbers}, better by ${number(gain)}` };
  if (champion.filesAreGone) {
    return refuse(`${numbers}: not better, but the files of v${champion.version} are gone`);
  }
  const how = gain === 0 ? "as good" : gain > 0 ? `only better by ${number(gain)}` : "not better";
  const text = `${name} kept: ${metric} ${number(value)} is ${how === "as good" ? "as good as" : `${how} than`} ${number(champion.value)}`;
  if (ifNotBetter === "ok") return { is: "keep", text };
  return { is: "not_better", text: `refused: ${text}` };
}

function refuse(why: string): Verdict {
  return { is: "refuse", text: `refused: ${why}` };
}

/** "champion v7 0.812", with what it lacks. */
export function championText({ metric }: Pick<Gate, "metric">, champion: Champion): string {
  const { version, value } = champion;
  return `champion v${version} ${value === null ? `has no ${metric}` : number(value)}`;
}

/** A metric for people: up to six digits, no more than it has. */
export function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}
