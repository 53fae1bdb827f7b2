// A point in time that survives a reboot and a wrong clock. The uptime decides between two instants of one boot;
// only across boots does the wall clock speak. Durations are differences of uptime.
//
// Nothing here reads a clock: instants come in with inputs.

export interface Instant {
  /** Epoch milliseconds, UTC. */
  readonly at: number;
  /** Milliseconds since boot, suspend included. */
  readonly up: number;
  /** The kernel's boot id. */
  readonly boot: string;
}

export function plus(from: Instant, ms: number): Instant {
  return { at: from.at + ms, up: from.up + ms, boot: from.boot };
}

/** Milliseconds from `now` until `then`; negative when it has passed. */
export function msUntil(then: Instant, now: Instant): number {
  return then.boot === now.boot ? then.up - now.up : then.at - now.at;
}

export function isDue(due: Instant, now: Instant): boolean {
  return msUntil(due, now) <= 0;
}

/** Whether `a` was strictly before `b`. */
export function isBefore(a: Instant, b: Instant): boolean {
  return msUntil(a, b) < 0;
}

/** The wall clock time of an uptime read in the same boot as `origin`. */
export function instantAt(up: number, origin: Instant): Instant {
  return { at: origin.at + (up - origin.up), up, boot: origin.boot };
}
