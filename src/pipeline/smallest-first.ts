// A binary heap of numbers: gives back the smallest one that was put in.

export class SmallestFirst {
  readonly #heap: number[] = [];

  put(value: number): void {
    const heap = this.#heap;
    let place = heap.push(value) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#at(parent) <= value) break;
      heap[place] = this.#at(parent);
      place = parent;
    }
    heap[place] = value;
  }

  take(): number | undefined {
    const heap = this.#heap;
    const smallest = heap[0];
    const last = heap.pop();
    if (smallest === undefined || last === undefined || heap.length === 0) return smallest;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (this.#at(child + 1) < this.#at(child)) child += 1;
      if (this.#at(child) >= last) break;
      heap[place] = this.#at(child);
      place = child;
    }
    heap[place] = last;
    return smallest;
  }

  #at(place: number): number {
    return this.#heap[place] ?? Number.POSITIVE_INFINITY;
  }
}
