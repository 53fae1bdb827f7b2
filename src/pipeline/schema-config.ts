// The shape of the user's own config.yaml: pools, how much may run at a time, where secrets come from, channels, theme.

import * as z from "zod";
import { commandWords } from "./schema-channels.ts";
import * as is from "./schema-leaves.ts";

const pool = is.leaf((value): number | "auto" | is.Wrong => {
  if (value === "auto") return value;
  const isCount = typeof value === "number" && Number.isInteger(value);
  return isCount && value >= 0 && value <= 10_000
    ? value
    : new is.Wrong(
        "must be auto or a whole number from 0 to 10000",
        "Write how many slots there are: pools: {disk: 2}; auto counts the graphics cards.",
      );
});

const secretCommand = is.leaf(
  (value): readonly string[] | is.Wrong =>
    commandWords(value) ??
    new is.Wrong(
      "must be a shell command or a list of words",
      "Write what prints the value: HF_TOKEN: pass show hf, or [pass, show, hf].",
    ),
);

export const configSchema = z.object(
  {
    pools: z
      .record(z.string(), pool, {
        error: "must be a map from pools to numbers\nWrite pools: {gpu: auto, disk: 2}.",
      })
      .optional(),
    max_running: is.whole(1, 10_000).optional(),
    secrets: z
      .record(z.string(), secretCommand, {
        error: "must be a map from names to commands\nWrite secrets: {HF_TOKEN: pass show hf}.",
      })
      .optional(),
    // What each of them holds is read by its type (load-channels.ts).
    channels: z
      .record(z.string(), z.unknown(), {
        error:
          "must be a map\nWrite channels: {team-slack: {type: slack, url: {secret: SLACK_WEBHOOK}}}.",
      })
      .optional(),
    theme: is.text.optional(),
  },
  { error: "must be a map\nWrite pools: {gpu: auto, disk: 2}, for one." },
);
