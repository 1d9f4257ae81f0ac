// Checked by `tsc`: what `escapement/vitest` and `escapement/plugin` give and take.
import type { TestAPI } from 'vitest';
import type { Clock, World } from '../../src/index.ts';
import { expectTypeOf, type Fixtures, it, realTime, test } from '../../src/vitest/index.ts';
import escapement from '../../src/vitest/plugin.ts';

test('fixtures are typed', ({ world, clock, task }) => {
  expectTypeOf(world).toEqualTypeOf<World>();
  expectTypeOf(clock).toEqualTypeOf<Clock>();
  expectTypeOf(task.name).toBeString();
});

expectTypeOf(it).toEqualTypeOf(test);
expectTypeOf(test).toExtend<TestAPI<{ readonly world: World }>>();

test(
  'realTime is told which fixtures the body asks for',
  realTime<Fixtures>(async ({ clock }) => {
    expectTypeOf(clock).toEqualTypeOf<Clock>();
  }),
);

escapement({ seed: 1, startTime: new Date(0), include: ['a/**'], exclude: 'b/**', leftovers: 'ignore' });
// @ts-expect-error there is no such option
escapement({ sed: 1 });
// @ts-expect-error a token belongs to one test
escapement({ replay: 'e1' });
// @ts-expect-error it takes a function
realTime(5);
