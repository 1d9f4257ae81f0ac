// `fetch` in a world: a request that `world.http` has something to say about goes straight to its router, without a client or a socket in between.
// Every other one is the real fetch's: outside a world, out of the world, to a server of the user's own, with a dispatcher of the user's own.
import { dress, hub, replace, WorldEndedError } from '../../../world/index.ts';
import { httpIn } from '../http.ts';
import { readUrl } from './outgoing.ts';
import { perform } from './perform.ts';

type Fetch = typeof globalThis.fetch;

function makeFetch(native: Fetch): Fetch {
  function fetch(this: unknown, ...args: Parameters<Fetch>): Promise<Response> {
    const kernel = hub.storage.getStore()?.kernel;
    if (kernel === undefined || (args as unknown[]).length === 0) return Reflect.apply(native, this, args);
    if (kernel.hasEnded) return Promise.reject(new WorldEndedError('fetch()', kernel.now));
    const http = httpIn(kernel);
    const [input, init] = args;
    if (http === undefined || (init != null && 'dispatcher' in init && init.dispatcher != null))
      return Reflect.apply(native, this, args);
    const url = readUrl(input);
    if (url === undefined || http.goesPast(url)) return Reflect.apply(native, this, args);
    return perform({ kernel, http, native, url, input, init, site: kernel.site(fetch) });
  }
  return dress(fetch, native);
}

/** Replaces the `fetch` of a realm, once and for good: outside a world it is the real one. */
export function installFetch(realm: typeof globalThis = globalThis): void {
  if (hub.installed.has(realm.fetch)) return;
  const standIn = makeFetch(realm.fetch);
  hub.installed.add(standIn);
  replace(realm, 'fetch', standIn);
}
