import { defineConfig } from 'vitest/config';
import escapement from './src/vitest/plugin.ts';

export default defineConfig({
  // Most of our tests are of worlds, and make their own: around them there is none. test/vitest runs whole Vitests.
  plugins: [
    escapement({
      exclude: [
        'test/world/**',
        'test/fakes/**',
        'test/explore/**',
        'test/conformance/**',
        'test/vitest/**',
        'test/matchers/**',
        'test/report/**',
        'test/*.test.ts',
      ],
    }),
  ],
  test: {
    include: ['test/**/*.test.ts'],
    // A whole Vitest run, on a machine that is busy with others.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
