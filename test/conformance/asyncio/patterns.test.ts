// Every demonstration of the source document prints the same lines, in the same order, at the same instants, as it did under CPython 3.11.
import { expect, test } from 'vitest';
import * as patterns from '../../../src/fixtures/index.ts';
import { allTasks, asyncWith, type PatternOptions, type Print } from '../../../src/fixtures/index.ts';
import { simulate } from '../../../src/index.ts';
import recorded from '../data/patterns.json' with { type: 'json' };

type Run = (options: PatternOptions) => unknown;

function inBasics(run: (basics: patterns.AsyncProgrammingBasics) => unknown): Run {
  return (options) => asyncWith(new patterns.AsyncProgrammingBasics(options), run);
}

const core = (options: PatternOptions) => new patterns.AsyncioCoreConcepts(options);
const iterators = (options: PatternOptions) => new patterns.AsyncIteratorDemo(options);

const runs: { readonly [name in keyof typeof recorded]: Run } = {
  'basics.concurrent_execution': inBasics((basics) => basics.concurrentExecution()),
  'basics.sequential_execution': inBasics((basics) => basics.sequentialExecution()),
  'basics.fetch_multiple_users': inBasics((basics) => basics.fetchMultipleUsers([1, 2, 3, 4, 5])),
  'basics.fetch_user_data_without_session': (options) =>
    new patterns.AsyncProgrammingBasics(options).fetchUserData(1),
  'basics.pipeline_example': inBasics((basics) => basics.pipelineExample([1, 2, 3])),
  'resources.single_resource_demo': patterns.singleResourceDemo,
  'resources.multiple_resources_demo': patterns.multipleResourcesDemo,
  'resources.error_handling_demo': patterns.errorHandlingDemo,
  'resources.use_without_acquire': (options) =>
    new patterns.AsyncResourceManager('数据库连接', options).use(),
  'core.task_management_demo': (options) => core(options).taskManagementDemo(),
  'core.timeout_demo': (options) => core(options).timeoutDemo(),
  'core.semaphore_demo': (options) => core(options).semaphoreDemo(),
  'core.event_demo': (options) => core(options).eventDemo(),
  'core.queue_demo': (options) => core(options).queueDemo(),
  'iterators.async_iterator_demo': (options) => iterators(options).asyncIteratorDemo(),
  'iterators.async_comprehension_demo': (options) => iterators(options).asyncComprehensionDemoAsWritten(),
};

/** A run in the form in which the others were recorded. */
async function record(run: Run) {
  return simulate(async (world) => {
    const events: [number, string][] = [];
    const print: Print = (line) => events.push([world.now, line]);
    const now = Date.now();
    let result: unknown = null;
    let error: string | undefined;
    try {
      result = withoutTimes(((await run({ print })) ?? null) as unknown, now);
    } catch (thrown) {
      error = `${(thrown as Error).name}: ${(thrown as Error).message}`;
    }
    const tasks = allTasks().map(({ name }) => name);
    return {
      result,
      elapsed_ms: world.now,
      tasks_left: tasks,
      events,
      ...(error !== undefined && { error }),
    };
  });
}

/** `created_at` is the time of the fetch, 100 ms after the start. */
function withoutTimes(result: unknown, start: number): unknown {
  return JSON.parse(
    JSON.stringify(result, (key, value) =>
      key === 'created_at' && value === new Date(start + 100).toISOString() ? '<now>' : value,
    ),
  );
}

test.each(Object.keys(recorded) as (keyof typeof recorded)[])('%s', async (name) => {
  expect(await record(runs[name])).toEqual(recorded[name]);
});
