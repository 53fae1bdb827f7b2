// Pipeline files in TypeScript from outside: they run as others do, are evaluated by who asks to run or check them and by
// nobody else, and their mistakes are told like those of YAML.

import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

const TYPED = (say: string, top = ""): string => `import { appendFileSync } from "node:fs";
import { definePipeline } from "dagtop";
appendFileSync(new URL("evaluated", import.meta.url), "x\\n");
const names: readonly string[] = ["one", "two"];
export const pipeline = definePipeline({
  name: "typed",
  params: { n: 1 },
  ${top}
  stages: {
    make: { run: 'echo "v=$DAGTOP_PARAM_N" >> $DAGTOP_OUTPUT' },
    use: { needs: "make", argv: ["sh", "-c", 'echo "$1" >> used', "x", "\${{ stages.make.outputs.v }}"] },
    each: { run: "echo ${say} $DAGTOP_MATRIX_NAME >> each", matrix: { name: names } },
  },
});
`;
const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);

describe("a pipeline in TypeScript", () => {
  it("is run from end to end, with parameters, outputs and a matrix", async () => {
    const file = here.file("p.ts", TYPED("hi"));
    const ended = await here.dagtop("run", file, "-p", "n=5");
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(here.read("used")).toBe("5\n");
    expect(here.read("each").trim().split("\n").toSorted()).toEqual(["hi one", "hi two"]);
    const { run, stages } = await show();
    expect(run).toBe("typed#1");
    expect(stages.map(({ key }) => key).toSorted()).toEqual([
      "each[name=one]",
      "each[name=two]",
      "make",
      "use",
    ]);
  });

  it("is evaluated by who runs or checks it, and by nobody who only looks", async () => {
    const file = here.file("p.ts", TYPED("hi"));
    await here.dagtop("run", file, "--detach");
    await until(async () => (await show()).state === "succeeded");
    for (const args of [
      ["show", "last"],
      ["runs"],
      ["status"],
      ["explain", "last"],
      ["logs", "last"],
    ])
      await here.dagtop(...args);
    expect(here.read("evaluated")).toBe("x\n");
    expect((await here.dagtop("validate", file)).code).toBe(0);
    expect((await here.dagtop("run", file, "--dry-run")).code).toBe(0);
    expect(here.read("evaluated")).toBe("x\nx\nx\n");
  });

  it("is read again by trigger, by run NAME and by rerun, but not by retry", async () => {
    const file = here.file("p.ts", TYPED("hi"));
    await here.dagtop("run", file);
    here.file("p.ts", TYPED("ho"));
    expect((await here.dagtop("run", "typed")).code).toBe(0);
    expect((await here.dagtop("rerun", "last", "--only", "each")).code).toBe(0);
    expect(here.read("each").match(/ho/g)).toHaveLength(4);
    here.file(
      "p.ts",
      TYPED("hi")
        .replace("hi $DAGTOP", "hi; test -e go; $DAGTOP")
        .replace("$DAGTOP_MATRIX_NAME >>", "true >>"),
    );
    expect((await here.dagtop("run", "typed")).code).toBe(1);
    const before = here.read("evaluated");
    here.file("go", "");
    expect((await here.dagtop("retry", "last")).code).toBe(0);
    expect(here.read("evaluated")).toBe(before);
  });

  it("may print what it likes: that is no part of what is printed for programs", async () => {
    const prints = 'console.log("noise");\nprocess.stdout.write("more");\n';
    const file = here.file("p.ts", prints + TYPED("hi"));
    const { out, err, code } = await here.dagtop("run", file, "--json");
    expect(code).toBe(0);
    expect(err).toContain("noise");
    for (const line of out.trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("kind");
  });

  it("with mistakes of the language is refused like a file of YAML: all at once, exit 2, nothing started", async () => {
    const file = here.file(
      "p.ts",
      TYPED("hi", 'timeout: "soon",').replace('needs: "make"', 'needs: "mak"'),
    );
    for (const command of ["run", "validate"]) {
      const ended = await here.dagtop(command, file);
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toContain('there is no stage "mak"');
      expect(ended.err).toContain('Did you mean "make"?');
      expect(ended.err).toContain('"timeout"');
    }
    expect(existsSync(`${here.folder}/used`)).toBe(false);
  });

  it.each([
    ["throws", 'throw new Error("no luck");', "no luck"],
    ["gives no pipeline", "export const x = 1;", "definePipeline"],
    ["does not parse", "export const = ;", "p.ts"],
    ["leaves by itself", "process.exit(0);", "p.ts"],
  ])("that %s is told with words, exit 2", async (_what, text, words) => {
    const ended = await here.dagtop("run", here.file("p.ts", text));
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toContain(words);
    expect(ended.err).toContain("hint: ");
    expect(ended.err).not.toContain("typescript-child");
  });
});
