// The loop of a host: inputs (commands, due timers, reports) ─▶ decide ─▶ one transaction ─▶ effects (semantics 5.1).
//
// State in memory changes only after the commit; a refused commit keeps its inputs and is tried again. At rest the loop
// wakes once a second, and at once for a touched wake file, a report or a due time.

import { decide, msUntilDue } from "../decide.ts";
import type { Turn } from "../decide.ts";
import { EMPTY, type EngineState } from "../draft.ts";
import type { Input } from "../input.ts";
import { attemptId } from "../../pipeline/ids.ts";
import { type NewCommand, type TriggerArgs, isHomeCommand } from "../command.ts";
import { hiderOf } from "./hiding.ts";
import { byEnd, inputOf } from "./inputs.ts";
import { performer } from "./perform.ts";
import { foreign, liveIn } from "./leaving.ts";
import type { Left, Loop, LoopPorts } from "./loop-ports.ts";
import { DiskFull, type Leaving } from "./ports.ts";
import { mailRoom } from "./mail-room.ts";
import { nothingNew } from "./told.ts";
import { now, pidNamespace } from "./proc.ts";
import type { Run } from "../run.ts";
import { supervisor } from "./supervise.ts";
import { uuidv7 } from "./uuid.ts";

const BEAT_MS = 1000;
/** Node's own limit is 2^31 - 1; a longer wait is looked at again. */
const LONGEST_TIMER_MS = 3_600_000;
/** So many come at once; there may be more. */
const MOST_COMMANDS = 1000;

