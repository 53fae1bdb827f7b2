// Makes schema/pipeline.json, by which an editor completes and checks pipeline files: `node scripts/json-schema.ts` writes
// it, `--check` says whether it is current. Words, values and examples are those of pipeline-keys.ts; which keys a map has
// is told by the shapes that the reader of files goes by, and a table that knows others is a mistake.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as schedules from "../src/pipeline/schema-schedules.ts";
import * as shapes from "../src/pipeline/schema.ts";
import { NOTIFY, PROMOTE } from "./built-in-keys.ts";
import {
  DEFAULTS,
  type Keys,
  PARTS,
  PIPELINE,
  type Schema,
  SHARED,
  STAGE,
} from "./pipeline-keys.ts";

const ROOT = resolve(import.meta.dirname, "..");
export const FILE = resolve(ROOT, "schema/pipeline.json");
const OWN_KEYS = { "^x-": {} };

/** Maps that hold more than their keys, or less than all of them, or some of them always. */
const REST: Readonly<Record<string, Schema>> = {
  retry: { required: ["times"] },
  retry_run: { required: ["times"] },
  approval: { required: ["message"] },
  schedule: { required: ["name", "cron"] },
  alert: { required: ["on", "channels"] },
  expect: { required: ["finish_within"] },
  window: { required: ["from", "to"] },
  matrix: {
    minProperties: 1,
    propertyNames: { pattern: "^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$" },
    additionalProperties: {
      description: "An axis: its name, and its values.",
      type: "array",
      items: { $ref: "#/$defs/value" },
      minItems: 1,
      uniqueItems: true,
    },
  },
  param: {
    allOf: [
      ...["string", "boolean", "integer", "number"].map((type) => ({
        if: isParamOf(type),
        // oxlint-disable-next-line unicorn/no-thenable -- the word of JSON Schema
        then: { properties: ofType(type) },
      })),
      {
        description: "A parameter with a default is never missing.",
        not: { required: ["default", "required"], properties: { required: { const: true } } },
      },
    ],
  },
};

/** A parameter's type is the given one, else the narrowest that its default has, else string. */
function isParamOf(type: string): Schema {
  const given = { required: ["type"], properties: { type: { const: type } } };
  const value = type === "number" ? { type, not: { type: "integer" } } : { type };
  const byDefault = { required: ["default"], properties: { default: value } };
  const untyped = { not: { required: ["type"] }, ...byDefault };
  const bare = { not: { anyOf: [{ required: ["type"] }, { required: ["default"] }] } };
  return { anyOf: type === "string" ? [given, untyped, bare] : [given, untyped] };
}

function ofType(type: string): Schema {
  // Only integers and numbers have bounds.
  const bound: unknown = type === "integer" || type === "number" ? { type } : false;
  return { default: { type }, choices: { items: { type } }, min: bound, max: bound };
}

const COMMANDS = ["run", "argv", "uses", "approval"];
const WITH_APPROVAL = ["approval", "description", "needs", "if", "matrix", "timeout", "on_fail"];

/** What the keys of a stage have to do with each other. */
const STAGE_RULES: Schema = {
  oneOf: COMMANDS.map((command) => ({ required: [command] })),
  dependentRequired: { with: ["uses"], shell: ["run"] },
  allOf: [
    {
      description: "An approval runs nothing: it waits for a person.",
      if: { required: ["approval"] },
      // oxlint-disable-next-line unicorn/no-thenable -- the word of JSON Schema
      then: { propertyNames: { pattern: `^(?:${WITH_APPROVAL.join("|")}|x-.*)$` } },
    },
    given("promote", PROMOTE),
    given("notify", NOTIFY),
    givenTwice("grace", "stop"),
    givenTwice("timeout", "approval"),
  ],
};

/** What a built-in must be given. */
function given(uses: string, takes: Schema): Schema {
  return {
    if: { required: ["uses"], properties: { uses: { const: uses } } },
    // oxlint-disable-next-line unicorn/no-thenable -- the word of JSON Schema
    then: { required: ["with"], properties: { with: takes } },
  };
}

function givenTwice(key: string, map: string): Schema {
  return {
    description: `"${key}" is short for "${key}" inside "${map}": one of them is enough.`,
    not: {
      required: [key, map],
      properties: { [map]: { type: "object", required: [key] } },
    },
  };
}

/** The keys of each table and of the shape that it is about. */
const SHAPES: readonly (readonly [name: string, table: Keys, shape: object])[] = [
  ["a pipeline", PIPELINE, shapes.pipelineSchema.shape],
  ["a stage", STAGE, shapes.stageSchema.shape],
  ["defaults", DEFAULTS, shapes.defaultsSchema.shape],
  ["retry", PARTS["retry"]!, shapes.retrySchema.shape],
  ["stop", PARTS["stop"]!, shapes.stopSchema.shape],
  ["retry_run", PARTS["retry_run"]!, shapes.retryRunSchema.shape],
  ["approval", PARTS["approval"]!, shapes.approvalSchema.shape],
  ["cache", PARTS["cache"]!, shapes.cacheSchema.shape],
  ["matrix", PARTS["matrix"]!, shapes.matrixSchema.shape],
  ["schedule", PARTS["schedule"]!, schedules.scheduleSchema.shape],
  ["alert", PARTS["alert"]!, schedules.alertSchema.shape],
  ["expect", PARTS["expect"]!, schedules.expectSchema.shape],
  ["window", PARTS["window"]!, schedules.windowSchema.shape],
];

function checkTables(): void {
  for (const [name, table, shape] of SHAPES) {
    const [told, known] = [Object.keys(table), Object.keys(shape)];
    const missing = known.filter((key) => !told.includes(key));
    const extra = told.filter((key) => !known.includes(key));
    if (missing.length + extra.length === 0) continue;
    const words = `scripts/pipeline-keys.ts, ${name}: missing ${missing.join(" ")}; not in the file ${extra.join(" ")}`;
    throw new Error(words);
  }
}

function mapOf(keys: Keys, rest: Schema = {}): Schema {
  const properties = Object.entries(keys).map(([key, { says, takes, examples, ...more }]) => [
    key,
    { description: says, ...more, ...takes, examples },
  ]);
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    ...rest,
  };
}

/** The schema, or an Error where a table and a shape do not have the same keys. */
export function pipelineSchema(): Schema {
  checkTables();
  const parts = Object.entries(PARTS).map(([name, keys]) => [name, mapOf(keys, REST[name])]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://unpkg.com/dagtop/schema/pipeline.json",
    title: "A pipeline of dagtop",
    ...mapOf(PIPELINE, {
      patternProperties: OWN_KEYS,
      required: ["name", "stages"],
      not: { required: ["schedule", "schedules"] },
    }),
    $defs: {
      stage: mapOf(STAGE, { patternProperties: OWN_KEYS, ...STAGE_RULES }),
      defaults: mapOf(DEFAULTS, { patternProperties: OWN_KEYS }),
      ...Object.fromEntries(parts),
      ...SHARED,
    },
  };
}

/** Whether the stored file says the same; how it is laid out is the formatter's business. */
export function isCurrent(): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(readFileSync(FILE, "utf8")), pipelineSchema());
  } catch {
    return false;
  }
}

if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes("--check")) {
    if (!isCurrent()) {
      console.error("schema/pipeline.json is not current: node scripts/json-schema.ts");
      process.exitCode = 1;
    }
  } else {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, JSON.stringify(pipelineSchema(), null, 2));
    execFileSync(resolve(ROOT, "node_modules/.bin/oxfmt"), [FILE], { cwd: ROOT });
  }
}
