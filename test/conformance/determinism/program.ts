// One program that reads everything a world makes deterministic, run a number of times: prints each different outcome with how often it came.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep, setInterval as ticks } from 'node:timers/promises';
import { simulate, type World } from '../../../src/index.ts';

async function program(world: World): Promise<unknown> {
  const seen: unknown[] = [new Date().toISOString(), performance.now(), process.hrtime.bigint().toString()];
  const server = async (name: string) => {
    for (let request = 0; request < 5; request++) {
      await sleep(Math.random() * 100);
      seen.push(`${name} ${request} ${Date.now()} ${randomUUID()}`);
    }
  };
  const interval = setInterval(() => seen.push(Math.random()), 7);
  setImmediate(() => queueMicrotask(() => seen.push('microtask of an immediate')));
  process.nextTick(() => seen.push('tick'));
  const polling = (async () => {
    for await (const _tick of ticks(13)) if (Math.random() < 0.1) break;
  })();
  const tasks = ['a', 'b', 'c'].map((name) => world.spawn(name, () => server(name)));
  const replies = [30, 20, 10].map((latency) =>
    world.io(`reply ${latency}`, () => seen.push(crypto.getRandomValues(new Uint8Array(4)).join()), {
      latency,
    }),
  );
  await Promise.all([...tasks, ...replies, polling]);
  await new Promise((resolve) => AbortSignal.timeout(50).addEventListener('abort', resolve));
  clearInterval(interval);
  seen.push(world.choose('branch', [1, 2, 3]), world.random(), world.now);
  return seen;
}

const runs = Number(process.argv[2]);
const outcomes = new Map<string, number>();
for (let run = 0; run < runs; run++) {
  let hash = '';
  let seen: unknown;
  await simulate(async (world) => {
    const alive = setTimeout(() => undefined, 10_000);
    seen = await program(world);
    clearTimeout(alive);
    hash = world.trace.hash;
  });
  const outcome = `${hash} ${JSON.stringify(seen)}`;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}
process.stdout.write(JSON.stringify([...outcomes]));
