// Timers on virtual time, beside @sinonjs/fake-timers: made and fired with a million pending (in processor time), an idle tick with 100,000 pending.
import { createClock } from '@sinonjs/fake-timers';
import { simulate } from '../src/index.ts';
import { real } from '../src/world/index.ts';
import { compare } from './support/compare.ts';
import { processorMs } from './support/processor.ts';

const million = 1_000_000;
// In a world `performance.now` is virtual: what measures there must be the real one.
const realNow = real.monotonicNow;

/** The same delays for both, spread over 1 … 1,000,000 ms. */
function eachDelay(count: number, use: (delay: number) => void): void {
  let state = 1;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    use(1 + (state % million));
  }
}

await compare({
  name: 'a timer made and fired, a million pending',
  unit: 'µs',
  peerName: 'sinon',
  atLeast: 5,
  rounds: 3,
  async ours() {
    let fired = 0;
    const from = processorMs();
    await simulate(
      () =>
        new Promise<void>((resolve) => {
          eachDelay(million, (delay) =>
            setTimeout(() => {
              if (++fired === million) resolve();
            }, delay),
          );
        }),
      { maxSteps: 2 * million },
    );
    return ((processorMs() - from) / million) * 1_000;
  },
  peer() {
    let fired = 0;
    const from = processorMs();
    const clock = createClock(0, 2 * million);
    eachDelay(million, (delay) => clock.setTimeout(() => fired++, delay));
    clock.runAll();
    return ((processorMs() - from) / million) * 1_000;
  },
});

const pending = 100_000;
const ticks = 200;

function perTick(tick: () => void): number {
  const from = realNow();
  for (let index = 0; index < ticks; index++) tick();
  return ((realNow() - from) / ticks) * 1_000;
}

await compare({
  name: 'a tick that fires nothing, 100,000 pending',
  unit: 'µs',
  peerName: 'sinon',
  atLeast: 100,
  ours: () =>
    simulate(
      ({ clock }) => {
        clock.pause();
        eachDelay(pending, (delay) => setTimeout(() => {}, million + delay));
        return perTick(() => clock.tick(1));
      },
      { leftovers: 'ignore' },
    ),
  peer() {
    const clock = createClock(0, 2 * million);
    eachDelay(pending, (delay) => clock.setTimeout(() => {}, million + delay));
    return perTick(() => clock.tick(1));
  },
});
