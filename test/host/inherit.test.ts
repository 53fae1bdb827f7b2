// Semantics 6 at its edges, over a supervisor that has inherited attempts: what happens between two looks at the same
// thing. A getter stands in for the moment in which a shim or another process acts, since no real one does on request.

import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { environOf, now } from "../../src/engine/host/proc.ts";
import { type Tracked, learnClaim } from "../../src/engine/host/tracked.ts";
import type { ReportInput } from "../../src/engine/input.ts";
import { type Lab, type Started, alive, kill, lab, made, until } from "./lab.ts";
import { type Pair, type Watched, watched } from "./watched.ts";

let here: Lab;
let on: Watched;
beforeEach(() => {
  here = lab();
  on = watched(here);
});
afterEach(async () => {
  on.watch.close();
  await here.close();
});

/** @param up - in ms */
const exitText = (up: number): string =>
  `0\n${(up / 1000).toFixed(2)}\n0m0.0s 0m0.0s\n0m0.1s 0m0.0s\n.\n`;

/** Files of an attempt's folder. */
function put({ one }: Pair, files: Readonly<Record<string, string>>): void {
  mkdirSync(one.folder, { recursive: true });
  for (const [name, text] of Object.entries(files))
    here.write(`attempts/${one.attempt}/${name}`, text);
}

/** A process that is the attempt's by its marker, and its claim as a shim would write it. */
function shimOf({ spec }: Pair): Started & { readonly claim: string } {
  const one = here.spawn(["sleep", "61"], { env: spec.env });
  return { ...one, claim: claimText(one) };
}

function claimText({ pid, startTime }: Started): string {
  return `${readFileSync(`/proc/${pid}/stat`, "latin1")}${(startTime / 100).toFixed(2)}\n.\n`;
}

/** Something happens after the records were read and before it is asked whether the shim lives. */
function betweenLooks(one: Tracked, happens: () => void): void {
  let isFirst = true;
  Object.defineProperty(one, "own", {
    get: () => {
      if (isFirst) happens();
      isFirst = false;
      return null;
    },
    set: (_pid: number | null) => {
      // It is null from the start, and stays so.
    },
  });
}

/** A process whose session has lost its leader: the leader's pid says nothing of whose it is. */
async function leaderless(): Promise<{ readonly session: number; readonly pid: number }> {
  const leader = here.spawn(["/bin/sh", "-c", "sleep 61 & echo $! >pid.new; mv pid.new pid"]);
  await made(here.path("pid"));
  await leader.ended;
  return { session: leader.pid, pid: Number(here.read("pid")) };
}

const kinds = (one: Tracked): ReportInput["kind"][] => on.told(one.attempt).map(({ kind }) => kind);

/** Ticks of the supervisor have gone by: it notes the length of a log in each in which that has grown. */
async function ticks(one: Tracked): Promise<void> {
  for (const text of ["a\n", "a\nb\n"]) {
    here.write(`attempts/${one.attempt}/log`, text);
    await until(() => one.logBytes === text.length);
  }
}

describe("6 a claim without its mark", () => {
  it("6 is looked at again while something of it lives, and adopted when it is whole", async () => {
    const pair = on.pair("");
    const shim = shimOf(pair);
    put(pair, { claim: shim.claim.slice(0, 20), output: "" });
    on.watch.inherit([pair.one]);
    await ticks(pair.one);
    expect(kinds(pair.one)).toEqual([]);
    put(pair, { claim: shim.claim });
    await until(() => kinds(pair.one).includes("claimed"));
    expect(pair.one.claim?.pid).toBe(shim.pid);
    expect(kinds(pair.one)).not.toContain("fenced");
  });

  it("6 is fenced when nothing of it lives any more", async () => {
    const pair = on.pair("");
    const shim = shimOf(pair);
    put(pair, { claim: shim.claim.slice(0, 20), output: "" });
    on.watch.inherit([pair.one]);
    await ticks(pair.one);
    expect(kinds(pair.one)).toEqual([]);
    for (const pid of here.living()) kill(pid);
    expect((await on.end(pair.one)).kind).toBe("fenced");
  });

  it("6 that appears while the host makes its own is a live shim's: not fenced", async () => {
    const pair = on.pair("");
    const shim = shimOf(pair);
    put(pair, { output: "" });
    betweenLooks(pair.one, () => here.write(`attempts/${pair.one.attempt}/claim`, ""));
    on.watch.inherit([pair.one]);
    expect(kinds(pair.one)).toEqual([]);
    put(pair, { claim: shim.claim });
    await until(() => kinds(pair.one).length > 0);
    expect(kinds(pair.one)[0]).toBe("claimed");
  });
});

describe("6 no claim", () => {
  it("6 is fenced too where the host died before it had made the folder", async () => {
    const { one } = on.pair("");
    on.watch.inherit([one]);
    expect((await on.end(one)).kind).toBe("fenced");
    expect(here.read(`attempts/${one.attempt}/claim`)).toBe("fenced\n.\n");
  });

  it("6 is adopted where a shim was quicker than the host's own claim", async () => {
    const pair = on.pair("");
    const shim = shimOf(pair);
    put(pair, { output: "" });
    betweenLooks(pair.one, () => here.write(`attempts/${pair.one.attempt}/claim`, shim.claim));
    on.watch.inherit([pair.one]);
    await until(() => kinds(pair.one).length > 0);
    expect(kinds(pair.one)).not.toContain("fenced");
  });
});

