import { describe, expect, test } from 'vitest';
import { pools, runProject } from './run-project.ts';

describe.each(pools)('under the pool %s', (pool) => {
  test('a world spans hooks, fixtures, body and cleanups of one attempt', async () => {
    const run = await runProject('lifecycle', { pool });

    expect(
      Object.fromEntries(
        run.names('failed').map((name) => [name, run.messages(name).map((text) => text.split('\n')[0])]),
      ),
    ).toEqual({
      'the cleanups of a test that failed > interrupted': ['early'],
      'an error while a hook runs > fails the test': ['in the hook'],
      'a hook that never ends > is a deadlock': [
        'the world is stuck at +0ms: nothing is scheduled, and 1 task still waits',
      ],
      'a real timeout': ['Test timed out in 50ms.'],
    });
    expect(run.names('skipped')).toEqual(['skipped in its body', 'skipped']);
    expect(run.names('passed')).toHaveLength(16);
    expect(run.otherErrors).toEqual([]);
  });
});
