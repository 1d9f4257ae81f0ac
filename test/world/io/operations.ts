// Real I/O of every kind that a hold is opened for, by name.
import { type ChildProcess, exec, execFile, fork, spawn } from 'node:child_process';
import crypto from 'node:crypto';
import dns from 'node:dns';
import { once } from 'node:events';
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { MessageChannel, Worker } from 'node:worker_threads';
import zlib from 'node:zlib';
import type { Outside } from './outside.ts';

type Operation = (outside: Outside) => unknown;

const { nativeImport } = createRequire(import.meta.url)('./fixtures/native-import.cjs') as {
  nativeImport(url: string): Promise<unknown>;
};
const keepAlive = new http.Agent({ keepAlive: true });

async function body(request: ClientRequest): Promise<Buffer> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return buffer(response);
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit');
}

const files: Record<string, Operation> = {
  'readFile, callback': ({ file }) => promisify(fs.readFile)(file),
  'readFile, promise': ({ file }) => fsPromises.readFile(file),
  'stat, callback': ({ file }) => promisify(fs.stat)(file),
  'a read stream': ({ file }) => buffer(fs.createReadStream(file)),
  'a FileHandle': async ({ file }) => {
    const handle = await fsPromises.open(file);
    await handle.read(Buffer.alloc(100));
    await handle.close();
  },
  'the lines of a FileHandle': async ({ file }) => {
    const handle = await fsPromises.open(file);
    for await (const _line of handle.readLines());
  },
  'the web stream of a FileHandle': async ({ file }) => {
    const handle = await fsPromises.open(file);
    for await (const _chunk of handle.readableWebStream());
    await handle.close();
  },
  opendir: async ({ folder }) => {
    for await (const _entry of await fsPromises.opendir(folder));
  },
  'readdir, recursive': ({ folder }) => fsPromises.readdir(folder, { recursive: true }),
  'writeFile and rm': async ({ freshPath }) => {
    const path = freshPath();
    await fsPromises.writeFile(path, 'text');
    await fsPromises.rm(path);
  },
  'cp and rm, callback': async ({ file, freshPath }) => {
    const path = freshPath();
    await promisify(fs.cp)(file, path);
    await promisify(fs.rm)(path);
  },
  'a pipeline from file to file': async ({ file, freshPath }) => {
    const path = freshPath();
    await pipeline(fs.createReadStream(file), zlib.createGzip(), fs.createWriteStream(path));
    fs.rmSync(path);
  },
  'a Blob in memory': () => new Blob(['text']).text(),
  'a Blob of a file': async ({ file }) => (await fs.openAsBlob(file)).arrayBuffer(),
  'the stream of a Blob': async () => {
    for await (const _chunk of new Blob(['text']).stream());
  },
};

const names: Record<string, Operation> = {
  'dns.lookup, callback': () => promisify(dns.lookup)('localhost'),
  'dns.lookup, promise': () => dns.promises.lookup('localhost'),
  'dns.lookupService': () => dns.promises.lookupService('127.0.0.1', 80),
};

const cryptography: Record<string, Operation> = {
  scrypt: () => promisify<unknown>((done) => crypto.scrypt('password', 'salt', 32, { N: 256 }, done))(),
  pbkdf2: () => promisify(crypto.pbkdf2)('password', 'salt', 10, 32, 'sha256'),
  hkdf: () => promisify(crypto.hkdf)('sha256', 'key', 'salt', 'info', 32),
  randomBytes: () => promisify(crypto.randomBytes)(16),
  randomFill: () => promisify<unknown>((done) => crypto.randomFill(Buffer.alloc(16), done))(),
  generateKeyPair: () => promisify(crypto.generateKeyPair)('ec', { namedCurve: 'P-256' }),
  generateKey: () => promisify(crypto.generateKey)('aes', { length: 128 }),
  checkPrime: () => promisify<unknown>((done) => crypto.checkPrime(7n, done))(),
  sign: () => {
    const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return promisify<unknown>((done) => crypto.sign('sha256', Buffer.from('text'), privateKey, done))();
  },
  'subtle.digest': () => crypto.subtle.digest('SHA-256', Buffer.from('text')),
  'subtle.encrypt': async () => {
    const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12) };
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']);
    await crypto.subtle.encrypt(algorithm, key, Buffer.from('text'));
  },
};

