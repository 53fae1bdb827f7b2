// Cron texts, time zones, windows and the short forms of what says when a pipeline runs.

import { describe, expect, it } from "vitest";
import { cronObjection, zoneObjection } from "../../src/pipeline/cron.ts";
import { definitionOf } from "./reading.ts";

async function top(line: string) {
  return definitionOf(`name: n\n${line}\nstages: { a: { run: x } }\n`);
}

describe("a cron text", () => {
  it.each([
    "0 2 * * *",
    "*/5 * * * *",
    "0 2 * * MON-FRI",
    "0 0 29 2 *",
    "15,45 8-18 * JAN-MAR 1,3",
    "0 2 L * *",
    "  0\t2 * * *  ",
    "@daily",
  ])("%s is read", (text) => {
    expect(cronObjection(text)).toBeNull();
  });

  it.each([
    ["0 2 * * * *", "has 6 fields, and 5 are read"],
    ["0 0 2 * * * 2027", "has 7 fields, and 5 are read"],
    ["0 2 * *", "has 4 fields, and 5 are read"],
    ["", "has 1 field, and 5 are read"],
    ["61 2 * * *", "is not understood: Invalid value for minute: 61"],
    ["0 2 * FOO *", "is not understood"],
    ["5-1 * * * *", "is not understood"],
    ["*/0 * * * *", "is not understood"],
    ["0 2 31 2 *", "never comes due"],
    ["@reboot", 'knows no "@reboot"'],
    ["2026-01-01T00:00:00", "has 1 field"],
    [`${"0,".repeat(200)}0 2 * * *`, "has more than 200 characters"],
  ])("%s is refused: it %s", (text, words) => {
    const objection = cronObjection(text);
    expect(objection?.message).toContain(words);
    expect(objection?.hint).not.toBe("");
  });
});

describe("a time zone", () => {
  it.each(["Africa/Tunis", "Europe/Paris", "UTC", "America/Argentina/Buenos_Aires"])(
    "%s is known",
    (zone) => {
      expect(zoneObjection(zone)).toBeNull();
    },
  );

  it.each([
    ["Africa/Tunsi", 'Did you mean "Africa/Tunis"?'],
    ["Paris", "Write a name such as Europe/Paris or UTC."],
    ["+02:00", "Write a name such as Europe/Paris or UTC."],
  ])("%s is not: %s", (zone, hint) => {
    expect(zoneObjection(zone)?.hint).toBe(hint);
  });
});

describe("10 a schedule", () => {
  it("is a cron text alone, under the name default, with the defaults of the long form", async () => {
    const short = await top('schedule: "0 2 * * *"');
    const long = await top('schedules: [{ name: default, cron: "0 2 * * *" }]');
    expect(short.schedules).toEqual(long.schedules);
    expect(short.schedules).toEqual([
      {
        name: "default",
        cron: "0 2 * * *",
        timezone: null,
        catchup: null,
        catchupWindowMs: null,
        overlap: "skip",
        jitterMs: 0,
        params: {},
        preset: null,
      },
    ]);
  });
});

describe("10.2 a window", () => {
  it.each([
    ['"22:00-06:00"', { from: "22:00", to: "06:00", days: [1, 2, 3, 4, 5, 6, 7] }],
    ["22:00 - 06:00", { from: "22:00", to: "06:00", days: [1, 2, 3, 4, 5, 6, 7] }],
    ["{ from: 08:00, to: 18:00, days: mon-fri }", { days: [1, 2, 3, 4, 5] }],
    ["{ from: 08:00, to: 18:00, days: [sun, 3, fri-mon] }", { days: [1, 3, 5, 6, 7] }],
  ])("%s is read", async (window, expected) => {
    expect((await top(`window: ${window}`)).window).toMatchObject(expected);
  });
});

describe("short forms", () => {
  it("of alerts, rounds and expectations are read", async () => {
    const definition = await top(
      "retry_run: 2\nexpect: { finish_within: 90m }\nalerts: [{ on: failed, channels: mail }]",
    );
    expect(definition).toMatchObject({
      retryRun: { times: 2, delayMs: 0 },
      expect: { finishWithinMs: 5_400_000 },
      alerts: [{ on: ["failed"], channels: ["mail"] }],
    });
  });
});
