// Semantics 4.2 and 6: the records of an attempt. A record decides what happens to somebody's work, so what is not as
// we write it is not there yet; and of a shim and a host that both want the claim, one gets it.

import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLAIM_EXISTS, CLAIM_NOT_WRITTEN, shimArguments } from "../../src/engine/executors/shim.ts";
import { fence, readClaim, readExit } from "../../src/engine/host/records.ts";
import { type Lab, lab } from "./lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

const STAT = `41 (sh -c (x) y) S 40 41 41 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2 3`;
const CLAIM = `${STAT}\n123.45\n.\n`;
const EXIT = "3\n124.50\n0m0.001000s 0m0.002000s\n0m1.250000s 1m0.500000s\n.\n";

const claimOf = (text: string | Uint8Array) => {
  writeFileSync(here.path("claim"), text);
  return readClaim(here.folder);
};
const exitOf = (text: string | Uint8Array) => {
  writeFileSync(here.path("exit"), text);
  return readExit(here.folder);
};

describe("4.2 a record", () => {
  it("4.2 that is not there is none", () => {
    expect(readClaim(here.folder)).toEqual({ is: "none" });
    expect(readExit(here.folder)).toBeNull();
    expect(readClaim(here.path("nowhere"))).toEqual({ is: "none" });
    expect(readExit(here.path("nowhere"))).toBeNull();
  });

  it("4.2 that is whole is read, whatever brackets the shell's name has", () => {
    expect(claimOf(CLAIM)).toEqual({
      is: "whole",
      claim: { pid: 41, startTime: 98765, up: 123450 },
    });
    expect(exitOf(EXIT)).toEqual({ code: 3, up: 124500, cpuMs: 61750 });
  });

  it("4.2 that is cut anywhere before its mark is not there yet", () => {
    for (let size = 0; size < CLAIM.length - 2; size += 1) {
      expect(claimOf(CLAIM.slice(0, size))).toEqual({ is: "void" });
    }
    for (let size = 0; size < EXIT.length - 2; size += 1) {
      expect(exitOf(EXIT.slice(0, size))).toBeNull();
    }
  });

  it("4.2 with something behind its mark is not there yet", () => {
    expect(claimOf(`${CLAIM}more`)).toEqual({ is: "void" });
    expect(exitOf(`${EXIT}more`)).toBeNull();
  });

  it("4.2 of any other bytes is not there yet, and harms nobody who reads it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(claimOf(bytes)).toEqual({ is: "void" });
        expect(exitOf(bytes)).toBeNull();
        const marked = Buffer.concat([bytes, Buffer.from("\n.\n")]);
        expect(claimOf(marked).is).toBe("void");
        expect(exitOf(marked)).toBeNull();
      }),
    );
  });

  it.each([
    ["no process", "hello\n123.45\n.\n"],
    ["fields missing", "41 (sh) S 40 41\n123.45\n.\n"],
    ["no number for a pid", CLAIM.replace("41 (", "x (")],
    ["a pid too big for any", CLAIM.replace("41 (", "99999999999999999999 (")],
    ["pid 0, whose session is many a stranger's", CLAIM.replace("41 (", "0 (")],
    ["no pid at all", CLAIM.replace("41 (", " (")],
    ["a pid below 0", CLAIM.replace("41 (", "-41 (")],
    ["no start time", CLAIM.replace("98765", "soon")],
    ["no uptime", CLAIM.replace("123.45", "")],
    ["an uptime that is none", CLAIM.replace("123.45", "1e9")],
    ["only a mark", ".\n"],
  ])("4.2 that is a claim with %s starts nothing", (_what, text) => {
    expect(claimOf(text)).toEqual({ is: "void" });
  });

  it.each(["256", "999", "1000", "-1", "+1", "1.0", "1e1", "0x1", "", " 0", "0 ", "zero"])(
    "4.2 with the status %j is no end",
    (status) => {
      expect(exitOf(EXIT.replace(/^3/, status))).toBeNull();
    },
  );

  it("4.2 of every status that there is is read", () => {
    for (let code = 0; code <= 255; code += 1) {
      expect(exitOf(EXIT.replace(/^3/, String(code)))?.code).toBe(code);
    }
  });

  it.each([
    ["0m0.120000s 0m0.030000s", 150],
    ["0m0,120s 0m0,030s", 150],
    ["2m1.500s 0m0.250s", 121_750],
    ["600m0.000s 0m0.000s", 36_000_000],
    ["", null],
    ["real 0.1", null],
    ["0m0s 0m0s", null],
    ["-1m0.5s 0m0.0s", null],
  ])("4.2 says %j of processor time", (line, ms) => {
    expect(exitOf(EXIT.replace("0m1.250000s 1m0.500000s", line))).toEqual({
      code: 3,
      up: 124500,
      cpuMs: ms,
    });
  });
});