export function startLoop(ports: LoopPorts): Loop {
  const { journal, inherited, note } = ports;
  const hostSince = now();
  const namespace = pidNamespace();
  let state: EngineState = {
    ...EMPTY,
    runs: new Map(inherited.runs.map((run) => [run.id, run])),
    numbers: inherited.numbers,
    isCopy: inherited.isCopy,
  };
  let inputs: Input[] = [];
  let news = nothingNew();
  let hasCommands = true;
  let idleSince = hostSince.up;
  let isFull = false;
  /** A turn that could not be written is tried again with the next beat, not at once. */
  let pauseMs = 1;
  let isResting = false;
  let isScheduled = false;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const { promise: done, resolve, reject } = Promise.withResolvers<Left>();

  const hide = hiderOf(journal, inherited.secretKey);
  const watch = supervisor({
    homeId: inherited.homeId,
    pidNamespace: namespace,
    executor: ports.executor,
    report: (input) => {
      give(hide.report(input));
    },
    metrics: (batch) => {
      news.metrics.push(hide.metrics(batch));
      soon();
    },
    samples: (rows) => {
      news.samples.push(...rows);
      soon();
    },
    gpu: ports.gpu,
    note,
  });
  const post = mailRoom(ports, {
    run: (id) => state.runs.get(id),
    posted: (row) => {
      news.posted.push(row);
      soon();
    },
  });
  const perform = performer({ ...ports, ...inherited, supervisor: watch, give, soon });

  function give(input: Input): void {
    inputs.push(input);
    soon();
  }

  function soon(): void {
    if (isScheduled || isOver) return;
    isScheduled = true;
    setImmediate(run);
  }

  function run(): void {
    isScheduled = false;
    if (isOver) return;
    try {
      turn();
      if (!isOver) schedule();
    } catch (error) {
      end(() => {
        reject(error);
      });
    }
  }

  function turn(): void {
    const commands = hasCommands ? journal.commands() : [];
    const ofRuns = commands.filter((command) => !isHomeCommand(command));
    const these = [
      ...inputs,
      ...ofRuns.map((command) => inputOf(command, journal, inherited.epoch)),
    ];
    const decided = decide(state, these, context());
    const { events, results, effects } = decided;
    const isNews = [events, results, effects, commands, ...Object.values(news)].some(
      ({ length }) => length > 0,
    );
    if ((isNews || perform.hasNews()) && !commit(decided, commands)) return;
    state = decided.state;
    hasCommands = commands.length >= MOST_COMMANDS;
    inputs = inputs.slice(these.length - ofRuns.length);
    perform.all(state, decided.effects);
    if (events.some(({ kind }) => kind === "host.took_over")) adopt([...state.runs.values()]);
    if (commands.some(({ kind }) => kind === "notify")) post.look();
    if (hasWork()) {
      idleSince = now().up;
      isResting = false;
    } else {
      if (!isResting) journal.rest();
      isResting = true;
    }
    considerLeaving();
  }

  /** Takes up what other hosts have started. */
  function adopt(runs: readonly Run[]): void {
    watch.inherit(perform.tracked(runs));
    inputs.sort(byEnd);
    perform.resume(runs);
  }

  function context() {
    const mint = () => attemptId(uuidv7(Date.now()));
    const { maxRunning, pools } = ports.settings();
    return { now: now(), hostSince, pidNamespace: namespace, maxRunning, pools, mint };
  }

  /** False when the disk is full: nothing was written, and the same inputs come again. */
  function commit(decided: Turn, commands: readonly NewCommand[]): boolean {
    const triggers: TriggerArgs[] = [];
    for (const command of commands) if (command.kind === "trigger") triggers.push(command.args);
    const performed = perform.news();
    try {
      const asked = { triggers, homeCommands: commands.filter(isHomeCommand) };
      const written = { ...news, ...performed };
      journal.commit({ turn: decided, at: Date.now(), ...asked, ...written });
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error;
      perform.undone(performed);
      if (!isFull) {
        note("the disk is full: nothing is started until there is room");
        inputs.push({ kind: "hold", cause: "the disk is full" });
      }
      isFull = true;
      pauseMs = BEAT_MS;
      ports.disk.giveUp();
      return false;
    }
    news = nothingNew();
    pauseMs = 1;
    ports.committed(decided);
    perform.committed(decided.state, performed);
    return true;
  }

  function hasWork(): boolean {
    return state.runs.size > 0 || busy() > 0;
  }

  function busy(): number {
    return watch.busy() + perform.busy() + post.busy();
  }

  function considerLeaving(): void {
    if (inputs.length > 0 || hasCommands) return;
    if (state.drains && busy() <= foreign(state, namespace)) return leave("drained");
    if (ports.idleMs === null || hasWork()) return;
    if (now().up - idleSince >= ports.idleMs) leave("no work");
  }

  /** Hands the home over. A host that is asked to leaves even where there is no room to say so. */
  function leave(why: Leaving): void {
    if (isOver) return;
    const performed = perform.news();
    try {
      const turn = { state, events: [], effects: [], results: [], touched: new Map() };
      // What an effect came to may still wait among the inputs: the next host performs it once more.
      const done = inputs.length > 0 ? [] : performed.done;
      const written = { ...news, ...performed, done };
      journal.commit({ turn, at: Date.now(), triggers: [], homeCommands: [], ...written });
      news = nothingNew();
      if (!journal.leave(Date.now(), why)) {
        hasCommands = true; // looked at with the next beat
        return;
      }
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error;
      perform.undone(performed);
      ports.disk.giveUp();
      if (why !== "asked to") return;
    }
    ports.committed(null);
    end(() => {
      resolve({ why, live: liveIn(state) });
    });
  }

  function end(settle: () => void): void {
    isOver = true;
    clearInterval(beats);
    watch.close();
    post.close();
    ports.sender.close();
    ports.hasher.close();
    if (timer !== null) clearTimeout(timer);
    settle();
  }

  function schedule(): void {
    if (timer !== null) clearTimeout(timer);
    const due = msUntilDue(state, now());
    timer =
      due === null ? null : setTimeout(soon, Math.max(pauseMs, Math.min(LONGEST_TIMER_MS, due)));
  }

  function beat(): void {
    if (!ports.homeIsThere()) {
      note("the home is gone, or another has its name: this host leaves, what runs goes on");
      return end(() => {
        resolve({ why: "the home is gone", live: liveIn(state) });
      });
    }
    hasCommands = true;
    perform.retry(state);
    if (isFull && ports.disk.hasRoom()) {
      isFull = false;
      inputs.push({ kind: "release" });
    }
    soon();
  }

  const beats = setInterval(beat, BEAT_MS);
  try {
    if (!inherited.isCopy) adopt(inherited.runs);
    for (const effect of journal.openEffects()) perform.all(state, [effect]);
    post.look();
  } catch (error) {
    end(() => undefined); // no timer may go on without the lease
    throw error;
  }
  soon();
  return {
    wake: () => {
      // Most touches are this host's own.
      if (isOver || !journal.hasNews()) return;
      hasCommands = true;
      soon();
    },
    leave: () => {
      try {
        leave("asked to");
      } catch (error) {
        end(() => {
          reject(error);
        });
      }
    },
    stopAll: (by, kill) => {
      give({ kind: "stop_all", by, kill });
    },
    done,
  };
}
