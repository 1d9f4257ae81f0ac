// The I/O watch: opens a hold for each *request* that begins in a world's context and closes it when the answer has come, so that virtual
// time never jumps over real I/O. It holds for requests, not for the life of handles: an idle keep-alive socket is no reason to stand still.
// Workers and child processes are the exception, while they are ref'd: nothing tells from outside whether they are busy.
//
// This file sees requests by their async resources: files, DNS, connections, writes. What needs more is in io-methods.ts (crypto, zlib, blobs,
// message ports), io-clients.ts (http, undici) and io-handles.ts (workers, child processes). What none of them sees is in docs/real-io.md.
import { createHook } from 'node:async_hooks';
import { type Hold, IntermittentHold } from './hold.ts';
import { hub, real } from './hub.ts';
import { ClientWatch } from './io-clients.ts';
import { HandleWatch } from './io-handles.ts';
import { MethodWatch } from './io-methods.ts';
import type { Kernel } from './kernel.ts';
import { type Site, takeSite } from './site.ts';

/** Requests by their async resource type, with what a message calls them. */
const requests = new Map<string, string>([
  ['FSREQCALLBACK', 'a file operation'],
  ['FSREQPROMISE', 'a file operation'],
  ['FILEHANDLECLOSEREQ', 'closing a file'],
  ['GETADDRINFOREQWRAP', 'a DNS lookup'],
  ['GETNAMEINFOREQWRAP', 'a DNS lookup'],
  ['QUERYWRAP', 'a DNS query'],
  ['TCPCONNECTWRAP', 'a TCP connection'],
  ['PIPECONNECTWRAP', 'a pipe connection'],
  ['WRITEWRAP', 'a write to a socket or pipe'],
  ['SHUTDOWNWRAP', 'the end of a socket or pipe'],
]);

/** Types of which some never begin: what the operating system refuses at once gets no `after`. */
const mayNotBegin = /^(?:GETADDRINFO|GETNAMEINFO|TCPCONNECT|PIPECONNECT|SHUTDOWN|WRITE)/;

/** Follow-ups of what was reported already, and console output: no I/O of their own where real I/O is forbidden. */
const isAllowed = /^(?:WRITE|SHUTDOWN)WRAP$|^FILEHANDLECLOSEREQ$/;

/** What the async hook does with each resource type; learned as types appear, so that the hook itself is one look-up. */
type Treatment = 'request' | 'method' | 'immediate' | 'none';

function treatmentOf(type: string): Treatment {
  if (requests.has(type)) return 'request';
  if (type === 'Immediate') return 'immediate';
  return MethodWatch.covers(type) ? 'method' : 'none';
}

interface Open {
  readonly hold: Hold;
  readonly type: string;
  readonly resource: object;
}

/** How the parts of the watch open holds: on the world in context, if there is one. In a world that forbids real I/O, that fails it. */
export interface Holder {
  /** A hold, open from now on. */
  hold(label: string): Hold | undefined;
  /** A hold that can be paused. */
  intermittent(label: string): IntermittentHold | undefined;
  /** A hold for a few turns of the real event loop, by when what is under way inside the process has arrived. */
  holdForTurns(turns: number): void;
}

export class IoWatch implements Holder {
  readonly #treatments = new Map<string, Treatment>();
  readonly #open = new Map<number, Open>();
  readonly #unconfirmed = new Set<number>();
  readonly #methods = new MethodWatch(this);
  readonly #clients = new ClientWatch(this);
  readonly #handles = new HandleWatch(this);
  #hasEngaged = false;

