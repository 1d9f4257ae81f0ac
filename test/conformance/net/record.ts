// Runs programs on real sockets and records what they show: `node test/conformance/net/record.ts`. The tests then hold the network of a world against it, on every
// machine alike. In the real world nothing tells when a call has had all its effects, so a recording waits, and is made twice; a program whose two
// recordings differ is left out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { makeByteStream, runByteStream } from './byte-stream.ts';
import { makeSocketProgram, runSocketProgram } from './socket-program.ts';

const count = Number(process.argv[2] ?? 300);
const folder = mkdtempSync(join(tmpdir(), 'escapement-'));
let paths = 0;

async function record<T>(run: (seed: number) => Promise<T>): Promise<Record<number, T>> {
  const seeds = Array.from({ length: count }, (_, seed) => seed);
  // A few at a time: they do nothing but wait.
  const pass = async () => {
    const recorded: Record<number, T> = {};
    for (let at = 0; at < count; at += 20) {
      await Promise.all(
        seeds.slice(at, at + 20).map(async (seed) => {
          recorded[seed] = await run(seed);
        }),
      );
    }
    return recorded;
  };
  const [first, second] = [await pass(), await pass()];
  const isSame = ([seed, value]: [string, T]) => isDeepStrictEqual(value, second[Number(seed)]);
  return Object.fromEntries(Object.entries(first).filter(isSame));
}

const settle = () => sleep(150);
const sockets = await record((seed) =>
  runSocketProgram(makeSocketProgram(seed), join(folder, `${++paths}.sock`), settle),
);
const streams = await record((seed) => runByteStream(makeByteStream(seed), settle));
rmSync(folder, { recursive: true });
const file = new URL('../data/net.json', import.meta.url);
const lines = (of: Record<number, unknown>) =>
  Object.entries(of)
    .map(([seed, value]) => `"${seed}": ${JSON.stringify(value)}`)
    .join(',\n');
writeFileSync(file, `{"sockets": {\n${lines(sockets)}\n},\n"streams": {\n${lines(streams)}\n}}\n`);
process.stdout.write(`${Object.keys(sockets).length} and ${Object.keys(streams).length} of ${count}\n`);
