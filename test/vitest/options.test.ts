import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../src/index.ts';
import escapement from '../../src/vitest/plugin.ts';
import { pools, runProject } from './run-project.ts';

const start = Date.UTC(2024, 1, 29);
const provide = { start, seed: 'seven' } as never;

describe("the plugin's options", () => {
  test.each(pools)('reach the worlds under the pool %s', async (pool) => {
    const run = await runProject('options', {
      pool,
      provide,
      escapement: {
        seed: 'seven',
        startTime: new Date(start),
        include: ['unit/**', 'real/**'],
        exclude: '**/real.*',
      },
    });

    expect(run.tests.flatMap((each) => run.messages(each.fullName))).toEqual([]);
    expect(run.names('passed')).toHaveLength(2);
  });

  test('include leaves the other files in real time', async () => {
    const run = await runProject('options', {
      provide,
      escapement: { seed: 'seven', startTime: start, include: 'unit/*.case.ts' },
    });

    expect(run.names('passed')).toHaveLength(2);
  });

  test('are refused before anything runs', () => {
    expect(() => escapement({ leftovers: 'maybe' } as never)).toThrow(InvalidArgumentError);
  });
});

describe('several projects in one config', () => {
  test('each have worlds, when they inherit the plugin', async () => {
    const config = fileURLToPath(new URL('projects/several/vitest.config.ts', import.meta.url));
    const run = await runProject('several', { config, escapement: false });

    expect(run.otherErrors).toEqual([]);
    expect(run.tests.flatMap((each) => run.messages(each.fullName))).toEqual([]);
    expect(run.tests.map((each) => each.project.name).sort()).toEqual([
      'inherits',
      'on its own',
      'vm',
      'without',
    ]);
    expect(run.names('passed')).toHaveLength(4);
  });
});

test('benchmarks have no worlds, since they measure real time', async () => {
  const run = await runProject('benchmark', { benchmark: { enabled: true } });

  expect(run.otherErrors).toEqual([]);
  expect(run.names('passed')).toEqual(['runs in real time']);
});
