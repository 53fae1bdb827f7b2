// docs/json.md is a promise to programs, so it must not go stale: the fields and types of its tables are compared with
// what the program really prints, both ways, for events with a sample of every kind that there is; and its examples with
// its tables.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventShape, runShape, stageShape } from "../../src/cli/shapes.ts";
import type { Event } from "../../src/engine/event.ts";
import { homePaths } from "../../src/engine/home-paths.ts";
import type { AttemptRow, RunRow, StageRow } from "../../src/engine/rows.ts";
import { attemptId, pipelineName, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { EventRow } from "../../src/store/event-log.ts";
import { type Place, place, until } from "../e2e/program.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/json.md"), "utf8");

type Fields = ReadonlyMap<string, string>;

/** The rows of the table below a mark such as `<!-- fields: run -->`, cell by cell. */
function tableBelow(mark: string): string[][] {
  const [, rest] = PAGE.split(`<!-- ${mark} -->\n`);
  if (rest === undefined) throw new Error(`docs/json.md has no mark "${mark}"`);
  const lines = rest.trimStart().split("\n");
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(2, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Types that are a table of their own. */
const SHAPES = ["run", "problem"];

/** Path → type. A field that is a run or a problem brings the fields of one along. */
function fieldsOf(shape: string): Fields {
  const rows = tableBelow(`fields: ${shape}`).map(([name = "", type = ""]): [string, string] => [
    name.replaceAll("`", ""),
    type,
  ]);
  const all = rows.flatMap(([path, type]): [string, string][] => {
    const inner = type.split(" or ").find((word) => SHAPES.includes(word));
    const fields = inner === undefined ? [] : [...fieldsOf(inner)].map(below(path));
    return [[path, type], ...fields];
  });
  return new Map(all);
}

function below(path: string): (field: [string, string]) => [string, string] {
  return ([name, type]) => [`${path}.${name}`, type];
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  time: (value) => typeof value === "string" && TIME.test(value),
  map: isObject,
  object: isObject,
  run: isObject,
  problem: isObject,
  list: Array.isArray,
  null: (value) => value === null,
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is printed and not on the page, or not of the type that the page gives. Fills `seen`. */
function objections(value: unknown, fields: Fields, seen: Set<string>, path = ""): string[] {
  if (path !== "") seen.add(path);
  const type = fields.get(path);
  if (type === undefined && path !== "") return [`${path} is not on the page`];
  const words = type?.split(" or ") ?? [];
  if (type !== undefined && !words.some((word) => TYPES[word]?.(value) === true))
    return [`${path} is ${JSON.stringify(value)}, and the page says ${type}`];
  if (Array.isArray(value))
    return value.flatMap((each) => objections(each, fields, seen, `${path}[]`));
  if (!isObject(value) || isOpaque(path, fields)) return [];
  const isMap = words.includes("map");
  return Object.entries(value).flatMap(([name, each]) => {
    const known = isMap ? "NAME" : name;
    return objections(each, fields, seen, path === "" ? known : `${path}.${known}`);
  });
}

/** An object whose inside stands elsewhere: `data` of an event has a table of its own, `plan` of a dry run is code. */
function isOpaque(path: string, fields: Fields): boolean {
  if (path === "") return false;
  return ![...fields.keys()].some((name) => name.startsWith(`${path}.`));
}

/** Paths such as `stages[]` stand on the page only where they have a type of their own to tell. */
function withElements(fields: Fields): Fields {
  const elements = [...fields.keys()].flatMap((path) =>
    [...path.matchAll(/\[\]/g)].map((match) => path.slice(0, match.index + 2)),
  );
  const missing = elements.filter((path) => !fields.has(path));
  return new Map([...fields, ...missing.map((path): [string, string] => [path, "object"])]);
}

function tablesOf(...shapes: string[]): Fields {
  return withElements(new Map(shapes.flatMap((shape) => [...fieldsOf(shape)])));
}

/** What the samples have and the page has not, or the other way round; nothing where they say the same. */
function differences(samples: readonly unknown[], ...shapes: string[]): string[] {
  return compare(samples, tablesOf(...shapes));
}

function compare(samples: readonly unknown[], fields: Fields): string[] {
  const seen = new Set<string>();
  const found = samples.flatMap((sample) => objections(sample, fields, seen));
  const missing = [...fields.keys()].filter((path) => !seen.has(path));
  return [...found, ...missing.map((path) => `${path} is only on the page`)];
}

const AT = 1_795_562_010_347;
const RUN: RunRow = {
  id: runId("01a20fd5-f6cd-7346-b0e6-f32a638afcf9"),
  pipeline: pipelineName("nightly"),
  folder: "/home/ada/nightly",
  number: 1,
  state: "failed",
  reason: "train: exit 1",
  trigger: "manual",
  by: "ada",
  round: 1,
  plan: "3910",
  createdAt: AT,
  startedAt: AT,
  endedAt: AT + 23,
};
const STAGE: StageRow = {
  runId: RUN.id,
  key: stageKey("train"),
  position: 0,
  state: "failed",
  reason: "exit 1",
  dueAt: AT,
  attempt: 1,
  maxAttempts: 1,
  startedAt: AT,
  endedAt: AT + 10,
  outputs: { f1: "0.91" },
};
const ATTEMPT: AttemptRow = {
  id: attemptId("01a20fd5-f6ec-720c-813e-6d5976c55f6e"),
  runId: RUN.id,
  stage: STAGE.key,
  number: 1,
  round: 1,
  state: "failed",
  startedAt: AT,
  endedAt: AT + 10,
  exitCode: 1,
  signal: "SIGTERM",
  cause: "exit 1",
  pid: 5838,
  cpuMs: 3,
  peakRssBytes: 1_000_000,
};
const NOW = { at: AT, up: 4_373_540, boot: "3b0e1b9e-6d2f-4c4e-9a55-5f9a0e3f6c11" };
const CLAIM = { pid: 5838, startTime: 437_354, up: 4_373_540 };
const OF_RUN = { run: RUN.id };
const OF_STAGE = { run: RUN.id, stage: STAGE.key };
const OF_ATTEMPT = { ...OF_STAGE, attempt: ATTEMPT.id };

/** Every kind, each in all forms that its data can have in this version; the compiler misses one that is not here. */
const EVENTS: { readonly [K in Event["kind"]]: readonly Extract<Event, { kind: K }>[] } = {
  "host.started": [{ kind: "host.started", pid: 5834, version: "0.1.0" }],
  "host.left": [{ kind: "host.left", reason: "no work" }],
  "host.holding": [{ kind: "host.holding", cause: "the disk is full" }],
  "host.released": [{ kind: "host.released" }],
  "run.created": [
    {
      kind: "run.created",
      ...OF_RUN,
      pipeline: RUN.pipeline,
      folder: RUN.folder,
      number: 1,
      trigger: "manual",
      by: "ada",
      plan: RUN.plan,
      now: NOW,
    },
  ],
  "run.waiting": [{ kind: "run.waiting", ...OF_RUN, reason: "waits for nightly#1" }],
  "run.started": [{ kind: "run.started", ...OF_RUN, round: 1, now: NOW }],
  "run.stopping": [
    { kind: "run.stopping", ...OF_RUN, why: { is: "cancel", by: "ada" } },
    { kind: "run.stopping", ...OF_RUN, why: { is: "kill", by: "ada" } },
    { kind: "run.stopping", ...OF_RUN, why: { is: "timeout" } },
  ],
  "run.always_limit": [{ kind: "run.always_limit", ...OF_RUN, due: NOW }],
  "run.ended": [
    { kind: "run.ended", ...OF_RUN, as: "succeeded", reason: null, endedAt: AT },
    { kind: "run.ended", ...OF_RUN, as: "failed", reason: "train: exit 1", endedAt: AT },
  ],
  "stage.queued": [
    { kind: "stage.queued", ...OF_STAGE, for: { is: "host", limit: 8 } },
    { kind: "stage.queued", ...OF_STAGE, for: { is: "run", limit: 2 } },
    { kind: "stage.queued", ...OF_STAGE, for: { is: "hold", cause: "the disk is full" } },
  ],
  "stage.retrying": [{ kind: "stage.retrying", ...OF_STAGE, due: NOW, cause: "exit 75" }],
  "stage.ended": [
    { kind: "stage.ended", ...OF_STAGE, end: { is: "succeeded", endedAt: AT } },
    { kind: "stage.ended", ...OF_STAGE, end: { is: "failed", endedAt: AT, reason: "exit 1" } },
    {
      kind: "stage.ended",
      ...OF_STAGE,
      end: { is: "cancelled", endedAt: AT, reason: "cancelled by ada", byRun: false },
    },
  ],
  "attempt.starting": [
    {
      kind: "attempt.starting",
      ...OF_ATTEMPT,
      number: 1,
      round: 1,
      now: NOW,
      pidNamespace: "pid:[4026531836]",
    },
  ],
  "attempt.running": [{ kind: "attempt.running", ...OF_ATTEMPT, claim: CLAIM }],
  "attempt.stopping": [
    {
      kind: "attempt.stopping",
      ...OF_ATTEMPT,
      stop: { why: { is: "run_cancel", by: "ada" }, asked: NOW },
      byPerson: true,
    },
    {
      kind: "attempt.stopping",
      ...OF_ATTEMPT,
      stop: { why: { is: "timeout" }, asked: NOW },
      byPerson: false,
    },
  ],
  "attempt.ended": [
    {
      kind: "attempt.ended",
      ...OF_ATTEMPT,
      as: "failed",
      endedAt: AT,
      exitCode: 1,
      cause: "exit 1",
      claim: CLAIM,
      cpuMs: 3,
      peakRssBytes: 1_000_000,
      outputs: { bestModel: "a.bin", endedAt: "5" },
      leftovers: ["swept: sleep 30 (pid 5841)"],
    },
    {
      kind: "attempt.ended",
      ...OF_ATTEMPT,
      as: "fenced",
      endedAt: AT,
      exitCode: null,
      cause: null,
      claim: null,
      cpuMs: null,
      peakRssBytes: null,
      outputs: null,
      leftovers: [],
    },
  ],
};
const ALL_EVENTS: readonly Event[] = Object.values(EVENTS).flat();

/** The event as it is printed, from the row in which the store keeps it. */
function printed(event: Event) {
  const { kind, run, ...data } = { run: null, ...event };
  const row: EventRow = { seq: 6, runId: run, at: AT, kind, data: JSON.stringify(data) };
  return eventShape(row, run === null ? null : "nightly#1");
}

/** The names at the top of each kind's data, as one line per kind. */
function namesByKind(events: readonly { kind: string; data: unknown }[]): string[] {
  const lines = events.map(
    ({ kind, data }) =>
      `${kind}: ${Object.keys(data as object)
        .toSorted()
        .join(" ")}`,
  );
  return [...new Set(lines)].toSorted();
}

/** The same, as the page says it. */
function namesOnPage(): string[] {
  const lines = tableBelow("kinds").map(([kind = "", cell = ""]) => {
    const names = [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
    return `${kind.replaceAll("`", "")}: ${names.toSorted().join(" ")}`;
  });
  return lines.toSorted();
}

const METRICS = [
  { stage: "train", attempt: 1, name: "loss", points: 2, lowest: 0.42, highest: 0.71, last: 0.42 },
];
const NOTHING = { reason: null, startedAt: null, endedAt: null };

describe("docs/json.md", () => {
  it("has the fields of a run, and of one that has not begun", () => {
    expect(differences([runShape(RUN), runShape({ ...RUN, ...NOTHING })], "run")).toEqual([]);
  });

  it("has the fields of a stage and of its attempts, and of those that nothing is known of yet", () => {
    const paths = homePaths("/home/ada/.local/state/dagtop");
    const unknown = { endedAt: null, exitCode: null, signal: null, cause: null, pid: null };
    const samples = [
      stageShape(STAGE, [ATTEMPT], METRICS, paths),
      stageShape(
        { ...STAGE, ...NOTHING, dueAt: null, outputs: null },
        [{ ...ATTEMPT, ...unknown, cpuMs: null, peakRssBytes: null }],
        [],
        paths,
      ),
    ];
    const fields = [...fieldsOf("show")].filter(([path]) => path.startsWith("stages"));
    const found = compare([{ stages: samples }], withElements(new Map(fields)));
    expect(found).toEqual([]);
  });

  it("has the fields of an event, of whatever kind", () => {
    expect(differences(ALL_EVENTS.map(printed), "event")).toEqual([]);
  });

  it("has every kind of event with the names of its data, and no other kind", () => {
    expect(namesOnPage()).toEqual(namesByKind(ALL_EVENTS.map(printed)));
  });

  it("has every field of the data of events with its type, down to the innermost, and no other", () => {
    const data = ALL_EVENTS.map((event) => printed(event).data);
    expect(differences(data, "data")).toEqual([]);
    const fields = [...fieldsOf("data").keys()].flatMap((path) => path.split("."));
    expect(fields.filter((name) => !/^(?:[a-z]+(?:_[a-z]+)*(?:\[\])?|NAME)$/.test(name))).toEqual(
      [],
    );
  });

  it("is right that the names of outputs are the command's own, whatever they look like", () => {
    const [ended] = EVENTS["attempt.ended"];
    expect(printed(ended!).data).toMatchObject({ outputs: { bestModel: "a.bin", endedAt: "5" } });
  });

  it("has examples that its tables describe", () => {
    const found = [...PAGE.matchAll(/^## (.*)|```json\n(.*)\n```/gm)];
    let heading = "";
    const told = found.flatMap(([, title, text]) => {
      heading = title ?? heading;
      return text === undefined ? [] : [{ heading, value: JSON.parse(text) as unknown }];
    });
    const wrong = told.flatMap(({ heading: of, value }) => {
      const objectsOf = (...shapes: string[]) => objections(value, tablesOf(...shapes), new Set());
      const [, command = ""] = /^`dagtop (.*?) ?--json`$/.exec(of) ?? [];
      switch (command) {
        case "runs [PIPELINE]":
          return (value as unknown[]).flatMap((one) => differences([one], "run"));
        case "show RUN":
          return objectsOf("run", "show");
        case "status [PIPELINE]":
          return objectsOf("status");
        case "events [RUN]":
          return [...differences([value], "event"), ...wrongData([value])];
        case "run FILE --detach":
          return differences([value], "run");
        case "run FILE --dry-run":
          return objectsOf("dry-run");
        case "logs RUN [STAGE]":
          return differences([value], "log line");
        case "cancel RUN [STAGE]":
          return differences([value], "cancel");
        case "validate FILE":
          return differences(
            [value],
            (value as { ok: boolean }).ok ? "validate" : "validate with errors",
          );
        case "doctor":
          return (value as unknown[]).flatMap((one) => differences([one], "doctor"));
        default:
          return [`an example stands below "${of}"`];
      }
    });
    expect(told.length).toBeGreaterThanOrEqual(11);
    expect(wrong).toEqual([]);
  });

  it("would be seen to be stale", () => {
    const { reason: _reason, ...rest } = runShape(RUN);
    expect(differences([{ ...rest, number: "1", later: true }], "run")).toEqual([
      'number is "1", and the page says integer',
      "later is not on the page",
      "reason is only on the page",
    ]);
  });
});

/** Events whose data is not what the page says of their kind. */
function wrongData(events: readonly unknown[]): string[] {
  const known = events as readonly { kind: string; data: unknown }[];
  const fields = tablesOf("data");
  return [
    ...namesByKind(known).filter((line) => !namesOnPage().includes(line)),
    ...known.flatMap(({ data }) => objections(data, fields, new Set())),
  ];
}

describe("what the program prints is what docs/json.md says", () => {
  let here: Place;
  const texts = new Map<string, string>();
  const value = (what: string): unknown => JSON.parse(texts.get(what) ?? "null");
  const lines = (what: string): unknown[] =>
    (texts.get(what) ?? "")
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));

  beforeAll(async () => {
    here = place();
    const good = here.file(
      "good.yaml",
      `name: good
params: { epochs: 2 }
stages:
  train:
    run: |
      echo "epoch 1"
      echo '{"step": 1, "loss": 0.5}' >> "$DAGTOP_METRICS"
      echo "f1=0.9" >> "$DAGTOP_OUTPUT"
      echo "$DAGTOP_PARAM_EPOCH" > /dev/null
`,
    );
    const slow = here.file("slow.yaml", "name: slow\nstages:\n  wait: { run: sleep 60 }\n");
    const bad = here.file("bad.yaml", "name: bad\nstages:\n  a: { run: ls, retrys: 1 }\n");
    const answer = async (wanted: number, what: string, ...args: string[]): Promise<void> => {
      const { code, out, err } = await here.dagtop(...args, "--json");
      if (code !== wanted) throw new Error(`dagtop ${args.join(" ")}: exit ${code}\n${err}`);
      texts.set(what, out);
    };
    const ask = (what: string, ...args: string[]) => answer(0, what, ...args);
    await ask("run", "run", good);
    await ask("show", "show", "last");
    await ask("logs", "logs", "last");
    await ask("validate", "validate", good);
    await answer(2, "validate with errors", "validate", bad);
    await ask("dry-run", "run", good, "--dry-run");
    await ask("detach", "run", slow, "--detach");
    await ask("queued", "run", slow, "--detach");
    await ask("status", "status");
    await ask("runs", "runs");
    await ask("cancel one", "cancel", "slow#1", "wait");
    await ask("cancel", "cancel", "slow#2");
    await ask("doctor", "doctor");
    await until(async () => (await here.json<unknown[]>("runs")).every(isOver));
    await ask("events", "events");
  });
  afterAll(() => here.close());

  it("status", () => {
    expect(differences([value("status")], "status")).toEqual([]);
  });

  it("runs, and run --detach", () => {
    expect(
      differences([...(value("runs") as unknown[]), value("detach"), value("queued")], "run"),
    ).toEqual([]);
  });

  it("show", () => {
    expect(differences([value("show")], "run", "show")).toEqual([]);
  });

  it("events, and run --json", () => {
    const events = [...lines("events"), ...lines("run")];
    expect(differences(events, "event")).toEqual([]);
    expect(wrongData(events)).toEqual([]);
  });

  it("logs", () => {
    expect(differences(lines("logs"), "log line")).toEqual([]);
  });

  it("cancel", () => {
    expect(differences([value("cancel"), value("cancel one")], "cancel")).toEqual([]);
  });

  it("validate, run --dry-run and doctor", () => {
    expect(differences([value("validate")], "validate")).toEqual([]);
    const refused = value("validate with errors");
    expect(differences([refused], "validate with errors")).toEqual([]);
    expect(differences([value("dry-run")], "dry-run")).toEqual([]);
    expect(differences(value("doctor") as unknown[], "doctor")).toEqual([]);
  });
});

function isOver(run: unknown): boolean {
  return (run as { ended_at: string | null }).ended_at !== null;
}
