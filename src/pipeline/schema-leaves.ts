// What single values of a file may be: texts, paths, numbers, durations, words of a list.
//
// Each leaf checks one value by plain code and gives it back, or says what it must be. Messages go on after the name
// of the key ("must be …"); from the second line on they are the hint.

import * as z from "zod";
import { durationOf } from "./duration.ts";
import { isEnvName } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import type { StopSignal } from "./plan.ts";

/** A leaf of the file, read by plain code: its value, or what is wrong with it. */
export function leaf<T>(read: (value: unknown) => T | Wrong) {
  return z.unknown().transform((value, context): T => {
    const result = read(value);
    if (!(result instanceof Wrong)) return result;
    context.addIssue({ code: "custom", message: result.said });
    return z.NEVER;
  });
}

export class Wrong {
  readonly said: string;
  constructor(message: string, hint: string) {
    this.said = `${message}\n${hint}`;
  }
}

const QUOTES = "Put it in quotes if it is meant as a text.";

export const text = leaf((value) =>
  typeof value === "string" && value.trim() !== "" ? value : new Wrong("must be a text", QUOTES),
);

export const script = leaf((value) => {
  if (typeof value === "string" && value.trim() !== "") return value;
  const hint =
    'One command is a line; several go below "run: |", a line each. A list of words is "argv".';
  return new Wrong("must be a shell command", hint);
});

export const path = leaf((value) => {
  if (typeof value !== "string" || value === "") return new Wrong("must be a path", QUOTES);
  if (value.startsWith("~")) {
    return new Wrong(
      "must not begin with ~",
      "~ means nothing here: write the path out, or relative to this file.",
    );
  }
  return value;
});

export function oneOf<const T extends string>(
  words: readonly T[],
  help?: (value: string) => string | null,
) {
  const list = words.join(", ");
  return leaf((value) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const meant = typeof value === "string" ? (help?.(value) ?? didYouMean(value, words)) : "";
    const known = words.length === 1 ? `Write ${list}.` : `Write one of ${list}.`;
    return new Wrong(`must be ${words.length === 1 ? "" : "one of "}${list}`, meant || known);
  });
}

export function whole(least: number, most: number) {
  return leaf((value) =>
    Number.isInteger(value) && typeof value === "number" && value >= least && value <= most
      ? value
      : new Wrong(`must be a whole number from ${least} to ${most}`, digits(value)),
  );
}

export function number(least: number, most: number) {
  return leaf((value) =>
    typeof value === "number" && value >= least && value <= most
      ? value
      : new Wrong(`must be a number from ${least} to ${most}`, digits(value)),
  );
}

function digits(value: unknown): string {
  return typeof value === "number" ? "Choose one in that range." : "Write digits, without quotes.";
}

export const duration = leaf((value) => {
  const result = durationOf(value);
  return result.ok ? result.ms : new Wrong(result.message, result.hint);
});

export const timeLimit = leaf((value) => {
  const result = durationOf(value);
  if (!result.ok) return new Wrong(result.message, result.hint);
  return result.ms > 0
    ? result.ms
    : new Wrong("must be more than 0", "Leave it out for no time limit.");
});

const SHELLS: Readonly<Record<string, readonly string[]>> = {
  sh: ["/bin/sh", "-e", "-c"],
  bash: ["bash", "-eo", "pipefail", "-c"],
};

export const shell = leaf((value): readonly string[] | Wrong => {
  if (Array.isArray(value) && value.length > 0 && value.every(isWord)) return value;
  const known =
    typeof value === "string" && Object.hasOwn(SHELLS, value) ? SHELLS[value] : undefined;
  return (
    known ??
    new Wrong(
      "must be sh, bash or a list of words",
      "For another shell write all of its words: shell: [zsh, -e, -c].",
    )
  );
});

function isWord(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

export const exitCodes = leaf((value): readonly number[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const codes = list.filter(
    (code) => typeof code === "number" && Number.isInteger(code) && code >= 1 && code <= 255,
  );
  if (codes.length === list.length) return codes as number[];
  return new Wrong("must be exit codes from 1 to 255", "Write a list of numbers: [75, 137].");
});

export const names = leaf((value): readonly string[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.every(isWord)) return list;
  const [key] = list.flatMap((item) =>
    typeof item === "object" && item !== null && !Array.isArray(item) ? Object.keys(item) : [],
  );
  const hint = key === undefined ? "Write it as [a, b]." : `Write the name alone: [${key}].`;
  return new Wrong("must be a name or a list of names", hint);
});

export const passEnv = leaf((value): readonly string[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const bad = list.find(
    (name) => typeof name !== "string" || !/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name),
  );
  if (bad === undefined) return list as string[];
  const hint =
    "Write names of environment variables; a * may stand at the end: [WANDB_*, HF_TOKEN].";
  return new Wrong("must be a list of names", hint);
});

export const python = leaf((value) => {
  if (typeof value !== "string" || value === "") {
    return new Wrong(
      "must be auto, a path or conda:NAME",
      'Write "auto" to use .venv or venv beside this file.',
    );
  }
  if (value.startsWith("conda:") && !/^conda:[\w.-]+$/.test(value)) {
    return new Wrong(
      "must name one conda environment",
      "Write conda:NAME, as `conda env list` shows it, or the path of its folder.",
    );
  }
  if (value.startsWith("~")) return new Wrong("must not begin with ~", "Write the path out.");
  return value;
});

export const backoff = oneOf(["constant", "linear", "exponential"]);
export const signal = oneOf<StopSignal>(["HUP", "INT", "QUIT", "TERM", "USR1", "USR2"], (value) =>
  value.startsWith("SIG") ? `Write it without SIG: ${value.slice(3)}.` : null,
);

/** Whole numbers by name: `{ gpu: 1 }`. */
export function counts(least: number, most: number) {
  return z.record(z.string(), whole(least, most), {
    error: "must be a map from pools to numbers\nWrite slots: {gpu: 1}.",
  });
}

/** One text or several, none of them empty. */
export function textOrTexts(message: string, hint: string) {
  return leaf((value): readonly string[] | Wrong => {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.length > 0 && list.every(isWord) ? list : new Wrong(message, hint);
  });
}

export const leaveRunning = leaf((value): "all" | readonly string[] | Wrong => {
  if (value === true) return "all";
  if (value === false) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isName = (name: unknown): name is string => isWord(name) && !/[\s/]/.test(name);
  return list.every(isName)
    ? list
    : new Wrong(
        "must be true or names of commands",
        "Write leave_running: true, or names without folder and arguments: [tensorboard].",
      );
});

const MOST_SECRETS = 100;

export const secrets = leaf((value): readonly string[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isSecret = (name: unknown): name is string =>
    typeof name === "string" && isEnvName(name) && !name.startsWith("DAGTOP_");
  if (list.length > MOST_SECRETS) {
    return new Wrong(`must be at most ${MOST_SECRETS} names`, "Leave out what no stage reads.");
  }
  return list.every(isSecret)
    ? [...new Set(list)]
    : new Wrong(
        "must be a list of names",
        "Write names of environment variables, never values: secrets: [HF_TOKEN].",
      );
});

export const trueOrFalse = leaf((value) =>
  typeof value === "boolean" ? value : new Wrong("must be true or false", "Write true or false."),
);
