// What a loop needs of the rest of the host, and what the rest may do with it.

import type { Turn } from "../decide.ts";
import type { Executor } from "../executors/executor.ts";
import type { HomePaths } from "../home-paths.ts";
import type { Disk } from "./disk.ts";
import type { Hasher } from "./hashing/hasher.ts";
import type { GpuProbe, HostSettings, Inherited, Journal, Leaving } from "./ports.ts";
import type { Sender } from "./sender.ts";

export interface LoopPorts {
  readonly paths: HomePaths;
  readonly config: string;
  /** The words that start this very dagtop. */
  readonly program: readonly string[];
  readonly journal: Journal;
  readonly inherited: Inherited;
  readonly executor: Executor;
  /** As they are now: they may change between two turns. */
  readonly settings: () => HostSettings;
  readonly hasher: Hasher;
  readonly gpu: GpuProbe;
  readonly sender: Sender;
  /** Leaves after so long without work, in ms; null stays for ever. */
  readonly idleMs: number | null;
  /** There is something new for who follows; null where no event is. */
  readonly committed: (turn: Turn | null) => void;
  readonly disk: Disk;
  /** Whether the home is still the folder that it was at the start. */
  readonly homeIsThere: () => boolean;
  readonly note: (text: string) => void;
}

export interface Loop {
  /** Something may have been asked for. */
  readonly wake: () => void;
  /** Leaves the home to the next host; what runs goes on. */
  readonly leave: () => void;
  /** Stops every attempt, as by a cancel of its stage, and leaves when all have ended; `kill` skips their grace. */
  readonly stopAll: (by: string, kill: boolean) => void;
  /** Resolves when the host has left; rejects when it can't go on. */
  readonly done: Promise<Left>;
}

/** How a host has left. */
export interface Left {
  readonly why: Leaving | "the home is gone";
  /** Attempts that go on without it. */
  readonly live: number;
}
