// Reads what says when a pipeline runs and who hears of it: schedule or schedules, alerts, expect, window.

import { checkKeys } from "./check-keys.ts";
import { keysOf } from "./check-parts.ts";
import { cronObjection, zoneObjection } from "./cron.ts";
import type { AlertDefinition, Definition, ScheduleDefinition } from "./definition.ts";
import { fieldsOf } from "./load-fields.ts";
import { paramValues } from "./load-values.ts";
import { NAME, NAME_HINT } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import { alertSchema, expectSchema, scheduleSchema, windowSchema } from "./schema-schedules.ts";
import { shown, type Entry, type MapNode, type YamlNode } from "./yaml-node.ts";

export type Times = Pick<Definition, "schedules" | "alerts" | "expect" | "window">;
type Given = Pick<Definition, "params" | "presets">;

/** The name of the schedule that `schedule: "0 2 * * *"` makes. */
export const DEFAULT_SCHEDULE = "default";
const MOST = 100;

export function readTimes(report: Report, root: MapNode, given: Given): Times {
  return {
    schedules: readSchedules(report, root, given),
    alerts: readAlerts(report, root.entries.get("alerts")),
    expect: readExpect(report, root.entries.get("expect")?.value),
    window: readWindow(report, root.entries.get("window")?.value),
  };
}

function readSchedules(report: Report, root: MapNode, given: Given): ScheduleDefinition[] {
  const one = root.entries.get("schedule");
  const many = root.entries.get("schedules");
  if (one !== undefined && many !== undefined) {
    const hint = "Keep one: put the cron text of schedule into a schedule of its own.";
    report.add(one.at, "two-schedules", 'both "schedule" and "schedules" are given', hint);
  }
  const short = one === undefined ? [] : shortSchedule(report, one.value);
  const long = itemsOf(report, many, 'Write schedules: [{name: nightly, cron: "0 2 * * *"}].');
  const names = new Set<string>();
  const read = long.flatMap((item) => readSchedule(report, item, given, names) ?? []);
  return [...short, ...read];
}

function shortSchedule(report: Report, node: YamlNode): ScheduleDefinition[] {
  if (node.is !== "scalar" || typeof node.value !== "string") {
    const hint =
      node.is === "scalar"
        ? 'Write five fields in quotes: schedule: "0 2 * * *".'
        : 'Several settings go into "schedules": a list of {name, cron, timezone, …}.';
    const message = `"schedule" must be a cron text, not ${shown(node)}`;
    report.add(node.at, "bad-schedule", message, hint);
    return [];
  }
  checkCron(report, node, "schedule");
  return [
    {
      name: DEFAULT_SCHEDULE,
      cron: node.value.trim(),
      timezone: null,
      catchup: null,
      catchupWindowMs: null,
      overlap: "skip",
      jitterMs: 0,
      params: {},
      preset: null,
    },
  ];
}

function checkCron(report: Report, node: YamlNode | undefined, key: string): void {
  if (node?.is !== "scalar" || typeof node.value !== "string") return;
  const objection = cronObjection(node.value);
  if (objection === null) return;
  report.add(node.at, "bad-cron", `"${key}" ${objection.message}`, objection.hint);
}

function itemsOf(report: Report, entry: Entry | undefined, hint: string): YamlNode[] {
  if (entry === undefined) return [];
  const { key, value } = entry;
  if (value.is !== "list") {
    report.add(value.at, "bad-value", `"${key}" must be a list of maps, not ${shown(value)}`, hint);
    return [];
  }
  if (value.items.length <= MOST) return value.items;
  const message = `"${key}" has ${value.items.length} entries; at most ${MOST}`;
  report.add(value.at, "bad-value", message, "Split the file into several pipelines.");
  return [];
}

const SCHEDULE_KEYS = keysOf("a schedule", scheduleSchema);

