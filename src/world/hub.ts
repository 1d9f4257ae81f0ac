// What every copy of the kernel in a process shares: the storage that binds a world to its async context, the real functions,
// the error guard and the I/O watch. It hangs on `process`, which all realms see, so that a module graph that is evaluated again
// (a vm context, `isolate: false`, `vi.resetModules`) finds the worlds of the others. Two *installations* of the package are
// refused: their classes and their patches would not know one another.
import { AsyncLocalStorage } from 'node:async_hooks';
import { DuplicatePackageError } from './errors.ts';
import type { ErrorGuard } from './guard.ts';
import type { IoWatch } from './io-watch.ts';
import type { Kernel } from './kernel.ts';
import { type Real, takeReal } from './real.ts';
import type { TaskContext } from './task-context.ts';
import { version } from './version.ts';

export interface Hub {
  readonly version: string;
  readonly url: string;
  readonly storage: AsyncLocalStorage<TaskContext>;
  readonly real: Real;
  /** Made by the copy that loads first, used by all: a process has one of each. */
  guard?: ErrorGuard;
  ioWatch?: IoWatch;
  /** What stands in for the process's own functions (src/fakes/clock): made by the copy that installs them, put on every realm. */
  faces?: unknown;
  /** What makes the network of a world (src/fakes/net). */
  network?: unknown;
  /** Called before a world uses the network. */
  beginNetwork?: () => void;
  /** Whether a socket is one of a world's own network. */
  isInMemory?: (socket: object) => boolean;
  /** Whether a connection of a world would leave it: the network's to say. */
  leadsOutside?: (kernel: Kernel, target: { host: string; port: number; path?: string }) => boolean;
  /** How many worlds run now. */
  liveWorlds: number;
  /** The realms (their global objects) whose globals dispatch, and the parts of the process that do. */
  readonly installed: WeakSet<object>;
}

const key = Symbol.for('escapement.hub');
const holder = process as unknown as Record<symbol, Hub | undefined>;

// The folder of the package: `src/world/hub.ts` and `dist/<chunk>.js` both lie below it, and so do all entries of one copy.
const url = new URL('.', import.meta.url).href;

function adopt(): Hub {
  const found = holder[key];
  if (found !== undefined) {
    if (found.version !== version || found.url !== url)
      throw new DuplicatePackageError(found, { version, url });
    return found;
  }
  const made: Hub = {
    version,
    url,
    storage: new AsyncLocalStorage<TaskContext>(),
    real: takeReal(),
    liveWorlds: 0,
    installed: new WeakSet(),
  };
  Object.defineProperty(holder, key, { value: made });
  return made;
}

export const hub: Hub = adopt();
export const real: Real = hub.real;
