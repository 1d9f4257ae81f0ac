// The part of the I/O watch for workers and child processes, seen through Node's diagnostics channels. Nothing tells from outside whether one
// is busy, so it holds time for as long as it would keep the process alive: until it ends or is unref'd. A child whose output
// the program does not read on is not waited for meanwhile.
import type { ChildProcess } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { Readable } from 'node:stream';
import type { Worker } from 'node:worker_threads';
import type { IntermittentHold } from './hold.ts';
import type { Holder } from './io-watch.ts';
import { pauseUntilRead, pauseWhileFull } from './reading.ts';

// Loaded before the dispatchers are in place, they keep the real timers for what is real: a child's `timeout`, the attempts of a connection.
// Not by `import`: of a built-in module whose names are not used, the bundler drops it.
for (const id of ['node:child_process', 'node:net']) process.getBuiltinModule(id);

export class HandleWatch {
  readonly #holder: Holder;
  readonly #channels: readonly [string, (message: unknown) => void][];

  constructor(holder: Holder) {
    this.#holder = holder;
    this.#channels = [
      ['worker_threads', (message) => this.#beginWorker((message as { worker: Worker }).worker)],
      ['child_process', (message) => this.#beginChild((message as { process: ChildProcess }).process)],
    ];
  }

  /** For good: subscribing costs more than a world does, and without a world nothing happens here. */
  engage(): void {
    for (const [name, listener] of this.#channels) diagnostics.subscribe(name, listener);
  }

  #beginWorker(worker: Worker): void {
    const hold = this.#holder.intermittent(`worker thread ${worker.threadId}`);
    if (hold === undefined) return;
    pauseWhileUnrefed(worker, hold);
    worker.once('exit', () => hold.end());
  }

  // The channel speaks before the process is spawned: it has no pid and no streams yet.
  #beginChild(child: ChildProcess): void {
    const hold = this.#holder.intermittent('a child process');
    if (hold === undefined) return;
    pauseWhileUnrefed(child, hold);
    // A listener of 'error' proper would take the blame away from a program that has none.
    child.once(errorMonitor as unknown as 'error', () => hold.end());
    child.once('close', () => hold.end());
    // 'close' does not come where the program has disconnected the channel of a fork(); and what came through that channel may be read after
    // the end has been noticed.
    const open = new Set<Readable>();
    const given = new Set<Readable>();
    let hasExited = false;
    const look = () => {
      if (!hasExited || child.connected) return;
      if (open.size === 0) hold.end();
      for (const stream of given) pauseUntilRead(stream, hold);
    };
    child.once('exit', () => {
      hasExited = true;
      look();
    });
    child.once('disconnect', look);
    process.nextTick(() => {
      for (const stream of outputsOf(child)) {
        open.add(stream);
        stream.once('close', () => {
          open.delete(stream);
          look();
        });
        pauseWhileFull(stream, hold, () => {
          given.add(stream);
          look();
        });
      }
    });
  }
}

function outputsOf(child: ChildProcess): Readable[] {
  return [child.stdout, child.stderr].filter((stream) => stream instanceof Readable);
}

function pauseWhileUnrefed(handle: Worker | ChildProcess, hold: IntermittentHold): void {
  const { ref, unref } = handle;
  handle.unref = () => {
    hold.pause('unref');
    return Reflect.apply(unref, handle, []);
  };
  handle.ref = () => {
    hold.resume('unref');
    return Reflect.apply(ref, handle, []);
  };
}
