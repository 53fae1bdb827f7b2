// A long list of which old versions stay whole. A version is a table of chunks; who wants to change a list takes a
// version of its own (`ownSequence`: the table is copied, the chunks are shared) and copies a chunk before its first
// change. A turn that changes three of a run's 10,000 stages so copies about 350 pointers, not 10,000.
//
// Ownership as in Clojure's transients: a chunk is written to only by the version that made it. The mark of a version
// is an object with nothing in it, since a chunk that led to its version would keep every older one in memory.

const CHUNK = 64;

interface Chunk<T> {
  readonly owner: object;
  readonly items: T[];
}

export interface Sequence<T> {
  readonly length: number;
  readonly chunks: readonly { readonly items: readonly T[] }[];
}

/** A version that is still being made; nobody else may write to it. */
export interface OwnSequence<T> {
  readonly mark: object;
  length: number;
  readonly chunks: Chunk<T>[];
}

export function sequenceOf<T>(items: readonly T[]): OwnSequence<T> {
  const own: OwnSequence<T> = { mark: {}, length: items.length, chunks: [] };
  for (let from = 0; from < items.length; from += CHUNK) {
    own.chunks.push({ owner: own.mark, items: items.slice(from, from + CHUNK) });
  }
  return own;
}

export function ownSequence<T>(items: Sequence<T>): OwnSequence<T> {
  return { mark: {}, length: items.length, chunks: items.chunks.slice() as Chunk<T>[] };
}

/** @throws RangeError when `index` is outside: a caller's bug. */
export function at<T>(items: Sequence<T>, index: number): T {
  const chunk = items.chunks[Math.floor(index / CHUNK)];
  if (chunk === undefined || index >= items.length) throw new RangeError(`no element ${index}`);
  return chunk.items[index % CHUNK] as T;
}

/** @throws RangeError when `index` is outside: a caller's bug. */
export function put<T>(items: OwnSequence<T>, index: number, value: T): void {
  if (index >= items.length) throw new RangeError(`no element ${index}`);
  ownChunk(items, Math.floor(index / CHUNK))[index % CHUNK] = value;
}

export function push<T>(items: OwnSequence<T>, value: T): void {
  const last = items.chunks.at(-1);
  if (last === undefined || last.items.length === CHUNK)
    items.chunks.push({ owner: items.mark, items: [value] });
  else ownChunk(items, items.chunks.length - 1).push(value);
  items.length += 1;
}

/** Forgets the oldest elements that fill a chunk, if `count` of them do; returns how many are gone. */
export function dropOldest<T>(items: OwnSequence<T>, count: number): number {
  const gone = Math.floor(count / CHUNK);
  if (gone === 0) return 0;
  items.chunks.splice(0, gone);
  items.length -= gone * CHUNK;
  return gone * CHUNK;
}

function ownChunk<T>(items: OwnSequence<T>, which: number): T[] {
  const chunk = items.chunks[which];
  if (chunk === undefined) throw new RangeError(`no chunk ${which}`);
  if (chunk.owner === items.mark) return chunk.items;
  const own = { owner: items.mark, items: chunk.items.slice() };
  items.chunks[which] = own;
  return own.items;
}
