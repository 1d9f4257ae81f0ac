import { describe, expect, test } from 'vitest';
import type { Claim, SchedulePart } from '../../src/report/claim.ts';
import { contractOf, type Evidence } from '../../src/report/contract.ts';

function part(index: number, of: number, more: Partial<Claim> = {}, exhausted = true): Evidence {
  const shown: SchedulePart = { index, of, exhausted, whole: 'holds under every schedule' };
  return {
    project: '',
    file: `part-${index}.test.ts`,
    test: `part ${index}`,
    claim: {
      matcher: 'toHoldUnderEverySchedule',
      subject: '"transfer"',
      holds: `holds under every schedule, part ${index} of ${of}`,
      place: undefined,
      observed: `all ${10 * index} schedules hold`,
      schedules: 10 * index,
      part: shown,
      ...more,
    },
  };
}

const claimsOf = (all: readonly Evidence[]) =>
  contractOf(all).subjects.flatMap(({ evidence }) =>
    evidence.map(({ claim }) => [claim.holds, claim.observed, claim.schedules]),
  );

describe('the parts of a search', () => {
  test('add up to one claim, in whichever order they come', () => {
    const whole = [['holds under every schedule', 'all 60 schedules hold, in 3 parts', 60]];
    expect(claimsOf([part(1, 3), part(2, 3), part(3, 3)])).toEqual(whole);
    expect(claimsOf([part(3, 3), part(1, 3), part(2, 3)])).toEqual(whole);
    expect(contractOf([part(1, 2), part(2, 2)]).claims).toBe(1);
  });

  test('claim no proof if one of them was not run to its end', () => {
    expect(claimsOf([part(1, 2), part(2, 2, {}, false)])).toEqual([
      ['holds under every schedule', '30 schedules were run, in 2 parts', 30],
    ]);
  });

  test('stay parts while one is missing, comes twice, is of another split, of another subject, or has no name', () => {
    expect(claimsOf([part(1, 2)])).toHaveLength(1);
    expect(claimsOf([part(1, 2), part(1, 2)])).toHaveLength(2);
    expect(claimsOf([part(1, 2), part(2, 3)])).toHaveLength(2);
    expect(claimsOf([part(1, 2), part(2, 2, { subject: '"other"' })])).toHaveLength(2);
    const nameless = { subject: 'the scenario' };
    expect(claimsOf([part(1, 2, nameless), part(2, 2, nameless)])).toHaveLength(2);
  });
});
