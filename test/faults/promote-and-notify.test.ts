// A kill -9 of the host, of the steps and of the process that sends, before each of the calls by which they change anything: whichever
// it is, the run ends well, each candidate is one version and the alias is on the better one, and the message came once or twice under
// one id (semantics 8.4, 8.5).

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { receiver } from "../integrations/notify/receiver.ts";
import { type FaultyPlace, type Kill, type Role, faultyPlace } from "./faulty.ts";

const made = (f1: number) => `
    run: |
      echo '{"step": 1, "f1": ${f1}}' >> "$DAGTOP_METRICS"
      mkdir -p made-${f1} && echo weights > made-${f1}/model.bin && echo ${f1} > made-${f1}/words
`;
const promoted = (from: string, f1: number) => `
    uses: promote
    retry: { times: 2, delay: 100ms }
    with: { from: ${from}, path: made-${f1}, model: toy, metric: f1, min: 0.8, better_than: champion }
`;
const PIPELINE = `name: told
stages:
  old:${made(0.85)}
  first:
    needs: old${promoted("old", 0.85)}
  train:${made(0.9)}
  promote:
    needs: [train, first]${promoted("train", 0.9)}
  notify:
    needs: promote
    uses: notify
    retry: { times: 2, delay: 100ms }
    with: { channels: [hook, file] }
`;
/** At once; they mostly wait. */
const BESIDE = 6;

interface Versions {
  readonly champion: number | null;
  readonly previous: number | null;
  readonly versions: readonly {
    readonly version: number;
    readonly files: { readonly hash: string };
  }[];
  readonly history: readonly { readonly event: string }[];
}

interface Scene {
  readonly killed: boolean;
  readonly hits: readonly string[];
}

/** A whole run, in which one process is killed, and everything that must hold after it. */
async function scene(kill: Kill | null): Promise<Scene> {
  const here = faultyPlace(kill);
  const hook = await receiver((to) => to.end());
  try {
    here.file(
      "config/dagtop/config.yaml",
      `channels: { hook: { type: webhook, url: "${hook.url}" } }\n`,
    );
    const file = here.file("pipeline.yaml", PIPELINE);
    const env = { XDG_CONFIG_HOME: join(here.folder, "config") };
    const ended = await here.start(["run", file], env).ended;
    const facts = { killed: here.killed(), code: ended.code, ...(await holding(here)) };
    const ids = hook.got.map(({ headers }) => headers["webhook-id"]);
    expect({
      ...facts,
      ids: new Set(ids).size,
      sent: ids.length === 1 || ids.length === 2,
    }).toEqual({
      killed: here.killed(),
      code: 0,
      champion: 2,
      previous: 1,
      versions: 2,
      kept: 2,
      drafts: 0,
      history: ["promoted", "made", "promoted", "made"],
      told: ["file accepted", "hook accepted"],
      ids: 1,
      sent: true,
    });
    return { killed: here.killed(), hits: here.hits() };
  } finally {
    hook.close();
    await here.close();
  }
}

async function holding(here: FaultyPlace) {
  const { champion, previous, versions, history } = await here.json<Versions>(
    "models",
    "show",
    "toy",
  );
  const told = await here.json<{ channel: string; state: string }[]>("notify", "log");
  const folders = readdirSync(join(here.home, "models"));
  const kept = folders.filter((name) =>
    existsSync(join(here.home, "models", name, "content", "model.bin")),
  );
  return {
    champion,
    previous,
    versions: versions.length,
    kept: versions.filter(({ files }) => kept.includes(files.hash)).length,
    drafts: folders.length - kept.length,
    history: history.map(({ event }) => event),
    told: told.map(({ channel, state }) => `${channel} ${state}`).toSorted(byText),
  };
}

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

/** Kills before each call that a process with the role makes, some beside each other. Gives the calls, and those before which none was killed. */
async function killedEverywhere(role: Role): Promise<{ all: string[]; unmet: string[] }> {
  const { hits } = await scene(null);
  const counts = new Map<string, number>();
  const kills: Kill[] = hits.flatMap((hit) => {
    if (!hit.startsWith(`${role} `)) return [];
    const label = hit.slice(role.length + 1);
    const at = (counts.get(label) ?? 0) + 1;
    counts.set(label, at);
    return [{ role, label, at }];
  });
  const all = kills.map(({ label, at }) => `${label} ${at}`);
  const unmet: string[] = [];
  const one = async (): Promise<void> => {
    for (let kill = kills.shift(); kill !== undefined; kill = kills.shift())
      if (!(await scene(kill)).killed) unmet.push(`${kill.label} ${kill.at}`);
  };
  await Promise.all(Array.from({ length: BESIDE }, one));
  return { all, unmet };
}

describe("8.4 8.5 kill -9 before each call", () => {
  it.each([
    [
      "step-promote",
      ["copyFile model.bin 1", "rename N 1", "insert into command 1", "rename said 1"],
    ],
    ["step-notify", ["insert into command 1", "rename said 1", "exit 1"]],
    ["send", ["open notifications.log 1", "send 1"]],
  ])("of %s", async (role, named) => {
    const { all, unmet } = await killedEverywhere(role);
    expect(all).toEqual(expect.arrayContaining(named));
    expect(unmet).toEqual([]);
  });

  it("of the host", { timeout: 180_000 }, async () => {
    const { all, unmet } = await killedEverywhere("host");
    expect(all.length).toBeGreaterThanOrEqual(60);
    expect(all).toEqual(
      expect.arrayContaining(["COMMIT 5", "spawn sh 5", "spawn node 1", "send 1"]),
    );
    // From run to run a host commits or writes a little more or less often; every kind of call is met.
    expect(unmet.filter((call) => call.endsWith(" 1"))).toEqual([]);
    expect(unmet.length).toBeLessThan(all.length / 5);
  });
});
