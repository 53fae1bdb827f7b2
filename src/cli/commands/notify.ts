// `dagtop notify`: what was told to whom and what became of it, and whether a channel takes a message now.

import { resolve } from "node:path";
import { UserError } from "../../pipeline/user-error.ts";
import { plainText } from "../../ui/sanitise.ts";
import type { Command, Parsed } from "../command.ts";
import { EXIT } from "../exit.ts";
import { homeFrom } from "../home.ts";
import { LOOKING, looking } from "../looking.ts";
import { messageLines, messageShape, messagesOf } from "../notify-log.ts";
import { say, sayJson } from "../output.ts";
import { terminalColumns } from "../terminal-line.ts";

export const notify: Command = {
  name: "notify",
  takes: "[log|test] [CHANNEL]",
  summary: "List messages and what became of them; test a channel",
  counts: [0, 2],
  options: {
    ...LOOKING,
    limit: { type: "string", short: "n", value: "N", help: "log: so many at most (default: 20)" },
    "env-file": {
      type: "string",
      value: "FILE",
      help: "test: a pipeline's env_file, for the secrets that it holds",
    },
  },
  examples: ["dagtop notify", "dagtop notify test team-slack", "dagtop notify log team-slack -n 5"],
  run: async (args) => {
    const [verb = "log", channel = null] = args.positionals;
    if (verb === "log") return log(args, channel);
    if (verb !== "test") throw usage(`notify has no "${plainText(verb)}".`, verb);
    if (channel === null) throw usage("notify test needs the name of a channel.", "team-slack");
    return test(args, channel);
  },
};

function log(args: Parsed, channel: string | null): number {
  const { reader, json, paint } = looking(args);
  const most = limitFrom(args.text("limit"));
  const rows = reader === null ? [] : reader.snapshot(() => messagesOf(reader, most, channel));
  if (json) sayJson(rows.map(messageShape));
  else if (rows.length === 0) say(nothing(channel));
  else
    for (const line of messageLines(rows, { paint, columns: terminalColumns() }, Date.now()))
      say(line);
  return EXIT.succeeded;
}

function nothing(channel: string | null): string {
  return channel === null
    ? "No messages yet. A stage with `uses: notify` sends them; dagtop notify test CHANNEL tries a channel."
    : `No message for the channel ${plainText(channel)} is in this home: dagtop notify lists all.`;
}

function limitFrom(text: string | undefined): number {
  if (text === undefined) return 20;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UserError("usage", `--limit ${plainText(text)} is no number of messages.`, {
    hint: "For example --limit 50.",
  });
}

/** Reading the configuration and sending need much: loaded only here. */
async function test(args: Parsed, channel: string): Promise<number> {
  const { testChannel } = await import("../notify-test.ts");
  const given = args.text("env-file");
  return testChannel(channel, {
    paths: homeFrom(args.text("home"), process.env),
    envFile: given === undefined ? null : resolve(given),
    json: args.flag("json"),
  });
}

function usage(message: string, channel: string): UserError {
  return new UserError("usage", message, {
    hint: `dagtop notify log ${plainText(channel)}, or dagtop notify test ${plainText(channel)}`,
  });
}
