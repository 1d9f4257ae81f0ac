// What the matchers cost: 1,000 tests with five of them each beside 1,000 tests with five `expect(1).toBe(1)`, in whole Vitest runs that alternate.
// The tests are the same but for the assertions.
import { renderSvg, renderText, timelineOf } from '../src/report/index.ts';
import { compare, measure, time } from './support/compare.ts';
import { openSuite, type Run } from './support/suite.ts';

const suiteOf = (assertions: readonly string[]) => `import { probe } from 'escapement';
import { expect, test } from 'vitest';
for (let index = 0; index < 1_000; index++) {
  test(\`test \${index}\`, async () => {
    const work = probe('work', () => new Promise((resolve) => setTimeout(resolve, 10)));
    await Promise.all([work(), work(), work()]);
    ${assertions.join('\n    ')}
  });
}
`;

{
  using suite = openSuite({
    'test/matchers.test.ts': suiteOf([
      'expect(work).toRunConcurrently(3);',
      'expect(work).toNeverExceedConcurrency(3);',
      'expect(work).not.toRunSequentially();',
      "expect(work).toStartInOrder(['work #1', 'work #2', 'work #3']);",
      "expect(work).toSettleInOrder(['work #1', 'work #2', 'work #3']);",
    ]),
    'test/plain.test.ts': suiteOf(Array<string>(5).fill('expect(1).toBe(1);')),
    'vitest.config.ts': `import escapement from 'escapement/plugin';
export default { plugins: [escapement({ contracts: false })] };
`,
  });
  for (const figure of ['processor', 'tests'] as const satisfies readonly (keyof Run)[]) {
    await compare({
      name:
        figure === 'tests'
          ? 'its tests alone'
          : 'a suite of 1,000 tests with five matchers each, processor time',
      unit: 'ms',
      peerName: 'with five toBe() each',
      ...(figure === 'processor' && { atLeast: 0.87 }),
      ours: () => suite.run('vitest.config.ts', 'test/matchers.test.ts')[figure],
      peer: () => suite.run('vitest.config.ts', 'test/plain.test.ts')[figure],
    });
  }
}

const spans = Array.from({ length: 10_000 }, (_, index) => ({
  label: `fetchUser #${index + 1}`,
  start: index * 10,
  end: index * 10 + 35,
  outcome: 'fulfilled' as const,
}));
await measure(
  'a timeline of 10,000 spans as text',
  'ms',
  () => time(() => renderText(timelineOf(spans))),
  50,
);
// Without folding: each of them is drawn.
const all = { maxLanes: Infinity };
await measure('each of them drawn as text', 'ms', () => time(() => renderText(timelineOf(spans, all))), 50);
await measure(
  'each of them drawn as SVG',
  'ms',
  () => time(() => renderSvg(timelineOf(spans, all), { title: 'fetchUser' })),
  50,
);
