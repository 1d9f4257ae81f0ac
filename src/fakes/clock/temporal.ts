// `Temporal.Now` of a realm, where the engine has Temporal (Node 26): fake-timers computes it from the world's wall clock.
import { createRequire } from 'node:module';
import type * as FakeTimers from '@sinonjs/fake-timers';
import { dress, replace, worldInContext } from '../../world/index.ts';

const require = createRequire(import.meta.url);

type Now = Record<string, (...args: unknown[]) => unknown>;

/** What reads the clock. `timeZoneId` reads the place, which is not virtual. */
const reads = ['instant', 'zonedDateTimeISO', 'plainDateTimeISO', 'plainDateISO', 'plainTimeISO'] as const;

export function patchTemporal(realm: object): void {
  const native = (realm as { Temporal?: { readonly Now: Now } }).Temporal?.Now;
  if (native === undefined) return;
  // Loaded here, since it is needed nowhere else.
  const { withGlobal } = require('@sinonjs/fake-timers') as typeof FakeTimers;
  const clock = withGlobal(realm as typeof globalThis).createClock();
  Object.defineProperty(clock, 'now', { get: () => worldInContext()?.wallTime });
  const virtual = (clock as unknown as { readonly Temporal: { readonly Now: Now } }).Temporal.Now;
  for (const name of reads) {
    const real = native[name] as Now[string];
    const read = (...args: unknown[]) =>
      Reflect.apply(worldInContext() === undefined ? real : (virtual[name] as Now[string]), native, args);
    replace(native, name, dress(read, real));
  }
}