function readSchedule(
  report: Report,
  node: YamlNode,
  given: Given,
  names: Set<string>,
): ScheduleDefinition | null {
  if (node.is === "map") checkKeys(report, node, SCHEDULE_KEYS);
  const fields = fieldsOf(report, node, scheduleSchema, "a schedule");
  if (node.is !== "map") return null;
  const field = (key: string) => node.entries.get(key)?.value;
  const name = scheduleName(report, node, names);
  checkCron(report, field("cron"), "cron");
  checkZone(report, field("timezone"));
  const preset = checkPreset(report, field("preset"), given);
  const params = paramValues(report, field("params"), given.params, '"params" of a schedule');
  if (fields === null || name === null) return null;
  return {
    name,
    cron: fields.cron.trim(),
    timezone: fields.timezone ?? null,
    catchup: fields.catchup ?? null,
    catchupWindowMs: fields.catchup_window ?? null,
    overlap: fields.overlap,
    jitterMs: fields.jitter,
    params,
    preset,
  };
}

function scheduleName(report: Report, node: MapNode, names: Set<string>): string | null {
  const value = node.entries.get("name")?.value;
  if (value === undefined) {
    const hint = "Its ticks are known by it: add name: nightly.";
    report.add(node.at, "no-name", "a schedule has no name", hint);
    return null;
  }
  if (value.is !== "scalar" || typeof value.value !== "string" || !NAME.test(value.value)) {
    const message = `${shown(value)} cannot be the name of a schedule`;
    report.add(value.at, "bad-name", message, NAME_HINT);
    return null;
  }
  if (names.has(value.value)) {
    const message = `there is a schedule "${value.value}" already`;
    report.add(value.at, "double-name", message, "Give each a name of its own.");
  }
  names.add(value.value);
  return value.value;
}

function checkZone(report: Report, node: YamlNode | undefined): void {
  if (node?.is !== "scalar" || typeof node.value !== "string") return;
  const objection = zoneObjection(node.value);
  if (objection !== null) report.add(node.at, "bad-zone", objection.message, objection.hint);
}

function checkPreset(
  report: Report,
  node: YamlNode | undefined,
  { presets }: Given,
): string | null {
  if (node?.is !== "scalar" || typeof node.value !== "string") return null;
  const { value } = node;
  const known = Object.keys(presets);
  if (!known.includes(value)) {
    report.add(node.at, "unknown-preset", `there is no preset "${value}"`, () => {
      return didYouMean(value, known) || `Declare it: presets: {${value}: {…}}.`;
    });
  }
  return value;
}

const ALERT_KEYS = keysOf("an alert", alertSchema);

function readAlerts(report: Report, entry: Entry | undefined): AlertDefinition[] {
  const hint = "Write alerts: [{on: [late, failed], channels: [team-slack]}].";
  return itemsOf(report, entry, hint).flatMap((item) => {
    if (item.is === "map") checkKeys(report, item, ALERT_KEYS);
    const fields = fieldsOf(report, item, alertSchema, "an alert");
    return fields ?? [];
  });
}

function readExpect(report: Report, node: YamlNode | undefined): Definition["expect"] {
  if (node === undefined) return null;
  if (node.is === "map") checkKeys(report, node, keysOf('"expect"', expectSchema));
  const fields = fieldsOf(report, node, expectSchema, '"expect"');
  return fields === null ? null : { finishWithinMs: fields.finish_within };
}

function readWindow(report: Report, node: YamlNode | undefined): Definition["window"] {
  if (node === undefined) return null;
  if (node.is === "map") checkKeys(report, node, keysOf('"window"', windowSchema));
  const short = node.is === "scalar" && typeof node.value === "string" ? node.value : null;
  const [from = "", to = "", ...more] = short?.split("-").map((part) => part.trim()) ?? [];
  const fields =
    short === null
      ? fieldsOf(report, node, windowSchema, '"window"')
      : windowSchema.safeParse({ from, to }).data;
  if (fields === undefined || more.length > 0) {
    const hint = 'Write both with two digits each, such as window: "22:00-06:00".';
    const message = `"window" must be two times of day from 00:00 to 23:59, not ${shown(node)}`;
    report.add(node.at, "bad-value", message, hint);
    return null;
  }
  if (fields !== null && fields.from === fields.to) {
    const hint = "Leave it out where a tick may start a run at any time.";
    report.add(node.at, "bad-value", '"window" begins where it ends', hint);
  }
  return fields;
}
