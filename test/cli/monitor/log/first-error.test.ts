// Where a person is taken who asks why: to the row at which a failure begins to show.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stageKey } from "../../../../src/pipeline/ids.ts";
import type { LogTarget } from "../../../../src/ui/log/view.ts";
import { type LogHomeLab, RUN, WHOLE_RUN, ask, key, logHome } from "./log-home.ts";

let home: LogHomeLab;
beforeEach(() => {
  home = logHome();
});
afterEach(() => home.close());

async function shownAt(target: LogTarget): Promise<string | null> {
  const place = await home.source.firstError(target, new AbortController().signal);
  if (place === null) return null;
  const { rows } = home.source.window(ask(target, { top: place, rows: 1 }));
  return rows.find((row) => key(row) === key({ place }))!.text;
}

const FAR = "step 1 of many, nothing to see\n".repeat(3000);
const TRACEBACK =
  'Traceback (most recent call last):\n  File "train.py", line 3\nValueError: cause\n';

describe("the first error", () => {
  it.each([
    ["a traceback", `fine\n${TRACEBACK}`, "Traceback (most recent call last):"],
    [
      "a traceback of one of several",
      `[rank0]: ${TRACEBACK}`,
      "[rank0]: Traceback (most recent call last):",
    ],
    [
      "memory that ran out",
      "fine\ntorch.OutOfMemoryError: CUDA out of memory.\n",
      "torch.OutOfMemoryError: CUDA out of memory.",
    ],
    ["the kernel's kill", "fine\nKilled\n", "Killed"],
    [
      "a shell that says so",
      "fine\nrun.sh: line 3:   812 Killed  python x.py\n",
      "run.sh: line 3:   812 Killed  python x.py",
    ],
    [
      "a panic",
      "thread 'main' panicked at src/main.rs:2:5\n",
      "thread 'main' panicked at src/main.rs:2:5",
    ],
    ["a level", "INFO fine\n02:01 ERROR disk full\n", "02:01 ERROR disk full"],
    [
      "what dvc says",
      "ERROR: failed to reproduce 'scrape'\n",
      "ERROR: failed to reproduce 'scrape'",
    ],
    ["a program's own words", "ld: error: undefined symbol\n", "ld: error: undefined symbol"],
    ["colours", "\u001b[31mValueError: red\u001b[0m\n", "\u001b[31mValueError: red\u001b[0m"],
    ["words that mean no error", "0 errors\nloss of error_rate 0.1\nno panic here\n", null],
  ])("is found by %s", async (_, text, wanted) => {
    const target = home.begin("train");
    home.write(target, text);
    home.end(target, "failed");
    expect(await shownAt(target)).toBe(wanted);
    home.end(target, "succeeded");
    expect(await shownAt(target)).toBe(wanted);
  });

  it("is the cause, not what follows from it: a traceback before the level, the first of several", async () => {
    const target = home.begin("train");
    const chain = TRACEBACK.replace("cause", "first");
    home.write(
      target,
      `${FAR}WARN x\nERROR soon\n${chain}\nDuring handling of it:\n\n${TRACEBACK}`,
    );
    home.end(target, "failed");
    const place = await home.source.firstError(target, new AbortController().signal);
    expect(place?.offset).toBe(FAR.length + "WARN x\nERROR soon\n".length);
  });

  it("of a stage that failed is in the last burst: what came long before was lived through", async () => {
    const target = home.begin("train");
    home.write(target, `${TRACEBACK}${FAR}ERROR disk full\n${"cleaning up\n".repeat(50)}`);
    home.end(target, "failed");
    expect(await shownAt(target)).toBe("ERROR disk full");
    home.end(target, "running");
    expect(await shownAt(target)).toBe("Traceback (most recent call last):");
  });

  it("is of the last burst also where all is read at once, and reads nothing before it", async () => {
    const target = home.begin("train");
    const apart = "step\n".repeat(8000);
    home.write(target, `${TRACEBACK}${apart}ERROR late\n`);
    home.end(target, "failed");
    expect(await shownAt(target)).toBe("ERROR late");
    const other = home.begin("other");
    home.write(other, `${TRACEBACK}${FAR.repeat(20)}ERROR late\n`);
    home.end(other, "failed");
    const before = home.source.bytesRead();
    expect(await shownAt(other)).toBe("ERROR late");
    expect(home.source.bytesRead() - before).toBeLessThan(5 * 64 * 1024);
  });

  it("of a stage is that of its last try, of a run that of the stage that failed first", async () => {
    const first = home.begin("train", 0);
    home.write(first, "ERROR of try 1\n");
    home.end(first, "failed", 10);
    const last = home.begin("train", 20);
    home.write(last, "ERROR of try 2\n");
    home.end(last, "failed", 30);
    const other = home.begin("data", 0);
    home.write(other, "ERROR of data\n");
    home.end(other, "timed_out", 20);
    const fine = home.begin("fine", 0);
    home.write(fine, "ERROR that did no harm\n");
    home.end(fine, "succeeded", 5);
    expect(await shownAt({ is: "stage", run: RUN, stage: stageKey("train") })).toBe(
      "ERROR of try 2",
    );
    expect(await shownAt(WHOLE_RUN)).toBe("ERROR of data");
  });

  it("is nowhere where nothing says so, and in another log where the failed one says nothing", async () => {
    const target = home.begin("train", 0);
    home.write(target, "fine\n");
    home.end(target, "failed");
    expect(await shownAt(target)).toBeNull();
    home.write(home.begin("other", 0), "Error: x\n");
    expect(await shownAt(WHOLE_RUN)).toBe("Error: x");
  });
});
