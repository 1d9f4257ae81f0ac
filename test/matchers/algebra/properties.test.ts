// The algebra against definitions that are slow and plain: every subset, every pair, every instant.
import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import {
  firstMissingInOrder,
  firstOverlap,
  inEndOrder,
  inStartOrder,
  interleavedAtAnInstant,
  outOfOrder,
  overlaps,
  peakOf,
} from '../../../src/matchers/algebra/index.ts';
import type { Span } from '../../../src/world/index.ts';
import { forRandomSets, type MarkedSpan, randomSpans } from './random-spans.ts';

const sets = 10_000;
const forever = Number.POSITIVE_INFINITY;
const end = (span: Span) => span.end ?? forever;

// Two spans are concurrent if some moment between instants lies in both, or one is a point strictly inside the other.
const moments = Array.from({ length: 20 }, (_, index) => index + 0.5);
function concurrent(a: Span, b: Span): boolean {
  const isPoint = (span: Span) => span.start === span.end;
  if (isPoint(a) && isPoint(b)) return false;
  if (isPoint(a)) return b.start < a.start && a.start < end(b);
  if (isPoint(b)) return concurrent(b, a);
  return moments.some((at) => a.start < at && at < end(a) && b.start < at && at < end(b));
}

function subsets<T>(items: readonly T[]): T[][] {
  const all: T[][] = [[]];
  for (const item of items) for (const each of [...all]) all.push([...each, item]);
  return all;
}

const pairwise = (spans: readonly Span[], holds: (a: Span, b: Span) => boolean) =>
  spans.every((a, index) => spans.slice(index + 1).every((b) => holds(a, b)));

test('two spans overlap if, and only if, some moment lies in both', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random);
    for (const a of spans) for (const b of spans) assert.equal(overlaps(a, b), a !== b && concurrent(a, b));
  });
});

test('the peak is the size of the largest subset of spans that are concurrent with one another', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random);
    const largest = Math.max(...subsets(spans).map((each) => (pairwise(each, concurrent) ? each.length : 0)));
    assert.equal(peakOf(spans).count, largest);
  });
});

test('the spans of the peak are as many as it says, concurrent, and run from its beginning to its end', () => {
  forRandomSets(sets, (random) => {
    const peak = peakOf(randomSpans(random));
    assert.equal(peak.spans.length, peak.count);
    assert.ok(pairwise(peak.spans, concurrent));
    for (const span of peak.spans) assert.ok(span.start <= peak.from && peak.to <= end(span));
  });
});

test('the peak is the first one', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random);
    const peak = peakOf(spans);
    const before = spans
      .filter((span) => span.start < peak.from)
      .map((span) => ({ ...span, end: Math.min(end(span), peak.from) }));
    assert.ok(peak.count === 0 || peakOf(before).count < peak.count);
  });
});

test('spans are in sequence if, and only if, no two of them are concurrent', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random, 4);
    const found = firstOverlap(spans);
    assert.equal(
      found === undefined,
      pairwise(spans, (a, b) => !concurrent(a, b)),
    );
    assert.ok(found === undefined || concurrent(...found));
  });
});

test('one set is before another if, and only if, each span of it is before each of the other', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random, 6) as MarkedSpan[];
    const half = Math.floor(random() * spans.length);
    const [first, then] = [spans.slice(0, half), spans.slice(half)];
    const before = (a: MarkedSpan, b: MarkedSpan) => {
      if (end(a) !== b.start) return end(a) < b.start;
      return a.start < b.start || a.startMark < b.startMark;
    };
    const found = outOfOrder(first, then) as readonly [MarkedSpan, MarkedSpan] | undefined;
    assert.equal(
      found === undefined,
      first.every((a) => then.every((b) => before(a, b))),
    );
    assert.ok(found === undefined || !before(...found));
  });
});

test('the orders of starts and ends are the orders in which they were recorded', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random) as MarkedSpan[];
    const starts = [...spans].sort((a, b) => a.startMark - b.startMark);
    const ends = spans
      .filter((span) => span.end !== undefined)
      .sort((a, b) => (a.endMark as number) - (b.endMark as number));
    assert.deepEqual(inStartOrder(spans), starts);
    assert.deepEqual(inEndOrder(spans), ends);
  });
});

test('a sequence is found in order if, and only if, some choice of places has it', () => {
  forRandomSets(sets, (random) => {
    const letters = (length: number) =>
      Array.from({ length }, () => 'abc'[Math.floor(random() * 3)] as string);
    const actual = letters(Math.floor(random() * 7));
    const expected = letters(1 + Math.floor(random() * 3));
    const longest = expected.findLastIndex((_, last) =>
      subsets(actual).some((each) => each.join() === expected.slice(0, last + 1).join()),
    );
    assert.equal(firstMissingInOrder(actual, expected), longest === expected.length - 1 ? -1 : longest + 1);
  });
});

test('spans of zero length are in doubt if, and only if, one began at the same instant before another had ended', () => {
  forRandomSets(sets, (random) => {
    const spans = randomSpans(random, 6, 3) as MarkedSpan[];
    const inDoubt = (a: Span, b: Span) => {
      const [x, y] = [a as MarkedSpan, b as MarkedSpan];
      if (x.start !== x.end || y.start !== y.end || x.start !== y.start) return false;
      return x.startMark < (y.endMark as number) && y.startMark < (x.endMark as number);
    };
    const largest = Math.max(
      ...subsets(spans).map((each) => (each.length > 1 && pairwise(each, inDoubt) ? each.length : 0)),
    );
    assert.equal(interleavedAtAnInstant(spans).length, largest);
  });
});

test('the sets have every relation between two spans', () => {
  const seen = new Set<string>();
  forRandomSets(1_000, (random) => {
    const spans = randomSpans(random);
    for (const a of spans) {
      if (a.end === undefined) seen.add('pending');
      if (a.end === a.start) seen.add('zero-length');
      for (const b of spans) {
        if (a === b) continue;
        if (a.end === b.start) seen.add('touching');
        if (a.start < b.start && end(b) < end(a)) seen.add('nested');
        if (a.start === b.start && a.end === b.end) seen.add('equal');
      }
    }
  });
  expect([...seen].sort()).toEqual(['equal', 'nested', 'pending', 'touching', 'zero-length']);
});
