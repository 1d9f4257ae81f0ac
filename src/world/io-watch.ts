// The I/O watch: opens a hold for each *request* that begins in a world's context and closes it when the answer has come, so that virtual
// time never jumps over real I/O. It holds for requests, not for the life of handles: an idle keep-alive socket is no reason to stand still.
// Workers and child processes are the exception, while they are ref'd: nothing tells from outside whether they are busy.
//
// How each is seen: an async hook (`init` and `after`) for files, DNS and crypto; the handle's `write` for zlib; Node's diagnostics channels
// for http, undici (and so fetch), workers and child processes. What none of them shows (WebAssembly.compile, Atomics.waitAsync) is
// documented.
import { createHook } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Worker } from 'node:worker_threads';
import { realIo } from './diagnose.ts';
import type { Hold } from './hold.ts';
import { hub, real } from './hub.ts';
import type { Kernel } from './kernel.ts';
import { takeSite } from './site.ts';

/** Requests by their async resource type, with what a message calls them. `BLOBREADER` never balances, and is left out. */
const requests = new Map<string, string>([
  ['FSREQCALLBACK', 'a file operation'],
  ['FSREQPROMISE', 'a file operation'],
  ['FILEHANDLECLOSEREQ', 'closing a file'],
  ['GETADDRINFOREQWRAP', 'a DNS lookup'],
  ['GETNAMEINFOREQWRAP', 'a DNS lookup'],
  ['QUERYWRAP', 'a DNS query'],
  ['TCPCONNECTWRAP', 'a TCP connection'],
  ['PIPECONNECTWRAP', 'a pipe connection'],
]);

// Every asynchronous operation of node:crypto and of SubtleCrypto is one of these: SCRYPTREQUEST, HASHREQUEST, KEYGENREQUEST …
const cryptoRequest = /^[A-Z0-9]+REQUEST$/;

function nameOf(type: string): string | undefined {
  const name = requests.get(type);
  if (name !== undefined || !cryptoRequest.test(type)) return name;
  return `a crypto operation (${type.slice(0, -'REQUEST'.length).toLowerCase()})`;
}

/** What the async hook does with each resource type; learned as types appear, so that the hook itself is one look-up. */
type Treatment = 'request' | 'zlib' | 'immediate' | 'none';

function treatmentOf(type: string): Treatment {
  if (type === 'ZLIB') return 'zlib';
  if (type === 'Immediate') return 'immediate';
  return nameOf(type) === undefined ? 'none' : 'request';
}

interface ZlibHandle {
  write(...args: unknown[]): unknown;
  getAsyncId(): number;
}

export class IoWatch {
  readonly #treatments = new Map<string, Treatment>();
  readonly #open = new Map<number, Hold>();
  readonly #zlibWrites = new Map<number, Hold[]>();
  readonly #patchedZlib = new WeakSet<object>();
  readonly #channels: readonly [string, (message: unknown) => void][];
  readonly #clientHolds = new WeakMap<object, Hold>();

