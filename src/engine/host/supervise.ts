// Everything that a host does with live attempts between their start and their end: it sees shims exit, adopts what an
// earlier host left, stops and sweeps processes, and reports facts. It decides nothing.
//
//   start ─▶ own child ──exit──▶ record? ─yes─▶ one pass for all that ended in this turn ─nothing left─▶ reported
//   inherit ─▶ look, each tick ─▶ table of semantics 6 ─┘      └─no─▶ table       └─something─▶ swept ─▶ reported
//
// Calls come from the loop, on one thread; reports go to the loop's next turn.

import { existsSync } from "node:fs";
import type { AttemptId } from "../../pipeline/ids.ts";
import type { Executor, AttemptSpec, Submitted } from "../executors/executor.ts";
import type { ReportInput } from "../input.ts";
import { verdictOf } from "../recover.ts";
import type { SampleRow } from "../rows.ts";
import { type Quarry, census, nothingLeft } from "./census.ts";
import { type Closer, closerOf } from "./closer.ts";
import { found } from "./examine.ts";
import type { GpuProbe, MetricBatch } from "./ports.ts";
import { inheritedEnds } from "./inherited-ends.ts";
import { type Process, now } from "./proc.ts";
import { fence, readClaim } from "./records.ts";
import { samplingAnew } from "./samples.ts";
import { withoutSpared, described } from "./spared.ts";
import {
  type Tracked,
  endedAt,
  isHere,
  learnClaim,
  learnRecord,
  leaveOf,
  quarryOf,
  remainsOf,
  shimIsAlive,
} from "./tracked.ts";
import { indexLog, lastLook, newMetrics, sampleAll } from "./watch.ts";

export interface SupervisorPorts {
  readonly homeId: string;
  readonly pidNamespace: string;
  readonly executor: Executor;
  readonly report: (input: ReportInput) => void;
  readonly metrics: (batch: MetricBatch) => void;
  /** All that one pass has given. */
  readonly samples: (rows: readonly SampleRow[]) => void;
  readonly gpu: GpuProbe;
  /** For people who look into what happened: one line. */
  readonly note: (text: string) => void;
}

export interface Supervisor {
  readonly start: (one: Tracked, spec: AttemptSpec) => Submitted;
  /** Takes over attempts that an earlier host started, and looks at them at once. */
  readonly inherit: (attempts: readonly Tracked[]) => void;
  readonly stop: (attempt: AttemptId, kill: boolean) => void;
  /** How many attempts it looks after, those included that are only cleared up. */
  readonly busy: () => number;
  /** Ends all timers; what runs goes on. */
  readonly close: () => void;
}

/** A report without the names of its attempt. */
type Facts = ReportInput extends infer Each
  ? Each extends ReportInput
    ? Omit<Each, "run" | "stage" | "attempt">
    : never
  : never;

const TICK_MS = 250;
const SECOND_PASS_MS = 500;
const UNKNOWN = "exit code unknown";

