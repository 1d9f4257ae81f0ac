// What the kernel needs of the process while worlds live, and gives back when the last one ends: the error guard and the I/O watch.
// A process has one of each, made by the copy of the kernel that was loaded first.
import { ErrorGuard } from './guard.ts';
import { hub } from './hub.ts';
import { IoWatch } from './io-watch.ts';
import type { Kernel } from './kernel.ts';

hub.guard ??= new ErrorGuard();
hub.ioWatch ??= new IoWatch();
const { guard, ioWatch } = hub as Required<typeof hub>;

export function enterProcess(): void {
  hub.beginNetwork?.();
  if (hub.liveWorlds++ > 0) return;
  guard.engage();
  ioWatch.engage();
}

export function leaveProcess(): void {
  if (--hub.liveWorlds > 0) return;
  guard.disengage();
  ioWatch.disengage();
}

/** An event's action has thrown: fails its world, if its program does not listen for such. */
export function raiseInWorld(kernel: Kernel, error: unknown): void {
  guard.raise(kernel, error);
}

/** Gives an error that belongs to no living world to whoever else listens. */
export function forwardToProcess(error: unknown): void {
  guard.forward('uncaughtException', [error, 'uncaughtException']);
}
