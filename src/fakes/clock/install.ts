// Puts the dispatchers in place, once a process for the modules and once a realm for its globals, for good: in a world they use its time,
// elsewhere the real one, so nothing ever needs to be taken back.
//
// They are two steps because Vitest needs its own captures of the globals to be the real ones, while `import { setTimeout } from
// 'node:timers'` must dispatch before the first module of a vm context has read it.
//
// The globals of a vm context are of two sorts: what the language has (Date, Math, Intl, Temporal) is the context's own, and gets a stand-in of its
// own; what Node has (timers, performance, AbortSignal) is the process's.
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { hub, replace, replaceAll } from '../../world/index.ts';
import { makeDate } from './date.ts';
import { faces } from './faces.ts';
import { patchIntl } from './intl.ts';
import { losesContextOfMicrotasks } from './microtask.ts';
import { makeRandom } from './random.ts';
import { patchTemporal } from './temporal.ts';

const require = createRequire(import.meta.url);

/** The modules' forms: `node:timers`, `node:timers/promises`, … for `require` and `import` alike, and the objects that all realms share. */
export function installModules(): void {
  if (hub.installed.has(process)) return;
  hub.installed.add(process);
  const timersPromises = require('node:timers/promises');
  const crypto = require('node:crypto');
  replaceAll(require('node:timers'), faces.timers);
  replaceAll(timersPromises, faces.timersPromises);
  replaceAll(Object.getPrototypeOf(timersPromises.scheduler), faces.scheduler);
  replace(require('node:perf_hooks'), 'performance', faces.performance);
  replaceAll(process, faces.processTime);
  replaceAll(crypto, faces.nodeCrypto);
  replaceAll(Object.getPrototypeOf(crypto.webcrypto), faces.webCrypto);
  syncBuiltinESMExports();
}

/** The globals of a realm. */
export function installGlobals(realm: typeof globalThis = globalThis): void {
  if (hub.installed.has(realm)) return;
  hub.installed.add(realm);
  replaceAll(realm, faces.timers);
  replace(realm, 'performance', faces.performance);
  replace(realm.AbortSignal, 'timeout', faces.timeout);
  if (losesContextOfMicrotasks) replace(realm, 'queueMicrotask', faces.queueMicrotask);

  const date = makeDate(realm.Date);
  replace(date.prototype, 'constructor', date);
  replace(realm, 'Date', date);
  replace(realm.Math, 'random', makeRandom(realm.Math.random));
  patchIntl(realm.Intl);
  patchTemporal(realm);
}
