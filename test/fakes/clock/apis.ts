// What each API of the fake clock does in a world, and how one sees from outside that it is the real one. One entry an API; forms.ts has the ways to it.
import { promisify } from 'node:util';
import type { World } from '../../../src/index.ts';
import { type Form, globalForm, methodForms, moduleForms } from './forms.ts';

// biome-ignore lint/suspicious/noExplicitAny: each entry knows what its own API takes
type Api = any;

export interface Entry {
  readonly name: string;
  readonly forms: readonly Form[];
  /** In a world whose clock began at 2000-01-01: what it gives, which must be `expected`. */
  readonly inWorld: (api: Api, world: World) => unknown;
  readonly expected: unknown;
  /** Out of a world: whether it is the real one. */
  readonly isReal: (api: Api) => boolean | Promise<boolean>;
}

const start = Date.UTC(2000, 0, 1);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const timers = (name: string) => [globalForm(name), ...moduleForms('timers', name)];
const promises = (name: string) => [
  ...moduleForms('timers/promises', name),
  ...methodForms(moduleForms('timers', 'promises'), name),
];
const schedulers = moduleForms('timers/promises', 'scheduler');
const performances = [globalForm('performance'), ...moduleForms('perf_hooks', 'performance')];
const processes: Form[] = [globalForm('process'), ...moduleForms('process', 'default').slice(0, 2)];
const processMethods = (name: string) => [...methodForms(processes, name), ...moduleForms('process', name)];
const webCryptos = [globalForm('crypto'), ...moduleForms('crypto', 'webcrypto')];
const cryptoForms = (name: string) => [...methodForms(webCryptos, name), ...moduleForms('crypto', name)];

/** Node's own handle has no event in it. */
const isNodes = (handle: object) => !('runInAsyncScope' in handle);
const differ = (draw: () => unknown) => new Set(Array.from({ length: 4 }, draw)).size === 4;
const elapsed = async (world: World, wait: Promise<unknown>) => [await wait, world.now];
/** The real loop lets a promise of Node's through in a moment. */
const settles = async (promise: Promise<unknown>, value: unknown) => (await promise) === value;

