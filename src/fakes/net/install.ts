// Puts the network's dispatchers in place, once a process: in a world they use its network, elsewhere the real one.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import type tls from 'node:tls';
import { dress, hub, replace, worldInContext } from '../../world/index.ts';
import { type ConnectOptions, dial } from './dial.ts';
import { comeFirst, isIntercepted, isOurs } from './interceptors.ts';
import { networkOf } from './network-of.ts';
import { addressError } from './node-errors.ts';
import { makeClose, makeGetName, makeStoreHeader } from './node-http.ts';
import { lookUp } from './resolver.ts';
import { standOn, withSocket } from './secure.ts';
import { bind, noteCaller, type ServerInternals } from './server.ts';
import { endOf } from './socket.ts';
import { clearTimeouts, refreshTimeouts, setSocketTimeout } from './timeouts.ts';
import { watchUndici } from './undici.ts';

// Not by `import`: for that, Node reads each export of a module, and one of `node:http`'s loads the whole of undici, and with it `node:http2`.
const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');
const tlsModule = process.getBuiltinModule('node:tls');

type Method = (this: never, ...args: never[]) => unknown;

const { prototype: sockets } = net.Socket as unknown as { prototype: Record<string, Method> };
const { prototype: servers } = net.Server as unknown as { prototype: Record<string, Method> };
const { _normalizeArgs: normalizeArgs } = net as unknown as {
  _normalizeArgs(args: unknown[]): [options: ConnectOptions, callback: (() => void) | null];
};

export function installNetwork(): void {
  if (hub.installed.has(net)) return;
  hub.installed.add(net);
  hub.leadsOutside = (kernel, target) => networkOf(kernel).isOutside(target);
  hub.isInMemory = (socket) => endOf(socket) !== undefined;
  patch(sockets, 'connect', makeConnect);
  const { connect } = net.Socket.prototype as unknown as { connect: Parameters<typeof isOurs>[0] };
  isOurs(connect);
  hub.beginNetwork = () => comeFirst(connect, isTaken);
  patch(sockets, 'setTimeout', makeSetTimeout);
  patch(sockets, '_unrefTimer', makeUnrefTimer);
  patch(sockets, '_destroy', makeDestroy);
  patch(servers, 'listen', makeListenCall);
  patch(servers, '_listen2', makeListen);
  patch(dns as unknown as Record<string, Method>, 'lookup', makeLookup);
  patch(dns.promises as unknown as Record<string, Method>, 'lookup', makeLookupPromise);
  patch(tlsModule as unknown as Record<string, Method>, 'connect', makeTlsConnect);
  patch(tlsModule.TLSSocket.prototype as unknown as Record<string, Method>, '_init', makeInit);
  patch(http.Agent.prototype as unknown as Record<string, Method>, 'getName', makeGetName);
  patch(http.OutgoingMessage.prototype as unknown as Record<string, Method>, '_storeHeader', makeStoreHeader);
  for (const { prototype } of [http.Server, https.Server])
    for (const name of ['closeIdleConnections', 'closeAllConnections'])
      patch(prototype as unknown as Record<string, Method>, name, makeClose);
  syncBuiltinESMExports();
  watchUndici();
}

function patch(target: Record<string, Method>, name: string, make: (real: Method) => Method): void {
  const real = target[name] as Method;
  replace(target, name, dress(make(real), real));
}

function makeConnect(real: Method): Method {
  return function connect(this: net.Socket, ...args: unknown[]): unknown {
    const kernel = worldInContext();
    const asReal = () => Reflect.apply(real, this as never, args as never);
    if (kernel === undefined || isIntercepted(this)) return asReal();
    const [options, callback] = normalized(args);
    if (!isValid(options)) return asReal();
    const { _handle: handle, _parent: parent } = this as unknown as {
      _handle: object | null;
      _parent: net.Socket | null;
    };
    if (parent?.connecting) return asReal();
    const network = networkOf(kernel);
    if (network.isOutside(options)) return asReal();
    if (callback !== null) this.once('connect', callback);
    if (this.write !== net.Socket.prototype.write) this.write = net.Socket.prototype.write;
    if (kernel.hasEnded) Object.assign(this, { connecting: true });
    else if (handle === null) dial(network, this, options);
    else refuse(this, options);
    return this;
  } as Method;
}

function normalized(args: unknown[]): ReturnType<typeof normalizeArgs> {
  return Array.isArray(args[0]) ? (args[0] as ReturnType<typeof normalizeArgs>) : normalizeArgs(args);
}

function isTaken(args: unknown[]): boolean {
  const kernel = worldInContext();
  if (kernel === undefined) return false;
  const [options] = normalized(args);
  return kernel.hasEnded || (isValid(options) && networkOf(kernel).has(options));
}

/** A socket that has a real handle (one that `new tls.TLSSocket()` has made itself) cannot be in memory, and shall not be real. */
function refuse(socket: net.Socket, { path, host, port }: ConnectOptions): void {
  const error = path
    ? addressError('ENOENT', 'connect', path)
    : addressError('ECONNREFUSED', 'connect', host ?? 'localhost', port);
  process.nextTick(() => socket.destroy(error));
}

/** Whether the real one would take the options; what it would not, it shall refuse itself. */
function isValid({ port, path, host, localAddress, localPort, lookup }: ConnectOptions): boolean {
  if (path !== undefined && path !== null && (path as string) !== '') return typeof path === 'string';
  const number = Number(port);
  const isPort =
    (typeof port === 'number' || (typeof port === 'string' && (port as string).trim() !== '')) &&
    Number.isInteger(number) &&
    number >= 0 &&
    number <= 65_535;
  return (
    isPort &&
    (host === undefined || host === null || (typeof host === 'string' && !host.includes('\0'))) &&
    (!localAddress || net.isIP(localAddress) !== 0) &&
    (!localPort || typeof localPort === 'number') &&
    (lookup === undefined || lookup === null || typeof lookup === 'function')
  );
}

