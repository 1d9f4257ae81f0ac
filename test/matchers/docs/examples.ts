// The examples of docs/matchers: each is run, and the page shows its text and what it prints. A block is a heading, the situation in which
// one wants the matcher, an example that passes and one that fails.
import { expect } from 'vitest';
import type { World } from '../../../src/index.ts';

export interface Example {
  passes(world: World): unknown;
  fails(world: World): unknown;
}

// # Time
//
// How long something takes: exactly, in virtual time. A time counts from the start of a run; a promise's run starts when it is given to the
// matcher, and a function is called by it. Bounds are inclusive. A run that is rejected fails these matchers, under `.not` too.

// You have promised an answer within so many milliseconds, and want to know that retries and queues keep to it.
export const toCompleteWithin: Example = {
  async passes(world) {
    const loadPage = () => world.sleep(80);
    await expect(loadPage).toCompleteWithin(100);
  },
  async fails(world) {
    const loadPage = () => world.sleep(180);
    await expect(loadPage).toCompleteWithin(100);
  },
};

// Something must not come too early: a backoff, a rate limit, a debounce.
export const toTakeAtLeast: Example = {
  async passes(world) {
    const throttled = () => world.sleep(1000);
    await expect(throttled).toTakeAtLeast(1000);
  },
  async fails(world) {
    const throttled = () => world.sleep(250);
    await expect(throttled).toTakeAtLeast(1000);
  },
};

// The duration is part of what you specify: a cache that lives for an hour, a poll every five seconds.
export const toTake: Example = {
  async passes(world) {
    const expire = () => world.sleep(3_600_000);
    await expect(expire).toTake(3_600_000);
  },
  async fails(world) {
    const expire = () => world.sleep(60_000);
    await expect(expire).toTake(3_600_000);
  },
};

// Something must wait: for a lock, for a slot, for a signal that has not been given.
export const toStayPending: Example = {
  async passes() {
    const locked = new Promise(() => {});
    await expect(locked).toStayPending(5000);
  },
  async fails(world) {
    const locked = world.sleep(1200);
    await expect(locked).toStayPending(5000);
  },
};

