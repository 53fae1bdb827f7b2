// The last line of a test run, in plain text and from real counts: "N passed, N failed, N skipped".
// Modules that could not load, hooks that failed and stray rejections count as failures: a run in which
// nothing could start must not read as "0 failed".

import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from "vitest/node";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    const counts: Counts = { passed: 0, failed: strayErrors.length, skipped: 0 };
    for (const module of modules) {
      countOwnErrors(module, counts);
      for (const suite of module.children.allSuites()) countOwnErrors(suite, counts);
      for (const test of module.children.allTests()) countTest(test, counts);
    }
    process.on("exit", () => {
      process.stdout.write(
        `\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
      );
    });
  }
}

function countTest(test: TestCase, counts: Counts): void {
  const { state } = test.result();
  if (state === "passed") counts.passed += 1;
  else if (state === "failed") counts.failed += 1;
  else counts.skipped += 1;
}

function countOwnErrors(entity: TestModule | TestSuite, counts: Counts): void {
  counts.failed += entity.errors().length;
}
