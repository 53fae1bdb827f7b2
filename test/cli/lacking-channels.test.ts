// Channels that a pipeline names and the configuration has not: told by `validate`, and before a run.

import { afterEach, beforeEach, expect, it } from "vitest";
import { channelWarnings, planChannelWarnings } from "../../src/cli/lacking-channels.ts";
import { readDefinition } from "../../src/cli/load-pipeline.ts";
import { preflight } from "../../src/cli/preflight.ts";
import { planOf } from "../../src/pipeline/plan-of.ts";
import { type Lab, lab } from "../host/lab.ts";

let here: Lab;
let config = "";
beforeEach(() => {
  here = lab();
  config = here.write(
    "dagtop/config.yaml",
    "channels: { team-slack: { type: slack, url: { secret: S } } }\n",
  );
});
afterEach(() => here.close());

async function definitionOf(text: string) {
  const file = here.write("p.yaml", `name: t\n${text}`);
  return (await readDefinition(file)).definition;
}

const notify = (channels: string): string =>
  `stages: { a: { run: x }, tell: { needs: [a], if: always, uses: notify, with: { channels: ${channels} } } }\n`;

it("a channel that is configured, or always there, is no warning", async () => {
  const definition = await definitionOf(notify("[terminal, file, team-slack]"));
  expect(channelWarnings(definition, config)).toEqual([]);
});

it("a channel that is not there is a warning, with the nearest name and the file", async () => {
  const definition = await definitionOf(notify("[team-slak, mail, mail]"));
  const hint = `Channels are declared in ${config}: channels:`;
  expect(channelWarnings(definition, config)).toEqual([
    'warning: the stage tell names the channel "team-slak", and there is none of that name\n' +
      `  hint: Did you mean "team-slack"? ${hint} {team-slak: {type: …}}`,
    'warning: the stage tell names the channel "mail", and there is none of that name\n' +
      `  hint: ${hint} {mail: {type: …}}`,
  ]);
});

it("one that an alert names is a warning too, and safe to print", async () => {
  const alerts = 'alerts: [{ on: [failed], channels: ["a\\e[2Jb", team-slack] }]\n';
  const definition = await definitionOf(`stages: { a: { run: x } }\n${alerts}`);
  const [warning, ...more] = channelWarnings(definition, config);
  expect(warning).toContain('warning: an alert names the channel "ab"');
  expect(warning).toMatch(/^[ -~…\n]*$/);
  expect(more).toEqual([]);
});

it("a name with a hole is looked at once its parameter has a value", async () => {
  const definition = await definitionOf(
    `params: { where: mail }\n${notify('["${{ params.where }}"]')}`,
  );
  expect(channelWarnings(definition, config)).toEqual([]);
  const plan = (where: string) =>
    planOf(definition, {
      params: { where },
      file: null,
      folder: "/",
      hasBash: false,
      python: null,
    });
  expect(planChannelWarnings(plan("mail"), config)).toHaveLength(1);
  expect(planChannelWarnings(plan("file"), config)).toEqual([]);
  expect(preflight(plan("mail"), { XDG_CONFIG_HOME: here.path(".") })).toHaveLength(1);
});

it("a configuration with mistakes is told, and only where channels are named", async () => {
  const bad = here.write("bad.yaml", "channels: { a: { type: slak } }\n");
  const [warning] = channelWarnings(await definitionOf(notify("[file]")), bad);
  expect(warning).toContain(
    "warning: whether this machine has the pools and channels is not known",
  );
  expect(warning).toContain('Did you mean "slack"?');
  const silent = await definitionOf("stages: { a: { run: x } }\n");
  expect(channelWarnings(silent, bad)).toEqual([]);
});
