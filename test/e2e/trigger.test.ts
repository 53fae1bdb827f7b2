// A pipeline by its name from outside: `trigger NAME` and `run NAME` read again the file of its newest run; and what a
// file may say that is not acted on.

import { existsSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

const pipeline = (stages: string, top = ""): string =>
  here.file("p.yaml", `name: nightly\n${top}stages:\n${stages}`);
const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);
const over = async (run: string): Promise<void> => {
  await until(async () => (await show(run).catch(() => null))?.state === "succeeded");
};
const SAY = "  a: { run: 'echo $DAGTOP_PARAM_N >> got' }\n";
const TOP = "params: { n: 1 }\npresets: { big: { n: 9 } }\n";

describe("dagtop trigger NAME", () => {
  it("asks for a run, says its name and leaves; the file is read again, with -p and --preset", async () => {
    await here.dagtop("run", pipeline(SAY, TOP));
    const asked = await here.dagtop("trigger", "nightly", "-p", "n=2");
    expect(asked.code).toBe(0);
    expect(asked.out).toMatch(/^nightly#2 {2}\w+\n$/);
    await over("nightly#2");
    pipeline(SAY.replace("echo", "echo new"), TOP);
    expect(await here.json("trigger", "nightly", "--preset", "big")).toMatchObject({
      run: "nightly#3",
      trigger: "manual",
    });
    await over("nightly#3");
    expect(here.read("got")).toBe("1\n2\nnew 9\n");
  });

  it("of a command without a file runs the command again", async () => {
    await here.dagtop("run", "--name", "job", "--", "sh", "-c", "echo x >> got");
    expect((await here.dagtop("trigger", "job")).code).toBe(0);
    await over("job#2");
    expect(here.read("got")).toBe("x\nx\n");
    for (const option of [
      ["-p", "n=1"],
      ["--preset", "big"],
    ]) {
      const refused = await here.dagtop("trigger", "job", ...option);
      expect(refused).toMatchObject({ code: 2, out: "" });
      expect(refused.err).toContain("job has no parameters");
    }
  });

  it("of what has not run here is exit 4 with the nearest name, of a file with the way to run it", async () => {
    const nothing = await here.dagtop("trigger", "nightly");
    expect(nothing).toMatchObject({ code: 4, out: "" });
    await here.dagtop("run", pipeline(SAY, TOP));
    const near = await here.dagtop("trigger", "nightl");
    expect(near.code).toBe(4);
    expect(near.err).toContain('No pipeline "nightl" has run in this home');
    expect(near.err).toContain('Did you mean "nightly"?');
    const file = await here.dagtop("trigger", "./p.yaml");
    expect(file).toMatchObject({ code: 4, out: "" });
    expect(file.err).toContain("A file is run by dagtop run ./p.yaml");
  });

  it("of a file that has gone, or has mistakes now, starts nothing", async () => {
    const file = pipeline(SAY, TOP);
    await here.dagtop("run", file);
    pipeline("  a: { rum: x }\n");
    const wrong = await here.dagtop("trigger", "nightly");
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toContain('unknown key "rum"');
    rmSync(file);
    const gone = await here.dagtop("trigger", "nightly");
    expect(gone.code).toBe(2);
    expect(gone.err).toContain(`There is no file ${file}`);
    expect((await here.json<unknown[]>("runs")).length).toBe(1);
  });

  it("2.8 waits behind a run that is still going on", async () => {
    const file = pipeline("  a: { run: 'until test -e go; do sleep 0.05; done' }\n");
    await here.dagtop("run", file, "--detach");
    const { out } = await here.dagtop("trigger", "nightly");
    expect(out).toContain("nightly#2  queued: waits for nightly#1");
    here.file("go", "");
    await over("nightly#2");
  });
});

describe("dagtop run NAME", () => {
  it("does the same and follows to the end", async () => {
    await here.dagtop("run", pipeline(SAY, TOP));
    const ended = await here.dagtop("run", "nightly", "-p", "n=3");
    expect(ended.code).toBe(0);
    expect(ended.out).toContain("nightly#2 succeeded");
    const unknown = await here.dagtop("run", "nigthly");
    expect(unknown.code).toBe(4);
    expect(unknown.err).toContain('Did you mean "nightly"?');
    expect(here.read("got")).toBe("1\n3\n");
  });

  it("works from any folder, with what the file says relative to its own", async () => {
    const file = here.file("deep/er/p.yaml", "name: deep\nstages:\n  a: { run: pwd > where }\n");
    await here.dagtop("run", file);
    await here.dagtop("run", "deep");
    expect(here.read("deep/er/where")).toBe(`${here.folder}/deep/er\n`);
  });
});

describe("keys that this version does not act on", () => {
  it.each([
    ["uses", "  a: { uses: dvc }\n", "a: uses: dvc"],
    ["track", "  a: { run: touch ran, track: mlflow }\n", "a: track: mlflow"],
  ])("%s is right for validate and refused by run, exit 2", async (_what, stages, words) => {
    const file = pipeline(stages);
    expect((await here.dagtop("validate", file)).code).toBe(0);
    for (const args of [
      ["run", file],
      ["run", file, "--dry-run"],
      ["run", file, "-d"],
    ]) {
      const refused = await here.dagtop(...args);
      expect({ args, code: refused.code, out: refused.out }).toEqual({ args, code: 2, out: "" });
      expect(refused.err).toContain(words);
      expect(refused.err).toContain("hint: ");
    }
    expect(existsSync(`${here.folder}/ran`)).toBe(false);
  });

  it("schedules and the like are a line each, and the run goes on", async () => {
    const file = pipeline(
      "  a: { run: 'true' }\n",
      `schedule: "0 2 * * *"
window: "22:00-06:00"
expect: { finish_within: 1h }
alerts: [{ on: [failed], channels: [team] }]
`,
    );
    const ended = await here.dagtop("run", file);
    expect(ended.code).toBe(0);
    for (const key of ["schedule", "window", "expect", "alerts"])
      expect(
        ended.err.split("\n").filter((line) => line.includes(`\`${key}\` is not acted on`)),
      ).toHaveLength(1);
    const bad = await here.dagtop(
      "validate",
      pipeline("  a: { run: 'true' }\n", 'schedule: "0 0 31 2 *"\n'),
    );
    expect(bad.code).toBe(2);
    expect(bad.err).toContain("never comes due");
  });
});
