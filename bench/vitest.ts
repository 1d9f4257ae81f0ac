// What the plugin costs a suite: a file of 1,000 trivial tests, with it and without, in whole Vitest runs that alternate.
import { compare, measure } from './support/compare.ts';
import { openSuite, type Run } from './support/suite.ts';

const file = 'test/trivial.test.ts';
using suite = openSuite({
  [file]: `import { expect, test } from 'vitest';
for (let index = 0; index < 1_000; index++) test(\`test \${index}\`, () => expect(1).toBe(1));
`,
  'test/two-hundred.test.ts': `import { describe, expect, test } from 'vitest';
describe.concurrent('side by side', () => {
  for (let index = 0; index < 200; index++) {
    test(\`test \${index}\`, async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      expect(Date.now()).toBe(Date.UTC(2000, 0, 1, 1));
    });
  }
});
`,
  'without.config.ts': 'export default {};\n',
  'with.config.ts': `import escapement from 'escapement/plugin';
export default { plugins: [escapement()], test: { maxConcurrency: 200 } };
`,
});

const figures: Readonly<Record<keyof Run, string>> = {
  processor: 'a run of 1,000 trivial tests, processor time',
  whole: 'a run of 1,000 trivial tests',
  tests: 'its tests alone',
};
for (const [figure, name] of Object.entries(figures) as [keyof Run, string][]) {
  await compare({
    name,
    unit: 'ms',
    peerName: 'without the plugin',
    ...(figure !== 'tests' && { atLeast: 0.9 }),
    ours: () => suite.run('with.config.ts', file)[figure],
    peer: () => suite.run('without.config.ts', file)[figure],
  });
}
await measure(
  '200 concurrent tests that sleep an hour each',
  'ms',
  () => suite.run('with.config.ts', 'test/two-hundred.test.ts').tests,
  100,
);
