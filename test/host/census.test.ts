// Semantics 3.5: the processes of an attempt are those of its shim's session and those that carry its marker. Real
// processes that fork, leave the session, wipe their environment; and strangers that look a little like them.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Census,
  type Quarry,
  census,
  markOf,
  nothingLeft,
} from "../../src/engine/host/census.ts";
import {
  type Process,
  allProcesses,
  commandLineOf,
  environOf,
  now,
  processOf,
} from "../../src/engine/host/proc.ts";
import { type AttemptId, attemptId } from "../../src/pipeline/ids.ts";
import { type Lab, type Started, alive, kill, lab, made, until } from "./lab.ts";

const HOME = "0192-home";

let here: Lab;
let attempt: AttemptId;
let sinceUp: number;
let tests = 0;
beforeEach(() => {
  here = lab();
  tests += 1;
  attempt = attemptId(`attempt-${process.pid}-${tests}`);
  sinceUp = now().up;
});
afterEach(() => here.close());

const mark = (): { DAGTOP_MARK: string } => ({ DAGTOP_MARK: markOf(HOME, attempt) });

/** A leader of a session, as a shim is one, and what it has started. It has begun all of it when `ready` is there. */
async function session(script: string, env: Record<string, string> = {}): Promise<Started> {
  const one = here.spawn(["/bin/sh", "-c", `${script}\necho >ready\nwait`], { env });
  await made(here.path("ready"));
  return one;
}

const quarry = (of: Started | null, over: Partial<Quarry> = {}): Quarry => ({
  attempt,
  session: of?.pid ?? null,
  shimStart: of?.startTime ?? null,
  sinceUp,
  ...over,
});

const look = (...quarries: Quarry[]): Census =>
  census(HOME, quarries, new Set(quarries.flatMap(({ session }) => session ?? [])));

/** Which of the pids are seen as the attempt's. */
const seen = (quarry: Quarry): number[] =>
  (look(quarry).members.get(attempt) ?? []).map(({ pid }) => pid).sort((a, b) => a - b);

/** The process of this lab with that command, as soon as it is there: `sleep 61` tells one from another. */
async function named(args: string): Promise<Process> {
  let found: Process | undefined;
  await until(() => {
    const ours = new Set(here.living());
    found = allProcesses().find((one) => ours.has(one.pid) && commandLineOf(one) === args);
    return found !== undefined;
  });
  return found!;
}

/** A shim that has ended, and left what the script left. */
async function ended(script: string): Promise<Started> {
  const one = here.spawn(["/bin/sh", "-c", script], { env: mark() });
  await one.ended;
  return one;
}

const isClean = (one: Quarry, nowUp = now().up): boolean =>
  nothingLeft(HOME, [one], new Set([one.session ?? 0]), nowUp);

describe("3.5 a process is the attempt's", () => {
  it("3.5 when it is in the session of its shim, marker or not; the shim itself is none", async () => {
    const shim = await session("sleep 61 & env -i sleep 62 &");
    const pids = [(await named("sleep 61")).pid, (await named("sleep 62")).pid];
    expect(seen(quarry(shim))).toEqual(pids.sort((a, b) => a - b));
  });

  it("3.5 when it has left the session with its marker", async () => {
    const shim = await session("setsid sleep 61 &", mark());
    const away = await named("sleep 61");
    expect(away.session).not.toBe(shim.pid);
    expect(seen(quarry(shim))).toContain(away.pid);
  });

  it("3.5 when it has forked twice and left, and who started it is gone", async () => {
    const shim = await session("(setsid sh -c 'sleep 61 & exit' &); sleep 62 &", mark());
    const away = await named("sleep 61");
    await until(() => processOf(away.parent)?.session !== away.session);
    kill(shim.pid);
    await shim.ended;
    const near = await named("sleep 62");
    expect(seen(quarry(shim))).toEqual([away.pid, near.pid].sort((a, b) => a - b));
  });

  it("3.5 by its marker alone where no claim is known, and then the shim counts too", async () => {
    const shim = await session("sleep 61 &", mark());
    const below = await named("sleep 61");
    expect(seen(quarry(null))).toEqual([shim.pid, below.pid].sort((a, b) => a - b));
  });

  it("3.5 when it stands still", async () => {
    const shim = await session("sleep 61 &");
    const still = await named("sleep 61");
    kill(still.pid, "SIGSTOP");
    await until(() => processOf(still.pid)?.state === "T");
    expect(seen(quarry(shim))).toEqual([still.pid]);
  });

  it("3.5 of many, each is its own attempt's", async () => {
    const other = attemptId(`${attempt}-other`);
    const shim = await session("setsid sleep 61 &", mark());
    here.spawn(["sleep", "62"], { env: { DAGTOP_MARK: markOf(HOME, other) } });
    const mine = await named("sleep 61");
    const theirs = await named("sleep 62");
    const { members } = look(quarry(shim), quarry(null, { attempt: other }));
    expect(members.get(attempt)?.map(({ pid }) => pid)).toEqual([mine.pid]);
    expect(members.get(other)?.map(({ pid }) => pid)).toEqual([theirs.pid]);
  });
});

