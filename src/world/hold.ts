// A hold: something the world waits for outside itself. While one is open, virtual time stands still.
import type { Kernel } from './kernel.ts';
import type { Site } from './site.ts';

export class Hold implements Disposable {
  readonly label: string;
  readonly site: Site | undefined;
  readonly #release: (hold: Hold) => void;
  #isOpen = true;

  constructor(label: string, site: Site | undefined, release: (hold: Hold) => void) {
    this.label = label;
    this.site = site;
    this.#release = release;
  }

  /** Closes the hold; closing it twice does nothing. */
  release(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#release(this);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * What the world waits for on and off: a request holds time while the other side is to move, and not while the program is (it has not
 * written the rest of the request, or does not read on). Otherwise a program that sleeps meanwhile would never wake up.
 */
export class IntermittentHold {
  readonly #kernel: Kernel;
  readonly #label: string;
  readonly #site: Site | undefined;
  readonly #pauses = new Set<unknown>();
  #hold: Hold | undefined;
  #hasEnded = false;

  constructor(kernel: Kernel, label: string, site: Site | undefined) {
    this.#kernel = kernel;
    this.#label = label;
    this.#site = site;
    this.#update();
  }

  /** Off, until this reason is gone and no other is left. */
  pause(reason: unknown): void {
    this.#pauses.add(reason);
    this.#update();
  }

  resume(reason: unknown): void {
    this.#pauses.delete(reason);
    this.#update();
  }

  /** Off for good. */
  end(): void {
    this.#hasEnded = true;
    this.#update();
  }

  #update(): void {
    if (!this.#hasEnded && this.#pauses.size === 0) this.#hold ??= this.#kernel.hold(this.#label, this.#site);
    else {
      this.#hold?.release();
      this.#hold = undefined;
    }
  }
}
