// What the patches of Vitest in one realm share. A realm has them once, however often its module graph is evaluated (`isolate: false`,
// `vi.resetModules`), so they keep here what a later evaluation must find again.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Hold, Kernel } from '../world/index.ts';
import type { Attempt } from './attempt.ts';

/** A poll of Vitest's that is under way: `expect.poll`, `vi.waitFor`, `vi.waitUntil`. */
export interface Poll {
  /** Real ms outside a world, virtual ms in one, between two looks. */
  readonly interval: number;
}

/** A message to Vitest's main process that is not answered yet, with the holds it has on worlds. */
interface Call {
  readonly label: string;
  readonly holds: Hold[];
}

export interface Realm {
  /** Set while Vitest's own code polls: its timers are the world's then. */
  readonly polls: AsyncLocalStorage<Poll>;
  /** The attempts at tests whose worlds live, by world. */
  readonly attempts: Map<Kernel, Attempt>;
  readonly calls: Set<Call>;
  /** What has been patched. */
  readonly patched: WeakSet<object>;
}

const key = Symbol.for('escapement.vitest');
const holder = globalThis as unknown as Record<symbol, Realm | undefined>;

function adopt(): Realm {
  const found = holder[key];
  if (found !== undefined) return found;
  const made: Realm = {
    polls: new AsyncLocalStorage(),
    attempts: new Map(),
    calls: new Set(),
    patched: new WeakSet(),
  };
  Object.defineProperty(globalThis, key, { value: made });
  return made;
}

export const realm: Realm = adopt();

/** `true` the first time that it is asked about `target`. */
export function isFirstPatch(target: object): boolean {
  if (realm.patched.has(target)) return false;
  realm.patched.add(target);
  return true;
}
