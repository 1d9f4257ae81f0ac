// A task on the real clock.
import { SpanRecord, type Task, taskProperties } from '../world/index.ts';

export function startTask<T>(
  name: string,
  run: (signal: AbortSignal) => T | PromiseLike<T>,
  now: () => number,
): Task<T> {
  const abort = new AbortController();
  const span = new SpanRecord(`${name} #1`, now());
  const start = async () => await run(abort.signal);
  const promise = start().then(
    (value) => {
      span.fulfil(now(), value);
      return value;
    },
    (reason) => {
      span.reject(now(), reason, abort.signal.aborted ? 'cancelled' : 'rejected');
      throw reason;
    },
  );
  return Object.defineProperties(promise as Task<T>, taskProperties(name, span, abort));
}