  readonly #hook = createHook({
    init: (asyncId, type, _trigger, resource) => {
      let treatment = this.#treatments.get(type);
      if (treatment === undefined) {
        treatment = treatmentOf(type);
        this.#treatments.set(type, treatment);
      }
      if (treatment === 'none') return;
      if (treatment === 'zlib') this.#watchZlib(resource as ZlibHandle);
      else if (treatment === 'request') {
        const hold = this.#hold(nameOf(type) as string);
        if (hold !== undefined) this.#open.set(asyncId, hold);
      } else this.#holdForImmediate();
    },
    after: (asyncId) => {
      if (this.#open.size > 0) {
        const hold = this.#open.get(asyncId);
        if (hold !== undefined) {
          this.#open.delete(asyncId);
          hold.release();
        }
      }
      if (this.#zlibWrites.size > 0) this.#zlibWrites.get(asyncId)?.shift()?.release();
    },
    // Missing in the types, and ignored by Node 22: without it every promise would pass through the hook.
    ...({ trackPromises: false } as object),
  });

  constructor() {
    const end = (message: unknown) => this.#endClientRequest((message as { request: object }).request);
    this.#channels = [
      ['undici:request:create', (message) => this.#beginUndiciRequest((message as { request: object }).request)],
      ['undici:request:trailers', end],
      ['undici:request:error', end],
      ['http.client.request.created', (message) => this.#beginHttpRequest((message as { request: ClientRequest }).request)],
      ['worker_threads', (message) => this.#beginWorker((message as { worker: Worker }).worker)],
      ['child_process', (message) => this.#beginChildProcess((message as { process: ChildProcess }).process)],
    ];
  }

  engage(): void {
    this.#hook.enable();
    for (const [name, listener] of this.#channels) diagnostics.subscribe(name, listener);
  }

  disengage(): void {
    this.#hook.disable();
    for (const [name, listener] of this.#channels) diagnostics.unsubscribe(name, listener);
    this.#open.clear();
    this.#zlibWrites.clear();
  }

  /** Opens a hold on the world in context, if there is one. In a world that forbids real I/O, fails it. */
  #hold(label: string): Hold | undefined {
    const kernel = this.#worldInContext();
    if (kernel === undefined) return undefined;
    const site = takeSite(this.#hold);
    if (kernel.options.realIo === 'error') kernel.fail(realIo(kernel, label, site));
    return kernel.hold(label, site);
  }

  #worldInContext(): Kernel | undefined {
    const kernel = hub.storage.getStore()?.kernel;
    return kernel === undefined || kernel.hasEnded ? undefined : kernel;
  }

  /**
   * An immediate of Node's own (the dispatcher's never reach the real one in a world): TLS and HTTP/2 finish writes through such. Immediates
   * run in order, so one that is queued now runs behind it.
   */
  #holdForImmediate(): void {
    const hold = this.#worldInContext()?.hold('an operation inside Node');
    if (hold !== undefined) hub.storage.exit(() => real.setImmediate(() => hold.release()));
  }

  /** A zlib handle does one write after another, and each ends with an `after` of the handle. */
  #watchZlib(handle: ZlibHandle): void {
    const prototype = Object.getPrototypeOf(handle) as ZlibHandle;
    if (this.#patchedZlib.has(prototype)) return;
    this.#patchedZlib.add(prototype);
    const { write } = prototype;
    const watch = this;
    prototype.write = function (this: ZlibHandle, ...args) {
      const hold = hub.liveWorlds > 0 ? watch.#hold('a compression') : undefined;
      if (hold !== undefined) {
        const id = this.getAsyncId();
        const holds = watch.#zlibWrites.get(id);
        if (holds === undefined) watch.#zlibWrites.set(id, [hold]);
        else holds.push(hold);
      }
      return Reflect.apply(write, this, args);
    };
  }

  #beginUndiciRequest(request: object): void {
    const { method, origin, path } = request as { method?: string; origin?: string; path?: string };
    const hold = this.#hold(`${method} ${origin}${path}`);
    if (hold !== undefined) this.#clientHolds.set(request, hold);
  }

  #endClientRequest(request: object): void {
    this.#clientHolds.get(request)?.release();
  }

  // `close` comes after the body has been read, or the connection is gone: `http.client.response.finish` precedes the body.
  #beginHttpRequest(request: ClientRequest): void {
    const hold = this.#hold(`${request.method} ${request.protocol}//${request.host}${request.path}`);
    if (hold !== undefined) request.once('close', () => hold.release());
  }

  #beginWorker(worker: Worker): void {
    this.#holdWhileRefed(worker, 'exit', `worker thread ${worker.threadId}`);
  }

  // The channel speaks before the process is spawned, so its pid is not known yet.
  #beginChildProcess(child: ChildProcess): void {
    this.#holdWhileRefed(child, 'close', 'a child process');
  }

  /** A worker or a child holds time while it keeps the process alive: until it ends or is unref'd. */
  #holdWhileRefed(handle: Worker | ChildProcess, end: 'exit' | 'close', label: string): void {
    const kernel = this.#worldInContext();
    let hold = this.#hold(label);
    if (hold === undefined || kernel === undefined) return;
    const { site } = hold;
    const { ref, unref } = handle;
    let hasEnded = false;
    handle.unref = () => {
      hold?.release();
      hold = undefined;
      return Reflect.apply(unref, handle, []);
    };
    handle.ref = () => {
      if (!hasEnded && !kernel.hasEnded) hold ??= kernel.hold(label, site);
      return Reflect.apply(ref, handle, []);
    };
    const ended = () => {
      hasEnded = true;
      hold?.release();
    };
    handle.once(end as 'exit', ended);
    if (end === 'close') handle.once('error', ended);
  }
}
