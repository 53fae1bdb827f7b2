// One try of one message: its channel, as the configuration has it now, the values of its secrets, and then the process that sends.

import { type Channel, secretsOf } from "../../pipeline/channels.ts";
import type { RunId } from "../../pipeline/ids.ts";
import type { Plan } from "../../pipeline/plan.ts";
import type { RunEnvironment } from "../command.ts";
import type { Sent } from "../message.ts";
import type { OutboxRow } from "../outbox.ts";
import { MARK_VARIABLE } from "./census.ts";
import type { HostSettings } from "./ports.ts";
import { type Resolved, resolveSecrets } from "./secrets.ts";
import type { Sender } from "./sender.ts";

export interface DeliverPorts {
  readonly settings: () => HostSettings;
  readonly environment: (run: RunId) => RunEnvironment;
  /** Null once the run is over. */
  readonly plan: (run: RunId) => Plan | null;
  readonly sender: Sender;
}

/** Never rejects. */
export function deliverer(ports: DeliverPorts): (row: OutboxRow) => Promise<Sent> {
  return async (row) => {
    const { channels, secretCommands: commands } = ports.settings();
    const channel: Channel | undefined = Object.hasOwn(channels, row.channel)
      ? channels[row.channel]
      : undefined;
    if (channel === undefined)
      return { is: "refused", why: `there is no channel ${row.channel} in config.yaml` };
    if (channel.type === "terminal") return { is: "accepted" };
    const plan = ports.plan(row.run);
    if (plan === null) return { is: "refused", why: "its run is over" };
    const { [MARK_VARIABLE]: _mark, ...env } = ports.environment(row.run).env;
    const found = await secretsFor(channel, plan, env, commands);
    if (!found.ok) return { is: "again", why: found.cause, afterMs: null };
    const { message } = row;
    const { folder: cwd } = plan;
    return ports.sender.send({ channel, message, secrets: found.values, cwd, env });
  };
}

/** The values of all that the channel names. Never rejects. */
export function secretsFor(
  channel: Channel,
  { envFile, folder }: Pick<Plan, "envFile" | "folder">,
  captured: RunEnvironment["env"],
  commands: HostSettings["secretCommands"],
): Promise<Resolved> {
  return resolveSecrets({
    plan: { secrets: secretsOf(channel), envFile, folder },
    captured,
    credentials: process.env["CREDENTIALS_DIRECTORY"],
    commands,
  });
}
