import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { paced } from "../../src/ui/pace.ts";

const INTERVAL = 250;

function following() {
  const store = createStore(() => ({ value: 0 }));
  const source = paced(store, (a, b) => a.value === b.value, INTERVAL);
  const seen: number[] = [];
  source.subscribe(() => seen.push(source.current().value));
  return { store, source, seen };
}

describe("a paced store", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("passes the first change on at once", () => {
    const { store, seen } = following();
    store.setState({ value: 1 });
    expect(seen).toEqual([1]);
  });

  it("passes on the newest of what changed too soon, once", () => {
    const { store, seen } = following();
    for (let value = 1; value <= 9; value += 1) store.setState({ value });
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(INTERVAL);
    expect(seen).toEqual([1, 9]);
    vi.advanceTimersByTime(10 * INTERVAL);
    expect(seen).toEqual([1, 9]);
  });

  it("draws four times a second at most, and shows the last state in the end", () => {
    const { store, seen } = following();
    for (let value = 1; value <= 1000; value += 1) {
      store.setState({ value });
      vi.advanceTimersByTime(1);
    }
    expect(seen.length).toBeLessThanOrEqual(5);
    vi.advanceTimersByTime(INTERVAL);
    expect(seen.at(-1)).toBe(1000);
  });

  it("does nothing and holds no timer at rest", () => {
    const { store, seen } = following();
    store.setState({ value: 0 });
    expect(seen).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    store.setState({ value: 1 });
    vi.advanceTimersByTime(INTERVAL);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is silent and holds no timer once it is stopped", () => {
    const { store, source, seen } = following();
    store.setState({ value: 1 });
    source.stop();
    store.setState({ value: 2 });
    vi.advanceTimersByTime(INTERVAL);
    expect(seen).toEqual([1]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
