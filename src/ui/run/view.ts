// What the Run screen sees of one run: its stages, the graph of its plan, what its processes use, and when it is expected
// to end. Filled from outside and only held; every text has passed the sanitiser and secrets are hidden in it.
//
// The graph is the same object for the same plan: drawings are kept by it. What did not change stays the same object.

import type { PipelineName, StageKey } from "../../pipeline/ids.ts";
import type { DagStage } from "../dag/fold.ts";
import type { Eta, Left } from "../eta.ts";
import type { RunView } from "../project.ts";

/** A stage of the plan as it is drawn, in the order of `run.stages`. */
export interface GraphStage extends DagStage {
  readonly key: StageKey;
  /** The key as it may be shown; the values alone of a member of a matrix. */
  readonly name: string;
  /** The group as it may be shown; null where it is no member. */
  readonly groupName: string | null;
  /** Whether it does not simply follow success, so that lines to it are dashed. */
  readonly dashed: boolean;
  /** The most tries that its plan allows in one round. */
  readonly tries: number;
}

/** What the processes of a stage use now, or have used where it has ended: mean CPU and the most memory. */
export interface Usage {
  /** Of one core: 182 is the time of 1.82 cores. */
  readonly cpuPercent: number | null;
  readonly rssBytes: number | null;
  readonly gpuPercent: number | null;
  readonly gpuBytes: number | null;
}

/** The course of one metric of the selected stage, oldest first. */
export interface Spark {
  readonly name: string;
  readonly points: readonly number[];
  readonly latest: number;
}

export interface RunPageView {
  readonly run: RunView;
  readonly pipeline: PipelineName;
  readonly graph: readonly GraphStage[];
  readonly usage: ReadonlyMap<StageKey, Usage>;
  /** Null where nobody knows, or the run is over. */
  readonly eta: Eta | null;
  /** Of the stages that run, where it is known. */
  readonly left: ReadonlyMap<StageKey, Left>;
  /** Of the stage that is asked for, at most a few. */
  readonly sparks: readonly Spark[];
  /** "3f2a91c"; null outside of a repository. */
  readonly commit: string | null;
  readonly dirty: boolean;
  /** The folder of the project. */
  readonly folder: string;
}
