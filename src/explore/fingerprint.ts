// The mark that a token carries, so that it is refused by any scenario but its own: four characters for what was at choice where the
// scenario first had one (every schedule of it begins alike), and four for the way from there to the last departure.
import type { PendingEvent } from '../world/index.ts';
import { checksum } from './token.ts';

export class Fingerprint {
  /** Set once there has been a choice. */
  begin: string | undefined = undefined;
  #path = '';

  /** At a decision, `count` were at choice, and what has this kind and label was taken. */
  decide(heads: readonly { readonly kind: string; readonly label: string }[], choice: number): void {
    if (this.begin === undefined && heads.length > 1) this.begin = checksum(heads.map(nameOf).join('\n'));
    this.#path = checksum(`${this.#path}${heads.length}${nameOf(heads[choice] as PendingEvent)}`);
  }

  /** Of the way so far. */
  get mark(): string | undefined {
    return this.begin === undefined ? undefined : this.begin + this.#path;
  }
}

function nameOf({ kind, label }: { readonly kind: string; readonly label: string }): string {
  return `${kind} ${label}`;
}
