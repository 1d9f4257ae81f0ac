// The one question that every dispatcher asks: which world does the caller belong to? None, or one that has ended, means: do the real thing
// (or, for what would make something happen in an ended world, nothing).
import { hub } from './hub.ts';
import type { Kernel } from './kernel.ts';

const { storage } = hub;

/** The world of the calling context, or `undefined`. An ended world still answers: its time stands, and nothing happens in it any more. */
export function worldInContext(): Kernel | undefined {
  return storage.getStore()?.kernel;
}