const compression: Record<string, Operation> = {
  'gzip, little': () => promisify(zlib.gzip)('text'),
  'gzip, much': () => promisify(zlib.gzip)('text'.repeat(100_000)),
  brotli: () => promisify(zlib.brotliCompress)('text'),
  'a gzip stream': async () => {
    const stream = zlib.createGzip();
    stream.write('first');
    stream.end('last');
    await buffer(stream);
  },
  'a CompressionStream': () =>
    new Response(
      new Blob(['text'.repeat(50_000)]).stream().pipeThrough(new CompressionStream('gzip')),
    ).arrayBuffer(),
};

// Without what Vitest gave this process to load first.
const plain = { execArgv: [] };
const inWorker = { eval: true, ...plain };

const processes: Record<string, Operation> = {
  'a worker that answers': async () => {
    const worker = new Worker("require('node:worker_threads').parentPort.postMessage(1)", inWorker);
    await once(worker, 'message');
    await worker.terminate();
  },
  'a worker that ends': () => once(new Worker('1', inWorker), 'exit'),
  exec: () => promisify(exec)('true'),
  execFile: () => promisify(execFile)('true'),
  'spawn, and its output': async () => {
    const child = spawn('echo', ['hello']);
    await buffer(child.stdout);
    await exited(child);
  },
  'spawn, and its end': () => once(spawn('echo', ['hello']), 'exit'),
  'spawn, and its close': () => once(spawn('echo', ['hello']), 'close'),
  fork: async () => {
    const child = fork(new URL('./fixtures/greet.cjs', import.meta.url), plain);
    await once(child, 'message');
    child.disconnect();
    await exited(child);
  },
};

const modules: Record<string, Operation> = {
  'import() of a file': ({ freshPath }) => {
    const path = freshPath('.mjs');
    fs.writeFileSync(path, 'export const value = 1;');
    return nativeImport(pathToFileURL(path).href);
  },
  'import() of a file that reads one': ({ freshPath }) => {
    const path = freshPath('.mjs');
    fs.writeFileSync(path, "import fs from 'node:fs/promises'; await fs.readFile(import.meta.filename);");
    return nativeImport(pathToFileURL(path).href);
  },
};

const http1: Record<string, Operation> = {
  fetch: async ({ origin }) => (await fetch(origin)).text(),
  'fetch, POST': async ({ origin }) =>
    (await fetch(origin, { method: 'POST', body: 'x'.repeat(100_000) })).text(),
  'fetch of a slow body': async ({ origin }) => (await fetch(`${origin}/slow`)).text(),
  'fetch of a big body': async ({ origin }) => (await fetch(`${origin}/big`)).arrayBuffer(),
  'fetch with a redirect': async ({ origin }) => (await fetch(`${origin}/redirect`)).text(),
  'http.get': ({ origin }) => body(http.get(origin)),
  'http.get of a slow body': ({ origin }) => body(http.get(`${origin}/slow`)),
  'http.get of a big body': ({ origin }) => body(http.get(`${origin}/big`)),
  'http.get, and its close': ({ origin }) => {
    const request = http.get(origin, { agent: false }, (response) => response.resume());
    return once(request, 'close');
  },
  'http.get without an agent': ({ origin }) => body(http.get(origin, { agent: false })),
  'http.request, POST, on a kept connection': ({ origin }) =>
    body(http.request(origin, { method: 'POST', agent: keepAlive }).end('text')),
  'http.request, POST, that expects 100': async ({ origin }) => {
    const request = http.request(origin, { method: 'POST', headers: { expect: '100-continue' } });
    request.flushHeaders();
    await once(request, 'continue');
    await body(request.end('text'));
  },
};

const messages: Record<string, Operation> = {
  'a message through a MessageChannel': async () => {
    const { port1, port2 } = new MessageChannel();
    const received = once(port2, 'message');
    port1.postMessage('hello');
    await received;
    port1.close();
  },
  'a message through a BroadcastChannel': async () => {
    const [sender, receiver] = [new BroadcastChannel('hello'), new BroadcastChannel('hello')];
    const received = new Promise((resolve) => {
      receiver.onmessage = resolve;
    });
    sender.postMessage('hello');
    await received;
    sender.close();
    receiver.close();
  },
};

export const operations: Readonly<Record<string, Operation>> = {
  ...files,
  ...names,
  ...cryptography,
  ...compression,
  ...processes,
  ...modules,
  ...http1,
  ...messages,
};
