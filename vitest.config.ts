import { defineConfig } from "vitest/config";

// The plain reporter prints the last line, "N passed, N failed, N skipped", which automation looks for.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    env: { FORCE_COLOR: "0" },
    reporters: [["default", { summary: false }], "./test/plain-reporter.ts"],
    globalSetup: ["test/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
  },
});
