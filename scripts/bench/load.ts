// A pipeline file of 1,000 stages: read, checked and made a plan, in a process that has done so before and in a fresh one.
// `node scripts/bench/load.ts` prints one fresh pass, in milliseconds.

import { execFileSync } from "node:child_process";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { paramsOf } from "../../src/pipeline/params.ts";
import { planOf } from "../../src/pipeline/plan-of.ts";
import { planText } from "../../src/pipeline/plan-text.ts";
import { judge, quantile } from "./measure.ts";

const STAGES = 1000;
const PASSES = 15;

export async function benchLoad(): Promise<void> {
  const text = pipeline();
  const times: number[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) times.push(await passMs(text));
  const fresh = Array.from({ length: 5 }, freshMs);
  console.log(`\na file of ${STAGES} stages: loaded, checked, planned`);
  console.log(`  in a fresh process ${quantile(fresh, 0.5).toFixed(0).padStart(6)} ms`);
  judge("once it is warm", quantile(times, 0.5), 100, null, " ms");
}

async function passMs(text: string): Promise<number> {
  const began = performance.now();
  const loaded = await loadDefinition({ file: "bench.yaml", text });
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message ?? "refused");
  const params = paramsOf(loaded.definition, {});
  if (!params.ok) throw new Error("parameters");
  const context = { file: "/p/bench.yaml", folder: "/p", hasBash: true, python: null };
  planText(planOf(loaded.definition, { ...context, params: params.params }));
  return performance.now() - began;
}

function freshMs(): number {
  const printed = execFileSync(process.execPath, [import.meta.filename], { encoding: "utf8" });
  return Number(printed);
}

function pipeline(): string {
  const stages = Array.from({ length: STAGES }, (_, n) => {
    const needs = n < 50 ? "" : `, needs: [s${n - 50}, s${n - 37}]`;
    return `  s${n}: { run: "python step.py --n ${n}"${needs}, retry: 1, slots: { gpu: 1 }, if: "params.epochs > ${n % 3}" }`;
  });
  return `name: bench\nparams: { epochs: 3 }\nstages:\n${stages.join("\n")}\n`;
}

if (process.argv[1] === import.meta.filename) console.log(await passMs(pipeline()));
