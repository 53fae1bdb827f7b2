// Crontabs become pipeline files that load, do what cron did, and say what they do otherwise.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Cron } from "croner";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronTimes } from "../../src/integrations/cron-times.ts";
import { importCrontab } from "../../src/integrations/crontab.ts";
import type { Imported } from "../../src/integrations/imported.ts";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { problemText } from "../../src/pipeline/problem.ts";
import { definitionOf } from "../pipeline/reading.ts";

const FOLDER = join(import.meta.dirname, "imports");
const CRONTABS = readdirSync(FOLDER).filter((name) => name.endsWith(".crontab"));

function imported(text: string, label = "crontab"): Imported {
  return importCrontab({
    label,
    text,
    userColumn: null,
    users: new Map([
      ["ada", "/home/ada"],
      ["root", "/root"],
      ["www-data", "/var/www"],
    ]),
    me: "ada",
    schema: "https://unpkg.com/dagtop@0.0.0/schema/pipeline.json",
    version: "0.0.0",
  });
}

async function one(line: string) {
  const { files } = imported(line);
  expect(files).toHaveLength(1);
  const definition = await definitionOf(files[0]!.text);
  return { definition, stage: definition.stages[0]!, notes: files[0]!.notes };
}

async function problemsIn({ files }: Imported): Promise<string> {
  const loaded = await Promise.all(
    files.map(({ name, text }) => loadDefinition({ file: name, text })),
  );
  return loaded.flatMap((each) => (each.ok ? [] : each.problems.map(problemText))).join("\n");
}

