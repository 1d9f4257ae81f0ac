// The part of the I/O watch for what begins with a method of a native object: such a method is wrapped, once and for good, on its prototype
// (of message ports, when the first world starts; of others, when the first of their kind is made while worlds live).
//
// - Crypto jobs (`*REQUEST`): an asynchronous one and a synchronous one are made alike; only `run` differs. The end is the job's `after`.
// - Compression (`ZLIB`): a handle does one `write` after another, and each ends with an `after` of the handle.
// - Blobs (`BLOBREADER`): `pull` calls back once; its `after`s do not balance.
// - Messages: what is posted arrives in a later turn of the loop, in this process. From another thread an answer may never come.
import { types } from 'node:util';
import type { Hold } from './hold.ts';
import { hub } from './hub.ts';
import type { Holder } from './io-watch.ts';

type Method = (this: object, ...args: unknown[]) => unknown;

// Every asynchronous operation of node:crypto and of SubtleCrypto is one of these: SCRYPTREQUEST, HASHREQUEST, KEYGENREQUEST …
const cryptoJob = /^[A-Z0-9]+REQUEST$/;

/** A message that is posted while the loop polls is taken in the next turn's poll; by the second turn it has been. */
const turnsOfAMessage = 2;

export class MethodWatch {
  readonly #holder: Holder;
  readonly #wrapped = new WeakSet<object>();
  /** By async id: what ends with the next `after` of that resource, in order. */
  readonly #open = new Map<number, Hold[]>();

  constructor(holder: Holder) {
    this.#holder = holder;
  }

  static covers(type: string): boolean {
    return type === 'ZLIB' || type === 'BLOBREADER' || cryptoJob.test(type);
  }

  engage(): void {
    for (const { prototype } of [MessagePort, BroadcastChannel]) {
      wrap(prototype, 'postMessage', (post, port, args) => {
        const posted = Reflect.apply(post, port, args);
        this.#holder.holdForTurns(turnsOfAMessage);
        return posted;
      });
    }
  }

  disengage(): void {
    this.#open.clear();
  }

  /** A resource of a type that it covers was made. */
  watch(type: string, resource: object): void {
    const prototype = Object.getPrototypeOf(resource) as object;
    if (this.#wrapped.has(prototype)) return;
    this.#wrapped.add(prototype);
    if (type === 'ZLIB') this.#watchZlib(prototype);
    else if (type === 'BLOBREADER') this.#watchBlobs(prototype);
    else
      this.#watchCrypto(prototype, `a crypto operation (${type.slice(0, -'REQUEST'.length).toLowerCase()})`);
  }

  after(asyncId: number): void {
    if (this.#open.size === 0) return;
    const holds = this.#open.get(asyncId);
    if (holds === undefined) return;
    holds.shift()?.release();
    if (holds.length === 0) this.#open.delete(asyncId);
  }

  #untilAfter(resource: object, hold: Hold | undefined): void {
    if (hold === undefined) return;
    const asyncId = (resource as { getAsyncId(): number }).getAsyncId();
    const holds = this.#open.get(asyncId);
    if (holds === undefined) this.#open.set(asyncId, [hold]);
    else holds.push(hold);
  }

  #watchZlib(prototype: object): void {
    wrap(prototype, 'write', (write, handle, args) => {
      this.#untilAfter(handle, this.#holder.hold('a compression'));
      return Reflect.apply(write, handle, args);
    });
  }

  #watchCrypto(prototype: object, label: string): void {
    wrap(prototype, 'run', (run, job, args) => {
      const result = Reflect.apply(run, job, args);
      // A synchronous job gives its result as a pair.
      if ('ondone' in job || types.isPromise(result)) this.#untilAfter(job, this.#holder.hold(label));
      return result;
    });
  }

  #watchBlobs(prototype: object): void {
    wrap(prototype, 'pull', (pull, reader, [callback, ...rest]) => {
      const hold = this.#holder.hold('reading a Blob');
      const pulled = (...args: unknown[]) => {
        hold?.release();
        return Reflect.apply(callback as Method, reader, args);
      };
      return Reflect.apply(pull, reader, [pulled, ...rest]);
    });
  }
}

/** Replaces a method by one that does nothing else while no world lives. */
function wrap(
  prototype: object,
  name: string,
  replacement: (method: Method, self: object, args: unknown[]) => unknown,
): void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (typeof descriptor?.value !== 'function') return;
  const method = descriptor.value as Method;
  const value = function (this: object, ...args: unknown[]) {
    return hub.liveWorlds > 0 ? replacement(method, this, args) : Reflect.apply(method, this, args);
  };
  Object.defineProperty(value, 'name', { value: name, configurable: true });
  Object.defineProperty(value, 'length', { value: method.length, configurable: true });
  Object.defineProperty(prototype, name, { ...descriptor, value });
}
