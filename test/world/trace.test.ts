import { describe, expect, test } from 'vitest';
import { TraceRecord } from '../../src/world/trace.ts';

function traceOf(...notes: [at: number, kind: string, label: string][]): TraceRecord {
  const trace = new TraceRecord();
  for (const note of notes) trace.note(...note);
  return trace;
}

describe('the hash', () => {
  test('is equal for equal records', () => {
    expect(traceOf([0, 'start', 'a'], [5, 'end', 'a']).hash).toBe(
      traceOf([0, 'start', 'a'], [5, 'end', 'a']).hash,
    );
  });

  test.each([
    ['the moment', traceOf([1, 'start', 'a'])],
    ['the kind', traceOf([0, 'end', 'a'])],
    ['the label', traceOf([0, 'start', 'b'])],
    ['the number of entries', traceOf([0, 'start', 'a'], [0, 'start', 'a'])],
    ['where the label begins', traceOf([0, 'starta', ''])],
  ])('differs with %s', (_, other) => {
    expect(other.hash).not.toBe(traceOf([0, 'start', 'a']).hash);
  });

  test('differs with the order', () => {
    expect(traceOf([0, 'k', 'a'], [0, 'k', 'b']).hash).not.toBe(traceOf([0, 'k', 'b'], [0, 'k', 'a']).hash);
  });

  test('takes in a random draw that has no entry', () => {
    const trace = traceOf([0, 'start', 'a']);
    const before = trace.hash;
    trace.mix(0.25);
    expect([trace.hash === before, trace.length]).toEqual([false, 1]);
  });

  test('is spread over its 64 bits', () => {
    const hashes = Array.from({ length: 2_000 }, (_, at) => traceOf([at, 'k', 'l']).hash);
    expect(new Set(hashes.map((hash) => hash.slice(0, 8))).size).toBe(2_000);
    expect(new Set(hashes.map((hash) => hash.slice(8))).size).toBe(2_000);
  });
});

test('the latest 10,000 entries are kept, the hash covers all', () => {
  const trace = new TraceRecord();
  for (let at = 0; at < 10_003; at++) trace.note(at, 'k', `l${at}`);
  expect(trace.length).toBe(10_003);
  expect(trace.entries.length).toBe(10_000);
  expect(trace.entries[0]).toEqual({ at: 3, kind: 'k', label: 'l3' });
  expect(trace.entries.at(-1)).toEqual({ at: 10_002, kind: 'k', label: 'l10002' });
  expect(trace.toString().split('\n').slice(0, 2)).toEqual(['… 3 earlier', '+3ms  k  l3']);
});
