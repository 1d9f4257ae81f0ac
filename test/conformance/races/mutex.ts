// A fair lock, for programs that are about how locks are used.
export class Mutex {
  #isLocked = false;
  readonly #waiting: (() => void)[] = [];

  lock(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isLocked) this.#waiting.push(resolve);
      else {
        this.#isLocked = true;
        resolve();
      }
    });
  }

  unlock(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isLocked = false;
    else next();
  }
}
