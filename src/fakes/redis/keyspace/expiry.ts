// The keys that expire, the soonest first: a binary heap. A key whose time was changed since leaves its old entry behind, which is
// recognised when it comes up.

interface Deadline {
  readonly at: number;
  readonly key: string;
}

export class ExpiryQueue {
  readonly #heap: Deadline[] = [];

  add(at: number, key: string): void {
    const heap = this.#heap;
    let child = heap.push({ at, key }) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if ((heap[parent] as Deadline).at <= at) break;
      [heap[parent], heap[child]] = [heap[child] as Deadline, heap[parent] as Deadline];
      child = parent;
    }
  }

  get soonest(): Deadline | undefined {
    return this.#heap[0];
  }

  removeSoonest(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= heap.length) return;
      const right = heap[child + 1];
      if (right !== undefined && right.at < (heap[child] as Deadline).at) child++;
      if ((heap[child] as Deadline).at >= last.at) return;
      heap[parent] = heap[child] as Deadline;
      heap[child] = last;
      parent = child;
    }
  }

  clear(): void {
    this.#heap.length = 0;
  }
}
