// What became of an attempt that has no end yet, when a host looks that did not start that attempt, or that lost sight
// of it: the table of semantics 6, row by row. Facts in, verdict out; the host gathers the facts and acts.

export interface Found {
  /** Boot and pid namespace are those of the attempt's `starting` event. */
  readonly sameBoot: boolean;
  readonly sameNamespace: boolean;
  /** `void`: a record without its closing mark, so nothing was started by it. */
  readonly claim: "none" | "void" | "whole";
  readonly exit: { readonly code: number } | null;
  readonly outputFileExists: boolean;
  /** The process of the claim, by pid, start time and boot. */
  readonly shimAlive: boolean;
  /** Any other process of the attempt, by session or marker. */
  readonly othersAlive: boolean;
  /** The direct child of the shim as last sampled, if it still lives. */
  readonly childAlive: boolean;
}

export type Verdict =
  | { readonly is: "take"; readonly warning: string | null }
  | { readonly is: "elsewhere" }
  | { readonly is: "look_again" }
  /** The host must win the claim first (link(2)); an attempt whose claim it can't make has begun after all. */
  | { readonly is: "fence" }
  | { readonly is: "crashed"; readonly cause: string }
  | { readonly is: "adopt" }
  | { readonly is: "watch_child" }
  /** The command itself has ended: the rest is swept, then it is crashed. */
  | { readonly is: "sweep" };

const UNKNOWN = "exit code unknown";

export function verdictOf(found: Found): Verdict {
  if (found.exit !== null) return takeRecord(found, found.exit.code);
  if (!found.sameNamespace) return { is: "elsewhere" };
  if (found.claim !== "whole") return withoutClaim(found);
  if (!found.sameBoot) return { is: "crashed", cause: `${UNKNOWN}: the machine was restarted` };
  if (found.shimAlive) return { is: "adopt" };
  if (found.childAlive) return { is: "watch_child" };
  if (found.othersAlive) return { is: "sweep" };
  return { is: "crashed", cause: UNKNOWN };
}

function takeRecord(found: Found, code: number): Verdict {
  if (found.sameBoot) return { is: "take", warning: null };
  if (code === 0 && !found.outputFileExists) {
    return { is: "crashed", cause: "the machine was restarted and its output file is gone" };
  }
  return { is: "take", warning: "the machine was restarted after it had ended" };
}

function withoutClaim(found: Found): Verdict {
  if (!found.sameBoot) {
    return { is: "crashed", cause: `${UNKNOWN}: the machine was restarted as it began` };
  }
  const isAlive = found.shimAlive || found.childAlive || found.othersAlive;
  if (isAlive) return { is: "look_again" };
  return { is: "fence" };
}
