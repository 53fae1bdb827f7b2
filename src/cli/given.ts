// Values of options as people give them: `-p NAME=VALUE`, `--slots POOL=N`, durations and counts.

import { durationOf } from "../pipeline/duration.ts";
import { NAME } from "../pipeline/names.ts";
import { passEnv } from "../pipeline/schema-leaves.ts";
import { UserError } from "../pipeline/user-error.ts";

/** @throws UserError bad-params */
export function paramsFrom(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text) => pairOf(text, "-p", "NAME=VALUE")));
}

/** @throws UserError bad-option | bad-params | bad-name */
export function slotsFrom(texts: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    texts.map((text) => {
      const [pool, count] = pairOf(text, "--slots", "POOL=N");
      if (!NAME.test(pool)) {
        throw new UserError("bad-name", `"${pool}" cannot be the name of a pool.`, {
          hint: "Pools are named like stages: gpu, disk, licence.",
        });
      }
      return [pool, countFrom(count, `--slots ${pool}`, 1)];
    }),
  );
}

/** By the rule of `pass_env` in a file. @throws UserError bad-option */
export function passEnvFrom(texts: readonly string[]): readonly string[] {
  for (const text of texts) {
    const isOurs = text.startsWith("DAGTOP_");
    if (!isOurs && passEnv.safeParse(text).success) continue;
    const what = isOurs
      ? `--pass-env can't pass ${text} on.`
      : `--pass-env must be the name of a variable, not "${text}".`;
    const hint = isOurs
      ? "Names that begin with DAGTOP_ are dagtop's own, and set anew for each stage."
      : "Write one name each time; a * may stand at its end: --pass-env 'WANDB_*'.";
    throw new UserError("bad-option", what, { hint });
  }
  return texts;
}

function pairOf(text: string, option: string, shape: string): [string, string] {
  const at = text.indexOf("=");
  if (at >= 1) return [text.slice(0, at), text.slice(at + 1)];
  const hint = `Write ${option} ${shape}${option === "-p" ? "; an empty text is -p NAME=" : ""}`;
  throw new UserError("bad-params", `${option} ${text} gives no value.`, { hint });
}

/** @throws UserError bad-option */
export function countFrom(text: string, option: string, least: number): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (count >= least) return count;
  throw new UserError(
    "bad-option",
    `${option} must be a whole number from ${least} on, not "${text}".`,
    {
      hint: `Write digits: ${option}=${Math.max(1, least)}`,
    },
  );
}

/** @returns milliseconds; null where nothing was given @throws UserError bad-option */
export function durationFrom(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const read = durationOf(text);
  if (read.ok && read.ms > 0) return read.ms;
  const message = read.ok ? "must be more than 0" : read.message;
  throw new UserError("bad-option", `${option} ${message}, not "${text}".`, {
    hint: read.ok ? "Leave it out for no time limit." : read.hint,
  });
}
