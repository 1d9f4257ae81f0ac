// One request and what becomes of it, whichever way it came. The answer arrives by one event, whose window is the reply's delay; a callback runs in
// an event of its own, so that exploration tries the orders in which requests reach it.
import { type Kernel, type Latency, type Scheduled, SpanRecord } from '../../world/index.ts';
import { type Answer, answerOf, prepareAnswer } from './answer.ts';
import type { IncomingRequest } from './incoming.ts';
import type { Meter } from './meter.ts';
import { type Match, type Reply, validateReply } from './reply.ts';
import type { HttpRoute, Slot } from './route.ts';

/** The connection fails in place of an answer. */
export interface Failure {
  readonly failure: 'error' | 'refused' | 'timeout' | 'reset' | 'dns' | 'tls';
  readonly error?: Error;
  /** Of a request that nothing matched: the routes there are, and how each differs. */
  readonly routes?: string;
}

/** What arrives; `hang`: nothing ever. */
export type Arrival = Answer | Failure | 'passthrough';

/** Whoever else may know an answer. */
export interface Guest {
  answer(request: Request): Promise<Response | 'passthrough' | undefined>;
}

export interface Arriving {
  /** Called once, by the event of the arrival, unless the request is given up before. */
  arrived(arrival: Arrival): void;
}

const connectionFaults = new Set<string>(['refused', 'reset', 'dns', 'tls']);

export class Exchange {
  readonly request: IncomingRequest;
  readonly span: SpanRecord;
  readonly #kernel: Kernel;
  readonly #meters: readonly Meter[];
  #pending: Scheduled | undefined;
  #arriving: Arriving | undefined;
  #abort: AbortController | undefined;
  #isOver = false;

  constructor(kernel: Kernel, request: IncomingRequest, label: string, meters: readonly Meter[]) {
    this.#kernel = kernel;
    this.request = request;
    this.#meters = meters;
    this.span = new SpanRecord(label, kernel.now);
    for (const meter of meters) meter.begin(this.span);
    kernel.openSpans.add(this.span);
  }

  /** Answers by a route's reply. */
  answer(route: HttpRoute, slot: Slot, params: Match['params'], arriving: Arriving): void {
    this.#arriving = arriving;
    const { fault } = slot;
    const reply = fault === undefined ? slot.reply : { ...slot.reply, fault };
    if (reply.reply === undefined) this.#deliver(reply, () => slot.make());
    else this.#call(reply, slot.where, { params, count: route.spans.length });
  }

  /** The connection fails. */
  fail(failure: Failure, delay: Latency | undefined, arriving: Arriving): void {
    this.#arriving = arriving;
    this.#arriveLater(delay, () => failure);
  }

  /** Asks guests, one after the other. `otherwise` says what arrives when none of them knows. */
  ask(guests: readonly Guest[], otherwise: () => Failure | 'passthrough', arriving: Arriving): void {
    this.#arriving = arriving;
    const abort = new AbortController();
    this.#abort = abort;
    const run = async () => {
      let given: Response | 'passthrough' | undefined;
      for (const guest of guests) given ??= await guest.answer(this.request.toRequest(abort.signal));
      if (this.#isOver) return;
      if (given === undefined) this.#arriveLater(undefined, otherwise);
      else if (given === 'passthrough') this.#arriveLater(0, () => 'passthrough');
      else if (given.type === 'error') this.#arriveLater(undefined, () => ({ failure: 'reset' }));
      else this.#arriveLater(undefined, () => answerOf(given as Response));
    };
    this.#schedule('request', [0, 0], () => void run().catch((error) => this.#kernel.fail(error)));
  }

  /** All of the answer has arrived. */
  finish(status: number): void {
    this.#end(() => this.span.fulfil(this.#kernel.now, status));
  }

  /** The answer broke off. */
  breakOff(error: unknown): void {
    this.#end(() => this.span.reject(this.#kernel.now, error));
  }

  /** The client has lost interest. */
  giveUp(reason: unknown): void {
    this.#pending?.cancel();
    this.#abort?.abort(reason);
    this.#end(() => this.span.reject(this.#kernel.now, reason, 'cancelled'));
  }

  #end(settle: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    settle();
    this.#kernel.openSpans.delete(this.span);
    for (const meter of this.#meters) meter.end();
  }

  #call(reply: Reply, declared: string, match: Match): void {
    const abort = new AbortController();
    this.#abort = abort;
    const run = async () => {
      const given = await reply.reply?.(this.request.toRequest(abort.signal), match);
      if (this.#isOver) return;
      if (given instanceof Response) {
        this.#deliver(reply, () => answerOf(given));
        return;
      }
      const returned = given ?? {};
      const where = `${declared}: what \`reply\` returned`;
      validateReply(returned, where);
      if (returned.reply !== undefined) throw new TypeError(`${where} cannot be a callback again`);
      const { error, fault, timeout, delay } = { ...reply, ...returned };
      const whole = { ...returned, error, fault, timeout, delay } as Reply;
      this.#deliver(whole, prepareAnswer(whole, where));
    };
    // What a callback throws is a mistake of the test: it must not be taken for an answer by the code that is tested.
    this.#schedule('request', [0, 0], () => void run().catch((error) => this.#kernel.fail(error)));
  }

  #deliver(reply: Reply, make: () => Answer): void {
    const { error, fault, timeout, delay } = reply;
    if (fault === 'hang') return;
    if (error !== undefined) this.#arriveLater(delay, () => ({ failure: 'error', error }));
    else if (timeout === true) this.#arriveLater(delay, () => ({ failure: 'timeout' }));
    else if (fault !== undefined && connectionFaults.has(fault))
      this.#arriveLater(delay, () => ({ failure: fault as Failure['failure'] }));
    else this.#arriveLater(delay, make);
  }

  #arriveLater(delay: Latency | undefined, make: () => Arrival): void {
    const latency = delay ?? this.#kernel.options.latency;
    const window = typeof latency === 'number' ? ([latency, latency] as const) : latency;
    this.#schedule('reply', window, () => {
      this.#pending = undefined;
      this.#arriving?.arrived(make());
    });
  }

  #schedule(kind: string, window: readonly [number, number], run: () => void): void {
    this.#pending = this.#kernel.schedule({ kind, label: this.span.label, window, run });
  }
}
