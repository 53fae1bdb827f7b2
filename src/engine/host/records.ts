// The two records that a shim leaves in its attempt's folder, `claim` and `exit`, and the claim that a host makes in a
// shim's place so that the attempt can never start (semantics 4.2 and 6).
//
// A record without its closing mark is not there yet. What is not as we write it is treated as not there, too: a
// record decides what happens to somebody's work.

import { existsSync, linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Claim } from "../attempt.ts";
import { MARK } from "../executors/shim.ts";
import { readPlain } from "./plain-file.ts";
import { parseStat } from "./proc.ts";

export type ClaimFile =
  | { readonly is: "none" }
  /** Without its mark: nothing was started by it, or not yet. */
  | { readonly is: "void" }
  /** A host made it: nothing was or will be started. */
  | { readonly is: "fenced" }
  | { readonly is: "whole"; readonly claim: Claim };

/** What the shim wrote at the end. Times are milliseconds; `up` is since boot. */
export interface ExitFile {
  readonly code: number;
  readonly up: number;
  /** Processor time of the command and all its children that were waited for. */
  readonly cpuMs: number | null;
}

const FENCE = "fenced";
/** A record of ours has some hundred bytes. */
const MOST_RECORD_BYTES = 8192;

export function readClaim(folder: string): ClaimFile {
  const lines = readRecord(join(folder, "claim"));
  if (lines === null) return { is: "none" };
  if (lines.at(-1) !== MARK) return { is: "void" };
  if (lines[0] === FENCE) return { is: "fenced" };
  const process = parseStat(lines[0] ?? "");
  const up = uptimeMs(lines[1]);
  if (process === null || up === null) return { is: "void" };
  return { is: "whole", claim: { pid: process.pid, startTime: process.startTime, up } };
}

export function readExit(folder: string): ExitFile | null {
  const lines = readRecord(join(folder, "exit"));
  if (lines === null || lines.at(-1) !== MARK) return null;
  const code = Number(lines[0]);
  const up = uptimeMs(lines[1]);
  if (!/^\d{1,3}$/.test(lines[0] ?? "") || code > 255 || up === null) return null;
  return { code, up, cpuMs: cpuOfChildren(lines[3] ?? "") };
}

/**
 * True when no shim can ever claim this attempt: the claim is the host's now. False when it has to be looked at again:
 * a shim was quicker, or there is no room for a claim.
 *
 * @param seen - the claim as the verdict knew it: a void one, with nothing of it alive, is as good as the host's
 */
export function fence(folder: string, seen: "none" | "void"): boolean {
  const draft = join(folder, "claim.host");
  try {
    // The host that committed the attempt may have died before it made the folder.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    writeFileSync(draft, `${FENCE}\n${MARK}\n`, { mode: 0o600 });
    linkSync(draft, join(folder, "claim"));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") return false;
    const { is } = readClaim(folder);
    return is === "fenced" || (is === "void" && seen === "void");
  } finally {
    removed(draft);
  }
}

function removed(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // There is no folder that it could be in.
  }
}

// Null where there is no file; without the line break at its end.
function readRecord(file: string): string[] | null {
  const text = readPlain(file, MOST_RECORD_BYTES)?.toString("latin1") ?? null;
  return text === null ? null : text.replace(/\n$/, "").split("\n");
}

/** "12345.67" as milliseconds. */
function uptimeMs(text: string | undefined): number | null {
  return text !== undefined && /^\d+\.\d+$/.test(text) ? Math.round(Number(text) * 1000) : null;
}

/** The second line of `times`: "0m0.210000s 0m0.000000s". Some shells write the decimal mark of the locale. */
function cpuOfChildren(line: string): number | null {
  const found = /^(\d+)m(\d+)[.,](\d+)s (\d+)m(\d+)[.,](\d+)s$/.exec(line);
  if (found === null) return null;
  const [userMin, userSec, userPart, sysMin, sysSec, sysPart] = found.slice(1);
  const ms = (minutes = "0", seconds = "0", part = "0"): number =>
    Number(minutes) * 60_000 + Number(`${seconds}.${part}`) * 1000;
  return Math.round(ms(userMin, userSec, userPart) + ms(sysMin, sysSec, sysPart));
}
