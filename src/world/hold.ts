// A hold: something the world waits for outside itself. While one is open, virtual time stands still.
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
