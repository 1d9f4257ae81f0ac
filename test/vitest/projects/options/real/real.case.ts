import { expect, test } from 'vitest';
import { currentWorld } from '../../../../../src/index.ts';

test('in real time', () => {
  expect(() => currentWorld()).toThrow('outside a world');
  expect(Date.now()).toBeGreaterThan(Date.UTC(2025));
});
