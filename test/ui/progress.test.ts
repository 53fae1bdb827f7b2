import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { progressOf } from "../../src/ui/progress.ts";

describe("the progress in a log line", () => {
  it.each([
    ["::dagtop progress=0.4", 0.4, ""],
    ["::dagtop progress=.25 epoch 2 of 5", 0.25, "epoch 2 of 5"],
    ["::dagtop progress=1", 1, ""],
    [" 31%|███   | 957/3068 [08:03<17:30, 1.9it/s]", 957 / 3068, "957/3068  1.9 it/s  ~17m"],
    [
      "Epoch 3:  50%|#####     | 5/10 [00:05<00:05,  1.02s/it, loss=0.41]",
      0.5,
      "Epoch 3  5/10  1.02 s/it  ~5s",
    ],
    ["  0%|          | 0/10 [00:00<?, ?it/s]", 0, "0/10"],
    ["100%|██████████| 1.2G/1.2G [01:00<00:00, 20.1MB/s]", 1, "1.2G/1.2G  20.1 MB/s"],
    [" 40%|████      | 4/10 [4:00:00<6:05:00, 3600.0s/it]", 0.4, "4/10  3600.0 s/it  ~6h05"],
    ["957it [08:03, 1.9it/s]", null, "957 it  1.9 it/s"],
    [
      "{'loss': 0.4211, 'grad_norm': 3.1, 'learning_rate': 1.4e-05, 'epoch': 2.96}",
      null,
      "epoch 2.96  loss 0.4211",
    ],
    [
      "{'eval_loss': 0.4187, 'eval_f1': 0.8113, 'eval_runtime': 12.1, 'epoch': 3.0}",
      null,
      "epoch 3  eval_loss 0.4187  eval_f1 0.8113",
    ],
    ["{'loss': nan, 'epoch': 1.0}", null, "epoch 1  loss nan"],
    ["Epoch 2/5", 0.2, "Epoch 2/5"],
    ["INFO epoch 1 of 4 loss=0.5", 0, "epoch 1 of 4 loss=0.5"],
    ["[train] epoch: 5/5", 0.8, "epoch: 5/5"],
  ])("%j", (line, fraction, text) => {
    expect(progressOf(line)).toEqual({ fraction, text });
  });

  it.each([
    "",
    "::dagtop progress=1.5",
    "::dagtop progress=-1",
    "::dagtop progress=most",
    "x ::dagtop progress=0.4",
    "31% of the disk is full",
    "{'loss': 0.4}",
    "{'epoch': 'three'}",
    "epoch 6/5",
    "epoch 0/5",
    "epochs: 3",
    "Traceback (most recent call last):",
  ])("is none in %j", (line) => {
    expect(progressOf(line)).toBeNull();
  });

  it("is read from what a carriage return left standing", () => {
    expect(
      progressOf(" 10%|█ | 1/10 [0:01<0:09, 1it/s]\r 20%|██ | 2/10 [0:02<0:08, 1it/s]"),
    ).toEqual({ fraction: 0.2, text: "2/10  1 it/s  ~8s" });
  });

  it("is read through colours, and brings none of them", () => {
    expect(progressOf("\x1b[32mepoch 2/5\x1b[0m")?.text).toBe("epoch 2/5");
  });

  it("is a share from 0 to 1, and its text one clean line, whatever the log says", () => {
    const words = fc.constantFrom(
      "::dagtop progress=",
      "epoch ",
      "5/7",
      "99%|",
      "| ",
      "[0:1<",
      "{'epoch': 1}",
      "\x1b[2J",
      "é",
      "9e9",
    );
    const lines = fc.array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 8 });
    fc.assert(
      fc.property(lines, (parts) => {
        const progress = progressOf(parts.join(""));
        if (progress === null) return;
        const { fraction, text } = progress;
        expect(fraction === null || (fraction >= 0 && fraction <= 1)).toBe(true);
        expect(text).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 2000 },
    );
  });
});
