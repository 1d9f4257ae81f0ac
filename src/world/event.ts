// An event: something external that will happen to the program. It is the async resource of its own action, so that the action runs
// in the async context that made the event (one object an event: a separate AsyncResource would double its cost).
import { AsyncResource } from 'node:async_hooks';
import type { Channel } from './channel.ts';
import type { Site } from './site.ts';
import type { TaskContext } from './task-context.ts';

/** What makes something happen later: `world.schedule(init)`. */
export interface EventInit {
  /** What sort of thing happens, as a trace shows it: `'reply'`, `'bytes'` … */
  readonly kind: string;
  /** Which one, for people: `'GET /users/1'`. */
  readonly label: string;
  readonly run: () => void;
  /** Events of one channel never overtake one another. */
  readonly channel?: string;
  /** When it may happen, in virtual ms from now: `[earliest, latest]`. Default `[0, 0]`. */
  readonly window?: readonly [earliest: number, latest: number];
  /** `false`: the event does not keep its world going. Default `true`. */
  readonly ref?: boolean;
}

/** A scheduled event, seen from outside. */
export interface Scheduled {
  /** Takes the event back; nothing happens if it has fired already. */
  cancel(): void;
}

/** In which phase of an event loop's turn an event comes, at its instant: timers, then poll (I/O), then check (immediates). */
export type Phase = 'timer' | 'io' | 'immediate';

// `triggerAsyncId` and manual destruction are fixed once: an options object an event would be garbage an event.
const resourceOptions = { requireManualDestroy: true };

export abstract class PendingEvent extends AsyncResource {
  /** Virtual ms: it cannot happen before. The agenda files it here. */
  earliest = 0;
  /** Virtual ms: it cannot happen after. */
  latest = 0;
  /** Number of the event in its world, by creation; 0 until it was first scheduled. */
  id = 0;
  /** The step during which it was scheduled. */
  createdAt = 0;
  /** The steps that the two ends of its window count from: the one that scheduled it, or, where a channel raised an end, its predecessor's. */
  earliestFrom = 0;
  latestFrom = 0;
  /** The task that scheduled it, while stacks are recorded. */
  task: TaskContext | undefined = undefined;
  isRef: boolean;
  channel: Channel | undefined = undefined;
  site: Site | undefined = undefined;
  /** Its place among the events of one instant, by filing. invariant: above 0 exactly while the event is pending. */
  order = 0;
  /** Where the agenda's heap keeps it; -1 while it is not there. */
  slot = -1;

  constructor(type: string, isRef: boolean) {
    super(type, resourceOptions);
    this.isRef = isRef;
  }

  get isPending(): boolean {
    return this.order !== 0;
  }

  abstract readonly phase: Phase;
  abstract readonly kind: string;
  abstract readonly label: string;
  /** An interval re-arms itself for ever, so it alone does not keep a world going once main has ended. */
  abstract readonly isRepeating: boolean;
  /** What happens. Called in the event's own async context. */
  abstract fire(): void;

  /** It has fired. Whoever follows async resources is told that it is no more. */
  fired(): void {
    this.emitDestroy();
  }

  /** It will never fire: it was taken back, or the world has ended. */
  dropped(): void {
    this.emitDestroy();
  }
}

/** An event that a fake (or the user) has scheduled: not a timer, not an immediate. */
export class Occurrence extends PendingEvent {
  readonly kind: string;
  readonly label: string;
  readonly #run: () => void;

  constructor(init: EventInit) {
    super('EscapementEvent', init.ref ?? true);
    this.kind = init.kind;
    this.label = init.label;
    this.#run = init.run;
  }

  get phase(): Phase {
    return 'io';
  }

  get isRepeating(): boolean {
    return false;
  }

  fire(): void {
    this.#run();
  }
}
