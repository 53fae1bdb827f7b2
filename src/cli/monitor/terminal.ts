// What is done with the terminal itself while the screens are open: it is lent to a shell or a pager, given back for Ctrl-Z,
// and written to for the clipboard.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Shown } from "../../ui/monitor/app.tsx";

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const ENDS = ["SIGTERM", "SIGHUP"] as const;

/** Runs a program on the terminal and waits for its end. @returns why it could not be run; null when it was */
export async function lend(
  shown: Shown,
  { program, args, cwd, env }: Program,
): Promise<string | null> {
  let why: string | null = null;
  // A program on the terminal gets its Ctrl-C itself; dagtop only waits.
  const ignore = (): void => undefined;
  process.on("SIGINT", ignore);
  let end: () => void = ignore;
  const pass = (): void => {
    end();
  };
  // Who ends dagtop ends what it has lent the terminal to.
  for (const name of ENDS) process.on(name, pass);
  await shown.suspend(async () => {
    why = await new Promise((resolve) => {
      const child = spawn(program, args, { cwd, env, stdio: "inherit" });
      end = () => {
        child.kill("SIGHUP");
      };
      child.once("error", (error) => {
        resolve(error.message);
      });
      child.once("close", () => {
        resolve(null);
      });
    });
  });
  process.off("SIGINT", ignore);
  for (const name of ENDS) process.off(name, pass);
  return why;
}

const NOT_STOPPED_MS = 500;

/** Stops the whole job, as Ctrl-Z does in other programs; comes back with `fg`. */
export async function stopJob(shown: Shown): Promise<void> {
  await shown.suspend(async () => {
    await new Promise<void>((resolve) => {
      process.once("SIGCONT", resolve);
      // Without a shell to go back to the kernel stops nobody; where it does, this waits with everything else.
      setTimeout(resolve, NOT_STOPPED_MS);
      // The group: npx and others that started this program are to stop with it.
      process.kill(0, "SIGTSTP");
    });
  });
}

export const EXIT_OF_SIGNAL: Readonly<Record<"SIGHUP" | "SIGTERM" | "SIGINT", number>> = {
  SIGHUP: 128 + constants.signals.SIGHUP,
  SIGTERM: 128 + constants.signals.SIGTERM,
  SIGINT: 128 + constants.signals.SIGINT,
};
