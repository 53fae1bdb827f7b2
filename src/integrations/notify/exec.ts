// The channel `exec`: a command of the user's that gets the message as JSON on its stdin. Exit 0 means that it has taken it;
// any other end, that it may go better later.
//
// It ends with the time, and with this process too: a guard in its group waits at a socket, which the kernel closes when
// this process dies, and ends the group. A line there says that all is well. What the command leaves running behind is its
// own affair once it has ended by itself.

import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { type Message, type Sent, messageText } from "../../engine/message.ts";

export interface ExecPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const GUARDED = `( { read -r __dagtop_end || kill -KILL 0; } <&3 >/dev/null 2>&1 & )
exec "$@" 3<&-`;
const MOST_STDERR = 4096;
/** What stands in an environment must stay small enough to be started with. */
const MOST_VALUE = 8000;
/** How long after its end the last of stderr is waited for, where something of it holds it still. */
const STDERR_MS = 250;
const EX_TEMPFAIL = 75;

export function runCommand(
  argv: readonly string[],
  message: Message,
  place: ExecPlace,
  stop: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn("/bin/sh", ["-c", GUARDED, "dagtop", ...argv], {
        cwd: place.cwd,
        env: { ...place.env, ...variables(message) },
        detached: true,
        stdio: ["pipe", "ignore", "pipe", "pipe"],
      });
    } catch (error) {
      resolve(again(unstarted(error)));
      return;
    }
    const [stdin, , stderr, guard] = child.stdio as unknown as [Writable, null, Readable, Writable];
    let said = "";
    const end = (sent: Sent): void => {
      stop.removeEventListener("abort", giveUp);
      stderr.destroy();
      child.unref();
      resolve(sent);
    };
    function giveUp(): void {
      killGroup(child.pid);
      guard.destroy();
      stdin.destroy();
      end(again(`the command was ended: ${String(stop.reason)}`));
    }
    stderr.setEncoding("utf8");
    stderr.on("data", (piece: string) => {
      said = (said + piece).slice(-MOST_STDERR);
    });
    // Whoever reads nothing of it, or is gone, is told by the exit code.
    for (const stream of [stdin, stderr, guard]) stream.on("error", () => undefined);
    child.once("error", (error) => {
      end(again(unstarted(error)));
    });
    child.once("exit", (code, signal) => {
      guard.end("\n");
      if (code === 0) {
        end({ is: "accepted" });
        return;
      }
      const tell = (): void => {
        end(again(whyEnded(code, signal, said)));
      };
      const late = setTimeout(tell, STDERR_MS);
      stderr.once("close", () => {
        clearTimeout(late);
        tell();
      });
    });
    if (stop.aborted) giveUp();
    else stop.addEventListener("abort", giveUp, { once: true });
    stdin.end(`${JSON.stringify(message)}\n`);
  });
}

function variables(message: Message): Record<string, string> {
  return {
    DAGTOP_MESSAGE_ID: message.id,
    DAGTOP_MESSAGE_LEVEL: message.level,
    DAGTOP_MESSAGE_TITLE: message.title,
    DAGTOP_MESSAGE_TEXT: messageText(message).slice(0, MOST_VALUE).toWellFormed(),
  };
}

function again(why: string): Sent {
  return { is: "again", why, afterMs: null };
}

function whyEnded(code: number | null, signal: string | null, stderr: string): string {
  const last = stderr.split("\n").findLast((line) => line.trim() !== "");
  const end = signal === null ? `exit ${code}` : `killed by ${signal}`;
  const how = code === EX_TEMPFAIL ? `${end}, to be tried again` : end;
  return last === undefined ? `the command ended: ${how}` : `the command ended: ${how}: ${last}`;
}

function unstarted(error: unknown): string {
  return `the command could not be started (${(error as NodeJS.ErrnoException).code ?? "?"})`;
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone.
  }
}
