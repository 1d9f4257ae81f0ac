// A route: a method, a URL and conditions, and the replies that it has for the requests that meet them, used up one after the other.
import { describeSite, InvalidArgumentError, type Site } from '../../world/index.ts';
import { type AnswerMaker, prepareAnswer } from './answer.ts';
import { type RequestConditions, unmet, validateConditions } from './conditions.ts';
import type { Fault } from './fault.ts';
import type { IncomingRequest } from './incoming.ts';
import { Meter, type Metered } from './meter.ts';
import { type CompiledPattern, compilePattern, type UrlMatch, type UrlPattern } from './pattern.ts';
import { Log, type RecordedRequest, type RequestRecord } from './record.ts';
import { type Reply, validateReply } from './reply.ts';

export interface Route extends Metered {
  readonly method: string;
  /** As it was declared. */
  readonly url: string;
  /** One more reply, for when those before it are used up. @throws {@link InvalidArgumentError} if it could never be used */
  reply(reply?: Reply): Route;
  /** What a request must have besides. @throws {@link InvalidArgumentError} for a condition that does not exist */
  with(conditions: RequestConditions): Route;
  /** The requests that it answered. */
  readonly requests: readonly RecordedRequest[];
  /** How many of its replies nobody has asked for. One that is repeated for ever counts until it is used. */
  readonly unused: number;
}

/** A reply, and how many requests it still answers. */
export interface Slot {
  readonly reply: Reply;
  readonly make: AnswerMaker;
  readonly where: string;
  left: number;
  isUsed: boolean;
  /** Nothing goes wrong with it by itself. */
  readonly isWell: boolean;
  /** What exploration makes go wrong with it. */
  readonly fault?: Fault;
}

export class HttpRoute implements Route {
  readonly method: string;
  readonly pattern: CompiledPattern;
  readonly site: Site | undefined;
  readonly meter: Meter;
  readonly log = new Log<RequestRecord>();
  conditions: RequestConditions | undefined;
  /** Called when a reply is added to a route that had none left. */
  onRevival: (() => void) | undefined;
  readonly #where: string;
  readonly #slots: Slot[] = [];
  // invariant: all before it have none left.
  #current = 0;
  #hasImplicitReply: boolean;
  #lastUse: { readonly at: number } | undefined;

  /** @param where - how messages name the call that makes it: `http.get()` */
  constructor(
    method: string,
    url: UrlPattern,
    reply: Reply | undefined,
    where: string,
    site: Site | undefined,
  ) {
    this.method = method;
    this.pattern = compilePattern(url, where);
    this.site = site;
    this.#where = where;
    this.meter = new Meter(`${method} ${this.pattern.text}`);
    this.#hasImplicitReply = reply === undefined;
    this.#slots.push(slotOf(reply ?? {}, where));
  }

  get name(): string {
    return this.meter.name;
  }

  get spans(): Meter['spans'] {
    return this.meter.spans;
  }

  get peak(): number {
    return this.meter.peak;
  }

  get url(): string {
    return this.pattern.text;
  }

  get requests(): readonly RecordedRequest[] {
    return this.log.entries;
  }

  get unused(): number {
    return this.#slots.reduce(
      (sum, { left, isUsed }) => sum + (left === Number.POSITIVE_INFINITY ? (isUsed ? 0 : 1) : left),
      0,
    );
  }

  /** Whether it has a reply left. */
  get isLive(): boolean {
    return this.#current < this.#slots.length;
  }

  /** Whether it always will. */
  get isEndless(): boolean {
    return this.#slots.at(-1)?.left === Number.POSITIVE_INFINITY;
  }

  reply(reply: Reply = {}): Route {
    if (this.#hasImplicitReply && !this.#slots[0]?.isUsed) this.#slots.length = 0;
    this.#hasImplicitReply = false;
    if (this.isEndless) {
      throw new InvalidArgumentError(
        `${this.name}: this reply would never be used, since the one before it is repeated for ever (repeat: true).`,
      );
    }
    const wasLive = this.isLive;
    this.#slots.push(slotOf(reply, this.#where));
    if (!wasLive) this.onRevival?.();
    return this;
  }

  with(conditions: RequestConditions): Route {
    validateConditions(conditions, `${this.name}: with()`);
    this.conditions = { ...this.conditions, ...conditions };
    return this;
  }

  match(request: IncomingRequest): UrlMatch | undefined {
    if (this.method !== request.method && this.method !== 'ANY') return undefined;
    const match = this.#matchUrl(request);
    if (typeof match === 'string') return undefined;
    return this.conditions === undefined || unmet(this.conditions, request).length === 0 ? match : undefined;
  }

  #matchUrl(request: IncomingRequest): UrlMatch | string {
    return this.pattern.match(request.url, request.target, this.conditions?.query !== undefined);
  }

  /** The reply that the next request gets. */
  get next(): Slot {
    return this.#slots[this.#current] as Slot;
  }

  /** Uses a reply up. To be called when a request has been matched, before anything is awaited: else several would get the same one. */
  take(at: number): Slot {
    const slot = this.next;
    slot.isUsed = true;
    this.#lastUse = { at };
    if (--slot.left === 0) this.#current++;
    return slot;
  }

  /** How a request that it did not answer differs from those it does. */
  differences(request: IncomingRequest): string[] {
    const found: string[] = [];
    if (this.method !== request.method && this.method !== 'ANY')
      found.push(`the method is ${request.method}, not ${this.method}`);
    const match = this.#matchUrl(request);
    if (typeof match === 'string') {
      const hint = match === 'query' ? ' (to allow any query: .with({ query: {} }))' : '';
      found.push(match === 'pattern' ? 'the URL does not match' : `the ${match} differs${hint}`);
    }
    if (this.conditions !== undefined) found.push(...unmet(this.conditions, request));
    if (found.length === 0 && !this.isLive)
      found.push(`no reply is left: the last was used at +${this.#lastUse?.at}ms`);
    return found;
  }

  /** `declared at test/users.test.ts:10:8` */
  get place(): string {
    const where = describeSite(this.site);
    return where === undefined ? '' : `declared at ${where}`;
  }
}

function slotOf(reply: Reply, where: string): Slot {
  validateReply(reply, where);
  const { repeat = 1, error, fault, timeout } = reply;
  const isWell = error === undefined && fault === undefined && timeout !== true;
  const make = prepareAnswer(reply, where);
  return {
    reply,
    make,
    where,
    left: repeat === true ? Number.POSITIVE_INFINITY : repeat,
    isUsed: false,
    isWell,
  };
}
