// A host of a user without rights, beside processes of root that look like its own; and root's host beside those of others.
// What is stopped is what belongs to the attempt, and nothing else (semantics 3.4, 3.5, 3.8).

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, existsSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environOf, processOf } from "../../src/engine/host/proc.ts";
import { PROGRAM, type Place, type ShownRun, alive, kill, place, until } from "./program.ts";
import { SIX_KINDS, sixProcesses, taggedWith } from "./six.ts";

const NOBODY = 65_534;
const AS_NOBODY = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
/** Only root can become somebody else, and that one must be able to read the program. */
const CAN =
  process.getuid?.() === 0 &&
  spawnSync("setpriv", [...AS_NOBODY, process.execPath, PROGRAM, "--version"]).status === 0;

let here: Place;
const others: ChildProcess[] = [];
beforeEach(() => {
  here = place();
  here.file("config/dagtop/config.yaml", "max_running: 10\n");
});
afterEach(async () => {
  for (const one of others.splice(0)) one.kill("SIGKILL");
  for (const pid of taggedWith(TAG)) kill(pid);
  const host = await hostPid("nobody");
  if (host !== null) {
    process.kill(host, "SIGTERM");
    await until(() => !alive(host));
  }
  await here.close();
});

type User = "root" | "nobody";
const TAG = `beside-${process.pid}`;
const ownerOf = (pid: number): number => statSync(`/proc/${pid}`).uid;
const ofUser = (user: User): number[] =>
  taggedWith(TAG).filter((pid) => ownerOf(pid) === (user === "root" ? 0 : NOBODY));

