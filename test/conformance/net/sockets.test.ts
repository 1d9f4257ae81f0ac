// Random programs over the network of a world show what they have shown on real sockets (recorded in ../data/net.json, see record.ts), and none
// of many more crashes or hangs. ESCAPEMENT_FUZZ sets how many more: 100,000 have been run.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import { makeByteStream, runByteStream } from './byte-stream.ts';
import { makeSocketProgram, runSocketProgram } from './socket-program.ts';

const recorded = JSON.parse(readFileSync(new URL('../data/net.json', import.meta.url), 'utf8')) as {
  readonly sockets: Readonly<Record<string, unknown>>;
  readonly streams: Readonly<Record<string, unknown>>;
};
const more = Number(process.env.ESCAPEMENT_FUZZ ?? 300);

// The real time that passed between two calls is a virtual second.
const sockets = (seed: number) =>
  simulate((world) => runSocketProgram(makeSocketProgram(seed), '/run/test.sock', () => world.sleep(40)));
const streams = (seed: number) =>
  simulate((world) => runByteStream(makeByteStream(seed), () => world.sleep(40)));

test.each(Object.entries(recorded.sockets))('socket calls %s', async (seed, seen) => {
  expect(await sockets(Number(seed))).toEqual(seen);
});

// Requests that were pipelined before a malformed one, in one piece with it: over a socket of libuv Node answers them first, over any other stream (TLS, or
// a socket of a world) it finds the error before the answers have been written (docs/network.md).
const answeredFirst = ['136', '187'];
const streamsAlike = Object.entries(recorded.streams).filter(([seed]) => !answeredFirst.includes(seed));

test.each(streamsAlike)('bytes into an HTTP server %s', async (seed, seen) => {
  expect(await streams(Number(seed))).toEqual(seen);
});

test.each<[string, (seed: number) => Promise<unknown>]>([
  ['socket calls', sockets],
  ['bytes into an HTTP server', streams],
])('%s: none crashes or hangs', { timeout: 3_600_000 }, async (_name, run) => {
  for (let at = 0; at < more; at++) await run(1_000_000 + at);
});
