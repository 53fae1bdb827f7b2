// docs/json.md is a promise to programs, so it must not go stale: the fields and types of its tables are compared with
// what the program really prints, both ways, for events with a sample of every kind that there is; and its examples with
// its tables.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventShape, roundShape, runShape, sourceShape, stageShape } from "../../src/cli/shapes.ts";
import type { Event } from "../../src/engine/event.ts";
import { homePaths } from "../../src/engine/home-paths.ts";
import type {
  AttemptRow,
  AttemptState,
  RoundRow,
  RunRow,
  RunState,
  StageRow,
  StageState,
} from "../../src/engine/rows.ts";
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
  dueAt: AT,
  rerunOf: "nightly#0",
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
  "host.draining": [{ kind: "host.draining", by: "ada" }],
  "host.drain_off": [{ kind: "host.drain_off", by: "ada" }],
  "host.took_over": [{ kind: "host.took_over", by: "ada" }],
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
      rerun: null,
      now: NOW,
    },
    {
      kind: "run.created",
      ...OF_RUN,
      pipeline: RUN.pipeline,
      folder: RUN.folder,
      number: 1,
      trigger: "rerun",
      by: "ada",
      plan: RUN.plan,
      rerun: { run: RUN.id, name: "nightly#0", state: { train: RUN.id }, fresh: [STAGE.key] },
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
  "round.opened": [
    {
      kind: "round.opened",
      ...OF_RUN,
      round: 2,
      trigger: "retry",
      by: "ada",
      stages: [STAGE.key],
      due: null,
      before: null,
    },
    {
      kind: "round.opened",
      ...OF_RUN,
      round: 2,
      trigger: "retry_run",
      by: "dagtop",
      stages: [STAGE.key],
      due: NOW,
      before: { as: "failed", endedAt: AT },
    },
  ],
  "run.clock": [{ kind: "run.clock", ...OF_RUN, stands: true, now: NOW }],
  "run.ended": [
    { kind: "run.ended", ...OF_RUN, as: "succeeded", reason: null, endedAt: AT },
    { kind: "run.ended", ...OF_RUN, as: "failed", reason: "train: exit 1", endedAt: AT },
  ],
  "stage.queued": [
    { kind: "stage.queued", ...OF_STAGE, for: { is: "host", limit: 8 } },
    { kind: "stage.queued", ...OF_STAGE, for: { is: "run", limit: 2 } },
    { kind: "stage.queued", ...OF_STAGE, for: { is: "group", group: STAGE.key, limit: 2 } },
    {
      kind: "stage.queued",
      ...OF_STAGE,
      for: {
        is: "slots",
        pool: "gpu",
        wanted: 1,
        total: 2,
        holders: ["bert#12 train"],
        before: ["spam#3 train"],
      },
    },
    { kind: "stage.queued", ...OF_STAGE, for: { is: "hash", done: 12, total: 50 } },
    { kind: "stage.queued", ...OF_STAGE, for: { is: "hold", cause: "the disk is full" } },
  ],
  "stage.hashed": [
    {
      kind: "stage.hashed",
      ...OF_STAGE,
      base: "b-1",
      key: "k-1",
      parts: { "its command": "3f" },
      miss: "nothing is kept of it yet",
    },
  ],
  "stage.taken_over": [
    {
      kind: "stage.taken_over",
      ...OF_STAGE,
      from: "nightly#0",
      end: { is: "cached", endedAt: AT, reason: "unchanged since nightly#0" },
      outputs: { f1: "0.91" },
    },
    {
      kind: "stage.taken_over",
      ...OF_STAGE,
      from: "nightly#0",
      end: { is: "skipped", endedAt: AT, reason: "left out of this rerun" },
      outputs: null,
    },
  ],
  "stage.waiting": [
    { kind: "stage.waiting", ...OF_STAGE, since: NOW, due: null, message: "Promote v8?" },
    { kind: "stage.waiting", ...OF_STAGE, since: NOW, due: NOW, message: "Promote v8?" },
  ],
  "stage.retrying": [{ kind: "stage.retrying", ...OF_STAGE, due: NOW, cause: "exit 75" }],
  "stage.ended": [
    { kind: "stage.ended", ...OF_STAGE, end: { is: "succeeded", endedAt: AT, reason: null } },
    { kind: "stage.ended", ...OF_STAGE, end: { is: "failed", endedAt: AT, reason: "exit 1" } },
    {
      kind: "stage.ended",
      ...OF_STAGE,
      end: {
        is: "cancelled",
        endedAt: AT,
        reason: "cancelled by ada",
        byRun: false,
        byPerson: true,
      },
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
    {
      kind: "attempt.stopping",
      ...OF_ATTEMPT,
      stop: {
        why: { is: "fail_fast", cause: "train[lr=0.1] ended badly (fail_fast)" },
        asked: NOW,
      },
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

const RUN_STATES: readonly string[] = Object.keys({
  queued: 0,
  running: 0,
  cancelling: 0,
  succeeded: 0,
  partial: 0,
  failed: 0,
  cancelled: 0,
  timed_out: 0,
} satisfies Record<RunState, 0>);
const STAGE_STATES: readonly string[] = Object.keys({
  pending: 0,
  queued: 0,
  running: 0,
  retrying: 0,
  waiting: 0,
  succeeded: 0,
  cached: 0,
  skipped: 0,
  upstream_failed: 0,
  failed: 0,
  timed_out: 0,
  crashed: 0,
  cancelled: 0,
  rejected: 0,
} satisfies Record<StageState, 0>);
const LIVE_STATES = ["pending", "queued", "running", "retrying", "waiting"];
const ATTEMPT_STATES: readonly string[] = Object.keys({
  starting: 0,
  running: 0,
  stopping: 0,
  succeeded: 0,
  failed: 0,
  timed_out: 0,
  cancelled: 0,
  crashed: 0,
  fenced: 0,
} satisfies Record<AttemptState, 0>);

const METRICS = [
  { stage: "train", attempt: 1, name: "loss", points: 2, lowest: 0.42, highest: 0.71, last: 0.42 },
];
const NOTHING = { reason: null, startedAt: null, endedAt: null };
const NO_NEWS = { ...NOTHING, dueAt: null, rerunOf: null };

type Check = (value: unknown) => string[];

const each =
  (...shapes: string[]): Check =>
  (value) =>
    [value].flat().flatMap((one) => objections(one, tablesOf(...shapes), new Set()));
const whole =
  (shape: string): Check =>
  (value) =>
    [value].flat().flatMap((one) => differences([one], shape));
const event: Check = (value) => [...differences([value], "event"), ...wrongData([value])];

/** What an example below the heading of a command must be. */
const EXAMPLES: Readonly<Record<string, Check>> = {
  "runs [PIPELINE]": whole("run"),
  "show RUN": each("run", "show"),
  "status [PIPELINE]": each("status"),
  "events [RUN]": event,
  "run FILE --detach": whole("run"),
  "run FILE --dry-run": each("dry-run"),
  "retry RUN": event,
  "rerun RUN": whole("run"),
  "logs RUN [STAGE]": whole("log line"),
  "cancel RUN [STAGE]": whole("cancel"),
  drain: whole("drain"),
  "doctor --take-over": whole("take-over"),
  "approve RUN [STAGE]": whole("approve"),
  "explain RUN [STAGE]": each("explain"),
  "diff RUN RUN": each("diff"),
  "dag FILE": each("dag"),
  "validate FILE": (value) =>
    whole((value as { ok: boolean }).ok ? "validate" : "validate with errors")(value),
  doctor: whole("doctor"),
};

describe("docs/json.md", () => {
  it("has the fields of a run, and of one that has not begun", () => {
    expect(differences([runShape(RUN), runShape({ ...RUN, ...NO_NEWS })], "run")).toEqual([]);
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

  it("has the fields of rounds and of a source, and of those that nothing is known of yet", () => {
    const round: RoundRow = { ...RUN, runId: RUN.id, n: 1, state: "failed" };
    const none = { commit: null, branch: null, dirty: true, patch: null };
    const samples = [
      {
        rounds: [round, { ...round, ...NOTHING, state: null }].map(roundShape),
        source: sourceShape({ commit: "1f3a", branch: "main", dirty: true, patch: "-a\n+b\n" }),
      },
      { rounds: [], source: sourceShape(none) },
      { rounds: [], source: null },
    ];
    const fields = [...fieldsOf("show")].filter(([path]) => /^(?:rounds|source)/.test(path));
    expect(compare(samples, withElements(new Map(fields)))).toEqual([]);
  });

  it("has every word that the state of a run, of a stage and of an attempt can be", () => {
    const wordsOf = (shape: string, path: string): string[] => {
      const row = tableBelow(`fields: ${shape}`).find(([name]) => name === `\`${path}\``);
      return [...(row?.[2] ?? "").matchAll(/`(\w+)`/g)].map(([, word = ""]) => word);
    };
    expect(wordsOf("run", "state").toSorted()).toEqual(RUN_STATES.toSorted());
    expect(wordsOf("show", "stages[].state").toSorted()).toEqual(STAGE_STATES.toSorted());
    expect(wordsOf("show", "stages[].attempts[].state").toSorted()).toEqual(
      ATTEMPT_STATES.toSorted(),
    );
    const ends = STAGE_STATES.filter((state) => !LIVE_STATES.includes(state));
    expect(wordsOf("data", "end.is").toSorted()).toEqual(ends.toSorted());
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
      const [, command = ""] = /^`dagtop (.*?) ?--json`$/.exec(of) ?? [];
      return EXAMPLES[command]?.(value) ?? [`an example stands below "${of}"`];
    });
    expect(told.length).toBeGreaterThanOrEqual(17);
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
  early: { run: "true" }
`,
    );
    const changed = `name: good
params: { epochs: 2 }
timeout: 1h
stages:
  train:
    retry: 1
    run: |
      [ "$DAGTOP_ATTEMPT" != 1 ] || exit 75
      echo '{"step": 1, "loss": 0.25}' >> "$DAGTOP_METRICS"
      echo "f1=0.95" >> "$DAGTOP_OUTPUT"
  late: { run: "false" }
`;
    const gate = here.file(
      "gate.yaml",
      `name: careful
stages:
  check: { approval: "Promote it?" }
  push: { run: "[ $DAGTOP_ATTEMPT != 1 ]", needs: check }
`,
    );
    const sweep = here.file(
      "sweep.yaml",
      `name: sweep
stages:
  train: { run: "true", matrix: { lr: [1, 2] } }
  push: { run: "true", needs: train, if: stages.train.state == 'failed' }
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
    await ask("logs", "logs", "last", "train");
    await ask("validate", "validate", good);
    await answer(2, "validate with errors", "validate", bad);
    await ask("dry-run", "run", good, "--dry-run");
    // From here on there is a repository.
    execFileSync("git", ["init", "-q", here.folder]);
    here.file("good.yaml", changed);
    const again = here.start(["rerun", "good#1", "-p", "epochs=3", "--json"], {
      TZ: "Africa/Tunis",
    });
    texts.set("rerun", (await again.ended).out);
    await ask("show", "show", "good#2");
    await ask("diff", "diff", "good#1", "good#2");
    await ask("trigger", "trigger", "good");
    await ask("gate", "run", gate, "--detach");
    await until(async () =>
      (await here.dagtop("explain", "careful#1")).out.includes("Promote it?"),
    );
    await ask("explain", "explain", "careful#1");
    await ask("approve", "approve", "careful#1");
    await until(
      async () => (await here.json<{ state: string }>("show", "careful#1")).state === "failed",
    );
    await ask("explain one", "explain", "careful#1", "push");
    await ask("retry", "retry", "careful#1");
    await ask("dag", "dag", sweep);
    await ask("detach", "run", slow, "--detach");
    await ask("queued", "run", slow, "--detach");
    await ask("status", "status");
    await ask("runs", "runs");
    await ask("cancel one", "cancel", "slow#1", "wait");
    await ask("cancel", "cancel", "slow#2");
    await ask("doctor", "doctor");
    await until(async () => (await here.json<unknown[]>("runs")).every(isOver));
    await ask("events", "events");
    await ask("take-over", "doctor", "--take-over");
    await ask("drain", "drain", "--wait");
    await ask("drain of none", "drain");
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

  it("retry, rerun and trigger", () => {
    const [first, ...more] = lines("retry");
    expect(first).toMatchObject({ kind: "round.opened" });
    const events = [...lines("rerun"), first, ...more];
    expect(differences(events, "event")).toEqual([]);
    expect(wrongData(events)).toEqual([]);
    expect(differences([value("trigger")], "run")).toEqual([]);
  });

  it("approve, explain, diff and dag", () => {
    expect(differences([value("approve")], "approve")).toEqual([]);
    const explained = [...(value("explain") as unknown[]), ...(value("explain one") as unknown[])];
    expect(differences(explained, "explain")).toEqual([]);
    expect(differences([value("diff")], "diff")).toEqual([]);
    expect(differences([value("dag")], "dag")).toEqual([]);
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

  it("drain, and doctor --take-over", () => {
    expect(differences([value("drain"), value("drain of none")], "drain")).toEqual([]);
    expect(differences([value("take-over")], "take-over")).toEqual([]);
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
