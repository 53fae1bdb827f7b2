// Which way a metric is better, where nobody has said so: by the words of its name.

/** What is better the lower it is, told by parts of its name: "eval_loss", "latency_ms". */
const LOWER =
  /(?:^|[^a-z])(?:loss|err|error|errors|perplexity|ppl|mae|mse|rmse|mape|wer|cer|ece|fid|latency|time|seconds|duration)(?:$|[^a-z])/iu;

export function isLowerBetter(name: string): boolean {
  // "evalLoss" has the words of "eval_loss".
  return LOWER.test(name.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2"));
}
