// A random program of calls on the two sockets of a connection, and what each of them shows of it. It runs as it is on real sockets and in a world.
import { once } from 'node:events';
import net from 'node:net';
import { dice } from '../../support/random.ts';

type Side = 'client' | 'server';

type Call =
  | { readonly kind: 'write'; readonly length: number }
  | { readonly kind: 'end'; readonly length: number }
  | { readonly kind: 'destroy' | 'fail' | 'reset' | 'pause' | 'resume' | 'cork' | 'uncork' };

export interface SocketProgram {
  readonly allowHalfOpen: Readonly<Record<Side, boolean>>;
  readonly isUnix: boolean;
  readonly calls: readonly { readonly side: Side; readonly call: Call }[];
}

const kinds = [
  ...Array<'write'>(6).fill('write'),
  'end',
  'end',
  'destroy',
  'fail',
  'reset',
  'pause',
  'resume',
  'resume',
  'cork',
  'uncork',
] as const;

export function makeSocketProgram(seed: number): SocketProgram {
  const { below, pick } = dice(seed);
  const calls = Array.from({ length: 2 + below(8) }, () => {
    const kind = pick(kinds);
    const length = below(2000);
    return {
      side: pick(['client', 'server'] as const),
      call: kind === 'write' || kind === 'end' ? { kind, length } : { kind },
    };
  });
  return {
    allowHalfOpen: { client: below(10) < 3, server: below(10) < 3 },
    isUnix: below(10) < 2,
    calls,
  };
}

type Log = string[];

function watch(socket: net.Socket, log: Log): void {
  let bytes = 0;
  const flush = () => {
    if (bytes > 0) log.push(`data ${bytes}`);
    bytes = 0;
  };
  const on = (name: string, describe: (first: never) => string = () => '') =>
    socket.on(name, (...args: unknown[]) => {
      flush();
      log.push(`${name} ${describe(args[0] as never)}`.trim());
    });
  socket.on('data', (data) => {
    bytes += data.length;
  });
  Object.assign(socket, { flush });
  on('connect');
  on('ready');
  on('end');
  on('finish');
  on('drain');
  on('error', (error: Error) => error.message);
  on('close', (hadError: boolean) => String(hadError));
}

function perform(socket: net.Socket, call: Call, log: Log): void {
  const told = (what: string) => (error?: Error | null) => {
    (socket as unknown as { flush(): void }).flush();
    log.push(`${what} ${error ? error.message : 'done'}`);
  };
  switch (call.kind) {
    case 'write':
      log.push(`write gives ${socket.write(Buffer.alloc(call.length), told('write'))}`);
      break;
    case 'end':
      if (call.length > 1000) socket.end(Buffer.alloc(call.length));
      else socket.end();
      break;
    case 'destroy':
      socket.destroy();
      break;
    case 'fail':
      socket.destroy(new Error('on purpose'));
      break;
    case 'reset':
      try {
        socket.resetAndDestroy();
      } catch (error) {
        log.push(`throws ${(error as NodeJS.ErrnoException).code}`);
      }
      break;
    default:
      socket[call.kind]();
  }
}

function state(socket: net.Socket): string {
  const { readyState, destroyed, bytesRead, bytesWritten, pending, readableEnded, writableFinished } = socket;
  return [readyState, bytesRead, bytesWritten, { destroyed, pending, readableEnded, writableFinished }]
    .map((each) =>
      typeof each === 'object'
        ? Object.entries(each)
            .filter(([, is]) => is)
            .map(([name]) => name)
            .join(' ')
        : each,
    )
    .join(' ');
}

/** Runs a program; `settle` resolves when whatever a call has caused has happened. Gives what each side has shown. */
export async function runSocketProgram(
  program: SocketProgram,
  path: string,
  settle: () => Promise<unknown>,
): Promise<Readonly<Record<Side, Log>>> {
  const logs: Record<Side, Log> = { client: [], server: [] };
  const server = net.createServer({ allowHalfOpen: program.allowHalfOpen.server });
  await once(program.isUnix ? server.listen(path) : server.listen(0, '127.0.0.1'), 'listening');
  const accepted = once(server, 'connection');
  const client = new net.Socket({ allowHalfOpen: program.allowHalfOpen.client });
  watch(client, logs.client);
  if (program.isUnix) client.connect(path);
  else client.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  const sockets: Record<Side, net.Socket> = { client, server: (await accepted)[0] as net.Socket };
  watch(sockets.server, logs.server);
  await settle();
  for (const { side, call } of program.calls) {
    logs[side].push(`> ${call.kind}`);
    perform(sockets[side], call, logs[side]);
    await settle();
    for (const each of ['client', 'server'] as const) {
      (sockets[each] as unknown as { flush(): void }).flush();
      logs[each].push(`= ${state(sockets[each])}`);
    }
  }
  for (const each of ['client', 'server'] as const) sockets[each].destroy();
  await settle();
  server.close();
  await settle();
  return logs;
}
