// Limits, nice value and processors of a stage are those of its host (semantics 5.6): who asks a host that was started
// elsewhere is told where its own differ.

import { readFileSync } from "node:fs";

/** Rows of /proc/PID/limits that decide whether a training runs, and what people call them. */
const LIMITS: Readonly<Record<string, string>> = {
  "Max open files": "open files (ulimit -n)",
  "Max processes": "processes (ulimit -u)",
  "Max address space": "address space (ulimit -v)",
  "Max cpu time": "processor time (ulimit -t)",
  "Max locked memory": "locked memory (ulimit -l)",
};

/** One line for each thing in which the host is worse off than this process; none when it can't be read. */
export function limitWarnings(hostPid: number): string[] {
  const host = `/proc/${hostPid}`;
  try {
    return [...limits(host), ...niceness(host), ...processors(host)].map(
      ({ what, theirs, mine }) =>
        `warning: stages get the host's ${what}: ${theirs}, here it is ${mine}\n` +
        `  hint: kill ${hostPid} lets the next command start a host from here; what runs goes on`,
    );
  } catch {
    return [];
  }
}

interface Difference {
  readonly what: string;
  readonly theirs: string;
  readonly mine: string;
}

function limits(host: string): Difference[] {
  const [theirs, mine] = [host, "/proc/self"].map(softLimits);
  return Object.entries(LIMITS).flatMap(([row, what]) => {
    const [their = "", my = ""] = [theirs?.get(row), mine?.get(row)];
    return amount(their) < amount(my) ? [{ what, theirs: their, mine: my }] : [];
  });
}

function softLimits(folder: string): Map<string, string> {
  const rows = readFileSync(`${folder}/limits`, "utf8").matchAll(/^(Max .*?) {2,}(\S+)/gm);
  return new Map([...rows].map(([, name = "", soft = ""]) => [name, soft]));
}

function amount(text: string): number {
  return text === "unlimited" ? Infinity : Number(text);
}

function niceness(host: string): Difference[] {
  const [their = 0, my = 0] = [host, "/proc/self"].map((folder) => {
    const text = readFileSync(`${folder}/stat`, "latin1");
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[16]);
  });
  return their > my ? [{ what: "nice value", theirs: String(their), mine: String(my) }] : [];
}

function processors(host: string): Difference[] {
  const [theirs = "", mine = ""] = [host, "/proc/self"].map(
    (folder) => /^Cpus_allowed_list:\s+(\S+)/m.exec(readFileSync(`${folder}/status`, "utf8"))?.[1],
  );
  return theirs === mine ? [] : [{ what: "processors", theirs, mine }];
}
