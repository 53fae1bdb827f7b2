// docs/json.md is a promise to programs, so it must not go stale: the fields and types of its tables are compared with
// what the program really prints, both ways, and its list of event kinds with the kinds that there are.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventShape, runShape, stageShape } from "../../src/cli/shapes.ts";
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

/** Path → type. A field that is a run brings the fields of one along. */
function fieldsOf(shape: string): Fields {
  const rows = tableBelow(`fields: ${shape}`).map(([name = "", type = ""]): [string, string] => [
    name.replaceAll("`", ""),
    type,
  ]);
  const all = rows.flatMap(([path, type]): [string, string][] =>
    type.split(" or ").includes("run")
      ? [[path, type], ...[...fieldsOf("run")].map(below(path))]
      : [[path, type]],
  );
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

/** An object whose inside the page tells in words: `data` of an event, `plan` of a dry run. */
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

/** What the samples have and the page has not, or the other way round; nothing where they say the same. */
function differences(samples: readonly unknown[], ...shapes: string[]): string[] {
  const fields = new Map(shapes.flatMap((shape) => [...fieldsOf(shape)]));
  return compare(samples, withElements(fields));
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
const EVENT: EventRow = {
  seq: 6,
  runId: RUN.id,
  at: AT,
  kind: "attempt.running",
  data: JSON.stringify({
    stage: "train",
    attempt: ATTEMPT.id,
    claim: { pid: 1, startTime: 2, up: 3 },
  }),
};
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

  it("has the fields of an event, and of one that is about no run", () => {
    const host: EventRow = { seq: 1, runId: null, at: AT, kind: "host.left", data: "{}" };
    expect(differences([eventShape(EVENT, "nightly#1"), eventShape(host, null)], "event")).toEqual(
      [],
    );
  });

  it("has every kind of event with the fields of its data, and no other kind", () => {
    const source = readFileSync(join(ROOT, "src/engine/event.ts"), "utf8");
    const members = [...source.matchAll(/readonly kind: "([^"]+)"([^}]*)/g)];
    const real = members.map(([, kind = "", rest = ""]): [string, string[]] => {
      const names = [...rest.matchAll(/readonly (\w+):/g)].map(([, name = ""]) => name);
      return [kind, names.filter((name) => !["run", "stage", "attempt"].includes(name))];
    });
    const told = tableBelow("kinds").map(([kind = "", data = ""]): [string, string[]] => {
      const outside = data.replaceAll(/\([^()]*\)/g, "");
      const names = [...outside.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
      return [kind.replaceAll("`", ""), names];
    });
    const sorted = (kinds: readonly [string, string[]][]) =>
      kinds.map(([kind, names]) => `${kind}: ${names.toSorted().join(" ")}`).toSorted();
    expect(real.length).toBeGreaterThanOrEqual(17);
    expect(sorted(told)).toEqual(sorted(real));
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

describe("what the program prints is what docs/json.md says", () => {
  let here: Place;
  const printed = new Map<string, string>();
  const value = (what: string): unknown => JSON.parse(printed.get(what) ?? "null");
  const lines = (what: string): unknown[] =>
    (printed.get(what) ?? "")
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
    const ask = async (what: string, ...args: string[]): Promise<void> => {
      const { code, out, err } = await here.dagtop(...args, "--json");
      if (code !== 0) throw new Error(`dagtop ${args.join(" ")}: exit ${code}\n${err}`);
      printed.set(what, out);
    };
    await ask("run", "run", good);
    await ask("show", "show", "last");
    await ask("logs", "logs", "last");
    await ask("validate", "validate", good);
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
    expect(differences([...lines("events"), ...lines("run")], "event")).toEqual([]);
  });

  it("logs", () => {
    expect(differences(lines("logs"), "log line")).toEqual([]);
  });

  it("cancel", () => {
    expect(differences([value("cancel"), value("cancel one")], "cancel")).toEqual([]);
  });

  it("validate, run --dry-run and doctor", () => {
    expect(differences([value("validate")], "validate")).toEqual([]);
    expect(differences([value("dry-run")], "dry-run")).toEqual([]);
    expect(differences(value("doctor") as unknown[], "doctor")).toEqual([]);
  });
});

function isOver(run: unknown): boolean {
  return (run as { ended_at: string | null }).ended_at !== null;
}
