// While the program itself is to move, the other side waits for it, and time goes on: a program that sleeps between two reads, or two
// writes, must wake up.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bigBody, type Outside, openOutside, simulateOutside } from './outside.ts';

let outside: Outside;
beforeAll(async () => {
  outside = await openOutside();
});
afterAll(() => outside[Symbol.asyncDispose]());

/** Reads all, a virtual second after each chunk; gives how much, and whether that took time. */
async function readSlowly(
  chunks: AsyncIterable<Uint8Array>,
  sleep: (ms: number) => Promise<void>,
): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    await sleep(1000);
  }
  return length;
}

describe('a program that sleeps between two reads goes on', () => {
  test('of a fetch', async () => {
    const length = await simulateOutside(async (world) => {
      const { body } = await fetch(`${outside.origin}/big`);
      return readSlowly(body as AsyncIterable<Uint8Array>, world.sleep.bind(world));
    });
    expect(length).toBe(bigBody);
  });

  test('of an http response', async () => {
    const length = await simulateOutside(async (world) => {
      const [response] = (await once(http.get(`${outside.origin}/big`), 'response')) as [IncomingMessage];
      return readSlowly(response, world.sleep.bind(world));
    });
    expect(length).toBe(bigBody);
  });

  test("of a child's output", async () => {
    const length = await simulateOutside(async (world) => {
      const child = spawn(process.execPath, ['-e', `process.stdout.write('x'.repeat(${bigBody}))`]);
      return readSlowly(child.stdout, world.sleep.bind(world));
    });
    expect(length).toBe(bigBody);
  });
});

describe('a program that sleeps between two writes goes on', () => {
  test('of an http request', async () => {
    const status = await simulateOutside(async (world) => {
      const request = http.request(outside.origin, { method: 'POST' });
      request.write('first');
      await world.sleep(1000);
      request.end('last');
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return `${response.statusCode} at +${world.now}ms`;
    });
    expect(status).toBe('200 at +1000ms');
  });

  test('of a fetch with a stream of the web', async () => {
    const status = await simulateOutside(async (world) => {
      let parts = 3;
      const body = new ReadableStream({
        async pull(controller) {
          await world.sleep(1000);
          if (--parts > 0) controller.enqueue(new TextEncoder().encode('part'));
          else controller.close();
        },
      });
      const response = await fetch(outside.origin, { method: 'POST', body, duplex: 'half' } as RequestInit);
      await response.text();
      return `${response.status} at +${world.now}ms`;
    });
    expect(status).toBe('200 at +3000ms');
  });

  test('of a fetch with a stream of Node', async () => {
    const status = await simulateOutside(async (world) => {
      const parts = async function* () {
        yield 'first';
        await world.sleep(1000);
        yield 'last';
      };
      const body = Readable.from(parts(), { objectMode: false });
      const response = await fetch(outside.origin, {
        method: 'POST',
        body,
        duplex: 'half',
      } as unknown as RequestInit);
      await response.text();
      return `${response.status} at +${world.now}ms`;
    });
    expect(status).toBe('200 at +1000ms');
  });
});

describe('a response that nobody reads does not keep time still', () => {
  test('if it is empty', async () => {
    const now = await simulateOutside(async (world) => {
      const request = http.get(`${outside.origin}/empty`);
      await once(request, 'response');
      await world.sleep(1000);
      request.destroy();
      return world.now;
    });
    expect(now).toBe(1000);
  });

  test('of a fetch', async () => {
    const now = await simulateOutside(async (world) => {
      const { status } = await fetch(`${outside.origin}/big`);
      expect(status).toBe(200);
      await world.sleep(1000);
      return world.now;
    });
    expect(now).toBe(1000);
  });

  test('of an http request', async () => {
    const now = await simulateOutside(async (world) => {
      const request = http.get(`${outside.origin}/big`);
      await once(request, 'response');
      await world.sleep(1000);
      request.destroy();
      return world.now;
    });
    expect(now).toBe(1000);
  });
});
