import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import escapement from '../../src/vitest/plugin.ts';
import { openProject, runProject } from './run-project.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe('the plugin', () => {
  test('refuses an option that does not exist', () => {
    expect(() => escapement({ sed: 1 } as never)).toThrow(
      /^escapement\(\): there is no option "sed". There are: seed, /,
    );
  });

  test('refuses an option that is not what it must be', () => {
    expect(() => escapement({ include: 5 } as never)).toThrow(
      'the option "include" must be a glob or an array of globs, and is 5',
    );
    expect(() => escapement({ maxSteps: -1 })).toThrow(
      'the option "maxSteps" must be a number above 0, and is -1',
    );
    expect(() => escapement(null as never)).toThrow('the options must be an object, and are null');
    expect(() => escapement({ replay: 'e1' } as never)).toThrow('a token belongs to one test');
  });

  test('given twice, says so', async () => {
    await expect(openProject('many', { setupFiles: [path('../../src/vitest/setup.ts')] })).rejects.toThrow(
      /the plugin escapement\(\) was given twice/,
    );
  });
});

describe('the setup file', () => {
  test.each(['forks', 'vmThreads'] as const)(
    'listed by hand, says that register did not come before, under the pool %s',
    async (pool) => {
      const run = await runProject('many', {
        pool,
        include: ['file-01.case.ts'],
        escapement: false,
        setupFiles: [path('../../src/vitest/setup.ts')],
      });

      expect(run.otherErrors).toHaveLength(1);
      expect(run.otherErrors[0]).toMatchInlineSnapshot(`
      "escapement/setup was loaded in a worker that was started without escapement/register.
        Modules that were loaded before it may hold real timers: these would run in the middle of a world whose time is virtual.
        Likely cause: escapement/setup is listed in \`setupFiles\` by hand. The plugin loads both, each at its time.
        Take it out of \`setupFiles\`, and add escapement() from 'escapement/plugin' to the \`plugins\` of vitest.config.ts."
    `);
    },
  );

  test('tells which CommonJS module took real timers before it', async () => {
    const captor = path('projects/captured/captor.cjs');
    const run = await runProject('captured', { execArgv: ['--require', captor] });

    expect(run.otherErrors.map((error) => error.replace(captor, 'captor.cjs'))).toMatchInlineSnapshot(`
      [
        "a CommonJS module took timers out of node:timers before escapement/register was loaded:
        captor.cjs
        Timers that it starts would be real ones, in the middle of a world whose time is virtual.
        Likely cause: a --require option (Node loads these before every --import), or NODE_OPTIONS.
        Load it later, as a setup file or with --import after escapement/register, or let it say require('node:timers').setTimeout(…) at each call.",
      ]
    `);
  });

  test('has nothing against a module that looks timers up at each call', async () => {
    const run = await runProject('captured', {
      execArgv: ['--require', path('projects/captured/modest.cjs')],
    });

    expect(run.otherErrors).toEqual([]);
    expect(run.names('passed')).toEqual(['runs']);
  });
});
