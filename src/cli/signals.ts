// What signals mean to a follower: Ctrl-C asks for its own run to be cancelled, and once more to be killed; a hang-up or
// TERM ends the following and nothing else. In a run that lives in this very process, they cancel it.

export interface Interrupts {
  /** Aborted when following is to end. */
  readonly signal: AbortSignal;
  /** The exit code of having been told to go, or null. */
  readonly code: () => number | null;
  /** Ends the following as a hang-up does. */
  readonly hangUp: () => void;
  readonly release: () => void;
}

/** 128 plus the signal's number, as shells say it. */
const CODES = { SIGHUP: 129, SIGTERM: 143 } as const;

const ONE_PRESS_MS = 100;

/** @param cancel - asks for the run to be cancelled; called once per press */
export function interrupts(cancel: () => void, isInline: boolean): Interrupts {
  const controller = new AbortController();
  let code: number | null = null;
  const leave = (name: keyof typeof CODES) => (): void => {
    if (isInline) return cancel();
    code = CODES[name];
    controller.abort();
  };
  let pressedAt = -Infinity;
  const press = (): void => {
    // `timeout`, npx and others pass on the signal that the terminal has sent already: one press, not two.
    const now = performance.now();
    if (now - pressedAt < ONE_PRESS_MS) return;
    pressedAt = now;
    cancel();
  };
  const handlers = { SIGINT: press, SIGHUP: leave("SIGHUP"), SIGTERM: leave("SIGTERM") };
  for (const [name, handler] of Object.entries(handlers)) process.on(name, handler);
  return {
    signal: controller.signal,
    code: () => code,
    hangUp: handlers.SIGHUP,
    release: () => {
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
    },
  };
}
