// Time that moves by itself: 100,000 sleeps one after another, beside sinon's `nextAsync` mode.
import { createClock } from '@sinonjs/fake-timers';
import { simulate } from '../src/index.ts';
import { compare, time } from './support/compare.ts';

const sleeps = 100_000;

async function sleepInTurn(setTimeout: (callback: () => void, ms: number) => unknown): Promise<void> {
  for (let index = 0; index < sleeps; index++)
    await new Promise<void>((resolve) => setTimeout(resolve, 1_000));
}

await compare({
  name: 'a jump',
  unit: 'µs',
  peerName: "sinon's nextAsync mode",
  atLeast: 5,
  ours: async () => ((await time(() => simulate(() => sleepInTurn(setTimeout)))) / sleeps) * 1_000,
  async peer() {
    const clock = createClock(0, sleeps);
    clock.setTickMode({ mode: 'nextAsync' });
    const took = await time(() => sleepInTurn(clock.setTimeout));
    clock.setTickMode({ mode: 'manual' });
    return (took / sleeps) * 1_000;
  },
});
