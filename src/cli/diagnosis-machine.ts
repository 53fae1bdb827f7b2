// What `doctor` says of the machine: the tools that stages may want, and whether a logout ends what runs.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isExecutable } from "./executable.ts";
import { type Finding, ok, warning } from "./finding.ts";

type Env = Readonly<Record<string, string | undefined>>;

const TOOLS = ["git", "tmux", "python3", "dvc", "mlflow", "nvidia-smi"];

/** By PATH alone: asking some of them for their version takes seconds. */
export function tools(env: Env): Finding {
  const folders = (env["PATH"] ?? "").split(":").filter((folder) => folder !== "");
  const isThere = (tool: string): boolean =>
    folders.some((folder) => isExecutable(`${folder}/${tool}`));
  const missing = TOOLS.filter((tool) => !isThere(tool));
  const found = TOOLS.filter((tool) => !missing.includes(tool));
  const words = [
    ...(found.length === 0 ? [] : [`found ${found.join(", ")}`]),
    ...(missing.length === 0
      ? []
      : [`not in PATH: ${missing.join(", ")} (needed only by stages that use them)`]),
  ];
  return ok(words.join("; "));
}

/** Whether a logout ends a user's processes (systemd-logind), and with them a host and its stages. */
export function logout(env: Env): Finding[] {
  const asked = loginctl(env, ["show", "--property=KillUserProcesses", "--value"]);
  const kills = asked === null ? killsByItsFile() : asked === "yes";
  const user = env["USER"] ?? env["LOGNAME"] ?? "";
  const lingers =
    user === "" ? null : loginctl(env, ["show-user", user, "--property=Linger", "--value"]);
  if (asked === null && !kills)
    return [ok("no logind to ask: as far as can be seen a logout ends nothing")];
  if (!kills) return [ok("a logout ends nothing (KillUserProcesses=no)")];
  if (lingers === "yes") return [ok("a logout ends nothing of yours (you linger)")];
  return [
    warning(
      "systemd ends your processes when you log out (KillUserProcesses=yes)",
      "loginctl enable-linger keeps them.",
    ),
  ];
}

/** Null where there is none, or none that answers. */
function loginctl(env: Env, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync("loginctl", args, {
    env: { PATH: env["PATH"] },
    encoding: "utf8",
    timeout: 2000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : null;
}

function killsByItsFile(): boolean {
  const file = "/etc/systemd/logind.conf";
  if (!existsSync(file)) return false;
  return /^\s*KillUserProcesses\s*=\s*(?:yes|true|1)/im.test(readFileSync(file, "utf8"));
}
