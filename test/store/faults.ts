// A database of which one statement can be made to fail: SQLite's own way of testing ("inject a fault at the k-th call,
// for every k, until the work succeeds"). The statement does its work first, so the last fault comes just before the
// commit itself.

import type { Db } from "../../src/store/open.ts";

export class Injected extends Error {}

export interface Faults {
  /** Hand it to the journal in place of the database itself. */
  readonly wrap: (db: Db) => Db;
  /** Calls `fault` after the k-th statement from now on; k counts from 1. */
  readonly after: (k: number, fault: () => void) => void;
  readonly never: () => void;
}

const RUNNING = new Set<string | symbol>(["run", "get", "all"]);

export function faults(): Faults {
  let left = Infinity;
  let fault = (): void => {};
  const count = (): void => {
    left -= 1;
    if (left === 0) fault();
  };

  /** The object with its methods as they were, but for those that `change` makes. */
  const over = <T extends object>(
    target: T,
    change: (name: string | symbol, method: (...args: unknown[]) => unknown) => unknown,
  ): T =>
    new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        const method = (...args: unknown[]): unknown => Reflect.apply(value, target, args);
        return change(name, method);
      },
    });

  const counted = (statement: object): object =>
    over(statement, (name, method) =>
      RUNNING.has(name)
        ? (...args: unknown[]): unknown => {
            const result = method(...args);
            count();
            return result;
          }
        : method,
    );

  const changed = (name: string | symbol, method: (...args: unknown[]) => unknown) => {
    if (name === "prepare")
      return (...args: unknown[]): unknown => counted(method(...args) as object);
    if (name === "pragma")
      return (...args: unknown[]): unknown => {
        const result = method(...args);
        count();
        return result;
      };
    if (name !== "exec") return method;
    return (...args: unknown[]): void => {
      // No text or comment of ours holds a semicolon.
      for (const one of String(args[0]).split(";")) {
        method(one);
        if (one.trim() !== "") count();
      }
    };
  };

  return {
    wrap: (db) => over(db, changed),
    after: (k, what) => {
      left = k;
      fault = what;
    },
    never: () => {
      left = Infinity;
    },
  };
}

/**
 * Does something again and again, each time with a fault after another of its statements, until none is left to fail.
 *
 * @param check - is given what was thrown, and after which statement
 * @returns how many statements failed
 */
export function failEach(
  fault: Faults,
  act: () => void,
  check: (error: Error, k: number) => void,
): number {
  for (let k = 1; ; k += 1) {
    fault.after(k, () => {
      throw new Injected(`statement ${k}`);
    });
    const error = thrownBy(act);
    fault.never();
    if (error === null) return k - 1;
    check(error, k);
  }
}

/** What `act` throws, or null. */
export function thrownBy(act: () => void): Error | null {
  try {
    act();
    return null;
  } catch (error) {
    return error as Error;
  }
}
