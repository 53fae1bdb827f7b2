// What -p gives, and what is said when it does not fit.

import { describe, expect, it } from "vitest";
import { paramsOf } from "../../src/pipeline/params.ts";
import { definitionOf } from "./reading.ts";

const DEFINITION = definitionOf(`
name: n
params:
  epochs: { type: integer, default: 3, min: 1, max: 10 }
  rate: 0.5
  fast: false
  model: { choices: [small, large], default: small }
  token: { required: true }
  note: { required: false }
stages: { a: { run: x } }
`);

async function settled(given: Record<string, string>) {
  return paramsOf(await DEFINITION, given);
}

describe("the parameters of a run", () => {
  it("are the defaults, and what was given in its type", async () => {
    const given = { token: "7", epochs: "+5", rate: "1e-5", fast: "true" };
    expect(await settled(given)).toEqual({
      ok: true,
      params: { epochs: 5, rate: 1e-5, fast: true, model: "small", token: "7" },
    });
  });

  it.each([
    ["epochs", "1.5", "must be an integer"],
    ["epochs", "", "must be an integer"],
    ["epochs", "0", "must be at least 1"],
    ["epochs", "11", "must be at most 10"],
    ["epochs", "99999999999999999999", "must be an integer"],
    ["rate", "fast", "must be a number"],
    ["rate", "Infinity", "must be a number"],
    ["rate", "1e999", "must be a number"],
    ["fast", "yes", "must be true or false"],
    ["model", "tiny", "must be one of small, large"],
  ])("refuse %s=%s: %s", async (name, value, words) => {
    const result = await settled({ token: "x", [name]: value });
    expect(result).toMatchObject({ ok: false, errors: [{ name }] });
    expect(result.ok ? "" : result.errors[0]?.message).toContain(words);
    expect(result.ok ? "" : result.errors[0]?.hint).not.toBe("");
  });

  it("tell all mistakes at once: a missing one, and an unknown one with the nearest", async () => {
    expect(await settled({ epoch: "3", constructor: "x" })).toEqual({
      ok: false,
      errors: [
        { name: "epoch", message: 'there is no parameter "epoch"', hint: 'Did you mean "epochs"?' },
        {
          name: "constructor",
          message: 'there is no parameter "constructor"',
          hint: "Its parameters are epochs, rate, fast, model, token, note.",
        },
        {
          name: "token",
          message: 'the parameter "token" has no default and was not given',
          hint: "Add -p token=VALUE.",
        },
      ],
    });
  });
});
