// How much of what is done on GPUs is an attempt's.

import { expect, it } from "vitest";
import { type GpuUse, shareOf } from "../../src/engine/gpu-use.ts";

const use = (processes: GpuUse["processes"], percents: [string, number][] = []): GpuUse => ({
  processes,
  percents: new Map(percents),
});
const one = (pid: number, gpu: string, percent: number | null, bytes: number | null) => ({
  pid,
  gpu,
  percent,
  bytes,
});

it("is the sum over its processes, where each tells its own", () => {
  const found = use(
    [one(1, "a", 40, 100), one(2, "a", 30, 10), one(1, "b", 80, 1), one(9, "a", 20, 5)],
    [["a", 90]],
  );
  expect(shareOf(found, new Set([1, 2]))).toEqual({ gpuPercent: 150, gpuBytes: 111 });
});

it("is all that the GPU does where processes don't tell, once for each GPU", () => {
  const found = use([one(1, "a", null, 100), one(2, "a", null, null)], [["a", 90]]);
  expect(shareOf(found, new Set([1, 2]))).toEqual({ gpuPercent: 90, gpuBytes: 100 });
});

it("is not known of a GPU that tells neither, and none where there is no process of it", () => {
  const found = use([one(1, "a", null, null)]);
  const nothing = { gpuPercent: null, gpuBytes: null };
  expect(shareOf(found, new Set([1]))).toEqual(nothing);
  expect(shareOf(found, new Set([2]))).toEqual(nothing);
  expect(shareOf(null, new Set([1]))).toEqual(nothing);
});
