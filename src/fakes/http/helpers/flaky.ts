// A service that fails at first, and then works.
import { InvalidArgumentError } from '../../../world/index.ts';
import type { Fault } from '../fault.ts';
import type { Reply, Responder } from '../reply.ts';

export interface Flaky {
  /** How many requests fail, or how each of the first ones does: a status, a fault, an error or a reply. */
  readonly failures: number | readonly (number | Fault | Error | Reply)[];
  /** What comes after that, for as many requests as are made. Default: an empty 200. */
  readonly then?: Reply | Responder;
}

/**
 * A reply that fails so many times (with a 503 if nothing else is said), and is `then` for every request after that.
 *
 * @throws {@link InvalidArgumentError} for a number of failures that is none
 * @example
 * ```ts
 * http.get('https://api.test/users', flaky({ failures: 2, then: { json: [] } }));
 * http.get('https://api.test/teams', flaky({ failures: [503, 'reset'], then: { json: [] } }));
 * ```
 */
export function flaky({ failures, then = {} }: Flaky): Reply {
  const isCount = typeof failures === 'number';
  if (isCount ? !(Number.isInteger(failures) && failures >= 0) : !Array.isArray(failures)) {
    throw new InvalidArgumentError(
      `flaky({ failures }) takes a whole number, 0 or more, or an array of failures, and was given ${String(failures)}`,
    );
  }
  const list = isCount ? Array.from({ length: failures }, () => 503) : failures;
  return {
    repeat: true,
    reply(request, match) {
      const failure = list[match.count - 1];
      if (failure !== undefined) return failureOf(failure);
      return typeof then === 'function' ? then(request, match) : then;
    },
  };
}

function failureOf(failure: number | Fault | Error | Reply): Reply {
  if (typeof failure === 'number') return { status: failure };
  if (typeof failure === 'string') return { fault: failure };
  return failure instanceof Error ? { error: failure } : failure;
}
