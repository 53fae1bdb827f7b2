// What processes use of GPUs, as a probe has found it, and how much of that is an attempt's.

/** A process on a GPU; one that works on several is there once for each. */
export interface GpuProcess {
  readonly pid: number;
  readonly gpu: string;
  /** Its own share of the GPU's time; null where that is not told. */
  readonly percent: number | null;
  readonly bytes: number | null;
}

export interface GpuUse {
  readonly processes: readonly GpuProcess[];
  /** GPU → how busy it is with all that it does. */
  readonly percents: ReadonlyMap<string, number>;
}

export interface GpuShare {
  /** Of one GPU: 150 is one and a half of them. */
  readonly gpuPercent: number | null;
  readonly gpuBytes: number | null;
}

/**
 * The share of these processes. Where a GPU does not tell what each process does, it counts as theirs with all that it
 * does: mostly there is nobody else.
 *
 * @returns nulls where none of them is on a GPU
 */
export function shareOf(use: GpuUse | null, pids: ReadonlySet<number>): GpuShare {
  const own = use?.processes.filter(({ pid }) => pids.has(pid)) ?? [];
  const percents = [...new Set(own.map(({ gpu }) => gpu))].map((gpu) => {
    const told = sum(own.filter((one) => one.gpu === gpu).map(({ percent }) => percent));
    return told ?? use?.percents.get(gpu) ?? null;
  });
  return { gpuPercent: sum(percents), gpuBytes: sum(own.map(({ bytes }) => bytes)) };
}

/** Of those that are known; null where none is. */
function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
}
