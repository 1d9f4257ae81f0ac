// Random programs over the whole vocabulary do, step by step, what CPython recorded of them (oracle/record.py): the same statements end at the same
// instants, in the same order, with the same outcomes. Failures that nobody looks at, which CPython only logs, do not matter here.
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/index.ts';
import programs from '../data/asyncio-programs.json' with { type: 'json' };
import { type Body, type Log, runProgram } from './oracle/run.ts';

async function logOf(bodies: readonly Body[]): Promise<Log> {
  let log: Log = [];
  const run = simulate(async () => {
    log = await runProgram(bodies);
  });
  await run.catch((error) => {
    if (log.length === 0) throw error;
  });
  return log;
}

const tens = Array.from({ length: programs.length / 10 }, (_, ten) => ten * 10);

describe('programs recorded from CPython 3.11', () => {
  test.each(tens)('%i and the nine after it', async (first) => {
    for (const [at, { tasks, log }] of programs.slice(first, first + 10).entries())
      expect(await logOf(tasks as unknown as Body[]), `program ${first + at}`).toEqual(log);
  });
});
