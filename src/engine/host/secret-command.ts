// Runs a command of the user's config that prints a secret, `pass show slack` for one, and takes what it prints. Nothing of
// that is ever shown, not even where the command fails.
//
// It outlives no host, which alone would end it in time: a guard in its group waits at a socket of the host's. A line there
// says that all went well; where the host dies, the kernel closes it, and the guard ends the group. The guard is a shell's
// own child and no child of the command, which takes the place of the shell.

import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { resolve as pathOf } from "node:path";
import type { Readable, Writable } from "node:stream";
import { killGroup } from "./kill-group.ts";

export interface SecretCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly limitMs: number;
}

export type Printed =
  | { readonly ok: true; readonly bytes: Buffer }
  /** `why` is what its command did instead; `held` where the machine had no room for it, so that it may be tried again. */
  | { readonly ok: false; readonly why: string; readonly held: boolean };

export const MOST_BYTES = 64 * 1024;
const GUARDED = `( { read -r __dagtop_end || kill -KILL 0; } <&3 >/dev/null & )
exec "$@" 3<&-`;
const NO_ROOM = new Set(["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"]);

/**
 * It has no stdin and what it says on stderr goes nowhere. After `limitMs`, or with this process, it is killed with all of
 * its group.
 */
export function printedBy(command: SecretCommand): Promise<Printed> {
  const { env, cwd, limitMs } = command;
  const [file = "", ...args] = command.argv;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let child: ChildProcess;
    try {
      child = spawn("/bin/sh", ["-c", GUARDED, "dagtop", file, ...args], {
        cwd,
        env,
        detached: true,
        stdio: ["ignore", "pipe", "ignore", "pipe"],
      });
    } catch (error) {
      resolve(unstarted(error));
      return;
    }
    const [, stdout, , guard] = child.stdio as unknown as [null, Readable, null, Writable];
    const limit = setTimeout(() => {
      giveUp(`did not end within ${Math.round(limitMs / 1000)} s`);
    }, limitMs);
    const end = (printed: Printed): void => {
      clearTimeout(limit);
      resolve(printed);
    };
    function giveUp(why: string): void {
      if (child.pid !== undefined) killGroup(child.pid);
      // Something of it may have left the group and hold the pipe still.
      stdout.destroy();
      guard.destroy();
      child.unref();
      end({ ok: false, why, held: false });
    }
    stdout.on("data", (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST_BYTES) giveUp("printed more than 64 KiB");
    });
    stdout.once("error", () => {
      giveUp("could not be read");
    });
    // Where the guard has gone with its group, nobody is to be told.
    guard.on("error", () => undefined);
    child.once("error", (error) => {
      end(unstarted(error));
    });
    let ended: string | number | null = null;
    let isRead = false;
    const look = (): void => {
      if (ended === null || !isRead) return;
      guard.end("\n");
      if (ended === 0) end({ ok: true, bytes: Buffer.concat(pieces) });
      else end({ ok: false, why: whyEnded(command, ended), held: false });
    };
    child.once("exit", (code, signal) => {
      ended = code ?? signal ?? "?";
      look();
    });
    stdout.once("close", () => {
      isRead = true;
      look();
    });
  });
}

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** A shell says by its exit code alone that there is no such program; programs may have these codes too. */
function whyEnded(command: SecretCommand, as: string | number): string {
  const code = as === NOT_FOUND || as === NOT_EXECUTABLE ? unusable(command) : null;
  return code === null ? `ended with ${as}` : `could not be started (${code})`;
}

/** Null where the program is there and may be run. */
function unusable({ argv: [file = ""], env, cwd }: SecretCommand): string | null {
  const folders = file.includes("/") ? [""] : (env["PATH"] ?? "").split(":");
  let found = "ENOENT";
  for (const folder of file === "" ? [] : folders) {
    try {
      accessSync(pathOf(cwd, folder, file), constants.X_OK);
      return null;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (code === "EACCES") found = code;
    }
  }
  return found;
}

function unstarted(error: unknown): Printed {
  const { code = "" } = error as NodeJS.ErrnoException;
  return { ok: false, why: `could not be started (${code})`, held: NO_ROOM.has(code) };
}
