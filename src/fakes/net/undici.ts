// Pools of undici (the global fetch's copy, and any other) belong to a world: a connection of one must never carry a request of another. A dispatcher is owned by the
// world that uses it; who comes while that world lives is given a twin with the same options. And its timeouts (headers, body, connect), which
// undici keeps on a ticker of its own for the whole process, are timers of the world, exact to the millisecond.
//
// This is the one place that touches a client's internals. A copy shows itself when it first connects, on a diagnostics channel.
import diagnostics from 'node:diagnostics_channel';
import Module from 'node:module';
import net from 'node:net';
import timers from 'node:timers';
import { dress, hub, type Kernel, replace, worldInContext } from '../../world/index.ts';

/** undici's lib/util/timers.js. */
interface FastTimer {
  _idleTimeout: number;
  _timerArg: unknown;
  _onTimeout(arg: unknown): void;
  refresh(): void;
  clear(): void;
}

interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  close(): Promise<void>;
}

type Connector = (params: object, callback: () => void) => unknown;

/** Outside every world is an owner, too, and one that never ends. */
const outside = Symbol('outside');
type Owner = Kernel | typeof outside;

const owners = new WeakMap<object, Owner>();
const twins = new WeakMap<object, Map<Owner, Dispatcher>>();
/** Dispatchers that another one has made for itself. */
const inner = new WeakSet<object>();
const known = new Set<string>();
const kTimer = Symbol('escapement.timer');
let depth = 0;

export function watchUndici(): void {
  adopt();
  diagnostics.subscribe('undici:client:beforeConnect', (message) => {
    const { connector } = message as { connector: Connector };
    // Each copy has its own text; a connector of the program's own is of no copy.
    const text = Function.prototype.toString.call(connector);
    if (known.has(text)) return;
    known.add(text);
    adopt();
    hub.storage.exit(() => takeFastTimers(connector));
  });
}

/** Lets every copy that can be found dispatch by world. */
function adopt(): void {
  const { _cache: cache } = Module as unknown as { _cache: Record<string, { exports: unknown }> };
  for (const [path, { exports }] of Object.entries(cache)) {
    if (/[\\/]undici[\\/]lib[\\/]dispatcher[\\/]dispatcher-base\.js$/.test(path))
      patchDispatch((exports as { prototype: object }).prototype);
  }
  for (const version of [1, 2]) {
    const globals = globalThis as unknown as Record<symbol, object | undefined>;
    const agent = globals[Symbol.for(`undici.globalDispatcher.${version}`)];
    for (let each = agent; each; each = Object.getPrototypeOf(each)) {
      if (each.constructor?.name === 'DispatcherBase') patchDispatch(each);
    }
  }
}

function patchDispatch(prototype: object): void {
  if (hub.installed.has(prototype)) return;
  hub.installed.add(prototype);
  const real = (prototype as Dispatcher).dispatch;
  const dispatch = function (this: Dispatcher, options: object, handler: object): boolean {
    if (depth > 0) inner.add(this);
    const self = inner.has(this) ? this : ofOwner(this);
    depth++;
    try {
      return Reflect.apply(real, self, [options, handler]);
    } finally {
      depth--;
    }
  };
  replace(prototype, 'dispatch', dress(dispatch, real));
}

/** The dispatcher itself, or its twin, if it is another's. */
function ofOwner(dispatcher: Dispatcher): Dispatcher {
  const caller: Owner = worldInContext() ?? outside;
  const owner = owners.get(dispatcher);
  if (owner === undefined) owners.set(dispatcher, caller);
  // Nor is one whose world has ended used again: what was under way in it at that moment (a connection begun, a request queued) stays so for ever.
  else if (owner !== caller) {
    let ofDispatcher = twins.get(dispatcher);
    if (ofDispatcher === undefined) {
      ofDispatcher = new Map();
      twins.set(dispatcher, ofDispatcher);
    }
    for (const each of ofDispatcher.keys()) if (each !== outside && each.hasEnded) ofDispatcher.delete(each);
    let twin = ofDispatcher.get(caller);
    if (twin === undefined) {
      twin = twinOf(dispatcher) ?? dispatcher;
      ofDispatcher.set(caller, twin);
      owners.set(twin, twin === dispatcher ? owner : caller);
      if (twin !== dispatcher && caller !== outside) closeAfter(caller, twin);
    }
    return twin;
  }
  return dispatcher;
}