function start(user: User, ...args: string[]): ChildProcess & { ended: Promise<[number, string]> } {
  if (user === "nobody") chownSync(here.folder, NOBODY, NOBODY);
  const words = [process.execPath, PROGRAM, ...args];
  const [program = "", ...rest] = user === "root" ? words : ["setpriv", ...AS_NOBODY, ...words];
  const child = spawn(program, rest, {
    cwd: here.folder,
    env: {
      PATH: process.env["PATH"],
      HOME: here.folder,
      DAGTOP_HOME: here.home,
      XDG_CONFIG_HOME: `${here.folder}/config`,
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  others.push(child);
  let out = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (out += data.toString()));
  const ended = new Promise<[number, string]>((done) => {
    child.once("close", (code) => {
      done([code ?? -1, out]);
    });
  });
  return Object.assign(child, { ended });
}

const dagtop = (user: User, ...args: string[]): Promise<[number, string]> =>
  start(user, ...args).ended;
const shown = async (user: User): Promise<ShownRun> =>
  JSON.parse((await dagtop(user, "show", "t#1", "--json"))[1]) as ShownRun;

async function hostPid(user: User): Promise<number | null> {
  const [code, out] = await dagtop(user, "status", "--json");
  return code === 0
    ? ((JSON.parse(out) as { host: { pid: number } | null }).host?.pid ?? null)
    : null;
}

const STAGES = 10;
/** @param rest - what follows when the six have been started */
const pipeline = (options = "", rest = ""): string =>
  here.file(
    "p.yaml",
    `name: t
stages:
  a:
    matrix: { n: [${Array.from({ length: STAGES }, (_, n) => n).join(", ")}] }
    stop: { grace: 200ms }
${options}    run: |
${rest === "" ? sixProcesses(TAG) : sixProcesses(TAG).replace(/wait$/, rest)}
`,
  );

/** The processes of so many stages' worth that were not there before. */
async function begun(user: User, many = STAGES, before: readonly number[] = []): Promise<number[]> {
  const fresh = (): number[] => ofUser(user).filter((pid) => !before.includes(pid));
  await until(() => fresh().length === many * SIX_KINDS.length);
  await until(() => fresh().filter((pid) => processOf(pid)?.state === "T").length === many);
  return fresh();
}

/**
 * Processes of a user that look like those of a stage: the same words, the same home in their environment, and a marker.
 *
 * @param marker - from that of a live attempt of the other user
 */
async function lookalikes(
  user: User,
  like: number,
  marker: (own: string) => string,
): Promise<number[]> {
  const of = (pid: number): string[] =>
    (environOf(pid) ?? "").split("\0").filter((one) => one !== "");
  const env = of(like).map((one) =>
    one.startsWith("DAGTOP_MARK=")
      ? `DAGTOP_MARK=${marker(one.slice("DAGTOP_MARK=".length))}`
      : one,
  );
  expect(env.some((one) => one.startsWith("DAGTOP_MARK="))).toBe(true);
  const before = ofUser(user);
  const script = sixProcesses(TAG, "");
  const words =
    user === "root" ? ["bash", "-c", script] : ["setpriv", ...AS_NOBODY, "bash", "-c", script];
  const [program = "", ...rest] = words;
  others.push(
    spawn(program, rest, {
      cwd: here.folder,
      detached: true,
      stdio: "ignore",
      env: Object.fromEntries(
        env.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
      ),
    }),
  );
  return begun(user, 1, before);
}

/** As they were: the same processes, and the stopped one still stopped. */
function untouched(pids: readonly number[]): void {
  expect(pids.map((pid) => [pid, alive(pid)])).toEqual(pids.map((pid) => [pid, true]));
  expect(pids.filter((pid) => processOf(pid)?.state === "T")).toHaveLength(1);
}

/** Markers, from that of a live attempt: the same, or another by one digit. */
const other = (digit: string): string => (digit === "0" ? "1" : "0");
const theMarker = (own: string): string => own;
const anotherHome = (own: string): string => own.replace(/^./u, other);
const anotherAttempt = (own: string): string => own.replace(/.$/u, other);

const plainOne = (pids: readonly number[]): number =>
  pids.find((pid) => taggedWith(TAG, "plain").includes(pid)) ?? 0;

async function sound(user: User): Promise<void> {
  expect((await dagtop(user, "doctor", "--verify"))[1]).toContain("all events agree");
}

describe.runIf(CAN)(
  "the host of a user without rights, beside root's processes of the same look",
  () => {
    it.each(["dagtop cancel", "its own kill and another host's", "a time limit"] as const)(
      "3.4 ends all of ten stages of six processes by %s, and touches none of root's",
      async (way) => {
        const file = pipeline(way === "a time limit" ? "    timeout: 6s\n" : "");
        expect((await dagtop("nobody", "run", file, "--detach"))[0]).toBe(0);
        const theirs = await begun("nobody");
        const roots = await lookalikes("root", plainOne(theirs), theMarker);
        const host = (await hostPid("nobody")) ?? 0;
        expect(ownerOf(host)).toBe(NOBODY);
        if (way === "its own kill and another host's") {
          kill(host);
          await until(() => !alive(host));
        }
        if (way !== "a time limit") await dagtop("nobody", "cancel", "t#1");
        const end = way === "a time limit" ? "failed" : "cancelled";
        await until(async () => (await shown("nobody")).state === end);
        expect(ofUser("nobody")).toEqual([]);
        untouched(roots);
        // Nor is it waited for: none of them is named.
        expect((await dagtop("nobody", "events"))[1]).not.toContain("could not be ended");
        await sound("nobody");
      },
    );

    it("3.7 sweeps what outlives a normal end, and touches none of root's", async () => {
      const file = pipeline("", "until test -e go; do sleep 0.05; done");
      expect((await dagtop("nobody", "run", file, "--detach"))[0]).toBe(0);
      const roots = await lookalikes("root", plainOne(await begun("nobody")), theMarker);
      here.file("go", "");
      await until(async () => (await shown("nobody")).state === "succeeded");
      expect(ofUser("nobody")).toEqual([]);
      untouched(roots);
      expect((await dagtop("nobody", "events"))[1]).toContain("swept: ");
      await sound("nobody");
    });

    it("3.4 names what has become root's in the stage's own session, and ends without it", async () => {
      // A program that may become root, as sudo may.
      const become = `${here.folder}/become`;
      copyFileSync("/usr/bin/setpriv", become);
      chmodSync(become, 0o4755);
      const file = here.file(
        "p.yaml",
        `name: t
stages:
  a:
    stop: { grace: 200ms }
    run: |
      ${become} --reuid=0 --regid=0 --clear-groups perl -e "sleep" ${TAG}-roots &
      perl -e "sleep" ${TAG}-plain
`,
      );
      expect((await dagtop("nobody", "run", file, "--detach"))[0]).toBe(0);
      await until(() => taggedWith(TAG).length === 2);
      const [roots = 0] = taggedWith(TAG, "roots");
      expect(ownerOf(roots)).toBe(0);
      expect((await dagtop("nobody", "cancel", "t#1"))[0]).toBe(0);
      await until(async () => (await shown("nobody")).state === "cancelled", 60_000);
      expect(taggedWith(TAG)).toEqual([roots]);
      const [, events] = await dagtop("nobody", "events");
      expect(events).toContain(`could not be ended: perl -e sleep ${TAG}-roots (pid ${roots}`);
      expect(existsSync(`/proc/${roots}`)).toBe(true);
    }, 120_000);
  },
);

describe.runIf(CAN)("3.8 root's host, that could end anything", () => {
  it.each([
    ["another user's, of an attempt of another home", "nobody", anotherHome],
    ["another user's, of another attempt", "nobody", anotherAttempt],
    ["root's own, of an attempt of another home", "root", anotherHome],
  ] as const)("leaves alone what has a marker that is %s", async (_what, user, marker) => {
    expect((await dagtop("root", "run", pipeline(), "--detach"))[0]).toBe(0);
    const all = await lookalikes(user, plainOne(await begun("root")), marker);
    expect((await dagtop("root", "cancel", "t#1"))[0]).toBe(0);
    await until(async () => (await shown("root")).state === "cancelled");
    expect(new Set(taggedWith(TAG))).toEqual(new Set(all));
    untouched(all);
    await sound("root");
  });
});