export function supervisor(ports: SupervisorPorts): Supervisor {
  const live = new Map<AttemptId, Tracked>();
  let ended: Tracked[] = [];
  let late: Tracked[] = [];
  let ticking: ReturnType<typeof setTimeout> | null = null;
  let secondPass: ReturnType<typeof setTimeout> | null = null;
  let closed = false;

  const sessions = (): Set<number> =>
    new Set([...live.values()].flatMap((one) => one.session ?? []));
  const look = (ones: readonly Quarry[]) => census(ports.homeId, ones, sessions());
  const inherited = inheritedEnds(live, examine);
  const closer: Closer = closerOf({ look, over: isOver });

  /** What was left of an attempt is gone, or given up: its end can be told now. */
  function isOver(one: Tracked): void {
    one.closing = null;
    if (one.reported) {
      if (one.leftovers.length > 0) ports.note(`${one.attempt}: ${one.leftovers.join("; ")}`);
      return;
    }
    if (learnRecord(one) !== null) return exited(one);
    if (learnClaim(one) !== null) return lost(one, UNKNOWN);
    const seen = readClaim(one.folder).is === "void" ? "void" : "none";
    if (fence(one.folder, seen)) return report(one, { kind: "fenced" });
    closer.add(one); // it has begun after all, or there is no room to say that it has not
  }

  function report(one: Tracked, facts: Facts): void {
    const { run, stage, attempt } = one;
    if (facts.kind !== "claimed") {
      one.reported = true;
      live.delete(attempt);
    }
    ports.report({ run, stage, attempt, ...facts });
  }

  function exited(one: Tracked): void {
    const { record } = one;
    if (record === null) return;
    lastLook(one, ports);
    const { remains, warning: about } = remainsOf(one);
    const said = [one.warning, about].filter((each) => each !== null);
    const warnings = [...said, ...one.leftovers].join("; ");
    const ended = endedAt(one, record, now());
    report(one, {
      kind: "exited",
      record: { code: record.code, ended },
      remains,
      warning: warnings === "" ? null : warnings,
    });
  }

  function lost(one: Tracked, cause: string): void {
    lastLook(one, ports);
    report(one, { kind: "lost", cause, remains: { ...remainsOf(one).remains, outputs: null } });
  }

  function start(one: Tracked, spec: AttemptSpec): Submitted {
    const submitted = ports.executor.submit(spec, () => {
      one.own = null;
      if (closed) return;
      if (one.closing !== null) return closer.hurry();
      if (ended.length === 0) setImmediate(settleEnded);
      ended.push(one);
    });
    if (submitted.is === "started") {
      one.own = submitted.pid;
      one.session = submitted.pid;
      live.set(one.attempt, one);
      keepTicking();
    }
    return submitted;
  }

  /** All that ended in this turn of the loop, with one pass for all of them (semantics 3.7). */
  function settleEnded(): void {
    const these = ended.filter((one) => !one.reported && one.closing === null);
    ended = [];
    if (closed || these.length === 0) return;
    const good = these.filter((one) => learnRecord(one) !== null);
    if (good.length < these.length) examine(these.filter((one) => one.record === null));
    if (good.length === 0) return;
    if (nothingLeft(ports.homeId, good.map(quarryOf), sessions(), now().up)) {
      for (const one of good) exited(one);
    } else sweepOrEnd(good);
    lookAgainLater(good);
  }

  function sweepOrEnd(ones: readonly Tracked[]): void {
    const { members, unclear } = look(ones.map(quarryOf));
    for (const one of ones) sweepOf(one, members.get(one.attempt) ?? [], unclear.length > 0);
  }

  /** Its command has ended by itself: what is spared is named, the rest swept, and where there is none that is its end. */
  function sweepOf(one: Tracked, members: readonly Process[], isUnclear: boolean): void {
    const { spared, rest } = withoutSpared(members, leaveOf(one));
    one.leftovers.push(...spared.map((each) => `left running: ${described(each)}`));
    if (rest.length === 0 && !isUnclear) exited(one);
    else closer.sweep(one);
  }

  function lookAgainLater(ones: readonly Tracked[]): void {
    late.push(...ones);
    secondPass ??= setTimeout(() => {
      secondPass = null;
      const these = late.filter((one) => one.reported && one.closing === null);
      late = [];
      if (these.length === 0) return;
      const { members } = look(these.map(quarryOf));
      for (const one of these) {
        const { rest } = withoutSpared(members.get(one.attempt) ?? [], leaveOf(one));
        if (rest.length > 0) closer.sweep(one);
      }
    }, SECOND_PASS_MS);
    secondPass.unref();
  }

  function inherit(attempts: readonly Tracked[]): void {
    for (const one of attempts) {
      one.sampling = samplingAnew(one.sampling);
      live.set(one.attempt, one);
    }
    examine(attempts);
    keepTicking();
    inherited.watch();
  }

  /** Applies the table of semantics 6. */
  function examine(ones: readonly Tracked[]): void {
    if (ones.length === 0) return;
    for (const one of ones) learnClaim(one);
    const { members } = look(ones.map(quarryOf));
    for (const one of ones) act(one, members.get(one.attempt) ?? []);
  }

  function neverStarted(one: Tracked, seen: "none" | "void"): void {
    // Started by this very host: that its folder is gone proves nothing, so it can't be called never started.
    if (one.session !== null && !existsSync(one.folder))
      return lost(one, `${UNKNOWN}: its folder was deleted`);
    if (fence(one.folder, seen)) report(one, { kind: "fenced" });
  }

  function act(one: Tracked, members: readonly Process[]): void {
    const facts = found(one, members, ports.pidNamespace);
    const verdict = verdictOf(facts);
    switch (verdict.is) {
      case "take":
        one.warning = verdict.warning;
        // Of another boot or namespace, what has such a pid here is somebody else's.
        return sweepOf(one, isHere(one, ports.pidNamespace) ? members : [], false);
      case "crashed":
        // Its record may have come between the look at it and the look at its processes.
        if (isHere(one, ports.pidNamespace) && learnRecord(one) !== null)
          return sweepOf(one, members, false);
        return lost(one, verdict.cause);
      case "fence":
        return neverStarted(one, facts.claim === "void" ? "void" : "none");
      case "adopt":
      case "watch_child":
        return tellClaim(one);
      case "sweep":
        return closer.sweep(one);
      case "elsewhere":
      case "look_again":
        return;
    }
  }

  function tellClaim(one: Tracked): void {
    const known = one.claim;
    const claim = learnClaim(one);
    if (claim !== null && (known === null || one.own === null))
      report(one, { kind: "claimed", claim });
  }

  function keepTicking(): void {
    if (closed || live.size === 0) return;
    ticking ??= setTimeout(() => {
      ticking = null;
      tick();
      keepTicking();
    }, TICK_MS);
  }

  function tick(): void {
    const instant = now();
    const gone: Tracked[] = [];
    const due: Tracked[] = [];
    for (const one of live.values()) {
      indexLog(one, instant.at);
      const batch = newMetrics(one);
      if (batch !== null) ports.metrics(batch);
      if (one.closing !== null) continue;
      if (one.own !== null && one.claim === null) tellClaim(one);
      if (one.own === null && !shimIsAlive(one)) gone.push(one);
      else if (one.sampling.nextUp <= instant.up) due.push(one);
    }
    examine(gone);
    if (due.length === 0) return;
    const { members } = look(due.map(quarryOf));
    const rows = sampleAll(due, members, instant, ports.gpu.latest());
    if (rows.length > 0) ports.samples(rows);
  }

  return {
    start,
    inherit,
    stop: (attempt, kill) => {
      const one = live.get(attempt);
      // Nothing can be signalled in another pid namespace; in another boot nothing is there.
      if (one === undefined || one.pidNamespace !== ports.pidNamespace) return;
      closer.stop(one, kill);
    },
    busy: () => live.size + closer.count(),
    close: () => {
      closed = true;
      closer.close();
      ports.gpu.close();
      if (ticking !== null) clearTimeout(ticking);
      inherited.close();
      if (secondPass !== null) clearTimeout(secondPass);
    },
  };
}
