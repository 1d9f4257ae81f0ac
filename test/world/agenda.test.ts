import { describe, expect, test } from 'vitest';
import { Agenda } from '../../src/world/index.ts';
import { dice } from '../support/random.ts';
import { StubEvent } from './stub-event.ts';

function drainNames(agenda: Agenda): string[] {
  const names: string[] = [];
  let now = 0;
  for (let event = agenda.next(now); event !== undefined; event = agenda.next(now)) {
    now = Math.max(now, event.earliest);
    agenda.remove(event);
    names.push((event as StubEvent).name);
  }
  return names;
}

describe('the order of a loop that is never late', () => {
  test('comes to earlier moments first', () => {
    const agenda = new Agenda();
    for (const time of [30, 10, 20]) agenda.add(new StubEvent(`t${time}`, 'timer', time));
    expect(drainNames(agenda)).toEqual(['t10', 't20', 't30']);
  });

  test('keeps the order of filing among equal moments', () => {
    const agenda = new Agenda();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) agenda.add(new StubEvent(name, 'timer', 5));
    expect(drainNames(agenda)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('comes to timers before I/O, and to immediates last, at one instant', () => {
    const agenda = new Agenda();
    agenda.add(new StubEvent('immediate', 'immediate'));
    agenda.add(new StubEvent('io', 'io', 0));
    agenda.add(new StubEvent('timer', 'timer', 0));
    expect(drainNames(agenda)).toEqual(['timer', 'io', 'immediate']);
  });

  test('runs immediates before time moves', () => {
    const agenda = new Agenda();
    agenda.add(new StubEvent('timer', 'timer', 1));
    agenda.add(new StubEvent('immediate', 'immediate'));
    expect(drainNames(agenda)).toEqual(['immediate', 'timer']);
  });

  test('finishes a batch of immediates before I/O that is due by then, and I/O before the next batch', () => {
    const agenda = new Agenda();
    agenda.add(new StubEvent('first', 'immediate'));
    agenda.add(new StubEvent('second', 'immediate'));
    const first = agenda.next(0) as StubEvent;
    agenda.remove(first);
    agenda.add(new StubEvent('queued by first', 'immediate'));
    agenda.add(new StubEvent('io', 'io', 0));
    expect([first.name, ...drainNames(agenda)]).toEqual(['first', 'second', 'io', 'queued by first']);
  });
});

describe('taking an event out', () => {
  test('leaves the others in order', () => {
    const agenda = new Agenda();
    const events = ['a', 'b', 'c'].map((name) => new StubEvent(name, 'timer', 5));
    for (const event of events) agenda.add(event);
    agenda.remove(events[1] as StubEvent);
    expect(drainNames(agenda)).toEqual(['a', 'c']);
  });

  test('does nothing the second time', () => {
    const agenda = new Agenda();
    const event = new StubEvent('a', 'timer', 5);
    agenda.add(event);
    agenda.remove(event);
    agenda.remove(event);
    expect([agenda.size, agenda.refs]).toEqual([0, 0]);
  });

  test('lets it be filed again, behind what is there', () => {
    const agenda = new Agenda();
    const event = new StubEvent('a', 'timer', 5);
    agenda.add(event);
    agenda.add(new StubEvent('b', 'timer', 5));
    agenda.remove(event);
    agenda.add(event);
    expect(drainNames(agenda)).toEqual(['b', 'a']);
  });

  test('takes an immediate out of the batch that runs', () => {
    const agenda = new Agenda();
    const events = ['a', 'b', 'c'].map((name) => new StubEvent(name, 'immediate'));
    for (const event of events) agenda.add(event);
    agenda.remove(agenda.next(0) as StubEvent);
    agenda.remove(events[1] as StubEvent);
    expect(drainNames(agenda)).toEqual(['c']);
  });
});

describe('a channel', () => {
  test('raises the window of what joins to that of its predecessor', () => {
    const agenda = new Agenda();
    const slow = new StubEvent('slow', 'io', 20, 30);
    const fast = new StubEvent('fast', 'io', 5, 10);
    agenda.add(slow, 'socket');
    agenda.add(fast, 'socket');
    expect([fast.earliest, fast.latest]).toEqual([20, 30]);
    expect(drainNames(agenda)).toEqual(['slow', 'fast']);
  });

  test('does not hold back another channel', () => {
    const agenda = new Agenda();
    agenda.add(new StubEvent('slow', 'io', 20, 30), 'one');
    agenda.add(new StubEvent('fast', 'io', 5, 10), 'other');
    expect(drainNames(agenda)).toEqual(['fast', 'slow']);
  });

  test('forgets a predecessor that has gone', () => {
    const agenda = new Agenda();
    const slow = new StubEvent('slow', 'io', 20, 30);
    agenda.add(slow, 'socket');
    agenda.remove(slow);
    const fast = new StubEvent('fast', 'io', 5, 10);
    agenda.add(fast, 'socket');
    expect(fast.earliest).toBe(5);
  });
});

describe('what the agenda counts', () => {
  test('is what is pending, and what of it is ref’d', () => {
    const agenda = new Agenda();
    const event = new StubEvent('a', 'timer', 5);
    agenda.add(event);
    agenda.add(new StubEvent('b', 'immediate'));
    agenda.setRef(event, false);
    expect([agenda.size, agenda.refs]).toEqual([2, 1]);
    agenda.clear();
    expect([agenda.size, agenda.refs, event.isPending]).toEqual([0, 0, false]);
  });
});

describe('what comes while the clock is paused', () => {
  test('is I/O that is due, not timers or immediates', () => {
    const agenda = new Agenda();
    agenda.add(new StubEvent('timer', 'timer', 0));
    agenda.add(new StubEvent('immediate', 'immediate'));
    agenda.add(new StubEvent('later', 'io', 10));
    agenda.add(new StubEvent('due', 'io', 0));
    expect((agenda.nextOther(0) as StubEvent).name).toBe('due');
    agenda.remove(agenda.nextOther(0) as StubEvent);
    expect(agenda.nextOther(0)).toBeUndefined();
  });
});

/** The same by brute force: sort what is pending by phase and moment, look at the first. */
class Model {
  readonly pending: { event: StubEvent; filed: number }[] = [];
  #filed = 0;

  add(event: StubEvent): void {
    this.pending.push({ event, filed: ++this.#filed });
  }

  remove(event: StubEvent): void {
    const at = this.pending.findIndex((each) => each.event === event);
    if (at !== -1) this.pending.splice(at, 1);
  }

  get next(): StubEvent | undefined {
    const rank = { timer: 0, io: 1, immediate: 2 };
    return [...this.pending].sort(
      (a, b) =>
        a.event.earliest - b.event.earliest || rank[a.event.phase] - rank[b.event.phase] || a.filed - b.filed,
    )[0]?.event;
  }
}

// Within one of the agenda's spans of time, and over many.
test.each([8, 20_000])(
  'agrees with a sorted list on random programs of filing, refiling, cancelling and firing within %i ms',
  (ms) => {
    for (let seed = 1; seed <= 200; seed++) {
      const { below, pick } = dice(seed);
      const agenda = new Agenda();
      const model = new Model();
      let now = 0;
      for (let step = 0; step < 200; step++) {
        const action = below(10);
        if (action < 6) {
          const event = new StubEvent(`e${step}`, pick(['timer', 'io']), now + below(ms));
          agenda.add(event);
          model.add(event);
        } else if (action < 8 && model.pending.length > 0) {
          const { event } = pick(model.pending);
          agenda.remove(event);
          model.remove(event);
          if (below(2) === 0) {
            event.earliest = event.latest = now + below(ms);
            agenda.add(event);
            model.add(event);
          }
        } else {
          const next = agenda.next(now);
          expect(next, `seed ${seed}, step ${step}`).toBe(model.next);
          if (next === undefined) continue;
          now = Math.max(now, next.earliest);
          agenda.remove(next);
          model.remove(next as StubEvent);
        }
        expect([agenda.size, [...agenda].length], `seed ${seed}, step ${step}`).toEqual(
          Array(2).fill(model.pending.length),
        );
      }
    }
  },
);

test('sweeps out what was cancelled, and keeps the order of the rest', () => {
  const agenda = new Agenda();
  const events = Array.from(
    { length: 10_000 },
    (_, at) => new StubEvent(`t${at}`, 'timer', (at * 7_919) % 10_007),
  );
  for (const event of events) agenda.add(event);
  for (const event of events.slice(1_000)) agenda.remove(event);
  const kept = events.slice(0, 1_000).sort((a, b) => a.earliest - b.earliest);
  expect(drainNames(agenda)).toEqual(kept.map((event) => event.name));
});