  readonly #hook = createHook({
    init: (asyncId, type, _trigger, resource) => {
      let treatment = this.#treatments.get(type);
      if (treatment === undefined) {
        treatment = treatmentOf(type);
        this.#treatments.set(type, treatment);
      }
      if (treatment === 'none') return;
      if (treatment === 'method') this.#methods.watch(type, resource);
      else if (treatment === 'request') this.#beginRequest(asyncId, type, resource);
      // An immediate of Node's own (the dispatcher's never reach the real one in a world): TLS and HTTP/2 finish writes through such. A world's
      // immediate passes for one, and is an event, of whichever copy of the kernel.
      else if (!('isPending' in resource)) this.holdForTurns(1);
    },
    after: (asyncId) => {
      if (this.#open.size > 0) this.#end(asyncId);
      this.#methods.after(asyncId);
    },
    // Missing in the types, and ignored by Node 22: without it every promise would pass through the hook.
    ...({ trackPromises: false } as object),
  });

  engage(): void {
    if (!this.#hasEngaged) {
      this.#hasEngaged = true;
      this.#methods.engage();
      this.#clients.engage();
      this.#handles.engage();
    }
    this.#hook.enable();
  }

  disengage(): void {
    this.#hook.disable();
    this.#methods.disengage();
    this.#open.clear();
    this.#unconfirmed.clear();
  }

  hold(label: string): Hold | undefined {
    const kernel = worldInContext();
    return kernel?.hold(label, this.#report(kernel, label, this.hold));
  }

  intermittent(label: string): IntermittentHold | undefined {
    const kernel = worldInContext();
    return kernel && new IntermittentHold(kernel, label, this.#report(kernel, label, this.intermittent));
  }

  holdForTurns(turns: number): void {
    // Without a label: nothing that a message should name.
    const hold = worldInContext()?.hold('');
    if (hold === undefined) return;
    // Immediates run in order, so one that is queued now runs behind those that are queued already.
    const turn = () => {
      if (--turns < 0) hold.release();
      else hub.storage.exit(() => real.setImmediate(turn));
    };
    turn();
  }

  /** Where the I/O began. In a world that forbids it, that is an error. */
  #report(kernel: Kernel, label: string, below: (...args: never[]) => unknown): Site | undefined {
    const isForbidden = kernel.options.realIo === 'error';
    const site = isForbidden || kernel.options.diagnostics ? takeSite(below) : undefined;
    if (isForbidden) kernel.refuseIo(label, site);
    return site;
  }

  #beginRequest(asyncId: number, type: string, resource: object): void {
    const label = requests.get(type) as string;
    const hold = isAllowed.test(type) ? worldInContext()?.hold(label) : this.hold(label);
    if (hold === undefined) return;
    this.#open.set(asyncId, { hold, type, resource });
    if (!mayNotBegin.test(type) && type !== 'FSREQCALLBACK') return;
    if (this.#unconfirmed.size === 0) hub.storage.exit(() => real.setImmediate(this.#confirm));
    this.#unconfirmed.add(asyncId);
  }

  #end(asyncId: number): void {
    const open = this.#open.get(asyncId);
    if (open === undefined) return;
    this.#open.delete(asyncId);
    open.hold.release();
  }

  /** A turn later: those that are not under way now, and have had no `after`, never began. */
  readonly #confirm = (): void => {
    const active = new Set(activeRequests());
    const hasBegun = ({ type, resource }: Open) =>
      type === 'FSREQCALLBACK' ? isAnswered(resource) : active.has(resource);
    for (const asyncId of this.#unconfirmed) {
      const open = this.#open.get(asyncId);
      if (open !== undefined && !hasBegun(open)) this.#end(asyncId);
    }
    this.#unconfirmed.clear();
  };
}

/** Node reads a file-backed Blob through requests that nobody in JavaScript waits for, and that get no `after`: the Blob holds for them. */
function isAnswered(request: object): boolean {
  return 'oncomplete' in request || 'run' in request;
}

/** The requests that are under way (DEP0161, documentation-only; `process.getActiveResourcesInfo()` tells only their types). */
function activeRequests(): readonly object[] {
  return (process as unknown as { _getActiveRequests(): object[] })._getActiveRequests();
}

function worldInContext(): Kernel | undefined {
  const kernel = hub.storage.getStore()?.kernel;
  return kernel === undefined || kernel.hasEnded ? undefined : kernel;
}
