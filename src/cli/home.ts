// Which home is meant, whether it can be trusted, and how one is made (design 6).

import { chmodSync, mkdirSync, statSync, statfsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { type HomePaths, homePaths } from "../engine/home-paths.ts";
import { UserError } from "../pipeline/user-error.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** `--home DIR`, else $DAGTOP_HOME, else $XDG_STATE_HOME/dagtop, else ~/.local/state/dagtop. Absolute; not looked at. */
export function homeFrom(flag: string | undefined, env: Env): HomePaths {
  const given = flag ?? nonEmpty(env["DAGTOP_HOME"]);
  if (given !== undefined) return homePaths(resolve(given));
  const state = nonEmpty(env["XDG_STATE_HOME"]) ?? `${homedir()}/.local/state`;
  return homePaths(resolve(state, "dagtop"));
}

/** The user's configuration file, there or not. */
export function configFile(env: Env): string {
  const folder = nonEmpty(env["XDG_CONFIG_HOME"]) ?? `${homedir()}/.config`;
  return resolve(folder, "dagtop", "config.yaml");
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

/** False where there is no such folder. @throws UserError bad-home when it can't be trusted */
export function homeExists({ home, database }: HomePaths): boolean {
  const found = statSync(home, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const refuse = (what: string, hint: string): never => {
    throw new UserError("bad-home", `The home ${home} ${what}.`, { hint, exit: 5 });
  };
  if (!found.isDirectory()) refuse("is not a folder", "Name another with --home DIR.");
  const me = process.getuid?.();
  if (me !== undefined && found.uid !== me)
    refuse("belongs to another user", "Every user has a home of their own: --home DIR.");
  if ((found.mode & 0o022) !== 0)
    refuse("can be written by others, who could run commands as you", `chmod 700 ${home}`);
  const network = networkFileSystem(home);
  if (network !== null)
    refuse(
      `is on a network file system (${network}), where locks can't be trusted`,
      "Put it on a local disk: --home DIR or $DAGTOP_HOME.",
    );
  if (isOdd(database))
    refuse(
      `has something else than a file in the place of its database, ${database}`,
      "dagtop makes the database by itself: move this away.",
    );
  return true;
}

/** A FIFO would hold whoever opens it for good. By stat alone: no descriptor of a database may be closed by a host. */
function isOdd(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === false;
  } catch {
    return false; // said by who opens it
  }
}

/** Makes the home where there is none. @throws UserError */
export function prepareHome(paths: HomePaths): void {
  if (!homeExists(paths)) {
    attempt(paths.home, () => {
      mkdirSync(dirname(paths.home), { recursive: true });
      mkdirSync(paths.home, { mode: 0o700 });
      chmodSync(paths.home, 0o700); // whatever the umask is
    });
    homeExists(paths);
  }
  for (const folder of [paths.attempts, paths.state]) {
    attempt(folder, () => {
      mkdirSync(folder, { mode: 0o700 });
    });
  }
}

function attempt(folder: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    throw new UserError("bad-home", `The folder ${folder} can't be made: ${message}.`, {
      hint: "Name another place with --home DIR or $DAGTOP_HOME.",
      exit: 5,
    });
  }
}

// f_type of statfs(2), from linux/magic.h and the file systems' own headers.
const NETWORK: Readonly<Record<number, string>> = {
  0x6969: "NFS",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB",
  0x517b: "SMB",
  0x01021997: "9p",
  0x00c36400: "Ceph",
  0x5346414f: "AFS",
  0x0bd00bd0: "Lustre",
  0x47504653: "GPFS",
  0x65735546: "FUSE",
};

function networkFileSystem(folder: string): string | null {
  return NETWORK[statfsSync(folder).type] ?? null;
}
