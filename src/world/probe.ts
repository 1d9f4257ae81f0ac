// A probe: a function that calls another and records a span a call. It returns what the function returns, the promise itself included, so
// the program's microtasks run as they would without it.
import { types } from 'node:util';
import { assertFunction, assertName, show } from './arguments.ts';
import { isCancellation } from './cancellation.ts';
import { hub, real } from './hub.ts';
import type { Kernel } from './kernel.ts';
import { takeSite } from './site.ts';
import { type Activity, SpanRecord } from './span.ts';
import { observe } from './unhandled.ts';

/** Calls `fn` and records a span a call. */
export type Probe<F> = F & Activity;

/** Where the spans of calls outside any world are kept, and their time: real ms since the process began. */
const outside = { now: () => real.monotonicNow() };

/**
 * Wraps a function so that each call of it is recorded as a span. The spans are kept by world, so a probe made at module level serves
 * tests that run side by side: each sees its own calls. Outside a world, times are real milliseconds.
 *
 * @param name - what messages and timelines call it
 * @param fn - called as it is: same `this`, same arguments, same result
 * @throws {@link InvalidArgumentError} if `name` is no text, or `fn` no function
 */
export function probe<F extends (...args: never[]) => unknown>(name: string, fn: F): Probe<F> {
  assertName('probe(name, fn)', 'name', name);
  assertFunction(`probe(${show(name)}, fn)`, fn);
  const spansByWorld = new WeakMap<object, SpanRecord[]>();
  const spansHere = (): SpanRecord[] => {
    const world = hub.storage.getStore()?.kernel ?? outside;
    let spans = spansByWorld.get(world);
    if (spans === undefined) {
      spans = [];
      spansByWorld.set(world, spans);
    }
    return spans;
  };
  const call = (args: readonly unknown[], run: () => unknown): unknown => {
    const spans = spansHere();
    return record(`${name} #${spans.length + 1}`, spans, args, run, call);
  };
  return new Proxy(fn, {
    apply: (target, self, args) => call(args, () => Reflect.apply(target, self, args)),
    construct: (target, args, newTarget) =>
      call(args, () => Reflect.construct(target, args, newTarget)) as object,
    get: (target, key, receiver) => {
      if (key === 'name') return name;
      if (key === 'spans') return spansHere();
      return Reflect.get(target, key, receiver);
    },
    has: (target, key) => key === 'spans' || Reflect.has(target, key),
  }) as Probe<F>;
}

function record(
  label: string,
  spans: SpanRecord[],
  args: readonly unknown[],
  run: () => unknown,
  below: (...args: never[]) => unknown,
): unknown {
  const kernel: Kernel | undefined = hub.storage.getStore()?.kernel;
  const now = kernel === undefined ? outside.now : () => kernel.now;
  const span = new SpanRecord(label, now(), kernel === undefined ? takeSite(below) : kernel.site(below));
  span.args = args;
  spans.push(span);
  kernel?.trace.note(kernel.now, 'start', label);

  const ended = (outcome: 'fulfilled' | 'rejected', value: unknown) => {
    if (outcome === 'fulfilled') span.fulfil(now(), value);
    else span.reject(now(), value, isCancellation(value) ? 'cancelled' : 'rejected');
    kernel?.openSpans.delete(span);
    kernel?.trace.note(kernel.now, 'end', `${label} ${span.outcome}`);
  };
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    ended('rejected', error);
    throw error;
  }
  if (types.isPromise(result)) {
    kernel?.openSpans.add(span);
    observe(
      result,
      (value) => ended('fulfilled', value),
      (reason) => ended('rejected', reason),
    );
  } else ended('fulfilled', result);
  return result;
}
