// Runs a command of the user's config that prints a secret, `pass show slack` for one, and takes what it prints. Nothing of
// that is ever shown, not even where the command fails.

import { type ChildProcess, spawn } from "node:child_process";

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
const NO_ROOM = new Set(["EAGAIN", "EMFILE", "ENFILE", "ENOMEM"]);

/** It has no stdin and what it says on stderr goes nowhere. After `limitMs` it is killed with all of its group. */
export function printedBy({ argv, env, cwd, limitMs }: SecretCommand): Promise<Printed> {
  const [file = "", ...args] = argv;
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let size = 0;
    let child: ChildProcess;
    try {
      child = spawn(file, args, {
        cwd,
        env,
        detached: true,
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch (error) {
      resolve(unstarted(error));
      return;
    }
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
      child.stdout?.destroy();
      child.unref();
      end({ ok: false, why, held: false });
    }
    child.stdout?.on("data", (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      if (size > MOST_BYTES) giveUp("printed more than 64 KiB");
    });
    child.stdout?.once("error", () => {
      giveUp("could not be read");
    });
    child.once("error", (error) => {
      end(unstarted(error));
    });
    child.once("close", (code, signal) => {
      if (code === 0) end({ ok: true, bytes: Buffer.concat(pieces) });
      else end({ ok: false, why: `ended with ${code ?? signal ?? "?"}`, held: false });
    });
  });
}

function unstarted(error: unknown): Printed {
  const { code = "" } = error as NodeJS.ErrnoException;
  return { ok: false, why: `could not be started (${code})`, held: NO_ROOM.has(code) };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}
