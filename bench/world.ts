// What a world costs: an empty one, one after another and side by side.
import { simulate } from '../src/index.ts';
import { measure, time } from './support/compare.ts';

const worlds = 5_000;

await measure(
  'an empty simulate, one after another',
  'µs',
  async () => {
    const took = await time(async () => {
      for (let index = 0; index < worlds; index++) await simulate(() => {});
    });
    return (took / worlds) * 1_000;
  },
  50,
);

await measure(
  'an empty simulate, side by side',
  'µs',
  async () => {
    const took = await time(() => Promise.all(Array.from({ length: worlds }, () => simulate(() => {}))));
    return (took / worlds) * 1_000;
  },
  50,
);
