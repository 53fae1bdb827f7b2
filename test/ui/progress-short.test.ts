// Progress and metrics where there are only a few columns.

import { describe, expect, it } from "vitest";
import { progressOf } from "../../src/ui/progress.ts";
import {
  type MetricValue,
  chosenMetric,
  shortProgress,
  shortValue,
} from "../../src/ui/progress-short.ts";

const short = (line: string): string => {
  const progress = progressOf(line);
  if (progress === null) throw new Error(`no progress in ${line}`);
  return shortProgress(progress);
};

describe("progress in short", () => {
  it.each([
    ["Epoch 3/10 - loss: 0.41", "ep 3/10"],
    ["epoch 3 of 10", "ep 3/10"],
    ["Epoch: [3/10]  Time 0.3", "ep 3/10"],
    ["::dagtop progress=0.2 epoch 3 of 10", "ep 3/10"],
    ["::dagtop progress=0.31", "31%"],
    ["::dagtop progress=0.31 reading mails", "reading mails"],
    ["::dagtop progress=0.31 reading the mails of all of the year", "reading the mails o…"],
    ["Epoch 3:  31%|███   | 957/3068 [08:03<17:30,  1.9it/s, loss=0.41]", "ep 3 957/3068"],
    [" 31%|███   | 957/3068 [08:03<17:30,  1.9it/s]", "957/3068"],
    ["Map: 31%|███   | 957/3068 [08:03<17:30,  1.9it/s]", "957/3068"],
    ["957it [08:03, 1.9it/s]", "957 it"],
    ["{'eval_loss': 0.4187, 'eval_f1': 0.8113, 'epoch': 3.0}", "ep 3"],
    ["{'loss': 0.4211, 'epoch': 2.96}", "ep 2.96"],
  ])("of %s", (line, told) => {
    expect(short(line)).toBe(told);
  });
});

describe("a value in short", () => {
  it.each([
    [0.8113, ".81"],
    [0.774, ".77"],
    [-0.5, "-.50"],
    [0.0412, ".041"],
    [0.004, "4e-3"],
    [0.00002, "2e-5"],
    [0.996, "1.00"],
    [1, "1.00"],
    [12.34, "12.3"],
    [412.4, "412"],
    [1_234_567, "1e6"],
    [0, "0"],
    [Number.NaN, "NaN"],
  ])("%d is %s", (value, told) => {
    expect(shortValue(value)).toBe(told);
  });
});

describe("the one metric that there is room for", () => {
  const metric = (name: string, value: number, at: number): MetricValue => ({ name, value, at });
  const told = (text: string) => ({ fraction: null, text });

  it("is the first that the progress names, by its last point where it has any", () => {
    const progress = told("epoch 3  eval_loss 0.4187  eval_f1 0.8113");
    expect(chosenMetric(progress, [])).toEqual({ name: "eval_loss", value: 0.4187 });
    const last = [metric("eval_loss", 0.4, 1), metric("lr", 1e-5, 9)];
    expect(chosenMetric(progress, last)).toMatchObject({ name: "eval_loss", value: 0.4 });
  });

  it("is else the one that was written last, and of one moment the first by name", () => {
    const last = [metric("loss", 0.4, 5), metric("f1", 0.8, 5), metric("auc", 0.9, 4)];
    expect(chosenMetric(told("epoch 3/10"), last)).toMatchObject({ name: "f1" });
    expect(chosenMetric(null, last)).toMatchObject({ name: "f1", value: 0.8 });
    expect(chosenMetric(null, [])).toBeNull();
  });

  it("is no count of epochs or steps", () => {
    expect(chosenMetric(told("epoch 3  step 12"), [])).toBeNull();
  });
});
