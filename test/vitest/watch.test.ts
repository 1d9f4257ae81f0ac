import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openProject, resultOf } from './run-project.ts';

test.each(['forks', 'vmThreads'] as const)(
  'in watch mode, each run of a file has its worlds, under the pool %s',
  async (pool) => {
    let output = '';
    const vitest = await openProject('watched', { watch: true, pool, isolate: false }, (text) => {
      output += text;
    });
    try {
      await vitest.start();
      const file = fileURLToPath(new URL('projects/watched/watched.case.ts', import.meta.url));
      for (let count = 0; count < 3; count++) {
        vitest.invalidateFile(file);
        await vitest.rerunTestSpecifications(vitest.getModuleSpecifications(file));
      }
      const run = resultOf(vitest, output);
      expect(run.otherErrors).toEqual([]);
      expect(run.names('passed')).toEqual(['has a world in each run']);
      expect(output.match(/RERUN|✓ watched\.case\.ts/g)?.filter((line) => line.startsWith('✓'))).toHaveLength(
        4,
      );
    } finally {
      await vitest.close();
    }
  },
);
