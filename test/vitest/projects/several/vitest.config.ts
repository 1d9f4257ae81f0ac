import { defineConfig } from 'vitest/config';
import escapement from '../../../../src/vitest/plugin.ts';

const inWorlds = ['in-world.case.ts'];

export default defineConfig({
  plugins: [escapement()],
  test: {
    projects: [
      { extends: true, test: { name: 'inherits', include: inWorlds } },
      { extends: true, test: { name: 'vm', include: inWorlds, pool: 'vmThreads' } },
      {
        extends: false,
        plugins: [escapement()],
        test: { name: 'on its own', include: inWorlds, isolate: false },
      },
      { extends: false, test: { name: 'without', include: ['outside.case.ts'] } },
    ],
  },
});
