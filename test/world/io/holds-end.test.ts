// A hold that were left open would keep time still for ever: each of these lets go, and time goes on.
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import dns from 'node:dns';
import { once } from 'node:events';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outside, openOutside, simulateOutside } from './outside.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await openOutside();
});
afterAll(() => outside[Symbol.asyncDispose]());

const minute = 60_000;

/** Runs `begin`, then sleeps for a virtual minute; `after` cleans up. Gives the moment at which the sleep ended. */
async function sleepAfter(begin: (outside: Outside) => unknown): Promise<number> {
  return simulateOutside(async (world) => {
    await begin(outside);
    await world.sleep(minute);
    return world.now;
  });
}

const failed = (promise: PromiseLike<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );

describe('time goes on after', () => {
  test('a fetch that was aborted before it was answered', async () => {
    const begin = async ({ origin }: Outside) => {
      const abort = new AbortController();
      const fetched = fetch(`${origin}/silent`, { signal: abort.signal });
      setImmediate(() => abort.abort());
      await failed(fetched);
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a fetch with a signal that was aborted already', async () => {
    const begin = ({ origin }: Outside) => failed(fetch(origin, { signal: AbortSignal.abort() }));
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a fetch that was aborted in the middle of its body', async () => {
    const begin = async ({ origin }: Outside) => {
      const abort = new AbortController();
      const response = await fetch(`${origin}/stalled`, { signal: abort.signal });
      const text = response.text();
      setImmediate(() => abort.abort());
      await failed(text);
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a fetch whose body was cancelled', async () => {
    const begin = async ({ origin }: Outside) => (await fetch(`${origin}/stalled`)).body?.cancel();
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a fetch that the server hung up on', async () => {
    expect(await sleepAfter(({ origin }) => failed(fetch(`${origin}/reset`)))).toBe(minute);
  });

  test('an http request that was destroyed', async () => {
    const begin = async ({ origin }: Outside) => {
      const request = http.get(`${origin}/silent`);
      setImmediate(() => request.destroy());
      await once(request, 'close').catch(() => undefined);
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('an http request that was destroyed at once', async () => {
    const begin = ({ origin }: Outside) =>
      void http
        .get(origin)
        .on('error', () => undefined)
        .destroy();
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('an http response that was destroyed in the middle of its body', async () => {
    const begin = async ({ origin }: Outside) => {
      const [response] = await once(http.get(`${origin}/stalled`), 'response');
      response.on('error', () => undefined).destroy();
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('an http request that the server hung up on', async () => {
    expect(await sleepAfter(({ origin }) => failed(once(http.get(`${origin}/reset`), 'response')))).toBe(
      minute,
    );
  });

  test('an http request that was never ended', async () => {
    const begin = ({ origin }: Outside) => {
      const request = http.request(origin, { method: 'POST' });
      request.on('error', () => undefined).write('part of the body');
      setTimeout(() => request.destroy(), minute - 1);
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('an upgrade', async () => {
    const begin = async ({ origin }: Outside) => {
      const request = http.get(origin, { headers: { connection: 'upgrade', upgrade: 'echo' } });
      const [, socket] = await once(request, 'upgrade');
      socket.destroy();
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a WebSocket that could not be opened', async () => {
    const begin = ({ port }: Outside) =>
      new Promise((resolve) => {
        new WebSocket(`ws://127.0.0.1:${port}/`).onerror = resolve;
      });
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a refused connection', async () => {
    const begin = async () => {
      const server = net.createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as net.AddressInfo;
      server.close();
      await once(server, 'close');
      await failed(once(net.connect(port, '127.0.0.1'), 'connect'));
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a connection that the system refuses to begin', async () => {
    // 255.255.255.255 is no address to connect to by TCP: connect(2) fails at once.
    expect(await sleepAfter(() => failed(once(net.connect(9, '255.255.255.255'), 'connect')))).toBe(minute);
  });

  test('a connection that was destroyed while it was made', async () => {
    const begin = ({ port }: Outside) => void net.connect(port, '127.0.0.1').destroy();
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a DNS lookup that is refused at once', async () => {
    const begin = () => new Promise((resolve) => dns.lookup('x'.repeat(300), resolve));
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a DNS query that is refused or cancelled', async () => {
    const begin = async () => {
      const resolver = new dns.promises.Resolver();
      resolver.setServers(['127.0.0.1:1']);
      const queries = ['x'.repeat(300), 'example.org'].map((name) => failed(resolver.resolve4(name)));
      resolver.cancel();
      await Promise.all(queries);
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a readFile that was aborted', async () => {
    const begin = async ({ file }: Outside) => {
      const abort = new AbortController();
      const read = fsPromises.readFile(file, { signal: abort.signal });
      abort.abort();
      await failed(read);
      const { signal } = new AbortController();
      fs.readFile(file, { signal }, () => undefined);
      await failed(fsPromises.readFile(file, { signal: AbortSignal.abort() }));
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a file that does not exist', async () => {
    expect(await sleepAfter(({ folder }) => failed(fsPromises.readFile(`${folder}/none`)))).toBe(minute);
  });

  test('a compression that was destroyed', async () => {
    const begin = () => {
      const stream = zlib.createGzip();
      stream.write('x'.repeat(100_000));
      stream.destroy();
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a decompression of what is not compressed', async () => {
    const begin = () => new Promise((resolve) => zlib.gunzip('no gzip', resolve));
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a worker that failed', async () => {
    const begin = async () => {
      await failed(once(new Worker("throw new Error('on purpose')", { eval: true }), 'exit'));
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a child process that could not be started', async () => {
    expect(await sleepAfter(() => failed(once(spawn('/no/such/program'), 'spawn')))).toBe(minute);
  });

  test('a child process that was aborted', async () => {
    const begin = async () => {
      const abort = new AbortController();
      const child = spawn('sleep', ['60'], { signal: abort.signal });
      const exit = failed(once(child, 'exit'));
      abort.abort();
      await exit;
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });

  test('a child process that ran into its own timeout, which is real', async () => {
    const begin = () => new Promise((resolve) => execFile('sleep', ['60'], { timeout: 50 }, resolve));
    expect(await sleepAfter(begin)).toBe(minute);
  });
});

describe('time goes on beside', () => {
  test('an idle connection that is kept', async () => {
    const agent = new http.Agent({ keepAlive: true });
    const begin = async ({ origin }: Outside) => {
      const [response] = await once(http.get(origin, { agent }), 'response');
      await once(response.resume(), 'close');
      expect(Object.keys(agent.freeSockets)).toHaveLength(1);
    };
    expect(await sleepAfter(begin)).toBe(minute);
    agent.destroy();
  });

  test('a file that is watched', async () => {
    const watchers: fs.FSWatcher[] = [];
    const begin = ({ file }: Outside) =>
      void watchers.push(fs.watch(file), fs.watchFile(file, () => undefined) as never);
    expect(await sleepAfter(begin)).toBe(minute);
    fs.unwatchFile(outside.file);
    watchers[0]?.close();
  });

  test('a server that listens', async () => {
    const servers: http.Server[] = [];
    const begin = async () => {
      const server = http.createServer().listen(0, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
    };
    expect(await sleepAfter(begin)).toBe(minute);
    servers[0]?.close();
  });

  test("a worker that is unref'd", async () => {
    const workers: Worker[] = [];
    const begin = async () => {
      const worker = new Worker("require('node:worker_threads').parentPort.on('message', () => {})", {
        eval: true,
      });
      workers.push(worker);
      await once(worker, 'online');
      worker.unref();
    };
    expect(await sleepAfter(begin)).toBe(minute);
    await workers[0]?.terminate();
  });

  test("a child process that is unref'd", async () => {
    const children: ChildProcess[] = [];
    const begin = () => {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' });
      children.push(child);
      child.unref();
    };
    expect(await sleepAfter(begin)).toBe(minute);
    children[0]?.kill();
  });

  test('a forked process that has been disconnected and ended', async () => {
    const begin = async () => {
      const child = fork(new URL('./fixtures/greet.cjs', import.meta.url));
      await once(child, 'message');
      child.disconnect();
      await once(child, 'exit');
    };
    expect(await sleepAfter(begin)).toBe(minute);
  });
});
