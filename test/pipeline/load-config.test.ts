// The user's config.yaml: what it may say, what is taken for granted, and how its mistakes are shown.

import { describe, expect, it } from "vitest";
import { OWN_CHANNELS } from "../../src/pipeline/channels.ts";
import { type Config, NO_CONFIG } from "../../src/pipeline/config.ts";
import { loadConfig } from "../../src/pipeline/load-config.ts";
import { problemText } from "../../src/pipeline/problem.ts";

function configOf(text: string): Config {
  const loaded = loadConfig(text, "config.yaml", null);
  if (loaded.ok) return loaded.config;
  throw new Error(loaded.problems.map(problemText).join("\n"));
}

function problemsOf(text: string): string[] {
  const loaded = loadConfig(text, "config.yaml", null);
  return loaded.ok
    ? []
    : loaded.problems.map(({ line, column, message, hint }) => {
        return `${line}:${column} ${message} | ${hint}`;
      });
}

describe("a configuration", () => {
  it.each(["", "\n", "# nothing yet\n", "{}", "\ufeff"])("may be empty: %j", (text) => {
    expect(configOf(text)).toEqual(NO_CONFIG);
    expect(NO_CONFIG.pools).toEqual({ gpu: "auto" });
  });

  it("names pools, limits, secret commands, channels and a theme", () => {
    const config = configOf(`
pools: { gpu: 2, disk: 1, licence: 0 }
max_running: 4
secrets:
  HF_TOKEN: pass show hf
  SLACK: [pass, show, slack]
channels: { team-slack: { type: slack, url: { secret: SLACK } } }
theme: dark
`);
    expect(config).toEqual({
      pools: { gpu: 2, disk: 1, licence: 0 },
      maxRunning: 4,
      secretCommands: {
        HF_TOKEN: ["/bin/sh", "-c", "pass show hf"],
        SLACK: ["pass", "show", "slack"],
      },
      channels: { ...OWN_CHANNELS, "team-slack": { type: "slack", url: { secret: "SLACK" } } },
      theme: "dark",
    });
  });

  it("has the pool gpu, counted by the host, beside those that it names", () => {
    expect(configOf("pools: { disk: 2 }").pools).toEqual({ gpu: "auto", disk: 2 });
  });

  it.each([
    ["pool: 1", '1:1 unknown key "pool" | Did you mean "pools"?'],
    ["pools: 3", '1:8 "pools" must be a map from pools to numbers, not 3'],
    ["pools: { gpu: many }", '1:15 "pools.gpu" must be auto or a whole number from 0 to 10000'],
    ["pools: { gpu: -1 }", '1:15 "pools.gpu" must be auto or a whole number'],
    ["pools: { GPU: 1 }", '1:10 "GPU" cannot be the name of a pool'],
    ["max_running: 0", '1:14 "max_running" must be a whole number from 1 to 10000, not 0'],
    ["secrets: { A-B: x }", '1:12 "A-B" cannot be the name of a secret'],
    ["secrets: { DAGTOP_X: x }", '1:12 "DAGTOP_X" cannot be the name of a secret'],
    ["secrets: { A: [] }", '1:15 "secrets.A" must be a shell command or a list of words, not []'],
    ["secrets: [A]", '1:10 "secrets" must be a map from names to commands, not ["A"]'],
    ["channels: [a]", '1:11 "channels" must be a map, not ["a"]'],
    ["theme: 3", '1:8 "theme" must be a text, not 3'],
    ["- a", '1:1 the configuration must be a map, not ["a"]'],
    ["pools: {", "1:8 { is opened here and never closed"],
    ["pools: { __proto__: 1 }", '1:10 "__proto__" cannot be the name of a pool'],
  ])("%s is refused: %s", (text, words) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    expect(problems[0]).not.toMatch(/\| $/);
  });
});
