import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import escapement from './src/vitest/plugin.ts';

// Each test file has a process of its own, many start more, and each of these loads most of `src/`: Node keeps what it has compiled.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));

export default defineConfig({
  // Most of our tests are of worlds, and make their own: around them there is none. test/vitest runs whole Vitests.
  plugins: [
    escapement({
      contracts: false,
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
    // Vitest leaves a core to itself, which it hardly needs.
    maxWorkers: availableParallelism(),
    // Imported by Node, as in a user's project, where the package is a dependency. Yet then Vite does not see which test needs what, as it
    // must in watch mode.
    server: { deps: { external: process.argv.includes('run') ? [/\/src\/.*\.ts$/] : [] } },
    // A whole Vitest run, on a machine that is busy with others.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
