// Rows with the secrets of their run hidden in what they say: reasons, causes, outputs. Masked as they are shown, without
// escape sequences: these may keep apart in a record what stands together on a screen.

import type { Masker } from "../engine/host/mask.ts";
import type { AttemptRow, RunRow, StageRow } from "../engine/rows.ts";
import type { Outputs } from "../engine/stage.ts";
import { plainText } from "../ui/sanitise.ts";

export function maskedRun(row: RunRow, mask: Masker): RunRow {
  return mask.none ? row : { ...row, reason: masked(row.reason, mask) };
}

export function maskedStage(row: StageRow, mask: Masker): StageRow {
  if (mask.none) return row;
  const { outputs, reason } = row;
  return {
    ...row,
    reason: masked(reason, mask),
    outputs: outputs === null ? null : maskedOutputs(outputs, mask),
  };
}

export function maskedAttempt(row: AttemptRow, mask: Masker): AttemptRow {
  return mask.none ? row : { ...row, cause: masked(row.cause, mask) };
}

function maskedOutputs(outputs: Outputs, mask: Masker): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      masked(name, mask) ?? "",
      masked(value, mask) ?? "",
    ]),
  );
}

function masked(text: string | null, mask: Masker): string | null {
  if (text === null) return null;
  const clean = plainText(text);
  const hidden = mask.text(clean);
  return hidden === clean ? text : hidden;
}
