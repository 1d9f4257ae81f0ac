import { describe, expect, test } from 'vitest';
import { decodeToken, encodeToken } from '../../src/explore/token.ts';
import { dice } from '../support/random.ts';

describe('a token', () => {
  test('gives back the seed and the schedule it was made of', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { below } = dice(seed);
      const schedule = Array.from({ length: below(40) }, () => (below(3) === 0 ? below(100) : 0));
      while (schedule.at(-1) === 0) schedule.pop();
      const text = Array.from({ length: below(6) }, () => String.fromCharCode(32 + below(200))).join('');
      expect(decodeToken(encodeToken({ seed: text, schedule })), `seed ${seed}`).toEqual({
        seed: text,
        schedule,
      });
    }
  });

  test('leaves out the zeros at the end: past it, every choice is 0', () => {
    expect(decodeToken(encodeToken({ seed: '1', schedule: [2, 0, 0] })).schedule).toEqual([2]);
  });

  test('can be pasted into a shell as it is', () => {
    const token = encodeToken({ seed: 'it\'s $HOME; `rm` & "co"', schedule: [0, 0, 35, 36, 1, 1, 1] });
    expect(token).toMatch(/^e1\.s[\w.~-]+$/);
  });

  test('stays short when one choice is repeated', () => {
    expect(encodeToken({ seed: '42', schedule: [...new Array(1_000).fill(0), 1] }).length).toBeLessThan(24);
  });
});

describe('a token that is refused', () => {
  const token = encodeToken({ seed: '42', schedule: [1, 2, 3] });

  test('is one with any character changed', () => {
    for (let at = 3; at < token.length; at++) {
      const changed = token.slice(0, at) + (token[at] === 'q' ? 'r' : 'q') + token.slice(at + 1);
      expect(() => decodeToken(changed), changed).toThrow(/is damaged/);
    }
  });

  test('is one that was cut', () => {
    expect(() => decodeToken(token.slice(0, -2))).toThrowErrorMatchingInlineSnapshot(`
      [InvalidTokenError: the token "e1.s42.1-2-3.eo" is damaged: its checksum does not match.
        Likely cause: it was cut or changed on the way. Copy it whole from the failure, from "e1." to the last character.]
    `);
  });

  test('is one of another version', () => {
    expect(() => decodeToken(token.replace('e1', 'e2'))).toThrowErrorMatchingInlineSnapshot(`
      [InvalidTokenError: the token e2.s42.1-2-3.eo9w is of format e2, and this version of Escapement reads e1.
        Schedules of other versions name other choices: run the search again to get a new token.]
    `);
  });

  test('is something else altogether', () => {
    expect(() => decodeToken('42')).toThrowErrorMatchingInlineSnapshot(`
      [InvalidTokenError: the token "42" is damaged: a token begins with "e1.".
        Likely cause: it was cut or changed on the way. Copy it whole from the failure, from "e1." to the last character.]
    `);
  });
});
