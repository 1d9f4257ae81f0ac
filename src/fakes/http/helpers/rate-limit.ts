// A service that limits how often it is asked: so many requests in any window of time, and to those beyond a 429 that says when to come again.
import { InvalidArgumentError, type Kernel, worldInContext } from '../../../world/index.ts';
import type { Reply, Responder } from '../reply.ts';

export interface RateLimit {
  /** How many requests are answered in any `per` ms. */
  readonly requests: number;
  /** Virtual ms. */
  readonly per: number;
  /** What those within the limit are answered with. Default: an empty 200. */
  readonly then?: Reply | Responder;
}

/**
 * A reply for as many requests as come: those within the limit are answered by `then`, those beyond it by a 429 whose `Retry-After` (RFC 9110: whole
 * seconds, rounded up) says when there is room again, on virtual time. It counts by world.
 *
 * @throws {@link InvalidArgumentError} for a limit that is none
 * @example
 * ```ts
 * http.get('https://api.test/users', rateLimit({ requests: 10, per: 1000, then: { json: [] } }));
 * ```
 */
export function rateLimit({ requests, per, then = {} }: RateLimit): Reply {
  if (!(Number.isInteger(requests) && requests >= 1) || !(per > 0)) {
    throw new InvalidArgumentError(
      `rateLimit({ requests, per }) takes a whole number of requests, 1 or more, per virtual ms above 0, and was given ${requests} per ${per}`,
    );
  }
  const answered = new WeakMap<Kernel, number[]>();
  return {
    repeat: true,
    reply(request, match) {
      const kernel = worldInContext() as Kernel;
      const recent = (answered.get(kernel) ?? []).filter((at) => at > kernel.now - per);
      answered.set(kernel, recent);
      if (recent.length < requests) {
        recent.push(kernel.now);
        return typeof then === 'function' ? then(request, match) : then;
      }
      const wait = (recent[0] as number) + per - kernel.now;
      return { status: 429, headers: { 'Retry-After': String(Math.ceil(wait / 1000)) } };
    },
  };
}
