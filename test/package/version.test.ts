import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { version } from '../../src/world/index.ts';

test('the version that copies of the kernel compare is the package’s', () => {
  expect(version).toBe(manifest.version);
});