describe("6 an exit record", () => {
  it("6 is read once more before a claim of which nothing lives is crashed", async () => {
    const pair = on.pair("");
    const shim = shimOf(pair);
    for (const pid of here.living()) kill(pid);
    await shim.ended;
    put(pair, { claim: shim.claim, output: "" });
    betweenLooks(pair.one, () =>
      here.write(`attempts/${pair.one.attempt}/exit`, exitText(pair.one.started.up + 10)),
    );
    on.watch.inherit([pair.one]);
    expect(await on.end(pair.one)).toMatchObject({ kind: "exited", record: { code: 0 } });
  });

  it.each([
    ["boot", "the machine was restarted after it had ended"],
    ["pid namespace", null],
  ])(
    "3.6 of another %s is taken, and nobody here is taken for a leftover of it",
    async (what, warning) => {
      const stranger = await leaderless();
      const early = { ...now(), up: 10 };
      const pair = on.pair(
        "",
        what === "boot"
          ? { started: { ...early, boot: "another-boot" } }
          : { started: early, pidNamespace: "pid:[1]" },
      );
      const claim = `${stranger.session} (sh) S 1 ${stranger.session} ${stranger.session} ${"0 ".repeat(15)}1 0\n0.10\n.\n`;
      put(pair, { claim, exit: exitText(500), output: "" });
      learnClaim(pair.one); // as the earlier host had
      on.watch.inherit([pair.one]);
      expect(await on.end(pair.one)).toMatchObject({
        kind: "exited",
        record: { code: 0 },
        warning,
      });
      expect(alive(stranger.pid)).toBe(true);
    },
  );

  it("3.7 that is taken has what is left in its session swept, though no host had read its claim", async () => {
    const pair = on.pair("");
    const leader = here.spawn(["/bin/sh", "-c", "env -i A=b sleep 61 & echo >ready; wait"], {
      env: pair.spec.env,
    });
    await made(here.path("ready"));
    const claim = claimText(leader);
    await until(() => here.living().some((pid) => environOf(pid) === "A=b\0"));
    kill(leader.pid);
    await leader.ended;
    put(pair, { claim, exit: exitText(pair.one.started.up + 10), output: "" });
    on.watch.inherit([pair.one]);
    expect((await on.exit(pair.one)).remains.leftovers).toEqual([
      expect.stringMatching(/^swept: sleep 61/),
    ]);
    expect(here.living()).toEqual([]);
  });

  it("3.7 that is taken names what is spared, as any normal end does", async () => {
    copyFileSync("/bin/sleep", here.path("tmux"));
    const pair = on.pair("");
    const shim = shimOf(pair);
    for (const pid of here.living()) kill(pid);
    await shim.ended;
    const spared = here.spawn([here.path("tmux"), "61"], { env: pair.spec.env });
    put(pair, { claim: shim.claim, exit: exitText(pair.one.started.up + 10), output: "" });
    await until(() => readFileSync(`/proc/${spared.pid}/comm`, "utf8") === "tmux\n");
    on.watch.inherit([pair.one]);
    const end = await on.exit(pair.one);
    expect(end.remains.leftovers).toEqual([expect.stringMatching(/^left running: .*tmux 61/)]);
    expect(alive(spared.pid)).toBe(true);
  });
});

describe("3.6 a pid that is another's by now", () => {
  it("3.6 is no shim of ours: crashed, and that other process is left alone", async () => {
    const pair = on.pair("");
    const other = here.spawn(["/bin/sh", "-c", "sleep 61 & echo >ready; wait"]);
    await made(here.path("ready"));
    put(pair, {
      claim: claimText({ ...other, startTime: 1 }).replace(` ${other.startTime} `, " 1 "),
      output: "",
    });
    on.watch.inherit([pair.one]);
    on.watch.stop(pair.one.attempt, true);
    expect((await on.end(pair.one)).kind).toBe("lost");
    expect(pair.one.claim).toMatchObject({ pid: other.pid, startTime: 1 });
    expect(here.living()).toHaveLength(2);
  });
});

describe("6 another pid namespace", () => {
  it("6 is left alone, whatever is asked of it", async () => {
    const pair = on.pair("", { pidNamespace: "pid:[1]" });
    const shim = shimOf(pair);
    put(pair, { claim: shim.claim, output: "" });
    on.watch.inherit([pair.one]);
    on.watch.stop(pair.one.attempt, true);
    await ticks(pair.one);
    expect(kinds(pair.one)).toEqual([]);
    expect(alive(shim.pid)).toBe(true);
    // Its record needs no process to be looked at.
    for (const pid of here.living()) kill(pid);
    put(pair, { exit: exitText(pair.one.started.up + 10) });
    expect((await on.end(pair.one)).kind).toBe("exited");
  });
});

describe("6 a child that an earlier host had seen", () => {
  it("6 is waited for; another process of the session that is older is not taken for it", async () => {
    const pair = on.pair("");
    const leader = here.spawn(
      ["/bin/sh", "-c", "sleep 61 & sleep 62 & echo $! >child.new; mv child.new child; wait"],
      { env: pair.spec.env },
    );
    await made(here.path("child"));
    const child = Number(here.read("child"));
    const childStart = readFileSync(`/proc/${child}/stat`, "latin1").split(" ")[21];
    put(pair, {
      claim: claimText(leader),
      child: `${child} ${childStart}\n`,
      output: "",
    });
    kill(leader.pid);
    await leader.ended;
    on.watch.inherit([pair.one]);
    await ticks(pair.one);
    expect(here.living()).toHaveLength(2);
    kill(child);
    const end = await on.end(pair.one);
    expect(end).toMatchObject({
      kind: "lost",
      remains: { leftovers: [expect.stringMatching(/^swept: sleep 61/)] },
    });
    expect(here.living()).toEqual([]);
  });
});
