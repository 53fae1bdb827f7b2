// The file that an import is given: nobody waits for a FIFO of that name, but what a shell opens for the program is read.

import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { outsideText } from "../../src/cli/outside-text.ts";
import { type Lab, lab } from "../host/lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

it("is read whole, and what is no plain file is refused at once", () => {
  expect(outsideText(here.write("crontab", "0 2 * * * x\n"))).toBe("0 2 * * * x\n");
  expect(spawnSync("mkfifo", [here.path("fifo")]).status).toBe(0);
  mkdirSync(here.path("folder"));
  for (const [file, why] of [
    [here.path("fifo"), "is no plain file"],
    ["/dev/zero", "is no plain file"],
    [here.path("folder"), "is a folder"],
    [here.path("gone"), "is not there"],
  ] as const)
    expect(() => outsideText(file)).toThrowError(`${file} ${why}.`);
});

it("may be what was opened for the program: a file, or the pipe of <(crontab -l)", () => {
  const fd = openSync(here.write("crontab", "text\n"), "r");
  expect(outsideText(`/dev/fd/${fd}`)).toBe("text\n");
  closeSync(fd);
  const module = `${import.meta.dirname}/../../src/cli/outside-text.ts`;
  const script = `import(${JSON.stringify(module)}).then((m) => process.stdout.write(m.outsideText(process.argv[1])))`;
  const { stdout } = spawnSync(
    "bash",
    [
      "-c",
      '"$0" --disable-warning=ExperimentalWarning -e "$1" <(sleep 0.1; echo "from a pipe")',
      process.execPath,
      script,
    ],
    { encoding: "utf8" },
  );
  expect(stdout).toBe("from a pipe\n");
});
