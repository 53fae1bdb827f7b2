// How a run is followed, from the options that every command that follows one has.

import type { Option, Parsed } from "./command.ts";

export interface HowToRun {
  readonly detach: boolean;
  readonly inline: boolean;
  readonly json: boolean;
  readonly ascii: boolean;
  readonly noColour: boolean;
}

/** Of commands that start something and follow it. */
export const FOLLOWING: Readonly<Record<string, Option>> = {
  detach: { type: "boolean", short: "d", help: "do not follow: the run goes on by itself" },
  json: { type: "boolean", help: "one line of JSON per event" },
  ascii: { type: "boolean", help: "no other characters than ASCII" },
  "idle-ms": {
    type: "string",
    value: "MS",
    help: "how long a host that this starts stays without work (default: 60000)",
  },
};

export function howToRun(args: Parsed): HowToRun {
  return {
    detach: args.flag("detach"),
    inline: args.flag("inline"),
    json: args.flag("json"),
    ascii: args.flag("ascii"),
    noColour: args.flag("no-color"),
  };
}
