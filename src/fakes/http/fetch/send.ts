// Sends one request to the router and waits for its headers, as undici does: no longer than its headers timeout, and not once the signal is aborted.
import type { Kernel, Scheduled } from '../../../world/index.ts';
import type { Answer } from '../answer.ts';
import { causeOf } from '../cause.ts';
import type { Matched } from '../http.ts';
import { headersTimeout, malformedHead, networkError } from './failure.ts';

/** Virtual ms: the default of undici, and so of fetch. */
const patience = 300_000;

export function send(
  kernel: Kernel,
  sent: Matched,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<Answer | 'passthrough'> {
  return new Promise((resolve, reject) => {
    const { exchange } = sent;
    let timeout: Scheduled | undefined;
    const leave = () => {
      timeout?.cancel();
      signal?.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      leave();
      exchange.giveUp(signal?.reason);
      reject(signal?.reason);
    };
    const broken = (cause: Error, routes?: string) => {
      exchange.breakOff(cause);
      reject(explained(networkError(cause), routes));
    };
    signal?.addEventListener('abort', onAbort);
    sent.begin({
      arrived(arrival) {
        leave();
        if (arrival === 'passthrough') resolve(arrival);
        else if ('failure' in arrival) broken(causeOf(arrival, url, kernel), arrival.routes);
        else if (arrival.fault === 'malformed') broken(malformedHead());
        else resolve(arrival);
      },
    });
    if (!sent.isQuick) {
      timeout = kernel.schedule({
        kind: 'timeout',
        label: `headers timeout of ${exchange.span.label}`,
        window: [patience, patience],
        run() {
          leave();
          const cause = headersTimeout();
          exchange.giveUp(cause);
          reject(networkError(cause));
        },
      });
    }
  });
}

/** The routes there are and how each differs, out of the way of code that prints or compares the error. */
function explained(error: TypeError, routes: string | undefined): TypeError {
  if (routes === undefined) return error;
  return Object.defineProperty(error, 'routes', { value: routes });
}