function makeSetTimeout(real: Method): Method {
  return function setTimeout(this: net.Socket, ms: unknown, callback: unknown): unknown {
    const kernel = endOf(this)?.connection.network.kernel ?? worldInContext();
    const isDone = kernel !== undefined && setSocketTimeout(this, ms, callback);
    return isDone ? this : Reflect.apply(real, this as never, [ms, callback] as never);
  } as Method;
}

function makeUnrefTimer(real: Method): Method {
  return function _unrefTimer(this: net.Socket): void {
    refreshTimeouts(this);
    Reflect.apply(real, this as never, []);
  } as Method;
}

function makeDestroy(real: Method): Method {
  return function _destroy(this: net.Socket, ...args: unknown[]): unknown {
    clearTimeouts(this);
    return Reflect.apply(real, this as never, args as never);
  } as Method;
}

/** Where a name has to be looked up first, the caller is not on the stack any more when the server binds. */
function makeListenCall(real: Method): Method {
  const listen = function (this: net.Server, ...args: unknown[]): unknown {
    const kernel = worldInContext();
    if (kernel?.hasEnded === false) noteCaller(this, kernel.site(listen));
    return Reflect.apply(real, this as never, args as never);
  };
  return listen as Method;
}

function makeListen(real: Method): Method {
  return function _listen2(this: ServerInternals, ...args: unknown[]): unknown {
    const kernel = worldInContext();
    const [address, port, addressType, , fd] = args as [string | null, number, number, unknown, unknown];
    if (kernel === undefined || this._handle !== null || typeof fd === 'number')
      return Reflect.apply(real, this as never, args as never);
    const network = networkOf(kernel);
    if (network.isOutside({ host: address ?? 'localhost', port }))
      return Reflect.apply(real, this as never, args as never);
    hub.beginNetwork?.();
    if (!kernel.hasEnded) bind(network, this, address, port, addressType);
    return undefined;
  } as Method;
}

function makeTlsConnect(real: Method): Method {
  return function connect(...args: unknown[]): unknown {
    const asReal = (given: unknown[]) => Reflect.apply(real, tlsModule as never, given as never);
    const kernel = worldInContext();
    if (kernel === undefined || kernel.hasEnded) return asReal(args);
    // As Node's normalizeConnectArgs: options may come behind port and host.
    const [positional, callback] = normalizeArgs(args);
    const given = [args[1], args[2]].find((each) => typeof each === 'object' && each !== null);
    const options = { ...positional, ...given } as tls.ConnectionOptions;
    if (
      options.socket ||
      !isValid(options as ConnectOptions) ||
      networkOf(kernel).isOutside(options as ConnectOptions)
    )
      return asReal(args);
    const { host = 'localhost', port } = options;
    const authority = networkOf(kernel).authorityOf(host, Number(port));
    const trusting =
      authority === undefined ? options : { ...options, ca: [options.ca ?? [], authority].flat() };
    const withOwn = withSocket(trusting, net.connect);
    return asReal(callback === null ? [withOwn] : [withOwn, callback]);
  } as Method;
}

function makeInit(real: Method): Method {
  return function _init(this: tls.TLSSocket, socket: unknown, wrap: unknown): void {
    Reflect.apply(real, this as never, [socket, wrap] as never);
    standOn(this, socket);
  } as Method;
}

function makeLookup(real: Method): Method {
  return function lookup(hostname: unknown, given: unknown, callback: unknown): unknown {
    const kernel = worldInContext();
    const answered = (typeof given === 'function' ? given : callback) as (...args: unknown[]) => void;
    const asReal = () =>
      Reflect.apply(
        real,
        dns as never,
        (typeof given === 'function' ? [hostname, given] : [hostname, given, callback]) as never,
      );
    if (
      kernel === undefined ||
      typeof hostname !== 'string' ||
      typeof answered !== 'function' ||
      hostname === ''
    )
      return asReal();
    const network = networkOf(kernel);
    if (net.isIP(hostname) || network.isOutsideName(hostname)) return asReal();
    const options = optionsOf(given);
    lookUp(network, hostname, options, (error, found) => {
      const [first] = found;
      if (error !== null) answered(error);
      else if (options.all) answered(null, found);
      else answered(null, first?.address, first?.family);
    });
    return {};
  } as Method;
}

function makeLookupPromise(real: Method): Method {
  return function lookup(hostname: unknown, given: unknown): unknown {
    const kernel = worldInContext();
    const asReal = () => Reflect.apply(real, dns.promises as never, [hostname, given] as never);
    if (kernel === undefined || typeof hostname !== 'string' || hostname === '') return asReal();
    const network = networkOf(kernel);
    if (net.isIP(hostname) || network.isOutsideName(hostname)) return asReal();
    const options = optionsOf(given);
    return new Promise((resolve, reject) => {
      lookUp(network, hostname, options, (error, found) => {
        if (error !== null) reject(error);
        else resolve(options.all ? found : found[0]);
      });
    });
  } as Method;
}

function optionsOf(given: unknown): dns.LookupOptions {
  if (typeof given === 'number') return { family: given };
  return typeof given === 'object' && given !== null ? (given as dns.LookupOptions) : {};
}
