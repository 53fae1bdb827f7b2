import { describe, expect, it } from "vitest";
import {
  bytes,
  clock,
  clockSeconds,
  count,
  countdown,
  duration,
  elapsed,
  exactDuration,
} from "../../src/ui/format.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("times and sizes", () => {
  it.each([
    [0, "0.0s"],
    [-5, "0.0s"],
    [1240, "1.2s"],
    [9990, "9.9s"],
    [10 * SECOND, "10s"],
    [41_900, "41s"],
    [MINUTE - 1, "59s"],
    [12 * MINUTE + 59_000, "12m"],
    [HOUR, "1h00"],
    [HOUR + 52 * MINUTE, "1h52"],
    [DAY - 1, "23h59"],
    [3 * DAY + 4 * HOUR + 59 * MINUTE, "3d4h"],
  ])("%d ms took %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it("counts what goes on in whole seconds", () => {
    expect([elapsed(-1), elapsed(999), elapsed(8100), elapsed(90_000)]).toEqual([
      "0s",
      "0s",
      "8s",
      "1m",
    ]);
  });

  it("keeps a decimal up to a minute where a run is summed up", () => {
    expect([exactDuration(11_450), exactDuration(61_000)]).toEqual(["11.4s", "1m"]);
  });

  it("counts down to the moment itself", () => {
    expect([countdown(2001), countdown(2000), countdown(1), countdown(0)]).toEqual([
      "3s",
      "2s",
      "1s",
      "0s",
    ]);
  });

  it.each([
    [7, "7"],
    [999, "999"],
    [6046, "6,046"],
    [1_234_567, "1,234,567"],
    [-6046, "-6,046"],
  ])("writes the number %d as %s", (value, text) => {
    expect(count(value)).toBe(text);
  });

  it.each([
    [0, "0B"],
    [512, "512B"],
    [1023, "1023B"],
    [1024, "1.0K"],
    [2.1 * 1024 ** 3, "2.1G"],
    [21 * 1024 ** 3, "21G"],
    [1024 ** 2 - 1, "1.0M"],
    [9.97 * 1024, "10K"],
  ])("writes %d bytes as %s", (value, text) => {
    expect(bytes(value)).toBe(text);
  });

  it("tells the time in the zone of whoever looks", () => {
    const at = Date.UTC(2026, 0, 15, 23, 12, 40);
    expect(clock(at, "UTC")).toBe("23:12");
    expect(clockSeconds(at, "Africa/Tunis")).toBe("00:12:40");
    expect(clockSeconds(at, "Asia/Kathmandu")).toBe("04:57:40");
  });
});
