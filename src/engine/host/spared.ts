// Who is not swept after a command ended by itself (semantics 3.7): programs whose whole point is to outlive the
// command that started them, and what the stage says may go on after exit 0, with everything below them.

import { type Process, commandLineOf } from "./proc.ts";

const NAMES = /^(?:tmux|screen|SCREEN|gpg-agent|ssh-agent)(?:$|[: ])/;
/** A master connection of ssh writes its socket and this into its command line. */
const SSH_MASTER = /\[mux\]\s*$/;

export interface Sorted {
  readonly spared: readonly Process[];
  readonly rest: readonly Process[];
}

/** @param leave - what the stage's `leave_running` names */
export function withoutSpared(
  members: readonly Process[],
  leave: "all" | readonly string[],
): Sorted {
  if (leave === "all") return { spared: members, rest: [] };
  const spared = new Set<number>();
  for (const member of members)
    if (isLasting(member) || isNamed(member, leave)) spared.add(member.pid);
  // Parents begin before their children, but a list of /proc is by pid: look until nobody joins.
  for (let before = -1; before !== spared.size;) {
    before = spared.size;
    for (const { pid, parent } of members) if (spared.has(parent)) spared.add(pid);
  }
  return {
    spared: members.filter(({ pid }) => spared.has(pid)),
    rest: members.filter(({ pid }) => !spared.has(pid)),
  };
}

function isLasting(member: Process): boolean {
  return (
    NAMES.test(member.name) || (member.name === "ssh" && SSH_MASTER.test(commandLineOf(member)))
  );
}

/** By its own name, or by that of its program or script: `python /usr/bin/tensorboard` is tensorboard. */
function isNamed(member: Process, names: readonly string[]): boolean {
  if (names.length === 0) return false;
  const words = commandLineOf(member).split(/\s+/).slice(0, 2);
  const own = [member.name, ...words.map((word) => word.slice(word.lastIndexOf("/") + 1))];
  return names.some((name) => own.includes(name));
}

const LONGEST = 120;

/** "sleep 100 (pid 12)", in one line whatever its command line is. */
export function described(member: Process): string {
  const line = commandLineOf(member).replaceAll(/\s+/gu, " ");
  const shown = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  return `${shown} (pid ${member.pid})`;
}
