// The search against every permutation of every choice of pending operations, on random histories.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { historyOf } from '../../../src/matchers/linearizability/history.ts';
import { linearize, type SequentialModel } from '../../../src/matchers/linearizability/index.ts';
import type { Span } from '../../../src/world/index.ts';
import { type Dice, dice } from '../../support/random.ts';

interface Op {
  readonly name: string;
  readonly args: readonly number[];
  readonly start: number;
  /** Infinite: pending. */
  readonly end: number;
  readonly value: unknown;
}

const models: Readonly<Record<string, SequentialModel<{ items: number[] }>>> = {
  register: {
    initial: { items: [0] },
    operations: {
      a: (state) => state.items[0],
      b: (state, value: number) => {
        state.items[0] = value;
      },
    },
  },
  queue: {
    initial: { items: [] },
    operations: {
      a: (state) => state.items.shift(),
      b: (state, value: number) => void state.items.push(value),
    },
  },
  stack: {
    initial: { items: [] },
    operations: {
      a: (state) => state.items.pop(),
      b: (state, value: number) => void state.items.push(value),
    },
  },
};

type Step = (state: object, ...args: unknown[]) => unknown;

/** A history that may well be linearizable: an order is made up, then answers are disturbed now and then. */
function randomHistory({ below }: Dice, model: SequentialModel<{ items: number[] }>, most: number): Op[] {
  const count = 1 + below(most);
  const moments = Array.from({ length: count }, () => below(12) * 10);
  const state = structuredClone(model.initial);
  const order = moments.map((moment, index) => ({ moment, index })).sort((x, y) => x.moment - y.moment);
  return order.map(({ moment }, place) => {
    const name = below(2) === 0 ? 'a' : 'b';
    const args = name === 'b' ? [1 + below(3)] : [];
    const right = (model.operations[name] as Step)(state, ...args);
    const isWrong = below(6) === 0 && name === 'a';
    const isPending = below(5) === 0;
    return {
      name,
      args,
      // All starts and ends are different.
      start: moment - below(25) - place / 100,
      end: isPending ? Number.POSITIVE_INFINITY : moment + 1 + below(25) + place / 100,
      value: isWrong ? 1 + below(3) : right,
    };
  });
}

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations([...items.slice(0, index), ...items.slice(index + 1)]))
      yield [item, ...rest];
  }
}

function isLinearizable(history: readonly Op[], model: SequentialModel<{ items: number[] }>): boolean {
  const pending = history.filter(({ end }) => end === Number.POSITIVE_INFINITY);
  for (let chosen = 0; chosen < 2 ** pending.length; chosen++) {
    const left = pending.filter((_, index) => (chosen & (1 << index)) === 0);
    for (const order of permutations(history.filter((op) => !left.includes(op)))) {
      const isInTime = order.every((op, at) => order.slice(at).every((later) => !(later.end < op.start)));
      if (!isInTime) continue;
      const state = structuredClone(model.initial);
      const fits = order.every((op) => {
        const given = (model.operations[op.name] as Step)(state, ...op.args);
        return op.end === Number.POSITIVE_INFINITY || isDeepStrictEqual(given, op.value);
      });
      if (fits) return true;
    }
  }
  return false;
}

function activitiesOf(history: readonly Op[]) {
  return ['a', 'b'].map((name) => ({
    name,
    spans: history
      .filter((op) => op.name === name)
      .map(({ args, start, end, value }, index): Span => {
        const about = { label: `${name} #${index + 1}`, start, args };
        return end === Number.POSITIVE_INFINITY
          ? { ...about, end: undefined, outcome: 'pending' }
          : { ...about, end, outcome: 'fulfilled', value };
      }),
  }));
}

describe.each(Object.entries(models))('of a %s', (_, model) => {
  test('what is found linearizable is what some permutation explains', () => {
    const counts = { yes: 0, no: 0 };
    for (let seed = 1; seed <= 400; seed++) {
      const history = randomHistory(dice(seed), model, 6);
      const operations = historyOf(activitiesOf(history), () => false);
      const found = linearize(operations, model as SequentialModel<object>, isDeepStrictEqual);
      const expected = isLinearizable(history, model);
      expect('order' in found, `seed ${seed}`).toBe(expected);
      counts[expected ? 'yes' : 'no']++;
    }
    expect(Math.min(counts.yes, counts.no)).toBeGreaterThan(40);
  });
});

test('a long history in which much is concurrent is decided by memory', () => {
  // 12 writers at once, again and again, and then a read of what nobody wrote: 12! orders, but 2^12 configurations.
  const writers = Array.from(
    { length: 12 },
    (_, writer): Op => ({
      name: 'b',
      args: [writer % 2],
      start: writer / 100,
      end: 10 + writer / 100,
      value: undefined,
    }),
  );
  const read: Op = { name: 'a', args: [], start: 20, end: 21, value: 7 };
  const model = models.register as SequentialModel<{ items: number[] }>;
  const operations = historyOf(activitiesOf([...writers, read]), () => false);
  const found = linearize(operations, model as SequentialModel<object>, isDeepStrictEqual);
  expect(found).toHaveProperty('deadEnd');
});

test('a sequential history of 5,000 operations is no burden', () => {
  const history = Array.from({ length: 5_000 }, (_, index): Op => {
    const name = index % 2 === 0 ? 'b' : 'a';
    const value = Math.floor(index / 2);
    const about = { name, start: 2 * index, end: 2 * index + 1 };
    return name === 'b' ? { ...about, args: [value], value: undefined } : { ...about, args: [], value };
  });
  const operations = historyOf(activitiesOf(history), () => false);
  const model = models.register as SequentialModel<object>;
  expect(linearize(operations, model, isDeepStrictEqual)).toHaveProperty('order');
});
