// What a command without a file is given by options: names are those that a pipeline file may have.

import { describe, expect, it } from "vitest";
import { parse } from "../../src/cli/args.ts";
import { commandPlan } from "../../src/cli/command-plan.ts";
import { run } from "../../src/cli/commands/run.ts";
import { preflight } from "../../src/cli/preflight.ts";

const ENV = { PATH: "/bin", WANDB_MODE: "off", DAGTOP_X: "1", AxB: "2" };

function planned(...words: string[]) {
  const args = parse(run, words);
  return commandPlan(args, args.rest ?? [], "/project", ENV);
}

const refused = (...words: string[]): unknown => {
  try {
    planned(...words);
    return null;
  } catch (error) {
    return error;
  }
};

describe("dagtop run -- COMMAND", () => {
  it.each(["__proto__", "toString", "GPU", "a b", "1", "."])(
    "has no slots of a pool that no file could name: %s",
    (pool) => {
      expect(refused("--slots", `${pool}=1`, "--", "true")).toMatchObject({
        code: "bad-name",
        exit: 2,
        message: `"${pool}" cannot be the name of a pool.`,
      });
    },
  );

  it("has no slots of a pool that every object seems to have", () => {
    const { plan } = planned("--slots", "constructor=1", "--", "true");
    expect(() => preflight(plan, { XDG_CONFIG_HOME: "/nowhere" })).toThrowError(
      'The stage true wants 1 slot of "constructor", and there is no pool "constructor".',
    );
  });

  it("holds the slots that it names", () => {
    const { plan } = planned("--slots", "disk=2", "--gpu", "1", "--", "true");
    expect(plan.stages[0]?.slots).toEqual({ disk: 2, gpu: 1 });
  });

  it.each(["A*B", "*", "1A", "A-B", "", "A B", "DAGTOP_X", "DAGTOP_*"])(
    "passes no variable on that a file could not: %j",
    (name) => {
      expect(refused("--pass-env", name, "--", "true")).toMatchObject({
        code: "bad-option",
        exit: 2,
        message: expect.stringContaining("--pass-env"),
        hint: expect.stringMatching(/./),
      });
    },
  );

  it("passes variables on by their names, or how they begin", () => {
    const { env } = planned("--pass-env", "WANDB_*", "--pass-env", "AxB", "--", "true");
    expect(env).toEqual({ AxB: "2", PATH: "/bin", WANDB_MODE: "off" });
  });

  it("with an empty name of the program is told so", () => {
    expect(refused("--", "", "x")).toMatchObject({
      code: "usage",
      message: 'The name of the program behind "--" is empty.',
    });
    expect(refused("--")).toMatchObject({ message: 'There is no command behind "--".' });
  });

  it.each([
    ["python3", "-c", "1"],
    ["./train.sh", "--epoch", "1"],
  ])("whose -- was forgotten is told where it belongs: run %s %s", (...words) => {
    expect(() => parse(run, words)).toThrowError(
      expect.objectContaining({
        code: "usage",
        hint: expect.stringContaining(`Put -- before a command: dagtop run -- ${words[0]} …`),
      }),
    );
  });

  it("that has an option mistyped is told the nearest, and so is a file", () => {
    for (const words of [
      ["nightly", "--detahc"],
      ["p.yaml", "--detahc"],
    ])
      expect(() => parse(run, words)).toThrowError(
        expect.objectContaining({ hint: expect.stringContaining("--detach") }),
      );
    expect(() => parse(run, ["p.yaml", "-c"])).toThrowError(
      expect.objectContaining({ hint: "dagtop run --help shows what it takes." }),
    );
  });
});