describe("6 the claim that a host makes", () => {
  it("6 wins where there is none: whole, its own, and nothing else is left", () => {
    expect(fence(here.folder, "none")).toBe(true);
    expect(readClaim(here.folder)).toEqual({ is: "fenced" });
    expect(readdirSync(here.folder)).toEqual(["claim"]);
    expect(statSync(here.path("claim")).mode & 0o777).toBe(0o600);
  });

  it("6 wins again where a host made it before", () => {
    fence(here.folder, "none");
    expect(fence(here.folder, "none")).toBe(true);
    expect(readdirSync(here.folder)).toEqual(["claim"]);
  });

  it("6 goes over what a host that died in the midst of it has left", () => {
    here.write("claim.host", "fen");
    expect(fence(here.folder, "none")).toBe(true);
    expect(readClaim(here.folder)).toEqual({ is: "fenced" });
  });

  it("6 wins where the folder was not made, and can't where no folder can be", () => {
    expect(fence(here.path("new"), "none")).toBe(true);
    expect(readClaim(here.path("new"))).toEqual({ is: "fenced" });
    expect(statSync(here.path("new")).mode & 0o777).toBe(0o700);
    expect(fence(here.path("no/where"), "none")).toBe(false);
  });

  it("6 loses to a whole claim, which stays as it is", () => {
    here.write("claim", CLAIM);
    expect(fence(here.folder, "none")).toBe(false);
    expect(fence(here.folder, "void")).toBe(false);
    expect(here.read("claim")).toBe(CLAIM);
    expect(readdirSync(here.folder)).toEqual(["claim"]);
  });

  it.each(["", "41 (sh) S", STAT, `${STAT}\n123.45\n`])(
    "6 is not needed where a void one lies: no shim gets past it (%j)",
    async (text) => {
      here.write("claim", text);
      expect(fence(here.folder, "void")).toBe(true);
      // Who had seen none has met a shim that is just writing it.
      expect(fence(here.folder, "none")).toBe(false);
      expect(here.read("claim")).toBe(text);
      const one = shim("void", "echo ran >witness", here.folder);
      expect([CLAIM_EXISTS, CLAIM_NOT_WRITTEN]).toContain((await one.ended).code);
      expect(here.read("witness")).toBe("");
    },
  );

  it("6 keeps every later shim from its command", async () => {
    fence(here.folder, "none");
    const one = shim("late", "echo ran >witness", here.folder);
    expect((await one.ended).code).toBe(CLAIM_EXISTS);
    expect(here.read("witness")).toBe("");
    expect(readExit(here.folder)).toBeNull();
  });

  it("6 and a shim that comes at the same moment: never both, never neither", async () => {
    const outcomes = new Set<boolean>();
    for (let round = 0; round < 40; round += 1) {
      const folder = here.path(`${round}`);
      mkdirSync(folder);
      const one = shim(`${round}`, `echo ran >"${folder}/witness"`, folder);
      await spin(round % 8);
      // As the host does it: a claim that is just being written is looked at again.
      const found = readClaim(folder).is;
      const isFenced = found === "none" && tried(folder);
      await one.ended;
      const hasRun = here.read(`${round}/witness`) === "ran\n";
      expect(isFenced).not.toBe(hasRun);
      expect(readClaim(folder).is).toBe(isFenced ? "fenced" : "whole");
      outcomes.add(isFenced);
    }
    expect(outcomes).toContain(true);
  });
});

/** Whether the claim in the folder is the host's after this. */
function tried(folder: string): boolean {
  fence(folder, "none");
  return readFileSync(join(folder, "claim"), "latin1").startsWith("fenced");
}

function shim(name: string, script: string, folder: string) {
  const args = shimArguments(folder, 0o022, ["/bin/sh", "-c", script]);
  return here.spawn(["/bin/sh", ...args], { log: here.path(`log-${name}`) });
}

/** Some turns of the event loop, so that each round meets the shim at another place. */
async function spin(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setImmediate(done));
}
