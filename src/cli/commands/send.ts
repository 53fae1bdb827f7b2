// `dagtop send`: the process that sends messages for a host. It leaves when its host does, or after a while without a message.

import { join } from "node:path";
import { readLines } from "../../engine/host/hashing/protocol.ts";
import type { SendAnswer, SendQuestion } from "../../engine/host/sender.ts";
import { send as sendOne } from "../../integrations/notify/send.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { homeFrom } from "../home.ts";

const IDLE_MS = 30_000;

export const send: Command = {
  name: "send",
  takes: "",
  summary: "Send messages for a host (a host starts this)",
  counts: [0, 0],
  options: {},
  examples: [],
  run: async (args) => {
    const homeFile = join(homeFrom(args.text("home"), process.env).home, "notifications.log");
    const { promise, resolve } = Promise.withResolvers<void>();
    let open = 0;
    let idle = setTimeout(resolve, IDLE_MS);
    const answer = async ({ id, channel, message, ...given }: SendQuestion): Promise<void> => {
      open += 1;
      clearTimeout(idle);
      const sent = await sendOne(channel, message, { ...given, homeFile });
      process.stdout.write(`${JSON.stringify({ id, sent } satisfies SendAnswer)}\n`);
      open -= 1;
      if (open === 0) idle = setTimeout(resolve, IDLE_MS);
    };
    readLines(process.stdin, (line) => {
      void answer(JSON.parse(line) as SendQuestion);
    });
    process.stdin.once("end", resolve);
    await promise;
    process.exit(EXIT.succeeded);
  },
};