describe("3.5 a process is a stranger", () => {
  it.each([
    ["of another attempt", () => ({ DAGTOP_MARK: markOf(HOME, attemptId("another")) })],
    ["of an attempt whose id goes on", () => ({ DAGTOP_MARK: `${markOf(HOME, attempt)}0` })],
    ["of another home", () => ({ DAGTOP_MARK: markOf("other-home", attempt) })],
    ["whose variable only ends so", () => ({ NOT_DAGTOP_MARK: markOf(HOME, attempt) })],
    ["that has the marker inside a value", () => ({ NOTE: `DAGTOP_MARK=${HOME}/${attempt}` })],
    ["without a marker", () => ({})],
  ])("3.5 %s", async (_what, env) => {
    const stranger = here.spawn(["sleep", "61"], { env: env() });
    await named("sleep 61");
    const found = look(quarry(null));
    expect(found.members.get(attempt)).toBeUndefined();
    expect(found.unclear.map(({ pid }) => pid)).not.toContain(stranger.pid);
  });

  it("3.5 that was started without any environment, and so without a marker", async () => {
    const wiped = here.spawn(["env", "-i", "sleep", "61"]);
    await named("sleep 61");
    const found = look(quarry(null));
    expect(found.members.get(attempt)).toBeUndefined();
    expect(found.unclear.map(({ pid }) => pid)).not.toContain(wiped.pid);
  });

  it("3.5 that began before the attempt did, whatever it carries", async () => {
    const shim = await session("sleep 61 & setsid sleep 62 &", mark());
    await named("sleep 62");
    expect(seen(quarry(shim))).toHaveLength(2);
    expect(seen(quarry(shim, { sinceUp: now().up + 100 }))).toEqual([]);
  });

  it("3.5 that has ended and is only not waited for", async () => {
    const shim = here.spawn(["/bin/sh", "-c", "sleep 0.01 & exec sleep 61"], { env: mark() });
    const [zombie] = await zombiesOf(shim.pid);
    expect(zombie?.session).toBe(shim.pid);
    expect(seen(quarry(shim))).toEqual([]);
    expect(alive(shim.pid)).toBe(true);
  });

  it("3.6 in the session of another leader that has the shim's pid by now", async () => {
    const leader = await session("sleep 61 &");
    await named("sleep 61");
    expect(seen(quarry(leader))).toHaveLength(1);
    expect(seen(quarry(leader, { shimStart: leader.startTime - 1 }))).toEqual([]);
    // Where only the pid is known it is a child of this host's own, whose pid can't be another's.
    expect(seen(quarry(leader, { shimStart: null }))).toHaveLength(1);
  });
});

// In the midst of exec a process shows neither arguments nor environment. No real one stays there on request; this one
// has told the kernel that it has none (prctl PR_SET_MM_MAP), and looks the same from outside.
const HIDE = `
  open my $f, "<", "/proc/self/stat"; my $l = <$f>; $l =~ s/^.*\\) //; my @s = (0, 0, 0, split " ", $l);
  my ($sc, $ec, $ss, $sd, $ed, $sb, $as, $ae, $es) = @s[26, 27, 28, 45, 46, 47, 48, 49, 50];
  my $map = pack "Q12 L l", $sc, $ec, $sd, $ed, $sb, syscall(12, 0), $ss, $as, $as, $es, $es, 0, 0, -1;
  syscall(157, 35, 14, $map, length $map, 0) == 0 or exit 1;
  sleep shift;`;
