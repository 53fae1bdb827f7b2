// A message that only says that it is a test, over one channel of the configuration, from this process and at once: no host,
// no outbox, one try. Secrets come from where a host would find them, but no run is there to bring an env file.

import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { secretsFor } from "../engine/host/deliver.ts";
import { type Message, type Sent, messageText } from "../engine/message.ts";
import { send } from "../integrations/notify/send.ts";
import { type Channel, secretsOf } from "../pipeline/channels.ts";
import { capture } from "../pipeline/environment.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import { countdown, duration } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";
import { asker } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { configFile, prepareHome } from "./home.ts";
import { remark, say, sayJson } from "./output.ts";
import { readConfig } from "./settings.ts";

export interface TestOptions {
  readonly paths: HomePaths;
  /** Of a pipeline, absolute: for the secrets that it holds. */
  readonly envFile: string | null;
  readonly json: boolean;
}

/** @returns the exit code @throws UserError bad-config | no-channel | bad-home */
export async function testChannel(name: string, options: TestOptions): Promise<number> {
  const config = configFile(process.env);
  const { channels, secretCommands } = readConfig(config);
  const channel = Object.hasOwn(channels, name) ? channels[name] : undefined;
  if (channel === undefined) throw noChannel(name, Object.keys(channels), config);
  // Its own file lies in the home, which may not be there yet.
  if (channel.type === "file" && channel.path === null) prepareHome(options.paths);
  const message = testMessage(name, Date.now());
  const show = options.json ? remark : say;
  if (channel.type === "terminal")
    for (const line of messageText(message).split("\n")) show(plainText(line));
  const began = performance.now();
  const sent = await tried(channel, message, options, secretCommands);
  const tookMs = Math.round(performance.now() - began);
  if (options.json)
    sayJson({
      channel: name,
      type: channel.type,
      id: message.id,
      state: sent.is,
      error: sent.is === "accepted" ? null : sent.why,
      retry_after_ms: sent.is === "again" ? sent.afterMs : null,
      took_ms: tookMs,
    });
  if (sent.is !== "accepted") return notTaken(name, channel, sent, config);
  if (options.json) return EXIT.succeeded;
  say(`${name}: accepted in ${duration(tookMs)}`);
  if (channel.type === "pagerduty")
    say("  PagerDuty shows nothing of it: a test resolves an alert that is not there.");
  return EXIT.succeeded;
}

async function tried(
  channel: Channel,
  message: Message,
  { paths, envFile }: TestOptions,
  commands: Readonly<Record<string, readonly string[]>>,
): Promise<Sent> {
  // What a run that is started here would have.
  const cwd = process.cwd();
  const env = capture(process.env, [], secretsOf(channel));
  const found = await secretsFor(channel, { envFile, folder: cwd }, env, commands);
  if (!found.ok) return { is: "again", why: found.cause, afterMs: null };
  const homeFile = join(paths.home, "notifications.log");
  return send(channel, message, { secrets: found.values, homeFile, cwd, env });
}

export function testMessage(channel: string, at: number): Message {
  const when = new Date(at).toISOString().replace("T", " ").slice(0, 16);
  return {
    id: `msg_${randomBytes(16).toString("hex")}`,
    at,
    event: "test",
    level: "ok",
    title: plainText(`This is a test of dagtop on ${hostname()}, ${when} UTC`),
    lines: [
      plainText(`${asker(process.env)} tries the channel ${channel}`),
      "Nothing has run, and nothing is wrong.",
    ],
    command: `dagtop notify test ${channel}`,
    subject: "dagtop test",
    facts: {
      pipeline: "",
      run: null,
      stage: null,
      state: "test",
      cause: null,
      durationMs: null,
      model: null,
    },
  };
}

function notTaken(
  name: string,
  { type }: Channel,
  sent: Exclude<Sent, { is: "accepted" }>,
  config: string,
): number {
  const how = sent.is === "refused" ? "has refused" : "has not taken";
  remark(plainText(`The channel ${name} (${type}) ${how} the message: ${sent.why}`));
  remark(plainText(`  hint: ${hintFor(name, sent, config)}`));
  return EXIT.failed;
}

function hintFor(name: string, sent: Exclude<Sent, { is: "accepted" }>, config: string): string {
  if (/^(?:the secret|the env_file|line \d+ of the env_file) /.test(sent.why))
    return `Secrets come from a command in ${config} under secrets, or from a pipeline's env_file: --env-file FILE. Nobody looks into this shell.`;
  if (sent.is === "refused")
    return `It would refuse each try. Look at channels.${name} in ${config}.`;
  const wait = sent.afterMs === null ? "" : ` It asks for ${countdown(sent.afterMs)} of rest.`;
  return `It may go better later: a stage would try again, this tries once.${wait} The channel is channels.${name} in ${config}.`;
}

function noChannel(name: string, known: readonly string[], config: string): UserError {
  const hints = [
    didYouMean(name, known),
    `There are: ${known.toSorted().join(", ")}.`,
    "Add one there: channels: {team: {type: slack, url: {secret: SLACK_WEBHOOK}}}",
  ];
  return new UserError("no-channel", `There is no channel ${plainText(name)} in ${config}.`, {
    hint: hints.filter((hint) => hint !== "").join("\n"),
    exit: 4,
  });
}
