// Whatever a file holds, it is loaded or refused with placed problems: nothing throws, nothing is left unplaced.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { problemText } from "../../src/pipeline/problem.ts";

const RIGHT = `name: nightly
params: { epochs: { type: integer, default: 3, min: 1 }, rate: 0.5 }
env: { A: "\${{ params.rate }}" }
presets: { smoke: { epochs: 1 } }
schedules: [{ name: late, cron: "0 2 * * 1-5", timezone: Africa/Tunis, preset: smoke, jitter: 5m }]
alerts: [{ on: [late, failed], channels: mail }]
window: "22:00-06:00"
retry_run: { times: 1, delay: 60s }
secrets: [HF_TOKEN]
defaults: { grace: 5s, slots: { gpu: 1 } }
stages:
  data: &data { run: python prepare.py, retry: { times: 2, delay: 30s } }
  train:
    <<: *data
    argv: [python, train.py, "--n=\${{ params.epochs }}"]
    needs: [data]
    env: { IN: "\${{ stages.data.outputs.path }}" }
    stop: { signal: INT, grace: 1m }
    timeout: 1h30m
    matrix: { lr: [1e-5, 2], opt: [a, b], exclude: [{ lr: 2, opt: a }], include: [{ lr: 3, opt: c }], max_parallel: 2 }
    cache: { deps: ["d/\${{ matrix.lr }}"], outs: m.bin }
  gate: { approval: { message: "Go \${{ stages.train.outputs.f1 }}?", timeout: 1d }, needs: train }
  push: { run: x, needs: gate, if: "stages.gate.state == 'succeeded' && params.epochs > 2", priority: 3, leave_running: [tb] }
  tell: { uses: notify, with: { channels: [mail] }, if: always }
`;

const PIECES = [
  ...'{ } [ ] : , & * ! | > % @ # ? - ~ < " \\ $ null *data __proto__:1 ${{ }} \u001b \0'.split(
    " ",
  ),
  "\n",
  "\n  ",
  "\t",
  ": ",
  "- ",
  "&x ",
  "<<: ",
];

const edit = fc.record({
  at: fc.nat(RIGHT.length),
  drop: fc.nat(12),
  put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 3 })),
});

const editedFile = fc
  .array(edit, { minLength: 1, maxLength: 4 })
  .map((edits) =>
    edits.reduce(
      (text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop),
      RIGHT,
    ),
  );

it("every text is loaded or refused with places inside the file", async () => {
  await fc.assert(
    fc.asyncProperty(editedFile, async (text) => {
      const loaded = await loadDefinition({ file: "f.yaml", text });
      if (loaded.ok) return;
      expect(loaded.problems.length).toBeGreaterThan(0);
      const lines = text.split(/\r\n|\n|\r/);
      for (const problem of loaded.problems) {
        const line = lines[problem.line - 1];
        expect(problem.column).toBeGreaterThan(0);
        expect(problem.column).toBeLessThanOrEqual((line ?? "").length + 1);
        expect(problem.hint).not.toBe("");
        expect(problem.message).not.toMatch(/undefined|Invalid input|\[object/);
        expect(problemText(problem)).toContain("\n");
      }
    }),
    { numRuns: Number(process.env["FUZZ_RUNS"] ?? 300) },
  );
});
