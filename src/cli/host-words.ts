// What a host tells of itself in its log: what it found, which runs began and ended and how, and why it starts nothing at the
// moment. A line for each, and none for stages, which `dagtop events` has. Secrets are hidden, as in every view.

import type { Turn } from "../engine/decide.ts";
import type { Event } from "../engine/event.ts";
import type { Hider } from "../engine/host/hiding.ts";
import { liveIn } from "../engine/host/leaving.ts";
import type { Left } from "../engine/host/loop-ports.ts";
import type { Inherited } from "../engine/host/ports.ts";
import { COPY } from "../engine/pause.ts";
import { type Run, runName } from "../engine/run.ts";

const MOST_NAMED = 8;

/** Of the lease, and of what was found: a line each. */
export function beginning(inherited: Inherited, who: string): string[] {
  const { epoch, runs, isCopy } = inherited;
  const lines = [`took the lease: epoch ${epoch}, ${who}`];
  if (isCopy) return [...lines, `starts nothing: ${COPY}`];
  if (runs.length === 0) return lines;
  const named = runs.slice(0, MOST_NAMED).map(runName).join(", ");
  const more = runs.length > MOST_NAMED ? ` and ${runs.length - MOST_NAMED} more` : "";
  const live = liveIn({ runs: new Map(runs.map((run) => [run.id, run])) });
  const attempts = live === 0 ? "" : `; ${counted(live, "attempt")} to take over`;
  return [...lines, `goes on with ${counted(runs.length, "run")}: ${named}${more}${attempts}`];
}

/** @returns what is to be called after each turn */
export function turnTeller(
  { runs }: Inherited,
  hide: Pick<Hider, "text">,
  note: (text: string) => void,
): (turn: Turn) => void {
  let toCome = liveIn({ runs: new Map(runs.map((run) => [run.id, run])) });
  return (turn) => {
    if (toCome > 0) {
      const ended = turn.events.filter(({ kind }) => kind === "attempt.ended").length;
      if (ended > 0) note(`${ended} of them had ended; ${toCome - ended} go on`);
      toCome = 0;
    }
    for (const event of turn.events) {
      const text = textOf(event, turn, hide);
      if (text !== null) note(text);
    }
  };
}

export function leaving({ why, live }: Left): string {
  const after =
    live === 0 ? "nothing runs" : `${counted(live, "attempt")} ${live === 1 ? "goes" : "go"} on`;
  return `left: ${why}; ${after}`;
}

type Telling = {
  readonly [Kind in Event["kind"]]?: (
    event: Extract<Event, { readonly kind: Kind }>,
    run: Run | undefined,
  ) => string;
};

/** What is not here is told nowhere but in the events. */
const TELLING: Telling = {
  "run.started": ({ round }, run) =>
    round === 1 ? `started, asked for by ${run?.by ?? "nobody"}` : `started round ${round}`,
  "run.stopping": ({ why }) => {
    if (why.is === "timeout") return "is stopped: its time is over";
    return `is ${why.is === "kill" ? "killed" : "cancelled"} by ${why.by}`;
  },
  "run.ended": ({ as, reason }) => (reason === null ? as : `${as}: ${reason}`),
  "host.holding": ({ cause }) => `starts nothing: ${cause}`,
  "host.released": () => "starts stages again",
  "host.draining": ({ by }) =>
    `drains, asked by ${by}: begins nothing new, and leaves when what runs has ended`,
  "host.drain_off": ({ by }) => `works as usual again, asked by ${by}`,
  "host.took_over": ({ by }) => `takes over what ran in the copied home, asked by ${by}`,
};

function textOf(event: Event, turn: Turn, hide: Pick<Hider, "text">): string | null {
  const tell = TELLING[event.kind] as ((event: Event, run: Run | undefined) => string) | undefined;
  if (tell === undefined) return null;
  const run = "run" in event ? turn.touched.get(event.run) : undefined;
  const text = tell(event, run);
  return run === undefined ? text : hidden(`${runName(run)} ${text}`, run, hide);
}

/** By the fingerprints of its attempts: a reason may hold what one of them has said. */
function hidden(text: string, { stages }: Run, hide: Pick<Hider, "text">): string {
  for (const { items } of stages.chunks) {
    for (const { attempts } of items) {
      const last = attempts.at(-1);
      if (last !== undefined) return hide.text(last.id, text);
    }
  }
  return text;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
