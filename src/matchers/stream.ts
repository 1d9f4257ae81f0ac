// Streams, as matchers read them: async iterables (web and Node streams are), iterables, and functions that return one.
import type { Span } from '../world/index.ts';
import { show, wrong } from './arguments.ts';
import { timeHere } from './clock.ts';
import type { Call } from './matcher.ts';

type AnyIterator = AsyncIterator<unknown> | Iterator<unknown>;

/** What reading one value came to. */
export type Reading = { readonly value: unknown } | { readonly isEnd: true } | { readonly error: unknown };

export class Reader {
  /** `"numbers"`, `the stream` */
  readonly name: string;
  /** A span a value: from the one before it (the first: from the beginning) to its arrival. */
  readonly spans: Span[] = [];
  readonly #iterator: AnyIterator;
  readonly #isBorrowed: boolean;
  #isWaiting = false;

  constructor(call: Call, subject: unknown) {
    const made = typeof subject === 'function' ? Reflect.apply(subject, undefined, []) : subject;
    this.name =
      typeof subject === 'function' && subject.name !== '' ? JSON.stringify(subject.name) : 'the stream';
    this.#iterator = iteratorOf(call, made, subject);
    this.#isBorrowed = (this.#iterator as unknown) === made && typeof subject !== 'function';
  }

  async read(): Promise<Reading> {
    const span = {
      label: `value ${this.spans.length + 1}`,
      start: timeHere(),
      end: undefined,
      outcome: 'pending' as Span['outcome'],
    };
    this.spans.push(span);
    this.#isWaiting = true;
    const ended = (outcome: Span['outcome'], extra: object) =>
      Object.assign(span, { end: timeHere(), outcome, ...extra });
    try {
      const { done, value } = await this.#iterator.next();
      if (done === true) {
        ended('fulfilled', { label: 'the end' });
        return { isEnd: true };
      }
      ended('fulfilled', { value });
      return { value };
    } catch (error) {
      ended('rejected', { reason: error });
      return { error };
    } finally {
      this.#isWaiting = false;
    }
  }

  /** Ends the stream, so that it can clean up; one that is stuck in the middle of a value is not waited for. */
  async close(): Promise<void> {
    const closing = Promise.resolve(this.#iterator.return?.());
    if (this.#isWaiting) closing.catch(() => undefined);
    else await closing;
  }

  /** Leaves an iterator of the caller's own as it is, and ends what was opened here. */
  async leave(): Promise<void> {
    if (!this.#isBorrowed) await this.close();
  }
}

function iteratorOf(call: Call, made: unknown, subject: unknown): AnyIterator {
  if (typeof made === 'object' && made !== null) {
    if (Symbol.asyncIterator in made) return (made as AsyncIterable<unknown>)[Symbol.asyncIterator]();
    if (Symbol.iterator in made) return (made as Iterable<unknown>)[Symbol.iterator]();
    if ('next' in made && typeof made.next === 'function') return made as AnyIterator;
  }
  const what = made === subject ? show(subject) : `${show(subject)}, which returned ${show(made)}`;
  throw wrong(
    call,
    `the subject must be a stream: an async iterable, an iterable, or a function that returns one, and is ${what}`,
  );
}