export const entries: readonly Entry[] = [
  {
    name: 'setTimeout',
    forms: timers('setTimeout'),
    inWorld: (setTimeout, world) =>
      elapsed(world, new Promise((resolve) => setTimeout(resolve, 5000, 'value'))),
    expected: ['value', 5000],
    isReal(setTimeout) {
      const handle = setTimeout(() => undefined, 1);
      clearTimeout(handle);
      return isNodes(handle);
    },
  },
  {
    name: 'setInterval',
    forms: timers('setInterval'),
    inWorld: async (setInterval, world) => {
      const times: number[] = [];
      await new Promise<void>((resolve) => {
        const interval = setInterval(() => {
          if (times.push(world.now) < 3) return;
          clearInterval(interval);
          resolve();
        }, 1000);
      });
      return times;
    },
    expected: [1000, 2000, 3000],
    isReal(setInterval) {
      const handle = setInterval(() => undefined, 1);
      clearInterval(handle);
      return isNodes(handle);
    },
  },
  {
    name: 'setImmediate',
    forms: timers('setImmediate'),
    inWorld: (setImmediate, world) =>
      elapsed(world, new Promise((resolve) => setImmediate(resolve, 'value'))),
    expected: ['value', 0],
    isReal(setImmediate) {
      const handle = setImmediate(() => undefined);
      clearImmediate(handle);
      return isNodes(handle);
    },
  },
  ...(['clearTimeout', 'clearInterval'] as const).map(
    (name): Entry => ({
      name,
      forms: timers(name),
      async inWorld(clear, world) {
        const fired: string[] = [];
        clear(setTimeout(() => fired.push('object'), 10));
        clear(+setTimeout(() => fired.push('number'), 10));
        clear(String(+setInterval(() => fired.push('text'), 10)));
        await world.sleep(20);
        return fired;
      },
      expected: [],
      isReal(clear) {
        const handle = setTimeout(() => undefined, 1) as NodeJS.Timeout & { readonly _destroyed: boolean };
        clear(handle);
        return handle._destroyed;
      },
    }),
  ),
  {
    name: 'clearImmediate',
    forms: timers('clearImmediate'),
    async inWorld(clear, world) {
      const fired: string[] = [];
      clear(setImmediate(() => fired.push('immediate')));
      await world.sleep(1);
      return fired;
    },
    expected: [],
    isReal(clear) {
      const handle = setImmediate(() => undefined) as NodeJS.Immediate & { readonly _destroyed: boolean };
      clear(handle);
      return handle._destroyed;
    },
  },
  {
    name: 'promises.setTimeout',
    forms: promises('setTimeout'),
    inWorld: (setTimeout, world) => elapsed(world, setTimeout(5000, 'value')),
    expected: ['value', 5000],
    isReal: (setTimeout) => settles(setTimeout(1, 'value'), 'value'),
  },
  {
    name: 'promises.setImmediate',
    forms: promises('setImmediate'),
    inWorld: (setImmediate, world) => elapsed(world, setImmediate('value')),
    expected: ['value', 0],
    isReal: (setImmediate) => settles(setImmediate('value'), 'value'),
  },
  {
    name: 'promises.setInterval',
    forms: promises('setInterval'),
    async inWorld(setInterval, world) {
      const times: unknown[] = [];
      for await (const value of setInterval(1000, 'value')) {
        if (times.push([value, world.now]) === 2) break;
      }
      return times;
    },
    expected: [
      ['value', 1000],
      ['value', 2000],
    ],
    async isReal(setInterval) {
      for await (const value of setInterval(1, 'value')) return value === 'value';
      return false;
    },
  },
  {
    name: 'scheduler.wait',
    forms: methodForms(schedulers, 'wait'),
    inWorld: (wait, world) => elapsed(world, wait(5000)),
    expected: [undefined, 5000],
    isReal: (wait) => settles(wait(1), undefined),
  },
  {
    name: 'scheduler.yield',
    forms: methodForms(schedulers, 'yield'),
    inWorld: (yieldTurn, world) => elapsed(world, yieldTurn()),
    expected: [undefined, 0],
    isReal: (yieldTurn) => settles(yieldTurn(), undefined),
  },
  {
    name: 'promisify(setTimeout)',
    forms: timers('setTimeout'),
    inWorld: (setTimeout, world) =>
      elapsed(world, promisify(setTimeout as typeof globalThis.setTimeout)(5000, 'value')),
    expected: ['value', 5000],
    isReal: (setTimeout) =>
      settles(promisify(setTimeout as typeof globalThis.setTimeout)(1, 'value'), 'value'),
  },
  {
    name: 'promisify(setImmediate)',
    forms: timers('setImmediate'),
    inWorld: (setImmediate, world) =>
      elapsed(world, promisify(setImmediate as typeof globalThis.setImmediate)('value')),
    expected: ['value', 0],
    isReal: (setImmediate) =>
      settles(promisify(setImmediate as typeof globalThis.setImmediate)('value'), 'value'),
  },
  {
    name: 'AbortSignal.timeout',
    forms: methodForms([globalForm('AbortSignal')], 'timeout'),
    async inWorld(timeout, world) {
      const signal = timeout(5000) as AbortSignal;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return [world.now, (signal.reason as Error).name];
    },
    expected: [5000, 'TimeoutError'],
    async isReal(timeout) {
      // Nothing but a listener and an unref'd timer: the real loop needs something else to live for.
      const keepAlive = setInterval(() => undefined, 1000);
      const signal = timeout(1) as AbortSignal;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      clearInterval(keepAlive);
      return (signal.reason as Error).name === 'TimeoutError';
    },
  },
  {
    name: 'Date',
    forms: [globalForm('Date')],
    inWorld: async (Clock, world) => {
      await world.sleep(1500);
      return [new Clock().getTime(), Clock.now(), Clock() === new Clock(start + 1500).toString()];
    },
    expected: [start + 1500, start + 1500, true],
    isReal: (Clock) =>
      Clock.now() > Date.UTC(2020, 0) && new Clock() > new Clock(2020, 0) && !Clock().includes('2000'),
  },
  {
    name: 'Intl.DateTimeFormat',
    forms: [globalForm('Intl')],
    inWorld: ({ DateTimeFormat }: typeof Intl) => {
      const formatter = new DateTimeFormat('en', { timeZone: 'UTC' });
      return [formatter.format(), formatter.formatToParts().at(-1)?.value];
    },
    expected: ['1/1/2000', '2000'],
    isReal: ({ DateTimeFormat }: typeof Intl) =>
      new DateTimeFormat('en').format() === new Date().toLocaleDateString('en'),
  },
  {
    name: 'performance.now',
    forms: methodForms(performances, 'now'),
    inWorld: async (now, world) => {
      await world.sleep(1500);
      return now();
    },
    expected: 1500,
    isReal: (now) => now() > 0 && !Number.isInteger(now()),
  },
  {
    name: 'performance.timeOrigin',
    forms: performances,
    inWorld: (performance) => performance.timeOrigin,
    expected: start,
    isReal: (performance) => performance.timeOrigin > Date.UTC(2020, 0),
  },
  {
    name: 'performance.mark and measure',
    forms: performances,
    inWorld: async (performance, world) => {
      performance.mark('begin');
      await world.sleep(1500);
      const { startTime, duration } = performance.measure('all', 'begin');
      return [startTime, duration, performance.getEntries().length];
    },
    expected: [0, 1500, 2],
    isReal(performance) {
      const { startTime } = performance.mark('a mark of apis.ts');
      const [found] = performance.getEntriesByName('a mark of apis.ts', 'mark');
      performance.clearMarks('a mark of apis.ts');
      return startTime > 0 && found.startTime === startTime;
    },
  },
  {
    name: 'process.hrtime',
    forms: processMethods('hrtime'),
    inWorld: async (hrtime, world) => {
      await world.sleep(1500);
      return [hrtime(), hrtime([0, 600_000_000])];
    },
    expected: [
      [1, 500_000_000],
      [0, 900_000_000],
    ],
    isReal: (hrtime) => hrtime()[1] !== 0 || hrtime()[1] !== 0,
  },
  {
    name: 'process.hrtime.bigint',
    forms: processMethods('hrtime'),
    inWorld: async (hrtime, world) => {
      await world.sleep(1500);
      return (hrtime.original ?? hrtime).bigint();
    },
    expected: 1_500_000_000n,
    isReal: (hrtime) => (hrtime.original ?? hrtime).bigint() > 0n,
  },
  {
    name: 'process.uptime',
    forms: processMethods('uptime'),
    inWorld: async (uptime, world) => {
      await world.sleep(1500);
      return uptime();
    },
    expected: 1.5,
    isReal: (uptime) => uptime() > 0,
  },
  {
    name: 'Math.random',
    forms: methodForms([globalForm('Math')], 'random'),
    inWorld: (random) => random(),
    expected: 0.7953329909692713,
    isReal: (random) => differ(random),
  },
  {
    name: 'crypto.randomUUID',
    forms: cryptoForms('randomUUID'),
    inWorld: (randomUUID) => randomUUID(),
    expected: '73f19acb-74a0-440d-ada8-19d48238a68c',
    isReal: (randomUUID) => uuid.test(randomUUID()) && differ(randomUUID),
  },
  {
    name: 'crypto.getRandomValues',
    forms: cryptoForms('getRandomValues'),
    inWorld: (getRandomValues) => [...getRandomValues(new Uint8Array(4))],
    expected: [115, 241, 154, 203],
    isReal(getRandomValues) {
      const array = new Uint32Array(8);
      return getRandomValues(array) === array && array.some((value) => value !== 0);
    },
  },
];
