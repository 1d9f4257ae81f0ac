// Whether a program reads on: a Readable asks its source for more by `_read`, and tells it by the result of `push` that it has enough for now
// (Node: lib/internal/streams/readable.js). A source that is told so stops the sender, and nothing comes until the program reads on.
import type { Readable } from 'node:stream';
import type { IntermittentHold } from './hold.ts';

/** Pauses `hold` while `stream` has enough. `ended` is called when the source has given the last of it. */
export function pauseWhileFull(stream: Readable, hold: IntermittentHold, ended: () => void): void {
  const { push, _read: read } = stream;
  define(stream, 'push', (chunk: unknown, ...rest: unknown[]) => {
    const wantsMore = Reflect.apply(push, stream, [chunk, ...rest]) as boolean;
    if (chunk === null) ended();
    else if (!wantsMore) hold.pause(stream);
    return wantsMore;
  });
  define(stream, '_read', (size: number) => {
    hold.resume(stream);
    return Reflect.apply(read, stream, [size]);
  });
}

/** Pauses `hold` until the program has read what is left of `stream`. */
export function pauseUntilRead(stream: Readable, hold: IntermittentHold): void {
  if (stream.readableEnded || stream.destroyed) return;
  const resume = () => hold.resume(stream);
  hold.pause(stream);
  stream.once('end', resume).once('close', resume);
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: false });
}
