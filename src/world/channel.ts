// A channel: events that never overtake one another. An event that joins has its window raised to its predecessor's, so that filing it
// under its earliest moment, behind what is there already, keeps the order by itself.
import type { WindowEvent } from './event.ts';

export class Channel {
  readonly name: string;
  // invariant: in order of joining; the windows' bounds never decrease along it.
  readonly #pending: WindowEvent[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get head(): WindowEvent | undefined {
    return this.#pending[0];
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  join(event: WindowEvent): void {
    const last = this.#pending.at(-1);
    if (last !== undefined) {
      if (last.earliest > event.earliest) {
        event.earliest = last.earliest;
        event.earliestFrom = last.earliestFrom;
      }
      if (last.latest > event.latest) {
        event.latest = last.latest;
        event.latestFrom = last.latestFrom;
      }
    }
    event.channel = this;
    this.#pending.push(event);
  }

  leave(event: WindowEvent): void {
    event.channel = undefined;
    if (this.#pending[0] === event) this.#pending.shift();
    else {
      const at = this.#pending.indexOf(event);
      if (at !== -1) this.#pending.splice(at, 1);
    }
  }
}