// A timeout must come at its moment, as a timeout and not as any other error.
export const toTimeOut: Example = {
  async passes() {
    const request = () =>
      new Promise((_resolve, reject) => {
        const signal = AbortSignal.timeout(5000);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    await expect(request).toTimeOut({ after: 5000 });
  },
  async fails(world) {
    const request = async () => {
      await world.sleep(300);
      throw new TypeError('fetch failed');
    };
    await expect(request).toTimeOut({ after: 5000 });
  },
};

// # Concurrency
//
// How runs lie in time to one another. A run occupies the time from its start up to its end, which is not part of it: runs that touch (one
// ends at the instant another begins) are not concurrent. A pending run goes on; one that took no time is concurrent with what it lies
// strictly inside of, and with nothing else; a nested run is concurrent with the one around it. An activity that never ran fails every
// matcher, under `.not` too: anything would be true of it.

// Requests that do not depend on one another should go out together.
export const toRunConcurrently: Example = {
  async passes(world) {
    const fetchUser = world.probe('fetchUser', (_id: number) => world.sleep(100));
    await Promise.all([fetchUser(1), fetchUser(2), fetchUser(3)]);
    expect(fetchUser).toRunConcurrently(3);
  },
  async fails(world) {
    const fetchUser = world.probe('fetchUser', (_id: number) => world.sleep(100));
    for (const id of [1, 2, 3]) await fetchUser(id);
    expect(fetchUser).toRunConcurrently({ atLeast: 2 });
  },
};

// Only one may be under way at a time: writes to a file, the body of a mutex.
export const toRunSequentially: Example = {
  async passes(world) {
    const save = world.probe('save', () => world.sleep(50));
    await save();
    await save();
    expect(save).toRunSequentially();
  },
  async fails(world) {
    const save = world.probe('save', () => world.sleep(50));
    const first = save();
    await world.sleep(20);
    await Promise.all([first, save()]);
    expect(save).toRunSequentially();
  },
};

// A pool, a semaphore or an API's limit must be kept, however many are waiting.
export const toNeverExceedConcurrency: Example = {
  async passes(world) {
    const download = world.probe('download', () => world.sleep(100));
    await Promise.all([download(), download()]);
    await Promise.all([download(), download()]);
    expect(download).toNeverExceedConcurrency(2);
  },
  async fails(world) {
    const download = world.probe('download', () => world.sleep(100));
    await Promise.all([download(), download(), download(), download()]);
    expect(download).toNeverExceedConcurrency(2);
  },
};

// Two kinds of work should hide one another's latency, or must not touch the same thing at once (`.not`).
export const toOverlap: Example = {
  async passes(world) {
    const render = world.probe('render', () => world.sleep(30));
    const load = world.probe('load', () => world.sleep(100));
    await Promise.all([load(), render()]);
    expect(load).toOverlap(render);
  },
  async fails(world) {
    const render = world.probe('render', () => world.sleep(30));
    const load = world.probe('load', () => world.sleep(100));
    await load();
    await render();
    expect(load).toOverlap(render);
  },
};

// One step has to be over before another begins.
export const toRunBefore: Example = {
  async passes(world) {
    const migrate = world.probe('migrate', () => world.sleep(100));
    const serve = world.probe('serve', () => world.sleep(10));
    await migrate();
    await serve();
    expect(migrate).toRunBefore(serve);
  },
  async fails(world) {
    const migrate = world.probe('migrate', () => world.sleep(100));
    const serve = world.probe('serve', () => world.sleep(10));
    await Promise.all([migrate(), serve()]);
    expect(migrate).toRunBefore(serve);
  },
};

// A queue is to be fair, or priorities are to be kept.
export const toStartInOrder: Example = {
  async passes(world) {
    const jobs = ['urgent', 'normal'].map((name) => world.spawn(name, () => world.sleep(10)));
    await Promise.all(jobs);
    expect(jobs).toStartInOrder(['urgent', 'normal']);
  },
  async fails(world) {
    const jobs = ['normal', 'urgent'].map((name) => world.spawn(name, () => world.sleep(10)));
    await Promise.all(jobs);
    expect(jobs).toStartInOrder(['urgent', 'normal']);
  },
};

// Results must come out in an order, whatever their durations.
export const toSettleInOrder: Example = {
  async passes(world) {
    const search = world.probe('search', (ms: number) => world.sleep(ms));
    await Promise.all([search(10), search(50)]);
    expect(search).toSettleInOrder(['search #1', 'search #2']);
  },
  async fails(world) {
    const search = world.probe('search', (ms: number) => world.sleep(ms));
    await Promise.all([search(50), search(10)]);
    expect(search).toSettleInOrder(['search #1', 'search #2']);
  },
};

// # Cancellation
//
// Whether work stops when it is asked to, and leaves nothing behind. A run is cancelled if it ends by rejection after its task's `cancel()`,
// or with an `AbortError`.

// What has been cancelled should say so, and not come to an end as if nothing had happened.
export const toBeCancelled: Example = {
  async passes(world) {
    const upload = world.spawn('upload', () => world.sleep(10_000));
    upload.cancel();
    await expect(upload).toBeCancelled();
  },
  async fails(world) {
    const upload = world.spawn('upload', () => world.sleep(100));
    await expect(upload).toBeCancelled();
  },
};

// Work must stop soon after it is asked to. A function is given a signal, which is aborted as soon as its work waits for something.
export const toCancelWithin: Example = {
  async passes(world) {
    const upload = (signal: AbortSignal) => world.sleep(10_000, { signal });
    await expect(upload).toCancelWithin(0);
  },
  async fails(world) {
    const upload = (_signal: AbortSignal) => world.sleep(10_000);
    await expect(upload).toCancelWithin(50);
  },
};

// A function is to clean up after itself: timers, tasks, calls, listeners.
export const toLeaveNothingRunning: Example = {
  async passes(world) {
    const watch = async () => {
      const poll = setInterval(() => {}, 100);
      await world.sleep(1000);
      clearInterval(poll);
    };
    await expect(watch).toLeaveNothingRunning();
  },
  async fails(world) {
    const watch = async () => {
      setInterval(() => {}, 100);
      await world.sleep(1000);
    };
    await expect(watch).toLeaveNothingRunning();
  },
};

// # Failure
//
// How work fails, and what is done about it.

// Some of many may fail, and the others must not be harmed by it.
export const toSettleAs: Example = {
  async passes(world) {
    const fetchUser = world.probe('fetchUser', async (id: number) => {
      await world.sleep(10 * id);
      if (id === 2) throw new Error('no such user');
    });
    await Promise.allSettled([fetchUser(1), fetchUser(2), fetchUser(3)]);
    await expect(fetchUser).toSettleAs(['fulfilled', 'rejected', 'fulfilled']);
  },
  async fails(world) {
    const fetchUser = world.probe('fetchUser', async (id: number) => {
      await world.sleep(10 * id);
      if (id === 2) throw new Error('no such user');
    });
    await Promise.allSettled([fetchUser(1), fetchUser(2), fetchUser(3)]);
    await expect(fetchUser).toSettleAs('fulfilled');
  },
};

// A retry policy is to be kept: the number of attempts and the pauses between them.
export const toRetry: Example = {
  async passes(world) {
    const attempt = world.probe('attempt', () => world.sleep(10));
    await attempt();
    await world.sleep(100);
    await attempt();
    await world.sleep(200);
    await attempt();
    expect(attempt).toRetry({ attempts: 3, delays: [100, 200] });
  },
  async fails(world) {
    const attempt = world.probe('attempt', () => world.sleep(10));
    await attempt();
    await world.sleep(100);
    await attempt();
    await world.sleep(100);
    await attempt();
    expect(attempt).toRetry({ attempts: 3, delays: [100, 200] });
  },
};

// You have found a deadlock, and write down that it is there; or you show, with `.not`, that it is gone.
export const toDeadlock: Example = {
  async passes() {
    const stuck = () => new Promise(() => {});
    await expect(stuck).toDeadlock();
  },
  async fails() {
    const transfer = (world: World) => world.sleep(100);
    await expect(transfer).toDeadlock();
  },
};

// # Streams
//
// What a stream yields, when, and how far it runs ahead of who reads it.

// A stream has to deliver these values, in order, and then end.
export const toYield: Example = {
  async passes(world) {
    const pages = async function* () {
      yield 1;
      await world.sleep(100);
      yield 2;
    };
    await expect(pages).toYield([1, 2]);
  },
  async fails(world) {
    const pages = async function* () {
      yield 1;
      await world.sleep(100);
      yield 3;
    };
    await expect(pages).toYield([1, 2]);
  },
};

// A stream must not stall: heartbeats, progress, the first byte.
export const toYieldWithin: Example = {
  async passes(world) {
    const heartbeats = async function* () {
      for (;;) {
        await world.sleep(1000);
        yield 'alive';
      }
    };
    await expect(heartbeats).toYieldWithin(1000, 3);
  },
  async fails(world) {
    const heartbeats = async function* () {
      for (let pause = 500; ; pause *= 2) {
        await world.sleep(pause);
        yield 'alive';
      }
    };
    await expect(heartbeats).toYieldWithin(1000, 3);
  },
};

// A fast producer must be held back by a slow consumer, or memory runs out.
export const toApplyBackpressure: Example = {
  async passes() {
    const waiting: number[] = [];
    const put = (item: number) => (waiting.length < 2 ? waiting.push(item) : new Promise(() => {}));
    await expect(put).toApplyBackpressure(2);
  },
  async fails() {
    const waiting: number[] = [];
    const put = (item: number) => waiting.push(item);
    await expect(put).toApplyBackpressure(2);
  },
};

// # Schedules
//
// What holds in whichever order the outside answers.

// Code is to be right not only in the order in which answers happened to come in your test.
export const toHoldUnderEverySchedule: Example = {
  async passes() {
    const count = async (world: World) => {
      let total = 0;
      const add = (amount: number) => world.io(`add ${amount}`, () => (total += amount));
      await Promise.all([add(1), add(2)]);
      expect(total).toBe(3);
    };
    await expect(count).toHoldUnderEverySchedule();
  },
  async fails() {
    const showLatest = async (world: World) => {
      let shown = '';
      const search = async (text: string) => (shown = await world.io(`search ${text}`, () => text));
      await Promise.all([search('a'), search('ab')]);
      expect(shown).toBe('ab');
    };
    await expect(showLatest).toHoldUnderEverySchedule();
  },
};

// An object is called by many at once, and must look to each of them as if it did one thing at a time: a cache, a queue, a lock, a counter. You
// say what it does one thing at a time; its operations are probes. Under `explore`, or inside `toHoldUnderEverySchedule`, every order is judged.
export const toBeLinearizable: Example = {
  async passes(world) {
    let stored = 0;
    const add = world.probe('add', (amount: number) => world.io('add', () => (stored += amount)));
    const read = world.probe('read', () => world.io('read', () => stored));
    await Promise.all([add(1), add(2), read()]);
    expect([add, read]).toBeLinearizable({
      initial: { total: 0 },
      operations: {
        add: (state, amount: number) => (state.total += amount),
        read: (state) => state.total,
      },
    });
  },
  async fails(world) {
    let stored = 0;
    const add = world.probe('add', async (amount: number) => {
      const before = await world.io('load', () => stored);
      return await world.io('store', () => (stored = before + amount));
    });
    await Promise.all([add(1), add(2)]);
    expect(add).toBeLinearizable({
      initial: { total: 0 },
      operations: { add: (state, amount: number) => (state.total += amount) },
    });
  },
};

// # Requests
//
// What the program asked of the outside. The subject is `world.http`, or one of its routes, which knows its own requests alone. A request is named
// as a route names it: a method (`'ANY'`: each), a URL or a pattern, and what it must have besides: `query`, `headers`, `body`. A request counts
// whether a route matched it or not, from the moment it was made.

// The program must have said this to a service: with these words, to this address.
export const toHaveRequested: Example = {
  async passes({ http }) {
    http.post('https://api.test/users', { status: 201 });
    await fetch('https://api.test/users', { method: 'POST', body: JSON.stringify({ name: 'Ada' }) });
    expect(http).toHaveRequested('POST', 'https://api.test/users', { body: { name: 'Ada' } });
  },
  async fails({ http }) {
    http.post('https://api.test/users', { status: 201 });
    await fetch('https://api.test/users', { method: 'POST', body: JSON.stringify({ nam: 'Ada' }) });
    expect(http).toHaveRequested('POST', 'https://api.test/users', { body: { name: 'Ada' } });
  },
};

// Caches, batches and retries are about how often one asks.
export const toHaveRequestedTimes: Example = {
  async passes({ http }) {
    const route = http.get('https://api.test/users/:id', { json: {}, repeat: true });
    await fetch('https://api.test/users/1');
    await fetch('https://api.test/users/2');
    expect(route).toHaveRequestedTimes(2);
    expect(http).toHaveRequestedTimes(1, 'GET', 'https://api.test/users/1');
  },
  async fails({ http }) {
    http.get('https://api.test/users/:id', { json: {}, repeat: true });
    await fetch('https://api.test/users/1');
    await fetch('https://api.test/users/1');
    expect(http).toHaveRequestedTimes(1, 'GET', 'https://api.test/users/1');
  },
};

// One thing must be asked for before another: a token before data, a lock before a write.
export const toHaveRequestedInOrder: Example = {
  async passes({ http }) {
    http.post('https://api.test/login');
    http.get('https://api.test/orders');
    await fetch('https://api.test/login', { method: 'POST' });
    await fetch('https://api.test/orders');
    expect(http).toHaveRequestedInOrder([
      ['POST', 'https://api.test/login'],
      ['GET', 'https://api.test/orders'],
    ]);
  },
  async fails({ http }) {
    http.post('https://api.test/login');
    http.get('https://api.test/orders');
    await fetch('https://api.test/orders');
    await fetch('https://api.test/login', { method: 'POST' });
    expect(http).toHaveRequestedInOrder([
      ['POST', 'https://api.test/login'],
      ['GET', 'https://api.test/orders'],
    ]);
  },
};

// A mock that nobody asks for stands for a belief about the program that is no longer true.
export const toHaveNoUnusedReplies: Example = {
  async passes({ http }) {
    http.get('https://api.test/users', { json: [] });
    await fetch('https://api.test/users');
    expect(http).toHaveNoUnusedReplies();
  },
  async fails({ http }) {
    http.get('https://api.test/users', { json: [] });
    http.get('https://api.test/teams', { json: [], repeat: 3 });
    await fetch('https://api.test/users');
    await fetch('https://api.test/teams');
    expect(http).toHaveNoUnusedReplies();
  },
};
