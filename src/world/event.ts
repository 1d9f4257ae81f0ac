// An event: something external that will happen to the program, in the async context that made the event. There are two sorts: those with a
// window and a channel, and timers and immediates, which happen at a point of time and on no channel. Of these a million may be pending, so they
// are one object with few fields: the async resource of their own action (a separate one would double the cost of a timer).
import { AsyncResource } from 'node:async_hooks';
import type { Channel } from './channel.ts';
import { hub } from './hub.ts';
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

/** An event, as the kernel knows it. */
export interface PendingEvent {
  readonly phase: Phase;
  readonly kind: string;
  readonly label: string;
  /** An interval re-arms itself for ever, so it alone does not keep a world going once main has ended. */
  readonly isRepeating: boolean;
  /** What of the program's it completes is done: no report of what still runs needs to name it. */
  readonly isCompletion?: boolean;
  /** I/O that the program has with itself, over its world's network: immediates that were queued before it come first. */
  readonly isOwnTraffic?: boolean;
  /** Virtual ms: it cannot happen before. The agenda files it here. */
  readonly earliest: number;
  /** Virtual ms: it cannot happen after. */
  readonly latest: number;
  /** Number of the event in its world, by creation; 0 until it was first scheduled. */
  id: number;
  /** The step during which it was scheduled. */
  readonly createdAt: number;
  /** The steps that the two ends of its window count from: the one that scheduled it, or, where a channel raised an end, its predecessor's. */
  readonly earliestFrom: number;
  readonly latestFrom: number;
  /** The task that scheduled it; may be unknown while stacks are not recorded. */
  task: TaskContext | undefined;
  isRef: boolean;
  readonly isPending: boolean;
  readonly channel: Channel | undefined;
  site: Site | undefined;
  /** Its place among the events of one instant, by filing. invariant: above 0 exactly while the event is pending. */
  order: number;
  /** Where the agenda's heap keeps it; -1 while it is not there. */
  slot: number;
  /** Sets its window, which counts from that step. */
  place(earliest: number, latest: number, step: number): void;
  /** Lets it happen, in the context that made it. */
  happen(): void;
  /** It will never happen: it was taken back, or the world has ended. */
  dropped?(): void;
}

// `triggerAsyncId` and manual destruction are fixed once: an options object an event would be garbage an event.
const resourceOptions = { requireManualDestroy: true };

function currentTask(): TaskContext | undefined {
  return hub.storage.getStore();
}

/** A timer or an immediate. */
export abstract class PointEvent extends AsyncResource implements PendingEvent {
  earliest = 0;
  id = 0;
  createdAt = 0;
  isRef: boolean;
  site: Site | undefined = undefined;
  order = 0;
  slot = -1;

  constructor(type: string, isRef: boolean) {
    super(type, resourceOptions);
    this.isRef = isRef;
  }

  get latest(): number {
    return this.earliest;
  }

  get earliestFrom(): number {
    return this.createdAt;
  }

  get latestFrom(): number {
    return this.createdAt;
  }

  get channel(): undefined {
    return undefined;
  }

  get task(): TaskContext | undefined {
    return this.runInAsyncScope(currentTask);
  }

  get isPending(): boolean {
    return this.order !== 0;
  }

  abstract readonly phase: Phase;
  abstract readonly kind: string;
  abstract readonly label: string;
  abstract readonly isRepeating: boolean;
  /** What happens. */
  abstract fire(): void;

  place(earliest: number, _latest: number, step: number): void {
    this.earliest = earliest;
    this.createdAt = step;
  }

  happen(): void {
    try {
      this.runInAsyncScope(this.fire, this);
    } finally {
      this.fired();
    }
  }

  /** It has fired. Whoever follows async resources is told that it is no more. */
  fired(): void {
    this.emitDestroy();
  }

  dropped(): void {
    this.emitDestroy();
  }
}

/** Any other event. */
export abstract class WindowEvent implements PendingEvent {
  earliest = 0;
  latest = 0;
  id = 0;
  createdAt = 0;
  earliestFrom = 0;
  latestFrom = 0;
  isRef = true;
  task: TaskContext | undefined = undefined;
  channel: Channel | undefined = undefined;
  site: Site | undefined = undefined;
  order = 0;
  slot = -1;

  get isPending(): boolean {
    return this.order !== 0;
  }

  get isRepeating(): boolean {
    return false;
  }

  abstract readonly phase: Phase;
  abstract readonly kind: string;
  abstract readonly label: string;
  abstract happen(): void;

  place(earliest: number, latest: number, step: number): void {
    this.earliest = earliest;
    this.latest = latest;
    this.createdAt = this.earliestFrom = this.latestFrom = step;
  }
}

/** The async context that it is made in, for an action to run in later. */
export function captureContext(): AsyncResource {
  return new AsyncResource('EscapementEvent', resourceOptions);
}

/** An event whose action runs in the async context that the event was made in. */
export abstract class ContextEvent extends WindowEvent {
  readonly #context = captureContext();

  /** What happens. */
  abstract fire(): void;

  happen(): void {
    try {
      this.#context.runInAsyncScope(this.fire, this);
    } finally {
      this.#context.emitDestroy();
    }
  }

  dropped(): void {
    this.#context.emitDestroy();
  }
}

/** An event that a fake (or the user) has scheduled. */
export class Occurrence extends ContextEvent {
  readonly kind: string;
  readonly label: string;
  readonly #run: () => void;

  constructor(init: EventInit) {
    super();
    this.isRef = init.ref ?? true;
    this.kind = init.kind;
    this.label = init.label;
    this.#run = init.run;
  }

  get phase(): Phase {
    return 'io';
  }

  fire(): void {
    this.#run();
  }
}