describe("a crontab", () => {
  it.each(CRONTABS)(
    "of the kind %s gives files that load, and keeps its golden text",
    async (name) => {
      const { files, notes } = imported(readFileSync(join(FOLDER, name), "utf8"), name);
      const texts = files.map((file) => `# ${file.name}.yaml\n${file.text}`);
      const golden = [...texts, ...notes.map((note) => `note: ${note}\n`)].join("---\n");
      await expect(golden).toMatchFileSnapshot(join(FOLDER, `${name}.txt`));
      expect(await problemsIn({ files, notes })).toBe("");
    },
  );

  it("of any text never fails, and all that comes of it loads and can be printed", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.constantFrom(
        ..."0 2 * * * |*/5 1-3 1,2 jan sun |@daily |@reboot |\n|\r|%|\\%|#|# words |=|A=b|SHELL=|HOME=/x|CRON_TZ=UTC|cd /a && |cd ~ && |flock -n /l |${{| true|'|\"|\t| root |---|null|: |\u0085|\ufffd|\u202e".split(
          "|",
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        const result = imported(pieces.join(""));
        expect(await problemsIn(result)).toBe("");
        const said = [...result.notes, ...result.files.flatMap(({ text }) => text.split("\n"))];
        expect(said.filter((line) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 500) },
    );
  });

  it("keeps what a shell gets, whatever the letters are", async () => {
    const command = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(command, async (text) => {
        const bare = text
          .toWellFormed()
          .replaceAll(/[\0\r\n%\\]/g, "")
          .trim();
        fc.pre(bare !== "" && !bare.includes("${{"));
        const { stage } = await one(`0 2 * * * : ${bare}`);
        const script = stage.command.is === "shell" ? stage.command.script : "";
        expect(script.trimEnd()).toBe(`: ${bare}`);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a job", () => {
  it("runs as under cron: by its shell without -e, in the home folder or the one that it goes to", async () => {
    const { definition } = await one("0 2 * * * ./a.sh; ./b.sh");
    expect(definition.shell).toEqual(["/bin/sh", "-c"]);
    expect(definition.cwd).toEqual([{ is: "text", text: "/home/ada" }]);
    const cwd = async (line: string) => (await one(line)).definition.cwd?.map((piece) => piece);
    expect(await cwd("0 2 * * * cd app && ./a")).toEqual([{ is: "text", text: "/home/ada/app" }]);
    expect(await cwd('0 2 * * * cd "$HOME/a b" && ./a')).toEqual([
      { is: "text", text: "/home/ada/a b" },
    ]);
    expect(await cwd("0 2 * * * cd /srv/x && ./a")).toEqual([{ is: "text", text: "/srv/x" }]);
  });

  it("keeps a cd that is not certain, and one whose failure cron would pass over", async () => {
    for (const command of ["cd $DIR && ./a", "cd /srv; ./a", "cd - && ./a", "cd /srv || ./a"]) {
      const { stage, definition } = await one(`0 2 * * * ${command}`);
      expect(stage.command).toEqual({ is: "shell", script: command });
      expect(definition.cwd).toEqual([{ is: "text", text: "/home/ada" }]);
    }
  });

  it("hands over what stands behind % as what the command reads", async () => {
    const { stage } = await one(String.raw`0 2 * * * cat; echo 5\%%one%END%$HOME`);
    const script = stage.command.is === "shell" ? stage.command.script : "";
    expect(execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" })).toBe(
      "one\nEND\n$HOME\n5%\n",
    );
  });

  it("loses its flock only where no other job takes the lock", async () => {
    const alone = await one("0 2 * * * flock -n /tmp/l ./a.sh");
    expect(alone.stage.command).toEqual({ is: "shell", script: "./a.sh" });
    expect(alone.notes.join()).toContain("flock /tmp/l is left out");
    const { files } = imported(
      "0 2 * * * flock /tmp/l ./a.sh\n0 3 * * * cd /x && flock -n /tmp/l ./b.sh\n",
    );
    expect(files.map(({ text }) => text.includes("run: flock"))).toEqual([true, true]);
    const kept = await one("0 2 * * * flock -w 5 /tmp/l ./a.sh");
    expect(kept.stage.command).toEqual({ is: "shell", script: "flock -w 5 /tmp/l ./a.sh" });
  });

  it("is named after the script that does the work", () => {
    const names = (...commands: string[]) =>
      imported(commands.map((command) => `0 2 * * * ${command}\n`).join("")).files.map(
        ({ name }) => name,
      );
    expect(
      names(
        "/usr/bin/python3 -u /opt/ml/Train_All.py --fast",
        "A=1 nice -n 10 sudo /srv/backup.sh",
        "timeout 5m curl -fsS https://example.com",
        "/srv/backup.sh --again",
        "123",
        "null",
      ),
    ).toEqual(["train_all", "backup", "curl", "backup-2", "job", "null"]);
  });
});

describe("times of cron", () => {
  it.each([
    ["*/15 9-17 * jan-mar mon-fri", "*/15 9-17 * 1-3 1-5"],
    ["0 0 * * 7", "0 0 * * 0"],
    ["0 0 * * 5-7", "0 0 * * 0,5,6"],
    ["0 0 * * sun,Mon", "0 0 * * 0,1"],
    ["5/20 * * * *", "5-59/20 * * * *"],
    ["*/90 * * * *", "0 * * * *"],
    ["0-59/1 0 1 1 *", "0-59 0 1 1 *"],
    ["@midnight", "0 0 * * *"],
    ["@Hourly", "0 * * * *"],
  ])("%s are %s", (text, cron) => {
    expect(cronTimes(text)).toMatchObject({ is: "times", cron });
  });

  it.each([
    "60 * * * *",
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 * 13 *",
    "0 0 * * 8",
    "5-2 * * * *",
    "*/0 * * * *",
    "a * * * *",
    "* * * *",
    "* * * * * *",
    "~ * * * *",
    "",
  ])('"%s" are none', (text) => {
    expect(cronTimes(text).is).toBe("bad");
  });

  it("that never come leave the job without a schedule, and say so", async () => {
    const { definition, notes } = await one("0 2 30 2 * ./a.sh");
    expect(definition.schedules).toEqual([]);
    expect(notes.join()).toContain("0 2 30 2 *: no schedule; it never comes due");
  });

  it("are the same moments to a reader that knows nothing of cron's habits", () => {
    const item = (least: number, most: number) =>
      fc.oneof(
        fc.constantFrom("*", "*/2", "*/7"),
        fc.integer({ min: least, max: most }).map(String),
        fc
          .tuple(
            fc.integer({ min: least, max: most }),
            fc.integer({ min: least, max: most }),
            fc.nat(4),
          )
          .map(
            ([a, b, step]) => `${Math.min(a, b)}-${Math.max(a, b)}${step === 0 ? "" : `/${step}`}`,
          ),
      );
    const field = (least: number, most: number) =>
      fc.array(item(least, most), { minLength: 1, maxLength: 3 }).map((items) => items.join(","));
    const text = fc
      .tuple(field(0, 59), field(0, 23), field(1, 28), field(1, 12), field(0, 6))
      .map((fields) => fields.join(" "));
    fc.assert(
      fc.property(text, (given) => {
        const times = cronTimes(given);
        if (times.is !== "times") throw new Error(`${given} is refused`);
        const from = new Date("2026-01-31T23:00:00Z");
        const runs = (cron: string) => new Cron(cron, { timezone: "UTC" }).nextRuns(3, from);
        expect(runs(times.cron)).toEqual(runs(given));
      }),
      { numRuns: 200 },
    );
  });
});
