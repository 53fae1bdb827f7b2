// Presets stand between the defaults and -p; `defaults` stand below what a stage says itself.

import { describe, expect, it } from "vitest";
import { paramsOf } from "../../src/pipeline/params.ts";
import { definitionOf } from "./reading.ts";

const DEFINITION = definitionOf(`
name: n
params: { epochs: { type: integer, default: 3, max: 10 }, size: small, token: { required: true } }
presets:
  smoke: { epochs: 1, token: test }
  full: { epochs: 10, size: large }
stages: { a: { run: x } }
`);

describe("a preset", () => {
  it.each([
    ["smoke", {}, { epochs: 1, size: "small", token: "test" }],
    ["smoke", { epochs: "2", size: "big" }, { epochs: 2, size: "big", token: "test" }],
    ["full", { token: "t" }, { epochs: 10, size: "large", token: "t" }],
    [null, { token: "t" }, { epochs: 3, size: "small", token: "t" }],
  ])("%s with -p %j gives %j", async (preset, given, params) => {
    expect(paramsOf(await DEFINITION, given, preset)).toEqual({ ok: true, params });
  });

  it("that the file does not have is refused with the nearest, beside other mistakes", async () => {
    const result = paramsOf(await DEFINITION, { epochs: "x", token: "t" }, "smok");
    expect(result).toMatchObject({
      ok: false,
      errors: [
        { message: 'there is no preset "smok"', hint: 'Did you mean "smoke"?' },
        { name: "epochs" },
      ],
    });
    const other = paramsOf(await DEFINITION, { token: "t" }, "constructor");
    expect(other).toMatchObject({ errors: [{ hint: "Its presets are smoke, full." }] });
  });

  it("leaves a parameter missing that neither it nor -p gives", async () => {
    expect(paramsOf(await DEFINITION, {}, "full")).toMatchObject({
      ok: false,
      errors: [{ name: "token" }],
    });
  });
});

async function stageOf(defaults: string, stage: string) {
  const definition = await definitionOf(
    `name: n\nparams: { p: q }\ndefaults: ${defaults}\nstages: { a: ${stage} }\n`,
  );
  return definition.stages[0];
}

describe("defaults", () => {
  it("hold for each stage that says nothing else", async () => {
    const all =
      "{ retry: 2, timeout: 1h, grace: 5s, stop: { signal: INT }, on_fail: warn, on_crash: retry, cwd: work, " +
      'shell: sh, slots: { gpu: 1 }, priority: 3, leave_running: true, env: { P: "${{ params.p }}" } }';
    expect(await stageOf(all, "{ run: x }")).toMatchObject({
      retry: { times: 2 },
      timeoutMs: 3_600_000,
      stop: { signal: "INT", graceMs: 5000 },
      onFail: "warn",
      onCrash: "retry",
      cwd: [{ text: "work" }],
      shell: ["/bin/sh", "-e", "-c"],
      slots: { gpu: 1 },
      priority: 3,
      leaveRunning: "all",
      env: { P: [{ is: "param", name: "p" }] },
    });
  });

  it.each([
    ["{ retry: 2 }", "{ run: x, retry: 0 }", { retry: { times: 0 } }],
    ["{ retry: { times: 2, delay: 5s } }", "{ run: x, retry: 1 }", { retry: { delayMs: 0 } }],
    ["{ slots: { gpu: 1 } }", "{ run: x, slots: {} }", { slots: {} }],
    ["{ leave_running: true }", "{ run: x, leave_running: false }", { leaveRunning: [] }],
    [
      "{ stop: { signal: INT, grace: 9s } }",
      "{ run: x, grace: 1s }",
      { stop: { signal: "INT", graceMs: 1000 } },
    ],
    [
      "{ stop: { signal: INT }, grace: 9s }",
      "{ run: x, stop: { command: y } }",
      { stop: { signal: "TERM", graceMs: 9000, command: "y" } },
    ],
    ["{ shell: sh }", "{ argv: [x] }", { command: { is: "argv" } }],
  ])("%s give way to the stage's own: %s", async (defaults, stage, expected) => {
    expect(await stageOf(defaults, stage)).toMatchObject(expected);
  });

  it("give their variables to each stage, whose own win one by one", async () => {
    const stage = await stageOf("{ env: { A: 1, B: 2 } }", "{ run: x, env: { B: 3, C: 4 } }");
    expect(stage?.env).toEqual({
      A: [{ is: "text", text: "1" }],
      B: [{ is: "text", text: "3" }],
      C: [{ is: "text", text: "4" }],
    });
  });

  it("ask nothing of an approval but what its bad end means (8.3)", async () => {
    const defaults = "{ retry: 2, timeout: 1h, slots: { gpu: 1 }, env: { A: 1 }, on_fail: warn }";
    expect(await stageOf(defaults, '{ approval: "Go?" }')).toMatchObject({
      command: { is: "approval", message: [{ is: "text", text: "Go?" }], by: [] },
      retry: { times: 0 },
      timeoutMs: null,
      slots: {},
      env: {},
      onFail: "warn",
    });
  });

  it.each([
    ["notify", "warn", "with: { channels: [file] }"],
    ["promote", "warn", "needs: made, with: { from: made, model: m, metric: f1 }"],
    ["dvc", "fail", "needs: made"],
  ])("1.4, 8.5 are not needed for uses: %s, whose bad end means %s", async (uses, onFail, rest) => {
    const of = async (more: string) => {
      const text = `name: n\nstages: { made: { run: x }, a: { uses: ${uses}, ${rest}${more} } }\n`;
      return (await definitionOf(text)).stages[1];
    };
    expect(await of("")).toMatchObject({ onFail });
    expect(await of(", on_fail: ignore")).toMatchObject({ onFail: "ignore" });
  });

  it("8.4, 8.5 are not needed for promote and notify to go on where their process was lost", async () => {
    const notify = await stageOf("{}", "{ uses: notify, with: { channels: [file] } }");
    expect(notify).toMatchObject({ onCrash: "retry", timeoutMs: 600_000, retry: { times: 2 } });
    const own = await stageOf(
      "{ retry: 0 }",
      "{ uses: notify, with: { channels: file }, timeout: 1m }",
    );
    expect(own).toMatchObject({ timeoutMs: 60_000, retry: { times: 0 } });
  });
});
