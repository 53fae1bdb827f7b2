// What `doctor` says of a home's disk, its write-ahead log and who holds that, and of processes that attempts have left behind.

import { readdirSync, readlinkSync, statSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { MARK_VARIABLE } from "../engine/host/census.ts";
import { allProcesses, commandLineOf, environOf, processOf } from "../engine/host/proc.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import { homeIdOf, liveAttempts } from "../store/home-id.ts";
import type { Db } from "../store/open.ts";
import { bytes } from "../ui/format.ts";
import { oneLine } from "../ui/sanitise.ts";
import { cut } from "../ui/width.ts";
import { type Finding, ok, warning } from "./finding.ts";

const LEAST_FREE = 1024 ** 3;
/** A checkpoint that nobody holds up keeps it below some MiB. */
const LARGE_LOG = 64 * 1024 ** 2;
const MOST_NAMED = 5;
const LONGEST_COMMAND = 60;

export function disk({ home, ballast }: HomePaths): Finding[] {
  const [free, temporary] = [freeOn(home), freeOn(tmpdir())];
  const words = `${bytes(free)} free on the home's disk, ${bytes(temporary)} on that of ${tmpdir()}`;
  const room = free >= LEAST_FREE ? ok(words) : warning(words, "Logs and the database need room.");
  if (sizeOf(ballast) > 0 || free >= LEAST_FREE) return [room];
  return [
    room,
    warning(
      "the reserve for a full disk (32 MiB) is used up",
      "It comes back by itself once there is room.",
    ),
  ];
}

function freeOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

export function log({ database }: HomePaths): Finding {
  const size = sizeOf(`${database}-wal`);
  const holders = holdersOf(database);
  const open = holders.length === 0 ? "nobody has the database open" : `open in ${named(holders)}`;
  const words = `write-ahead log ${bytes(size)}; ${open}`;
  if (size < LARGE_LOG) return ok(words);
  return warning(
    words,
    "A reader that never ends keeps it from shrinking: end those that are not needed.",
  );
}

/** Pids that have it open, without this process; of other users' only root sees that. */
function holdersOf(file: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => linksOf(`/proc/${name}/fd`).includes(file))
    .map(Number);
}

function linksOf(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      try {
        return [readlinkSync(`${folder}/${name}`)];
      } catch {
        return []; // closed meanwhile
      }
    });
  } catch {
    return []; // ended meanwhile, or another user's
  }
}

/** Processes with the marker of an attempt that is over. */
export function strays(db: Db): Finding {
  const home = homeIdOf(db);
  const live = liveAttempts(db);
  const prefix = `${MARK_VARIABLE}=${home}/`;
  const left = allProcesses()
    .filter(({ pid }) => {
      const mark = environOf(pid)
        ?.split("\0")
        .find((variable) => variable.startsWith(prefix));
      return mark !== undefined && !live.has(mark.slice(prefix.length));
    })
    .map(({ pid }) => pid);
  if (left.length === 0) return ok("no process of an attempt that is over is left");
  return warning(
    `still there, of attempts that are over: ${named(left)}`,
    `Left on purpose (leave_running, tmux), or hidden from their stop: kill ${left.slice(0, MOST_NAMED).join(" ")}`,
  );
}

function named(pids: readonly number[]): string {
  const words = pids.slice(0, MOST_NAMED).map((pid) => {
    const found = processOf(pid);
    const command = found === null ? "gone by now" : oneLine(commandLineOf(found));
    return `${pid} (${cut(command, LONGEST_COMMAND)})`;
  });
  const more = pids.length - words.length;
  return `${words.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