/** What a twin keeps for later nobody can use when its world has ended. What is under way it lets go on: nobody shall hear of an error then. */
function closeAfter(kernel: Kernel, twin: Dispatcher): void {
  const close = () => hub.storage.exit(() => twin.close().catch(() => undefined));
  kernel.signal.addEventListener('abort', close, { once: true });
}

/** One made of the same options; `undefined` for what makes no connections by itself. */
function twinOf(dispatcher: Dispatcher): Dispatcher | undefined {
  const Made = dispatcher.constructor as new (...args: unknown[]) => Dispatcher;
  const symbols = Object.getOwnPropertySymbols(dispatcher);
  const of = (description: string) =>
    (dispatcher as unknown as Record<symbol, unknown>)[
      symbols.find((symbol) => symbol.description === description) as symbol
    ];
  const options = of('options') as object | undefined;
  const factory = of('factory') ?? of('agent factory') ?? of('pool factory');
  const withFactory = { ...options, ...(typeof factory === 'function' && { factory }) };
  const url = of('url') as URL | undefined;
  switch (Made.name) {
    case 'Agent':
      return new Made(withFactory);
    case 'Pool':
    case 'RoundRobinPool':
      return new Made(url, { ...withFactory, connections: of('connections') });
    case 'Client':
      return new Made(url, {
        connect: of('connector'),
        pipelining: of('pipelining'),
        maxHeaderSize: of('max headers size'),
        keepAliveTimeout: of('default keep alive timeout'),
        keepAliveMaxTimeout: of('max keep alive timeout'),
        keepAliveTimeoutThreshold: of('keep alive timeout threshold'),
        localAddress: of('local address') ?? undefined,
        headersTimeout: of('headers timeout'),
        bodyTimeout: of('body timeout'),
        strictContentLength: of('strict content length'),
        maxRequestsPerClient: of('maxRequestsPerClient') ?? of('max requests per client'),
        maxResponseSize: of('max response size'),
      });
    default:
      return undefined;
  }
}

/** Makes a copy's connector set up a connection that leads nowhere, to see the timer that it makes for it, and with it the class. */
function takeFastTimers(connector: Connector): void {
  const { connect } = net;
  const { push } = Array.prototype;
  let seen: FastTimer | undefined;
  net.connect = () => new net.Socket();
  // For the time of one call, in which undici alone runs.
  Array.prototype.push = function (this: unknown[], ...items: unknown[]) {
    const [item] = items;
    if (items.length === 1 && isFastTimer(item)) seen = item;
    return Reflect.apply(push, this, items);
  };
  try {
    connector({ hostname: '127.0.0.1', host: '127.0.0.1', protocol: 'http:', port: '1' }, () => undefined);
  } catch {
    // Not undici's own: it wants something else.
  } finally {
    Array.prototype.push = push;
    net.connect = connect;
  }
  if (seen === undefined) return;
  seen.clear();
  patchFastTimer(Object.getPrototypeOf(seen) as FastTimer);
}

function isFastTimer(value: unknown): value is FastTimer {
  return (
    typeof value === 'object' &&
    value !== null &&
    '_idleTimeout' in value &&
    '_timerArg' in value &&
    '_state' in value &&
    typeof (value as Partial<FastTimer>).refresh === 'function'
  );
}

function patchFastTimer(prototype: FastTimer): void {
  if (hub.installed.has(prototype)) return;
  hub.installed.add(prototype);
  const { refresh, clear } = prototype;
  type Timed = FastTimer & { [kTimer]?: NodeJS.Timeout | undefined };
  replace(
    prototype,
    'refresh',
    dress(function (this: Timed): void {
      if (this[kTimer] !== undefined) this[kTimer].refresh();
      else if (worldInContext() === undefined) Reflect.apply(refresh, this, []);
      else this[kTimer] = timers.setTimeout(() => this._onTimeout(this._timerArg), this._idleTimeout).unref();
    }, refresh),
  );
  replace(
    prototype,
    'clear',
    dress(function (this: Timed): void {
      if (this[kTimer] === undefined) Reflect.apply(clear, this, []);
      else timers.clearTimeout(this[kTimer]);
      this[kTimer] = undefined;
    }, clear),
  );
}