const PERL = "/usr/bin/perl";
const canHide = process.arch === "x64" && spawnSync(PERL, ["-e", HIDE, "0"]).status === 0;

const isHidden = (pid: number): boolean =>
  environOf(pid) === "" && readFileSync(`/proc/${pid}/cmdline`, "latin1") === "";

describe.skipIf(!canHide)("3.5 a process is unclear", () => {
  const unclear = (quarry: Quarry): number[] => look(quarry).unclear.map(({ pid }) => pid);

  it("3.5 while it is in the midst of exec and began after the attempt", async () => {
    const hidden = here.spawn([PERL, "-e", HIDE, "61"]);
    await until(() => isHidden(hidden.pid));
    expect(unclear(quarry(null))).toContain(hidden.pid);
    expect(unclear(quarry(null, { sinceUp: now().up + 100 }))).not.toContain(hidden.pid);
  });

  it("3.5 but not when its session says whose it is", async () => {
    here.write("hide.pl", HIDE);
    const shim = await session(`${PERL} hide.pl 61 & echo $! >pid`);
    const hidden = Number(here.read("pid"));
    await until(() => isHidden(hidden));
    expect(seen(quarry(shim))).toEqual([hidden]);
    expect(unclear(quarry(shim))).not.toContain(hidden);
    const elsewhere = census(HOME, [quarry(null)], new Set([shim.pid]));
    expect(elsewhere.unclear.map(({ pid }) => pid)).not.toContain(hidden);
    expect(elsewhere.members.get(attempt)).toBeUndefined();
  });

  it("3.7 and taken for something by the quick look, until it is gone", async () => {
    here.write("hide.pl", HIDE);
    const one = await ended(`setsid ${PERL} hide.pl 61 & echo $! >pid`);
    const away = Number(here.read("pid"));
    try {
      await until(() => isHidden(away) && processOf(away)?.session === away);
      expect(isClean(quarry(one))).toBe(false);
      expect(seen(quarry(one))).toEqual([]);
    } finally {
      kill(away);
    }
    await until(() => isClean(quarry(one)));
  });
});

describe("3.7 the quick look at what has just ended", () => {
  it.each([
    ["nothing", "true", true],
    ["nothing, after a child that was waited for", "sleep 0.01", true],
    ["a background process", "sleep 61 &", false],
    ["one that left the session", "setsid sleep 61 &", false],
    ["one that wiped its marker", "env -i sleep 61 &", false],
    ["one that stands still", "sleep 61 & kill -STOP $!", false],
  ])("3.7 sees what the whole census sees: %s", async (_what, script, isNothing) => {
    const one = await ended(script);
    if (!isNothing) await until(() => here.living().length > 0);
    const whole = (): boolean => {
      const { members, unclear } = look(quarry(one));
      return members.size === 0 && unclear.length === 0;
    };
    // Strangers of this machine that are just being started are unclear for a moment.
    await until(() => whole() === isNothing && isClean(quarry(one)) === isNothing);
    // The same where the pids since then can't be told: a shim of long ago, one of unknown pid, one far away.
    await until(() => isClean(quarry(one), now().up + 60_000) === isNothing);
    await until(() => isClean(quarry(one, { session: 1, shimStart: null })) || !isNothing);
    expect(seen(quarry(one)).length === 0).toBe(isNothing);
  });

  it("3.7 sees what one of several has left", async () => {
    const first = await ended("true");
    const clean = quarry(first, { attempt: attemptId("clean") });
    const second = await ended("sleep 61 &");
    const sessions = new Set([first.pid, second.pid]);
    expect(nothingLeft(HOME, [clean, quarry(second)], sessions, now().up)).toBe(false);
    for (const pid of here.living()) kill(pid);
    await until(() => nothingLeft(HOME, [clean, quarry(second)], sessions, now().up));
  });
});

async function zombiesOf(parent: number): Promise<Process[]> {
  const find = () => allProcesses().filter((one) => one.parent === parent && one.state === "Z");
  await until(() => find().length > 0);
  return find();
}
